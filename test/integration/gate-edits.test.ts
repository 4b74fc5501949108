/** Reworded tests before the gate, under real Jest: one that shows less than its original never takes its place. */
import type { Candidate } from '../../src/domain/candidate.js';
import { judgeCandidates, proveTogether, type Proof } from '../../src/verify/gate.js';
import { preferEdits } from '../../src/verify/prefer-edits.js';
import { removeTempFolders } from '../support/temp-repo.js';
import { tinyHost } from '../support/tiny-host.js';
import { closeTinySessions, openTinySession } from '../support/tiny-session.js';

afterAll(async () => {
  await closeTinySessions();
  removeTempFolders();
});

const source = `let weighed = 0;
/** Shipping in cents by weight in grams. */
exports.fare = function fare(grams) {
  if (grams <= 0) throw new RangeError('weight must be positive');
  return grams > 2000 ? 990 : 490;
};
/** Whether a parcel needs a van. */
exports.isBulky = function isBulky(length, width) {
  weighed += 1;
  return length > 120 || width > 60;
};
/** How busy the scale is. */
exports.load = function load(parcels) {
  if (parcels > 5) return 'many';
  return weighed === 0 ? 'idle' : 'busy';
};
`;

const candidate = (name: 'fare' | 'isBulky' | 'load', title: string, body: string): Candidate => ({
  id: title,
  target: `fare.js#${name}`,
  file: 'fare.js',
  author: 'explorer',
  kind: 'unit',
  group: name,
  title,
  body,
  isAsync: false,
  imports: [
    { from: { kind: 'file', path: 'fare.js' }, binding: { kind: 'named', imported: name, local: name } },
  ],
});

const edit = (original: Candidate, title: string, body: string): [string, Candidate] => [
  original.id,
  { ...original, id: `${original.id}~edit`, editOf: original.id, title, body },
];

const heavy = candidate('fare', 'returns 990 for 2001', 'expect(fare(2001)).toBe(990);');
const light = candidate('fare', 'returns 490 for 1', 'expect(fare(1)).toBe(490);');
const none = candidate('fare', 'throws for 0', "expect(() => fare(0)).toThrow('weight must be positive');");
const wide = candidate('isBulky', 'returns true for 1 and 61', 'expect(isBulky(1, 61)).toBe(true);');

async function judge(
  candidates: readonly Candidate[],
  edits: [string, Candidate][],
): Promise<Proof['results'][number]> {
  const repo = tinyHost({ 'fare.js': source });
  const { session, analysis, covered } = await openTinySession(repo.dir);
  const { signal } = new AbortController();
  const unproven = await judgeCandidates(session, {
    files: [{ path: 'fare.nightshift.test.js', candidates: [...candidates], existing: null }],
    targets: analysis.targets,
    covered,
    hostTests: [],
    allowedPackages: new Set(),
    findTypeErrors: (tests) => Promise.resolve(tests.map(() => null)),
    seed: 1,
    signal,
    onStep: () => undefined,
  });
  const chosen = await preferEdits(session, unproven, new Map(edits));
  const { results } = await proveTogether([chosen], { signal, onStep: () => undefined });
  const [result] = results;
  if (result === undefined) throw new Error('nothing was judged');
  return result;
}

const titlesOf = ({ accepted }: Proof['results'][number]): string[] =>
  accepted.map(({ candidate: { title } }) => title);

const reasonOf = ({ judged }: Proof['results'][number], id: string): string | undefined => {
  const verdict = judged.find((one) => one.candidate.id === id)?.verdict;
  return verdict?.status === 'rejected' ? `${verdict.reason}: ${verdict.detail}` : verdict?.status;
};

test('an edit that shows as much takes the place of its original, and one that shows less does not', async () => {
  const result = await judge(
    [heavy, light, none, wide],
    [
      edit(heavy, 'a heavy parcel costs 9.90', 'expect(fare(5000)).toBe(990);'),
      edit(light, 'a letter costs something', 'expect(fare(20)).toBeGreaterThan(100);'),
      edit(none, 'refuses an empty parcel', "expect(() => fare(1)).toThrow('weight must be positive');"),
      edit(wide, 'a wide parcel is bulky', 'expect(isBulky(130, 70)).toBe(true);'),
    ],
  );
  expect(titlesOf(result)).toEqual(['a heavy parcel costs 9.90', light.title, none.title, wide.title]);
  expect(reasonOf(result, heavy.id)).toBe('redundant: the same in other words takes its place');
  expect(reasonOf(result, `${light.id}~edit`)).toBe('weak: it notices less than the test that it rewords');
  expect(reasonOf(result, `${none.id}~edit`)).toMatch(/^fails: /);
  expect(reasonOf(result, `${wide.id}~edit`)).toBe('weak: it runs less than the test that it rewords');
}, 300_000);

test('an edit that does not hold beside a test that was kept goes, and not that test', async () => {
  const many = candidate('load', 'returns many for 9', "expect(load(9)).toBe('many');");
  const body = "expect(load(9)).toBe('many');\nexpect(load(1)).toBe('idle');";
  const result = await judge([wide, many], [edit(many, 'a full scale has many', body)]);
  expect(titlesOf(result)).toEqual([wide.title, many.title]);
  expect(reasonOf(result, `${many.id}~edit`)).toMatch(/^flaky: /);
}, 300_000);
