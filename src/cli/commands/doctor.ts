/** `nightshift doctor`: what works here, what is missing, and the command that fixes it. */
import pc from 'picocolors';
import { exitCodes } from '../../domain/errors.js';
import {
  checkGit,
  checkHost,
  checkModel,
  checkNode,
  checkSandbox,
  checkTemp,
  type Check,
} from './doctor-checks.js';
import { resolveDir } from '../setup/pass-setup.js';
import { usesColor, type OutputOptions, type Terminal } from '../terminal/terminal.js';

type DoctorColors = ReturnType<typeof pc.createColors>;

function render({ status, name, detail, remedy }: Check, colors: DoctorColors): string {
  const paint = { ok: colors.green, warning: colors.yellow, missing: colors.red }[status];
  const line = `${paint(status.padEnd(8))} ${name.padEnd(11)} ${detail}\n`;
  return remedy === undefined || status === 'ok'
    ? line
    : `${line}${' '.repeat(21)}fix: ${colors.cyan(remedy)}\n`;
}

/** Prints each check as it is done; exits with 3 or 4 when something essential is missing. */
export async function doctorCommand(
  dirArgument: string | undefined,
  options: OutputOptions,
  terminal: Terminal,
): Promise<number> {
  const dir = resolveDir(dirArgument, terminal);
  const colors = pc.createColors(usesColor(terminal, 'out', options));
  const failed = new Set<string>();
  const checks = [
    () => checkNode(process.versions.node),
    () => checkGit(dir),
    () => checkHost(dir, terminal.signal),
    () => checkSandbox(dir),
    () => checkModel(dir, terminal.env, terminal.signal),
    () => checkTemp(),
  ];
  for (const check of checks) {
    for (const result of await check()) {
      if (options.quiet !== true || result.status !== 'ok') terminal.out(render(result, colors));
      if (result.status === 'missing' && result.essential !== undefined) failed.add(result.essential);
    }
  }
  if (failed.has('usage')) return exitCodes.usage;
  if (failed.has('host')) return exitCodes.host;
  return failed.has('sandbox') ? exitCodes.sandbox : 0;
}
