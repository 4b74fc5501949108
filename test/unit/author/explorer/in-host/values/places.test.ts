/** Every value of a case can be replaced, whatever it is nested in. */
import type { Case } from '../../../../../../src/author/explorer/notation/case.js';
import type { Expression } from '../../../../../../src/author/explorer/notation/expression.js';
import { isWrittenAs, placesOf } from '../../../../../../src/author/explorer/in-host/values/places.cjs';

const lit = (v: string | number | boolean | null): Expression => ({ k: 'lit', v });
const call = (...args: Expression[]): Case => ({
  construct: null,
  steps: [{ member: null, kind: 'call', args }],
});
const one = lit(1);
const two = lit(2);
const access = { module: 'a.js', export: { kind: 'named' as const, name: 'make' }, members: [] };

test.each<[string, (inner: Expression) => Expression]>([
  ['an array', (inner) => ({ k: 'arr', items: [inner] })],
  ['a set', (inner) => ({ k: 'set', items: [inner] })],
  ['an object', (inner) => ({ k: 'obj', props: [['a', inner]] })],
  ['a key of a map', (inner) => ({ k: 'map', entries: [[inner, lit('v')]] })],
  ['a value of a map', (inner) => ({ k: 'map', entries: [[lit('k'), inner]] })],
  ['what a function returns', (inner) => ({ k: 'fn', returns: inner })],
  ['what a promise gives', (inner) => ({ k: 'promise', value: inner })],
  ['an argument of a built-in class', (inner) => ({ k: 'builtin', name: 'URL', args: [inner] })],
  ['an argument of a class', (inner) => ({ k: 'construct', access, args: [inner] })],
  ['an argument of a function', (inner) => ({ k: 'call', access, args: [inner] })],
  ['an argument of a method', (inner) => ({ k: 'method', of: lit('x'), member: 'm', args: [inner] })],
  ['what a method is called on', (inner) => ({ k: 'method', of: inner, member: 'm', args: [] })],
])('a value in %s is replaced in its place', (_, wrap) => {
  const place = placesOf(call(wrap(one))).find(({ expression }) => expression === one);
  expect(place?.replace(two)).toEqual(call(wrap(two)));
});

test('the last step comes first, the constructor last', () => {
  const scenario: Case = {
    construct: [lit('made')],
    steps: [
      { member: 'add', kind: 'call', args: [lit('early')] },
      { member: 'pay', kind: 'call', args: [lit('late')] },
    ],
  };
  const values = placesOf(scenario).map(({ expression }) => (expression.k === 'lit' ? expression.v : null));
  expect(values).toEqual(['late', 'early', 'made']);
});

test('replacing leaves the case as it was', () => {
  const scenario = call({ k: 'arr', items: [one, one] });
  placesOf(scenario)[1]?.replace(two);
  expect(scenario).toEqual(call({ k: 'arr', items: [one, one] }));
});

test('a number, a boolean or nothing may have been made a text', () => {
  const place = (expression: Expression) => ({ expression, replace: () => call() });
  expect(isWrittenAs(place(lit(12)), '12')).toBe(true);
  expect(isWrittenAs(place({ k: 'undef' }), 'undefined')).toBe(true);
  expect(isWrittenAs(place(lit('12')), '12')).toBe(false);
});

test('what an error says is replaced by a text only', () => {
  const failed = lit('failed');
  const error: Expression = { k: 'builtin', name: 'Error', args: [failed] };
  const place = placesOf(call(error)).find(({ expression }) => expression === failed);
  expect(place?.replace(lit('timeout'))).toEqual(call({ ...error, args: [lit('timeout')] }));
  expect(place?.replace(two)).toEqual(call(error));
});
