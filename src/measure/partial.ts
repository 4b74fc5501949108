/** The knowledge about a suite that had to be stopped: the test files that ran by then, and zero for the rest. */
import type { CoverageMapData } from 'istanbul-lib-coverage';
import type { JestRun } from '../io/jest/run/read-run.js';
import type { JestSession } from '../io/jest/run/run-jest.js';
import { addUnseen } from './unseen-sources.js';

/** A run with a report, made of its records where Jest had no time to write one. */
export async function reportSoFar(
  session: JestSession,
  sources: readonly string[],
  run: JestRun,
): Promise<JestRun & { coverage: CoverageMapData }> {
  const coverage = await addUnseen(session, {}, sources);
  for (const { all } of run.records)
    for (const [file, counters] of Object.entries(all)) raise(coverage, file, counters);
  const files = run.records
    .filter(({ isGivenUp }) => !isGivenUp)
    .map(({ testPath }) => ({ path: testPath, passed: true, message: '', durationMs: 0, tests: [] }));
  return { ...run, files, coverage };
}

/** Counts these counters once. TypeScript is counted in its compiled form, whose counters mean other places of the source. */
function raise(coverage: CoverageMapData, file: string, counters: readonly string[]): void {
  const data = coverage[file];
  if (data === undefined || 'data' in data || /\.[cm]?tsx?$/.test(file)) return;
  for (const counter of counters) {
    const [id = '', path = '0'] = counter.slice(1).split('.');
    if (counter.startsWith('s') && id in data.s) data.s[id] = 1;
    if (counter.startsWith('f') && id in data.f) data.f[id] = 1;
    const paths = counter.startsWith('b') ? data.b[id] : undefined;
    if (paths && Number(path) < paths.length) paths[Number(path)] = 1;
  }
}
