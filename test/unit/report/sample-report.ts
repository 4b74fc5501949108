/** A report with a bit of everything, for tests to vary. */
import { emptyTotals, type Totals } from '../../../src/domain/coverage.js';
import type { Report, ReportTarget, ReportTest } from '../../../src/domain/report.js';
import { reasons, type Reason } from '../../../src/domain/verdict.js';

export const totals = (statements: [number, number], branches: [number, number]): Totals => ({
  ...emptyTotals(),
  statements: { covered: statements[0], total: statements[1] },
  branches: { covered: branches[0], total: branches[1] },
});

export const target = (id: string, before: Totals, after: Totals): ReportTarget => ({
  id,
  file: id.split('#')[0] ?? id,
  line: 1,
  before,
  after,
  status: 'improved',
});

export const keptTest = (overrides: Partial<ReportTest> = {}): ReportTest => ({
  id: 'c1',
  file: 'src/parse.nightshift.test.ts',
  title: 'refuses an empty text',
  kind: 'unit',
  author: 'explorer',
  target: 'src/parse.ts#parse',
  gain: { statements: 3, branches: 1 },
  mutants: { killed: 4, tried: 5 },
  commit: 'c'.repeat(40),
  ...overrides,
});

export function sampleReport(overrides: Partial<Report> = {}): Report {
  const rejected = Object.fromEntries(reasons.map((reason) => [reason, 0])) as Record<Reason, number>;
  return {
    version: 1,
    run: {
      id: 'r1',
      startedAt: '2026-01-02T03:04:05.000Z',
      seconds: 75,
      commit: 'a'.repeat(40),
      seed: 1,
      sandbox: 'full',
      authors: ['explorer'],
      outcome: 'finished',
    },
    host: { root: '/h', jest: '30.0.0', node: '20.19.0', moduleSystem: 'cjs', typescript: null },
    coverage: { before: totals([10, 100], [1, 40]), after: totals([90, 100], [30, 40]) },
    targets: [
      target('src/parse.ts#parse', totals([1, 10], [0, 4]), totals([9, 10], [3, 4])),
      target('src/parse.ts#print', totals([0, 10], [0, 4]), totals([10, 10], [4, 4])),
      target('src/other.ts#same', totals([5, 10], [2, 4]), totals([5, 10], [2, 4])),
    ],
    funnel: { proposed: 12, rejected: { ...rejected, weak: 3, 'no-gain': 8 }, accepted: 1, delivered: 1 },
    tests: [keptTest()],
    findings: [],
    model: { requests: 0, inputTokens: 0, outputTokens: 0, usd: null },
    ...overrides,
  };
}
