/** Cases are chosen for what they hit, once each, and only such as type-check. */
import type { Case } from '../../../../../../src/author/explorer/notation/case.js';
import {
  addToArchive,
  createArchive,
} from '../../../../../../src/author/explorer/in-host/search/archive.cjs';
import { createChooser } from '../../../../../../src/author/explorer/in-host/search/choose.cjs';
import type { TypeJudge } from '../../../../../../src/author/explorer/in-host/types/type-judge.cjs';
import { gradeUnit, gradeContext, GOLD, OTHER } from '../../live-code.js';
import { all, generatorFor } from '../../support.js';

const call = (v: string): Case => ({
  construct: null,
  steps: [{ member: null, kind: 'call', args: [{ k: 'lit', v }] }],
});

function chooserOf(areFit: TypeJudge['areFit'] = (cases) => cases.map(() => true)) {
  const archive = createArchive();
  for (const [text, index] of [
    ['gold', GOLD],
    ['q9~', OTHER],
  ] as const) {
    const entry = { scenario: call(text), cost: text.length, touched: [index], reached: [index] };
    addToArchive(archive, { entry, calls: 1, isStep: false }, () => true);
  }
  const types: TypeJudge = { isLikelyFit: () => null, areFit };
  const trial = { context: gradeContext(), generator: generatorFor(gradeUnit), note: () => undefined, types };
  return createChooser(trial, archive);
}

test('each counter gets a case, and a case is chosen once', async () => {
  const choose = chooserOf();
  const owned = (await all(choose(null))).flatMap(({ owns }) => owns);
  expect(owned.sort()).toEqual([GOLD, OTHER]);
  expect(await all(choose(null))).toEqual([]);
});

test('only cases for the counters that are asked for are chosen', async () => {
  const [only, ...more] = await all(chooserOf()(new Set([GOLD])));
  expect([only?.of, more]).toEqual([call('gold'), []]);
});

test('a case that does not type-check is marked', async () => {
  const chosen = await all(chooserOf((cases) => cases.map(() => false))(null));
  expect(chosen.map(({ isFit }) => isFit)).toEqual([false, false]);
});

test('a case that was simplified beyond its types keeps the form that they allow', async () => {
  const fitsAsFound: TypeJudge['areFit'] = (cases) =>
    cases.map((scenario) => JSON.stringify(scenario).includes('q9~'));
  const [other] = await all(chooserOf(fitsAsFound)(new Set([OTHER])));
  expect(other).toMatchObject({ isFit: true, scenario: call('q9~') });
});

test('cases are handed over a few at a time, the most valuable first', async () => {
  const archive = createArchive();
  for (let index = 0; index < 25; index++) {
    const entry = { scenario: call(`text ${index}`), cost: 50 - index, touched: [index], reached: [index] };
    addToArchive(archive, { entry, calls: 1, isStep: false }, () => true);
  }
  const context = gradeContext();
  const trial = { context, generator: generatorFor(gradeUnit), note: () => undefined, types: null };
  const sizes: number[] = [];
  const texts: unknown[] = [];
  for await (const batch of createChooser(trial, archive)(null)) {
    sizes.push(batch.length);
    texts.push(...batch.map(({ of }) => of));
  }
  expect(sizes).toEqual([10, 10, 5]);
  expect(texts[0]).toEqual(call('text 24'));
});
