/** Cases are chosen for what they hit, once each, and only such as type-check. */
import type { Case } from '../../../../../../src/author/explorer/notation/case.js';
import {
  addToArchive,
  createArchive,
} from '../../../../../../src/author/explorer/in-host/search/archive.cjs';
import { createChooser } from '../../../../../../src/author/explorer/in-host/search/choose.cjs';
import type { TypeJudge } from '../../../../../../src/author/explorer/in-host/types/type-judge.cjs';
import { gradeUnit, gradeContext, GOLD, OTHER } from '../../live-code.js';
import { generatorFor } from '../../support.js';

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
  const owned = (await choose(null)).flatMap(({ owns }) => owns);
  expect(owned.sort()).toEqual([GOLD, OTHER]);
  expect(await choose(null)).toEqual([]);
});

test('only cases for the counters that are asked for are chosen', async () => {
  const [only, ...more] = await chooserOf()(new Set([GOLD]));
  expect([only?.of, more]).toEqual([call('gold'), []]);
});

test('a case that does not type-check is marked', async () => {
  const chosen = await chooserOf((cases) => cases.map(() => false))(null);
  expect(chosen.map(({ isFit }) => isFit)).toEqual([false, false]);
});

test('a case that was simplified beyond its types keeps the form that they allow', async () => {
  const fitsAsFound: TypeJudge['areFit'] = (cases) =>
    cases.map((scenario) => JSON.stringify(scenario).includes('q9~'));
  const [other] = await chooserOf(fitsAsFound)(new Set([OTHER]));
  expect(other).toMatchObject({ isFit: true, scenario: call('q9~') });
});
