/** Inputs are of the declared types where those are checked, and made of what the unit and its code offer. */
import { InputGenerator } from '../../../../../../src/author/explorer/in-host/inputs/generate.cjs';
import { poolsOf } from '../../../../../../src/author/explorer/in-host/inputs/pools.cjs';
import { violations } from '../../../../../../src/author/explorer/in-host/values/conform.cjs';
import { createRandom } from '../../../../../../src/author/explorer/in-host/values/random.cjs';
import type { TypeShape } from '../../../../../../src/domain/type-shape.js';
import { param, unitOf } from '../../support.js';

const unit = {
  ...unitOf({
    id: 'a.ts#total',
    access: { module: 'a.ts', export: { kind: 'named', name: 'total' }, members: [] },
    isClass: false,
    constructorParams: [],
    members: [],
  }),
  strings: ['EUR'],
  numbers: [5, 0.5],
};
const generator = (isTyped: boolean, seed = 1): InputGenerator =>
  new InputGenerator(unit, poolsOf(unit, { isTyped }), createRandom(seed, 'generate'));
const text: TypeShape = { kind: 'string' };

test.each<[string, TypeShape]>([
  ['a text', text],
  ['a number', { kind: 'number' }],
  ['a list of texts', { kind: 'array', of: text }],
  ['a pair', { kind: 'tuple', of: [text, { kind: 'boolean' }] }],
  ['a choice', { kind: 'union', of: [{ kind: 'literal', value: 'a' }, { kind: 'null' }] }],
  ['an object', { kind: 'object', properties: [{ name: 'id', type: text, optional: false }] }],
  ['a date', { kind: 'builtin', name: 'Date', args: [] }],
  ['a map', { kind: 'builtin', name: 'Map', args: [text, { kind: 'number' }] }],
])('where types are checked, %s is always of its type', (_, shape) => {
  const typed = generator(true);
  for (let round = 0; round < 200; round++) expect(violations(typed.value(shape), shape)).toBe(0);
});

test('where types are not checked, now and then a value is not of its type, and typed() ends that', () => {
  const loose = generator(false);
  const wrong = (values: InputGenerator): number =>
    Array.from({ length: 400 }, () => violations(values.value(text), text)).filter((count) => count > 0)
      .length;
  expect(wrong(loose)).toBeGreaterThan(0);
  expect(wrong(loose.typed())).toBe(0);
});

test('numbers of the code come with their neighbours, fractions alone', () => {
  expect(poolsOf(unit, { isTyped: true }).numbers).toEqual([5, 4, 6, 0.5]);
});

test('texts that the running code looked for are among the inputs at once', () => {
  const typed = generator(true);
  const made = (): string[] => Array.from({ length: 60 }, () => typed.text());
  expect(made()).not.toContain('overdue');
  typed.pools.traced = ['overdue'];
  expect(made()).toContain('overdue');
});

test('arguments that have to be there are never left out, optional ones at times', () => {
  const typed = generator(true);
  const params = [param('total', { kind: 'number' }), param('currency', text, { optional: true })];
  const counts = new Set(Array.from({ length: 100 }, () => typed.args(params).length));
  expect([...counts].sort()).toEqual([1, 2]);
});

test('the same seed makes the same inputs', () => {
  const some = (seed: number): unknown[] => {
    const values = generator(false, seed);
    return Array.from({ length: 20 }, () => values.value({ kind: 'unknown' }));
  };
  expect(some(7)).toEqual(some(7));
  expect(some(7)).not.toEqual(some(8));
});
