/** The search finds the inputs that lead to each branch, and ends. */
import type { Case } from '../../../../../../src/author/explorer/notation/case.js';
import {
  createProbe,
  type TracedModules,
} from '../../../../../../src/author/explorer/in-host/search/probe.cjs';
import {
  addToArchive,
  createArchive,
} from '../../../../../../src/author/explorer/in-host/search/archive.cjs';
import { createComparisonTracer } from '../../../../../../src/author/explorer/in-host/search/comparisons/trace-comparisons.cjs';
import {
  searchUnit,
  type SearchOptions,
} from '../../../../../../src/author/explorer/in-host/search/search.cjs';
import { InputGenerator } from '../../../../../../src/author/explorer/in-host/inputs/generate.cjs';
import { poolsOf } from '../../../../../../src/author/explorer/in-host/inputs/pools.cjs';
import { createRandom } from '../../../../../../src/author/explorer/in-host/values/random.cjs';
import { gradeUnit, gradeContext, GOLD, OTHER } from '../../live-code.js';
import { all } from '../../support.js';

/** A word that no input is by chance. */
const PASSWORD = 'open-sesame';
const isPassword = (code: unknown): boolean => code === PASSWORD;

const typed = (strings: string[] = []): InputGenerator => {
  const unit = { ...gradeUnit, strings };
  return new InputGenerator(unit, poolsOf(unit, { isTyped: true }), createRandom(1, 'search'));
};
const search = (changes: Partial<SearchOptions>) =>
  searchUnit({
    context: gradeContext(isPassword),
    tracedModules: () => Promise.resolve(null),
    generator: typed(),
    wanted: () => true,
    note: () => undefined,
    insistsOn: new Set(),
    wallMs: Infinity,
    seeds: [],
    types: null,
    indexOf: () => -1,
    ...changes,
  });

/** The function as it is rewritten: it asks the tracer's listener for its comparison. */
function tracedGrade(): TracedModules {
  const tracer = createComparisonTracer();
  const { __nightshiftListener__: listener } = globalThis as unknown as {
    __nightshiftListener__: { compare: (...args: unknown[]) => boolean };
  };
  const context = gradeContext((code) => listener.compare('grade.js:1', '===', code, PASSWORD));
  return { tracer, context, classOf: () => null };
}
const argumentOf = (scenario: Case | undefined): unknown => {
  const [arg] = scenario?.steps[0]?.args ?? [];
  return arg?.k === 'lit' ? arg.v : arg;
};

test('a text of the code leads to the branch that compares with it', async () => {
  const found = await search({ generator: typed([PASSWORD]) });
  const chosen = await all(found.choose(null));
  expect(chosen.flatMap(({ owns }) => owns)).toEqual(expect.arrayContaining([GOLD, OTHER]));
  expect(chosen.map(({ of }) => argumentOf(of))).toContain(PASSWORD);
});

test('a text that stands nowhere is not found by chance, and the search ends all the same', async () => {
  const found = await search({});
  expect((await all(found.choose(new Set([GOLD])))).length).toBe(0);
  expect([...found.gives]).toEqual([null]);
});

test('the comparison of the running code leads there', async () => {
  const found = await search({ tracedModules: () => Promise.resolve(tracedGrade()) });
  expect((await all(found.choose(new Set([GOLD])))).map(({ of }) => argumentOf(of))).toEqual([PASSWORD]);
});

test('an input of an earlier round is gone on from', async () => {
  const seed: Case = {
    construct: null,
    steps: [{ member: null, kind: 'call', args: [{ k: 'lit', v: PASSWORD }] }],
  };
  const found = await search({ seeds: [seed] });
  expect(await all(found.choose(new Set([GOLD])))).toHaveLength(1);
  expect(found.corpus).toContainEqual(seed);
});

test('a probe listens to a kept case and queues what the comparison asks for', async () => {
  const probe = createProbe(() => Promise.resolve(tracedGrade()), typed());
  const archive = createArchive();
  const scenario: Case = {
    construct: null,
    steps: [{ member: null, kind: 'call', args: [{ k: 'lit', v: 'guess' }] }],
  };
  const entry = { scenario: scenario, cost: 1, touched: [OTHER], reached: [OTHER] };
  addToArchive(archive, { entry, calls: 1, isStep: false }, () => true);
  expect([probe.next(), probe.isThrough(archive)]).toEqual([null, false]);
  await probe.refill(archive, (same) => same);
  const queued = [];
  for (let next = probe.next(); next; next = probe.next()) queued.push(argumentOf(next.scenario));
  expect(queued).toContain(PASSWORD);
});

test('a search ends by the clock where others keep the processor busy, and says so', async () => {
  const endless = { generator: typed(), insistsOn: new Set([GOLD]) };
  const found = await search({ ...endless, wallMs: 0 });
  expect(found.isCut).toBe(true);
  expect(found.calls).toBeLessThanOrEqual(256);
  expect((await all(found.choose(null))).flatMap(({ owns }) => owns)).toContain(OTHER);
  expect((await search(endless)).isCut).toBe(false);
});
