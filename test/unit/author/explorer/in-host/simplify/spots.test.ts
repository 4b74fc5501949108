/** Literals of a case are found by the name of what they are for, and replaced there. */
import { renamed, replaced, spotsOf } from '../../../../../../src/author/explorer/in-host/simplify/spots.cjs';
import type { Case } from '../../../../../../src/author/explorer/notation/case.js';
import { param, unitOf } from '../../support.js';

const unit = unitOf({
  id: 'a.js#copy',
  access: { module: 'a.js', export: { kind: 'named', name: 'copy' }, members: [] },
  isClass: false,
  constructorParams: [],
  members: [
    {
      target: 'a.js#copy',
      name: null,
      kind: 'call',
      params: [param('from', { kind: 'string' }), param('options', { kind: 'unknown' })],
      isAsync: false,
    },
  ],
});
const lit = (v: string) => ({ k: 'lit' as const, v });
const scenario: Case = {
  construct: null,
  steps: [{ member: null, kind: 'call', args: [lit('x'), { k: 'obj', props: [['to', lit('x')]] }] }],
};

test('by parameter and by key', () => {
  expect(spotsOf(scenario, unit).map(({ name, literal }) => [name, literal.v])).toEqual([
    ['from', 'x'],
    ['to', 'x'],
  ]);
});

test('one place, all of a value, or those of one name', () => {
  const texts = (of: Case): unknown[] => spotsOf(of, unit).map(({ literal }) => literal.v);
  expect(texts(replaced(scenario, unit, 1, 'y'))).toEqual(['x', 'y']);
  expect(texts(renamed(scenario, unit, 'x', 'y', null))).toEqual(['y', 'y']);
  expect(texts(renamed(scenario, unit, 'x', 'y', 'from'))).toEqual(['y', 'x']);
});
