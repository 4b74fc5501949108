/** What the ledger remembers, and how it answers. */
import { join } from 'node:path';
import Database from 'libsql';
import { sandboxTiers } from '../../src/domain/report.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import {
  accepted,
  candidate,
  closeLedgers,
  delivered,
  openTemp,
  rejected,
  report,
  start,
} from '../support/ledger-entries.js';
import { tempFolder } from '../support/temp-repo.js';

afterAll(closeLedgers);

describe('runs', () => {
  test('outlive the process, with their report', () => {
    const path = join(tempFolder(), 'ledger.db');
    const first = openTemp(path);
    start(first, 'r1');
    first.finishRun('r1', { endedAt: '2026-01-01T00:00:02.000Z', report: report('r1') });
    start(first, 'r2', '2026-01-02T00:00:00.000Z');
    first.close();

    const again = openTemp(path);
    expect(again.lastRun()).toEqual({
      id: 'r1',
      startedAt: '2026-01-01T00:00:00.000Z',
      endedAt: '2026-01-01T00:00:02.000Z',
      commit: 'c0ffee',
      branch: 'main',
      seed: 1,
      sandbox: 'full',
      authors: ['explorer', 'model'],
      outcome: 'budget',
      report: report('r1'),
    });
    expect(again.listRuns(5).map(({ id, outcome }) => [id, outcome])).toEqual([
      ['r2', null],
      ['r1', 'budget'],
    ]);
    expect(again.listRuns(1)).toHaveLength(1);
  });

  test.each(sandboxTiers)('tell that the sandbox was %s, and so does each of their verdicts', (tier) => {
    const ledger = openTemp();
    start(ledger, 'r1', undefined, tier);
    ledger.recordVerdict('r1', accepted('c1'));
    ledger.recordVerdict('r1', rejected('c2'));
    expect(ledger.listRuns(1)).toMatchObject([{ sandbox: tier }]);
    const { decisions } = ledger.explain('src/a.js#parse');
    expect(decisions.map(({ sandbox }) => sandbox)).toEqual([tier, tier]);
  });

  test('are none in a new ledger', () => {
    const ledger = openTemp();
    expect(ledger.lastRun()).toBeNull();
    expect(ledger.listRuns(5)).toEqual([]);
    expect(ledger.explain('src/a.js#parse').matchedBy).toBe('none');
    expect(ledger.lastDelivery('x')).toBeNull();
  });
});

describe('what is settled', () => {
  const attempt = { runId: 'r1', targetId: 'src/a.js#parse', hash: 'h1', reason: null, seconds: 1.5 };
  const settled = { targetId: 'src/a.js#parse', hash: 'h1', author: 'explorer' } as const;
  function attempted(openCounters: number | null): Ledger {
    const ledger = openTemp();
    ledger.recordTarget({ ...attempt, author: 'explorer', status: 'improved', openCounters });
    return ledger;
  }

  test('is known by its inputs and by author', () => {
    const ledger = attempted(2);
    expect(ledger.isSettled(settled, 2)).toBe(true);
    expect(ledger.isSettled({ ...settled, hash: 'h2' }, 2)).toBe(false);
    expect(ledger.isSettled({ ...settled, author: 'model' }, 2)).toBe(false);
    expect(ledger.isSettled({ ...settled, targetId: 'src/a.js#print' }, 2)).toBe(false);
  });

  test('is taken up again when more is open than was then, as after a test was deleted', () => {
    expect(attempted(2).isSettled(settled, 1)).toBe(true);
    expect(attempted(2).isSettled(settled, 3)).toBe(false);
  });

  test('is nothing that was cut short', () => {
    expect(attempted(null).isSettled(settled, 0)).toBe(false);
  });
});

test('a state of the repository leads to the newest run that found nothing more to do in it', () => {
  const ledger = openTemp();
  start(ledger, 'r1');
  ledger.finishRun('r1', { endedAt: '2026-01-01T00:10:00.000Z', report: report('r1') });
  expect(ledger.runInState('s1')).toBeNull();
  ledger.recordState('r1', 's1');
  expect(ledger.runInState('s1')?.id).toBe('r1');
  expect(ledger.runInState('s2')).toBeNull();
});

