/** Cases get stand-ins for what was refused, whose answers vary and can be made simpler. */
import type { Case } from '../../../../../../src/author/explorer/notation/case.js';
import { createShape } from '../../../../../../src/author/explorer/in-host/inputs/json-shape.cjs';
import {
  costOfStandIns,
  createOutsideUse,
  noteRefused,
  simplerStandIns,
  type OutsideUse,
  varyCaseStandIns,
} from '../../../../../../src/author/explorer/in-host/inputs/vary-stand-ins.cjs';
import { generatorFor, unitOf } from '../../support.js';

const unit = unitOf({
  id: 'a.js#load',
  access: { module: 'a.js', export: { kind: 'named', name: 'load' }, members: [] },
  isClass: false,
  constructorParams: [],
  members: [],
});
const plain: Case = { construct: null, steps: [] };
const varied = (use: OutsideUse, seed = 1): Case =>
  varyCaseStandIns(generatorFor(unit, { seed }), use, { scenario: plain, parent: null });
const answerOf = (scenario: Case | undefined): unknown => scenario?.standIns?.[0]?.answer;

test('each refused function that has a stand-in is answered, once', () => {
  const use = createOutsideUse(createShape());
  noteRefused(use, ['http.get', 'fs.writeFile', 'http.get', 'fetch']);
  expect(varied(use).standIns?.map(({ module, member }) => [module, member])).toEqual([
    ['http', 'get'],
    [null, 'fetch'],
  ]);
});

test('a case of code that reaches nothing stays as it is', () => {
  expect(varied(createOutsideUse(createShape()))).toBe(plain);
});

test('answers vary between success and failure', () => {
  const use = createOutsideUse(createShape());
  noteRefused(use, ['fetch']);
  const kinds = Array.from({ length: 60 }, (_, seed) => varied(use, seed));
  expect(new Set(kinds.map((each) => each.standIns?.[0]?.answer.kind))).toEqual(
    new Set(['fetched', 'rejects']),
  );
});

test('simpler cases have no stand-ins, a plainer body or the usual status, and cost less', () => {
  const dear: Case = {
    ...plain,
    standIns: [
      { module: null, member: 'fetch', answer: { kind: 'fetched', status: 404, body: '{"a":[1,2,3]}' } },
    ],
  };
  const simpler = [...simplerStandIns(dear)];
  expect(simpler[0]).toEqual(plain);
  expect(simpler.map(answerOf)).toContainEqual({ kind: 'fetched', status: 404, body: '{}' });
  expect(simpler.map(answerOf)).toContainEqual({ kind: 'fetched', status: 200, body: '{"a":[1,2,3]}' });
  expect(costOfStandIns(plain)).toBeLessThan(costOfStandIns(dear));
});
