/** Entries for ledgers, and ledgers to put them in. */
import { join } from 'node:path';
import type { Candidate } from '../../src/domain/candidate.js';
import { emptyTotals } from '../../src/domain/coverage.js';
import type { Report, SandboxTier } from '../../src/domain/report.js';
import type { Judged } from '../../src/domain/verdict.js';
import { openLedger, type Ledger } from '../../src/ledger/ledger.js';
import { removeTempFolders, tempFolder } from './temp-repo.js';

const opened: Ledger[] = [];

/** Closes what {@link openTemp} opened. */
export function closeLedgers(): void {
  for (const ledger of opened) ledger.close();
  removeTempFolders();
}

/** A ledger whose clock goes on by a second with each entry. */
export function openTemp(path = join(tempFolder(), 'ledger.db')): Ledger {
  let tick = 0;
  const ledger = openLedger(path, () => new Date(Date.UTC(2026, 0, 1, 0, 0, tick++)));
  opened.push(ledger);
  return ledger;
}

/** Starts a run. */
export function start(
  ledger: Ledger,
  id: string,
  startedAt = '2026-01-01T00:00:00.000Z',
  sandbox: SandboxTier = 'full',
): void {
  ledger.startRun({
    id,
    startedAt,
    commit: 'c0ffee',
    branch: 'main',
    seed: 1,
    sandbox,
    authors: ['explorer', 'model'],
  });
}

export const candidate = (id: string, target = 'src/a.js#parse'): Candidate => ({
  id,
  target,
  file: 'src/a.js',
  author: 'explorer',
  kind: 'unit',
  group: 'parse',
  title: `takes ${id}`,
  body: `expect(parse('${id}')).toBe(1);`,
  isAsync: false,
  imports: [],
});

export const accepted = (id: string, target?: string): Judged => ({
  candidate: candidate(id, target),
  verdict: {
    status: 'accepted',
    evidence: { runs: 5, gain: { statements: 3, branches: 2 }, mutants: { killed: 1, tried: 2 } },
  },
});

export const rejected = (id: string): Judged => ({
  candidate: candidate(id),
  verdict: { status: 'rejected', reason: 'flaky', detail: 'passed 3 of 5 runs' },
});

export const report = (id: string): Report => ({
  version: 1,
  run: {
    id,
    startedAt: '2026-01-01T00:00:00.000Z',
    seconds: 2,
    commit: null,
    seed: 1,
    sandbox: 'full',
    authors: ['explorer'],
    outcome: 'budget',
  },
  host: { root: '/host', jest: '30', node: '20', moduleSystem: 'cjs', typescript: null },
  coverage: { before: emptyTotals(), after: emptyTotals() },
  targets: [],
  funnel: {
    proposed: 0,
    rejected: {
      syntax: 0,
      policy: 0,
      types: 0,
      fails: 0,
      timeout: 0,
      crash: 0,
      flaky: 0,
      'no-gain': 0,
      weak: 0,
      redundant: 0,
      interferes: 0,
    },
    accepted: 0,
    delivered: 0,
  },
  tests: [],
  findings: [],
  model: { requests: 0, inputTokens: 0, outputTokens: 0, usd: null },
});

export const delivered = (
  runId: string,
  commit: string,
  candidateIds: string[],
): Parameters<Ledger['recordDelivery']>[0] => ({
  runId,
  file: 'src/a.js',
  testFile: 'src/a.nightshift.test.js',
  state: 'done',
  commit,
  contentHash: 'abc',
  candidateIds,
});
