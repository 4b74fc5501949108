/**
 * The gate on a corpus of tests good and bad, each with the verdict that it deserves, in hosts of five kinds. By default the
 * CommonJS host gets a sixth of the corpus with a warm Jest, which one follows from the commit, and an eighteenth with cold
 * ones; each other kind gets another eighteenth, warm. `npm run corpus` gives every host the whole, warm and cold;
 * `CORPUS_HOSTS=esm,react` and `CORPUS_MODES=warm` leave out the other kinds and ways, `CORPUS_NAMES=PATTERN` all cases but
 * some, `CORPUS_PART=2` chooses the sixth, and `CORPUS_DETAIL=FILE` has every verdict written down in full.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { readTestTypes } from '../../src/analyze/process/read-test-types.js';
import { type GateResult, verifyCandidates } from '../../src/verify/gate.js';
import {
  candidateOf,
  type CorpusCase,
  deserved,
  type HostKind,
  hostKinds,
} from '../support/gate-corpus/case.js';
import { casesFor, corpus } from '../support/gate-corpus/corpus.js';
import { corpusHost } from '../support/gate-corpus/hosts.js';
import { unluckySeed } from '../support/gate-corpus/kit.js';
import { removeTempFolders } from '../support/temp-repo.js';
import { closeTinySessions, openTinySession } from '../support/tiny-session.js';

/** Whether Jest is started for each run, or kept running. */
const modes = ['cold', 'warm'] as const;
type Mode = (typeof modes)[number];
const wantedModes = process.env['CORPUS_MODES']?.split(',') ?? modes;

const isWhole = process.env['CORPUS'] === 'all';
const detailFile = process.env['CORPUS_DETAIL'];
const wanted = process.env['CORPUS_HOSTS']?.split(',') ?? hostKinds;
const names = new RegExp(process.env['CORPUS_NAMES'] ?? '');
const part = process.env['CORPUS_PART'] === undefined ? numberOfCommit() : Number(process.env['CORPUS_PART']);
const kinds = hostKinds.filter((kind) => wanted.includes(kind));

/** A number that changes with the commit, so that in time every part of the corpus has its turn; 0 without git. */
function numberOfCommit(): number {
  try {
    return parseInt(execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).slice(0, 8), 16);
  } catch {
    return 0;
  }
}

async function judge(items: readonly CorpusCase[], kind: HostKind, mode: Mode): Promise<GateResult> {
  const host = corpusHost(items, kind);
  const { session, analysis, covered, hostTests } = await openTinySession(host.repo.dir);
  const candidates = items.map((item) => candidateOf(item, host.source));
  return verifyCandidates(mode === 'warm' ? session : { ...session, warm: null }, {
    files: [{ path: host.testFile, candidates, existing: null }],
    targets: analysis.targets,
    covered,
    hostTests,
    allowedPackages: new Set(['@testing-library/react', 'react', 'chai']),
    findTypeErrors: (tests) => readTestTypes(session.host, tests, new AbortController().signal),
    seed: unluckySeed,
    stallMs: 7_000,
    testTimeoutMs: 1_500,
    signal: new AbortController().signal,
    onStep: () => undefined,
  });
}

afterAll(async () => {
  await closeTinySessions();
  removeTempFolders();
});

test('the corpus is large, every case has a name of its own, and a quarter is good', () => {
  const good = corpus.filter((item) => item.expected === 'accepted');
  expect(new Set(corpus.map((item) => item.name)).size).toBe(corpus.length);
  expect(corpus.length).toBeGreaterThan(220);
  expect(good.length * 4).toBeGreaterThanOrEqual(corpus.length);
});

describe.each(modes.filter((mode) => wantedModes.includes(mode)))('run %s', (mode) => {
  test.each(kinds.filter((kind) => isWhole || mode === 'warm' || kind === 'commonjs'))(
    'every candidate gets the verdict it deserves in a host of the kind %s',
    async (kind) => {
      const parts = isWhole ? 1 : kind === 'commonjs' && mode === 'warm' ? 6 : 18;
      const turn = kind === 'commonjs' && mode === 'warm' ? part : 0;
      const items = casesFor(kind, parts, turn + hostKinds.indexOf(kind) + modes.indexOf(mode)).filter(
        ({ name }) => names.test(name),
      );
      const { judged } = await judge(items, kind, mode);
      const words = judged.map(({ verdict }) =>
        verdict.status === 'accepted' ? 'accepted' : verdict.reason,
      );
      if (detailFile) appendFileSync(detailFile, JSON.stringify({ kind, mode, judged }, null, 2));
      expect(words.map((word, index) => `${word}: ${items[index]?.name}`)).toEqual(
        items.map((item, index) => `${deserved(item, kind, words[index] ?? '')}: ${item.name}`),
      );
    },
    isWhole ? 3_600_000 : 600_000,
  );
});
