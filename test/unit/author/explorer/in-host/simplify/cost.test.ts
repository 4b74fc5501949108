/** Of two cases that reach the same, the cheaper one is what a person would rather read. */
import type { Case } from '../../../../../../src/author/explorer/notation/case.js';
import {
  costOf,
  endingOf,
  isMeaningless,
  trimCase,
} from '../../../../../../src/author/explorer/in-host/simplify/cost.cjs';
import type { Execution } from '../../../../../../src/author/explorer/in-host/run/execute.cjs';
import { unitOf, contextFor } from '../../support.js';

const unit = unitOf({
  id: 'a.js#price',
  access: { module: 'a.js', export: { kind: 'named', name: 'price' }, members: [] },
  isClass: false,
  constructorParams: [],
  members: [],
});
const done = (changes: Partial<Execution> = {}): Execution =>
  ({ ended: 'returned', shape: 'plain', value: 5, stepsTaken: 1, standInCalls: [], ...changes }) as Execution;
const call = (v: string | number): Case => ({
  construct: null,
  steps: [{ member: null, kind: 'call', args: [{ k: 'lit', v }] }],
});
const cost = (scenario: Case, execution = done()): number => costOf(scenario, execution, contextFor(unit));

test.each<[string, Case, Case]>([
  ['a short text', call('ab'), call('abababababababababab')],
  ['plain text', call('ab'), call('\u00e9\u0000')],
  ['a whole number', call(5), call(5.25)],
  ['a small number', call(5), call(5_000_000)],
])('%s is cheaper', (_, cheap, dear) => {
  expect(cost(cheap)).toBeLessThan(cost(dear));
});

test('a value is cheaper than an error, an error of the code than one of the engine', () => {
  const throws = (value: Error): number => cost(call(1), done({ ended: 'threw', value }));
  expect(cost(call(1))).toBeLessThan(throws(new Error('amount is negative')));
  expect(throws(new Error('amount is negative'))).toBeLessThan(throws(new TypeError('x is not a function')));
});

test.each<[unknown, boolean]>([
  [NaN, true],
  ['undefined items', true],
  ['[object Object]', true],
  [{ total: NaN }, true],
  ['Banana', false],
  [{ total: 0 }, false],
  [null, false],
])('whether %p shows that the input made no sense: %p', (value, expected) => {
  expect(isMeaningless(value)).toBe(expected);
});

test('steps after the one that threw are cut off', () => {
  const steps = ['a', 'b', 'c'].map((member) => ({ member, kind: 'call' as const, args: [] }));
  const trimmed = trimCase({ construct: [], steps }, done({ ended: 'threw', stepsTaken: 1 }));
  expect(trimmed.steps.map(({ member }) => member)).toEqual(['a', 'b']);
  expect(trimCase({ construct: [], steps }, done()).steps).toHaveLength(3);
});

test('endings tell values from errors and kinds of values from each other', () => {
  const ending = (execution: Execution): string => endingOf(execution, contextFor(unit));
  const endings = [
    done(),
    done({ value: 'x' }),
    done({ value: null }),
    done({ ended: 'threw', value: new Error('x') }),
  ];
  expect(new Set(endings.map(ending)).size).toBe(4);
  expect(ending(done({ value: 1 }))).toBe(ending(done({ value: 2 })));
});
