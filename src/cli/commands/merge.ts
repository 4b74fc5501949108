/** `nightshift merge`: delivers what the jobs of a sharded pass have proven, and joins their reports. */
import path from 'node:path';
import { judgeCoverage, readFailUnder } from '../setup/fail-under.js';
import type { PassOptions } from '../setup/pass-setup.js';
import { reportPass } from '../setup/report-pass.js';
import type { Terminal } from '../terminal/terminal.js';

/** Prints the joined report and returns the exit code. Throws NightshiftError for files that do not belong together. */
export async function mergeCommand(
  files: readonly string[],
  { dir, ...options }: PassOptions & { dir?: string },
  terminal: Terminal,
): Promise<number> {
  const bound = readFailUnder(options.failUnder);
  const absolute = files.map((file) => path.resolve(terminal.cwd, file));
  const report = await reportPass({ dir, options, terminal }, async (request) => {
    const { mergeShards } = await import('../../pipeline/report/merge-shards.js');
    return mergeShards(request, absolute);
  });
  return judgeCoverage(report, bound, terminal);
}
