/** `nightshift run`: one pass, then exit. */
import { exitCodes } from '../../domain/errors.js';
import type { Report } from '../../domain/report.js';
import { judgeCoverage, readFailUnder } from '../setup/fail-under.js';
import type { PassOptions } from '../setup/pass-setup.js';
import { reportPass } from '../setup/report-pass.js';
import type { Terminal } from '../terminal/terminal.js';

/** Runs one pass, prints its report, and returns the exit code. Throws NightshiftError as a pass does. */
export async function runCommand(
  dir: string | undefined,
  options: PassOptions,
  terminal: Terminal,
): Promise<number> {
  const bound = readFailUnder(options.failUnder);
  const report = await reportPass({ dir, options, terminal }, async (request) => {
    const { runPass } = await import('../../pipeline/run-pass.js');
    return runPass(request);
  });
  return exitCodeOf(report) || judgeCoverage(report, bound, terminal);
}

/** Where the model is the only author and never answered, the pass could not do what it was asked for. */
function exitCodeOf({ run, model }: Report): number {
  if (run.outcome === 'interrupted') return exitCodes.interrupted;
  const isModelAlone = run.authors.every((author) => author === 'model');
  const neverAnswered = model.problem !== undefined && model.requests > 0 && (model.answers ?? 0) === 0;
  return isModelAlone && neverAnswered ? exitCodes.host : 0;
}
