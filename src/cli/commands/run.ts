/** `nightshift run`: one pass, then exit. */
import { exitCodes } from '../../domain/errors.js';
import type { PassOptions } from '../setup/pass-setup.js';
import { reportPass } from '../setup/report-pass.js';
import type { Terminal } from '../terminal/terminal.js';

/** Runs one pass, prints its report, and returns the exit code. Throws NightshiftError as a pass does. */
export async function runCommand(
  dir: string | undefined,
  options: PassOptions,
  terminal: Terminal,
): Promise<number> {
  const report = await reportPass({ dir, options, terminal }, async (request) => {
    const { runPass } = await import('../../pipeline/run-pass.js');
    return runPass(request);
  });
  return report.run.outcome === 'interrupted' ? exitCodes.interrupted : 0;
}
