/** A law is kept when it held for many different inputs, and dropped at the first that breaks it. */
import type { Law } from '../../../../../../src/author/explorer/notation/law.js';
import { tryLaw } from '../../../../../../src/author/explorer/in-host/laws/laws.cjs';
import type { TypeShape } from '../../../../../../src/domain/type-shape.js';
import { generatorFor, param, unitOf, contextFor } from '../../support.js';

const text: TypeShape = { kind: 'string' };
const number: TypeShape = { kind: 'number' };
const numbers: TypeShape = { kind: 'array', of: number };

function tried(law: Law, shapes: TypeShape[], callee: unknown, inverse?: unknown): ReturnType<typeof tryLaw> {
  const access = (name: string) => ({
    module: 'a.js',
    export: { kind: 'named' as const, name },
    members: [],
  });
  const params = shapes.map((shape, index) => param('abc'.charAt(index), shape));
  const member = { target: 'a.js#f', name: null, kind: 'call' as const, params, isAsync: false };
  const unit = {
    ...unitOf({
      id: 'a.js#f',
      access: access('f'),
      isClass: false,
      constructorParams: [],
      members: [member],
    }),
    partner: inverse === undefined ? null : { access: access('g'), target: 'a.js#g' },
  };
  return tryLaw(
    contextFor(unit, { 'a.js': { f: callee, g: inverse } }),
    law,
    generatorFor(unit, { seed: 5 }),
  );
}

const held = (...args: Parameters<typeof tried>): boolean => tried(...args)?.kind === 'held';

test.each<[Law, TypeShape[], unknown, unknown]>([
  ['idempotent', [text], (s: string) => s.trim(), (s: string) => `${s}!`],
  ['involutive', [number], (n: number) => -n, (n: number) => n + 1],
  ['ordered', [numbers], (list: number[]) => [...list].sort((a, b) => a - b), (list: number[]) => list],
  ['permutation', [numbers], (list: number[]) => [...list].reverse(), (list: number[]) => list.slice(1)],
  ['distinct', [numbers], (list: number[]) => [...new Set(list)], (list: number[]) => [...list, 1, 1]],
  ['commutative', [number, number], (a: number, b: number) => a + b, (a: number, b: number) => a - b],
  ['antisymmetric', [number, number], (a: number, b: number) => a - b, (a: number, b: number) => a + b],
  [
    'bounded',
    [number, number, number],
    (n: number, lo: number, hi: number) => Math.min(hi, Math.max(lo, n)),
    (n: number) => n,
  ],
  [
    'conserves',
    [number, numbers],
    (amount: number, weights: number[]) => weights.map((_, at) => (at === 0 ? amount : 0)),
    (amount: number, weights: number[]) => weights.map(() => Math.floor(amount / weights.length)),
  ],
  ['odd', [number], (n: number) => Math.sign(n) * Math.round(Math.abs(n)), (n: number) => n * n + 1],
  ['monotone', [number], (n: number) => Math.floor(n), (n: number) => -n],
  [
    'whole',
    [numbers, number],
    (list: number[], size: number) =>
      Array.from({ length: Math.ceil(list.length / size) }, (_, at) =>
        list.slice(at * size, at * size + size),
      ),
    (list: number[]) => [list.slice(1)],
  ],
])('%s holds where it is true and not where it is broken', (law, shapes, right, wrong) => {
  expect(held(law, shapes, right)).toBe(true);
  expect(held(law, shapes, wrong)).toBe(false);
});

test('a round trip needs an inverse that gives back what was put in', () => {
  const code = (s: string): string => Array.from(s).reverse().join('');
  expect(held('round-trip', [text], code, code)).toBe(true);
  expect(held('round-trip', [text], code, (s: string) => s)).toBe(false);
});

test('a function that gives few different results shows no law', () => {
  expect(held('commutative', [number, number], () => 0)).toBe(false);
});

test('what a function makes has to please the predicate of its name', () => {
  const reference = (s: string): string => `RF${s}`;
  expect(held('accepted', [text], reference, (s: string) => s.startsWith('RF'))).toBe(true);
  expect(held('accepted', [text], reference, (s: string) => s.length > 4)).toBe(false);
});

test('a law that plain input keeps and odd input breaks holds of plain input', () => {
  const code = (s: string): string => encodeURIComponent(s).toUpperCase();
  const result = tried('accepted', [text], code, (s: string) => /^[A-Z0-9]+$/.test(s));
  expect(result).toMatchObject({ kind: 'held', held: { domain: 'plain' } });
});

test('a round trip that plain input breaks is reported with the shortest input that was found', () => {
  const cut = (s: string): string => s.slice(0, 3);
  const result = tried('round-trip', [text], cut, (s: string) => s);
  const input: unknown = result?.kind === 'broken' ? result.broken.inputs : null;
  expect(input).toEqual([{ k: 'lit', v: expect.stringMatching(/^\w{4}$/) as string }]);
});

test('a function that throws for plausible input has no law', () => {
  const picky = (s: string): string => {
    if (s.length > 3) throw new Error('too long');
    return s;
  };
  expect(held('idempotent', [text], picky)).toBe(false);
});
