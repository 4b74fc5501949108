/** A property that is looked for in vain is given to the object, with what it is compared with first. */
import type { Case } from '../../../../../../../src/author/explorer/notation/case.js';
import type { Expression } from '../../../../../../../src/author/explorer/notation/expression.js';
import type { Comparison } from '../../../../../../../src/author/explorer/in-host/search/comparisons/comparison.cjs';
import {
  retyped,
  withProperty,
} from '../../../../../../../src/author/explorer/in-host/search/comparisons/unknowns.cjs';
import { placesOf } from '../../../../../../../src/author/explorer/in-host/values/places.cjs';
import { createRandom } from '../../../../../../../src/author/explorer/in-host/values/random.cjs';
import { plainContext } from '../../../support.js';

const holder: Expression = { k: 'obj', props: [] };
const scenario: Case = { construct: null, steps: [{ member: null, kind: 'call', args: [holder] }] };
const firstValue = (name: string, met: Partial<Comparison>[]): unknown => {
  const traced = { comparisons: met as Comparison[], missing: [], origins: new Map() } as never;
  const [first] = withProperty(
    { places: placesOf(scenario), traced, scratch: plainContext.scratch },
    { holder, name, at: 0 },
  );
  const given = first?.steps[0]?.args[0];
  return given?.k === 'obj' ? given.props : null;
};

test.each<[string, Partial<Comparison>, Expression]>([
  [
    'the value it is compared with',
    { kind: 'equal', left: undefined, right: 'paid' },
    { k: 'lit', v: 'paid' },
  ],
  [
    'a value of the type it is asked for',
    { kind: 'type', left: undefined, right: 'number' },
    { k: 'lit', v: 1 },
  ],
  [
    'an instance of the class it is asked for',
    { kind: 'instance', left: undefined, right: Date },
    { k: 'date', ms: 0 },
  ],
])('it gets %s', (_, met, expected) => {
  expect(firstValue('state', [met])).toEqual([['state', expected]]);
});

test('prototypes are never set', () => {
  expect(firstValue('__proto__', [])).toBeNull();
});

test('a value of which nothing is declared is replaced by others of many types', () => {
  const kinds = retyped(scenario, createRandom(1, 'x')).map(({ steps }) => steps[0]?.args[0]?.k);
  expect(new Set(kinds).size).toBeGreaterThan(2);
});
