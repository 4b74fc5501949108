/** A pass without a test says in one line why, and what to do. */
import type { CoverageMapData } from 'istanbul-lib-coverage';
import { whyNothing, type PassFacts } from '../../../src/pipeline/report/why-nothing.js';
import { timeWasUp } from '../../../src/pipeline/time-limit.js';
import type { Judged, Reason } from '../../../src/domain/verdict.js';
import { buildConfig, buildTarget } from '../../support/builders.js';
import { candidate } from '../../support/ledger-entries.js';

const counted = { 'src/a.js': {} } as unknown as CoverageMapData;

const explain = (changes: Partial<PassFacts>): string | null =>
  whyNothing({
    config: buildConfig({ deliver: 'branch' }),
    files: ['src/a.js'],
    targets: [buildTarget()],
    coverage: counted,
    gaps: { all: 1, wanted: 1 },
    skipped: new Map(),
    judged: [],
    delivered: 0,
    ...changes,
  });

const rejected = (reason: Reason): Judged => ({
  candidate: candidate('c1'),
  verdict: { status: 'rejected', reason, detail: '' },
});

const noGap = { all: 0, wanted: 0 };

test('says nothing where tests were delivered', () => {
  expect(explain({ delivered: 1 })).toBeNull();
});

test.each<[string, Partial<PassFacts>, RegExp]>([
  ['no source has a function', { targets: [], gaps: noGap }, /no function .* --include/],
  ['Jest counts no source', { coverage: {}, gaps: noGap }, /counts no source file .* collectCoverageFrom/],
  ['everything is covered', { gaps: noGap }, /cover every statement and branch that Jest counts$/],
  [
    'what Jest counts is covered, and some files are not counted',
    { gaps: noGap, targets: [buildTarget(), buildTarget({ file: 'lib/b.js' })] },
    /cover every .*1 file that Jest does not count \(lib\/b\.js/,
  ],
  [
    'nothing of what changed has a gap',
    { config: buildConfig({ since: 'main' }), gaps: { all: 7, wanted: 0 } },
    /changed since main.* leave out --since/,
  ],
  [
    'the time was up',
    { skipped: new Map([['src/a.js#f', timeWasUp]]) },
    /skipped 1 target with a gap: the time was up; give more with --max-minutes/,
  ],
  [
    'the search found nothing and some targets were left out',
    { gaps: { all: 3, wanted: 3 }, skipped: new Map([['src/a.js#f', timeWasUp]]) },
    /found no test for 2 targets with a gap.*; skipped 1 target with a gap: the time was up/,
  ],
  ['the search found nothing', {}, /the explorer found no test/],
  [
    'the gate kept none',
    { judged: [rejected('weak'), rejected('weak'), rejected('types')] },
    /all 3 .* 2 of them as `weak`/,
  ],
])('explains when %s', (_, facts, words) => {
  expect(explain(facts)).toMatch(words);
});

test('explains when the own command let no accepted test through', () => {
  const evidence = { runs: 1, gain: { statements: 1, branches: 0 }, mutants: { killed: 1, tried: 1 } };
  const judged: Judged[] = [{ candidate: candidate('c1'), verdict: { status: 'accepted', evidence } }];
  expect(explain({ judged })).toMatch(/1 accepted test did not pass by the repository's own command/);
});