describe('explain', () => {
  function filled(): Ledger {
    const ledger = openTemp();
    start(ledger, 'r1');
    ledger.recordVerdict('r1', rejected('c1'));
    ledger.recordVerdict('r1', accepted('c2'));
    ledger.recordVerdict('r1', accepted('c3', 'src/b.js#dead_100%'));
    ledger.recordFinding('r1', { kind: 'hang', target: 'src/a.js#parse', title: 'hangs', detail: 'on "x"' });
    ledger.recordTarget({
      runId: 'r1',
      targetId: 'src/a.js#parse',
      hash: 'h',
      author: 'explorer',
      status: 'improved',
      reason: null,
      seconds: 2,
      openCounters: 0,
    });
    ledger.recordDelivery({ ...delivered('r1', '', ['c2']), state: 'intended', commit: null });
    ledger.recordDelivery(delivered('r1', 'deadbeef00112233', ['c2']));
    return ledger;
  }

  test.each(['deadbeef00112233', 'deadbe', 'DEADBEEF'])('answers for the commit %s', (query) => {
    const { matchedBy, decisions, findings, attempts } = filled().explain(query);
    expect(matchedBy).toBe('commit');
    expect(decisions).toEqual([
      {
        runId: 'r1',
        candidateId: 'c2',
        targetId: 'src/a.js#parse',
        file: 'src/a.js',
        author: 'explorer',
        kind: 'unit',
        title: 'takes c2',
        code: "expect(parse('c2')).toBe(1);",
        status: 'accepted',
        reason: null,
        detail: null,
        runs: 5,
        gainedStatements: 3,
        gainedBranches: 2,
        mutantsKilled: 1,
        mutantsTried: 2,
        testFile: 'src/a.nightshift.test.js',
        commit: 'deadbeef00112233',
        at: '2026-01-01T00:00:01.000Z',
        sandbox: 'full',
      },
    ]);
    expect(findings.map(({ title }) => title)).toEqual(['hangs']);
    expect(attempts.map(({ status }) => status)).toEqual(['improved']);
  });

  test.each(['src/a.nightshift.test.js', './src/a.nightshift.test.js', 'a.nightshift.test.js'])(
    'answers for the test file %s',
    (query) => {
      const { matchedBy, decisions } = filled().explain(query);
      expect(matchedBy).toBe('test-file');
      expect(decisions.map(({ candidateId }) => candidateId)).toEqual(['c2']);
    },
  );

  test.each(['takes c2', 'parse takes c2', 'TAKES C2', 's c2'])('answers for the title %s', (query) => {
    const { matchedBy, decisions, alsoProposed, runs } = filled().explain(query);
    expect(matchedBy).toBe('title');
    expect(decisions.map(({ candidateId }) => candidateId)).toEqual(['c2']);
    expect(alsoProposed.map(({ candidateId, reason }) => [candidateId, reason])).toEqual([['c1', 'flaky']]);
    expect(runs.map(({ id, seed }) => [id, seed])).toEqual([['r1', 1]]);
  });

  test('answers for a source file with its targets only', () => {
    const { matchedBy, decisions } = filled().explain('src/a.js');
    expect(matchedBy).toBe('source-file');
    expect(new Set(decisions.map(({ targetId }) => targetId))).toEqual(new Set(['src/a.js#parse']));
    expect(filled().explain('rc/a.js').matchedBy).toBe('target');
  });

  test('answers for a target and for a part of its id, with what was rejected and why', () => {
    const ledger = filled();
    const { matchedBy, decisions } = ledger.explain('PARSE');
    expect(matchedBy).toBe('target');
    expect(decisions.map(({ candidateId, reason, detail }) => [candidateId, reason, detail])).toEqual([
      ['c2', null, null],
      ['c1', 'flaky', 'passed 3 of 5 runs'],
    ]);
    expect(ledger.explain('src/b.js#dead_100%').decisions).toHaveLength(1);
    expect(ledger.explain('d_1').decisions).toHaveLength(1);
    expect(ledger.explain('%').decisions).toHaveLength(1);
    // Hexadecimal, and still no commit.
    expect(ledger.explain('dead').matchedBy).toBe('commit');
    expect(ledger.explain('nothing like it').matchedBy).toBe('none');
    expect(ledger.explain(' ').matchedBy).toBe('none');
  });

  test('keeps the last verdict when a test accepted alone turned out redundant', () => {
    const ledger = openTemp();
    ledger.recordVerdict('r1', accepted('c1'));
    ledger.recordVerdict('r1', {
      candidate: candidate('c1'),
      verdict: { status: 'rejected', reason: 'redundant', detail: 'c2 covers it' },
    });
    const { decisions } = ledger.explain('src/a.js#parse');
    expect(decisions).toMatchObject([{ status: 'rejected', reason: 'redundant', runs: null }]);
  });
});

describe('deliveries', () => {
  test('that were begun and never finished can be told from those that were', () => {
    const ledger = openTemp();
    ledger.recordDelivery({ ...delivered('r1', '', []), state: 'intended', commit: null });
    expect(ledger.lastDelivery('src/a.nightshift.test.js')).toBeNull();
    expect(ledger.unfinishedDeliveries()).toMatchObject([{ runId: 'r1', state: 'intended' }]);
    ledger.recordDelivery(delivered('r1', 'abcd', []));
    expect(ledger.unfinishedDeliveries()).toEqual([]);
    ledger.recordDelivery({ ...delivered('r2', 'ef01', []), contentHash: 'newer' });
    expect(ledger.lastDelivery('src/a.nightshift.test.js')).toMatchObject({
      runId: 'r2',
      contentHash: 'newer',
    });
  });
});

test('the lines of sources are kept for the newest runs only', () => {
  const ledger = openTemp();
  const lines = [{ file: 'src/a.js', sourceHash: 'abc', states: ' bno' }];
  for (let run = 1; run <= 12; run++) {
    start(ledger, `r${run}`, `2026-01-01T00:00:${String(run).padStart(2, '0')}.000Z`);
    ledger.recordLines(`r${run}`, lines);
  }
  expect(ledger.linesOf('r12')).toEqual(lines);
  expect(ledger.linesOf('r3')).toEqual(lines);
  expect(ledger.linesOf('r2')).toEqual([]);
});

test('every model call is written down', () => {
  const path = join(tempFolder(), 'ledger.db');
  const ledger = openTemp(path);
  const call = {
    runId: 'r1',
    targetId: 't',
    model: 'm',
    inputTokens: 10,
    outputTokens: 5,
    ms: 12.5,
    promptHash: 'p',
  };
  ledger.beginModelCall({ ...call, usd: null, outcome: 'sent' });
  const ended = ledger.beginModelCall({ ...call, inputTokens: 900, usd: 9, outcome: 'sent' });
  ledger.endModelCall(ended, { ...call, usd: 0.25, outcome: 'timeout' });
  ledger.close();
  const raw = new Database(path);
  expect(raw.prepare('SELECT input_tokens, usd, outcome FROM model_calls ORDER BY outcome').all()).toEqual([
    { input_tokens: 10, usd: null, outcome: 'sent' },
    { input_tokens: 10, usd: 0.25, outcome: 'timeout' },
  ]);
  raw.close();
});
