/** An argument makes sense when it fits what its type and its name ask for. */
import { countOddities } from '../../../../../../src/author/explorer/in-host/sense/oddities.cjs';
import { withSense } from '../../../../../../src/author/explorer/in-host/simplify/sensible.cjs';
import type { Case } from '../../../../../../src/author/explorer/notation/case.js';
import type { Expression } from '../../../../../../src/author/explorer/notation/expression.js';
import type { TypeShape } from '../../../../../../src/domain/type-shape.js';
import { param, unitOf } from '../../support.js';

const access = { module: 'a.js', export: { kind: 'named' as const, name: 'f' }, members: [] };
const lit = (v: string | number | boolean | null): Expression => ({ k: 'lit', v });
const fn: Expression = { k: 'fn', returns: { k: 'undef' } };
const call = (...args: Expression[]): Case => ({
  construct: null,
  steps: [{ member: null, kind: 'call', args }],
});

function unitTaking(name: string, type: TypeShape = { kind: 'unknown' }, words = {}) {
  const member = {
    target: 'a.js#f',
    name: null,
    kind: 'call' as const,
    params: [param(name, type)],
    isAsync: false,
  };
  return {
    ...unitOf({ id: 'a.js#f', access, isClass: false, constructorParams: [], members: [member] }),
    words,
  };
}

test.each<[string, Expression, Expression]>([
  ['text', fn, lit('hello')],
  ['amount', lit('code'), lit('12.50')],
  ['path', lit(2), lit('docs/notes.txt')],
  ['date', lit('apple'), lit('2024-03-15')],
  ['today', lit('4-03-15'), lit('15.3.2024')],
  ['due', lit('2024-13-15'), lit('20240315')],
  ['delimiter', lit(2), lit('|')],
  ['customer', lit(null), lit('Ada')],
  ['cmp', lit(2), { ...fn, acts: { kind: 'compares' } }],
  ['compare', fn, { ...fn, acts: { kind: 'compares' } }],
  ['item', { k: 'obj', props: [] }, lit(3)],
  ['array', { k: 'arr', items: [lit(2), lit('array')] }, { k: 'arr', items: [lit(3), lit(1)] }],
  ['values', { k: 'arr', items: [lit(null), lit(null)] }, { k: 'arr', items: [lit('a'), lit('b')] }],
  ['html', lit('data'), lit('<p>text</p>')],
  ['year', lit('abc1'), lit(2024)],
  ['separator', lit('j'), lit(';')],
  ['quantity', lit(true), lit(3)],
  ['line', { k: 'obj', props: [] }, { k: 'obj', props: [['text', lit('Setup')]] }],
])('for %s, one of the two is odd', (name, odd, sensible) => {
  expect(countOddities(call(odd), unitTaking(name))).toBe(1);
  expect(countOddities(call(sensible), unitTaking(name))).toBe(0);
});

test('a callback may be a function, options may be empty, and a value may be anything', () => {
  const empty: Expression = { k: 'obj', props: [] };
  const pairs: [string, Expression][] = [
    ['callback', fn],
    ['options', empty],
    ['value', fn],
    ['value', lit(true)],
  ];
  for (const [name, given] of pairs) expect(countOddities(call(given), unitTaking(name))).toBe(0);
});

test.each<[string, Expression, Expression]>([
  ['digest', lit(2), lit('digest')],
  ['name', lit(true), lit('Ada')],
  ['find', lit(null), { k: 'undef' }],
  ['isPaid', { k: 'undef' }, lit(true)],
])('of a fake %s, one of the two answers is odd', (name, odd, sensible) => {
  const type: TypeShape = {
    kind: 'object',
    properties: [
      { name, type: { kind: 'function', params: [], returns: { kind: 'unknown' } }, optional: false },
    ],
  };
  const fake = (returns: Expression): Case => call({ k: 'obj', props: [[name, { k: 'fn', returns }]] });
  expect(countOddities(fake(odd), unitTaking('hash', type))).toBe(name === 'isPaid' ? 0 : 1);
  expect(countOddities(fake(sensible), unitTaking('hash', type))).toBe(0);
});

test('a method that is private by convention is not called from outside', () => {
  const step = (member: string): Case => ({ construct: [], steps: [{ member, kind: 'call', args: [] }] });
  expect(countOddities(step('_grow'), unitTaking('size'))).toBe(1);
  expect(countOddities(step('grow'), unitTaking('size'))).toBe(0);
});

test('a date in parts needs all of them, and such of our time', () => {
  const date = (parts: Record<string, number>): Case =>
    call({ k: 'obj', props: Object.entries(parts).map(([key, v]) => [key, lit(v)]) });
  expect(countOddities(date({ y: 5, m: 60, d: 11 }), unitTaking('date'))).toBe(1);
  expect(countOddities(date({ y: 2024, m: 3 }), unitTaking('date'))).toBe(1);
  expect(countOddities(date({ y: 2024, m: 3, d: 15 }), unitTaking('date'))).toBe(0);
});

test('a number of the right type has to be plausible, and an object may be no better than in each part of a union', () => {
  const dates: TypeShape = {
    kind: 'union',
    of: [
      { kind: 'string' },
      { kind: 'object', properties: [{ name: 'y', type: { kind: 'number' }, optional: true }] },
    ],
  };
  expect(countOddities(call(lit(1)), unitTaking('year', { kind: 'number' }))).toBe(1);
  expect(countOddities(call(lit(2024)), unitTaking('year', { kind: 'number' }))).toBe(0);
  expect(countOddities(call({ k: 'obj', props: [] }), unitTaking('date', dates))).toBe(1);
  expect(countOddities(call(lit('2024-03-15')), unitTaking('date', dates))).toBe(0);
});

test('words of the repository are offered first in place of what makes no sense', () => {
  const unit = unitTaking('country', { kind: 'string' }, { country: ['DE', 'AT'] });
  const offers = [...withSense(call(fn), unit)].map(({ steps }) => steps[0]?.args[0]);
  expect(offers.slice(0, 2)).toEqual([lit('DE'), lit('AT')]);
});

test('an empty object among the items of a list is odd where more is known of them', () => {
  const price = { name: 'price', type: { kind: 'number' as const }, optional: true };
  const unit = unitTaking('lines', { kind: 'array', of: { kind: 'object', properties: [price] } });
  const lines = (...items: Expression[]): Case => call({ k: 'arr', items });
  const priced: Expression = { k: 'obj', props: [['price', lit(100)]] };
  expect(countOddities(lines(priced, { k: 'obj', props: [] }), unit)).toBe(1);
  expect([countOddities(lines(priced), unit), countOddities(lines(), unit)]).toEqual([0, 0]);
  const [better] = withSense(lines({ k: 'obj', props: [] }), unit);
  expect(better).toEqual(lines(priced));
});
