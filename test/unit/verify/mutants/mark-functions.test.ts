import vm from 'node:vm';
import { markFunctions, openMarkers } from '../../../../src/verify/mutants/mark-functions.js';

/** Runs marked code as a script, with markers that do what these say. */
function run(text: string, emptied: number | null, instead?: unknown): Record<string, unknown> {
  const exports: Record<string, unknown> = {};
  const { text: marked } = markFunctions('code.js', text, 0);
  vm.runInNewContext(openMarkers(marked), {
    exports,
    __nightshiftEnter__: (number: number) => (number === emptied ? { value: instead } : undefined),
    __nightshiftExit__: () => undefined,
    __nightshiftValue__: (_: number, value: unknown) => value,
  });
  return exports;
}

type Call = (...args: unknown[]) => unknown;

test.each([
  ['a function', `exports.f = function (n) { return n * 2; };`],
  ['an arrow', `exports.f = (n) => n * 2;`],
  ['an arrow that gives an arrow', `const g = (n) => (m) => n * m;\nexports.f = (n) => g(n)(2);`],
  ['an object in brackets', `exports.f = (n) => ({ twice: n * 2 }).twice;`],
  ['a directive in front', `exports.f = function (n) { 'use strict'; return n * 2 };`],
  ['a statement without an end', `exports.f = function (n) { const m = n * 2\n return m\n};`],
  [
    'a function that is used before it stands there',
    `exports.f = function (n) { return g(n); function g(m) { return m * 2; } };`,
  ],
  ['a method', `class A { f(n) { return n * 2; } }\nexports.f = (n) => new A().f(n);`],
  [
    'a class that extends another',
    `class A { constructor(n) { this.n = n; } }\nclass B extends A { constructor(n) { super(n); this.m = this.n * 2; } }\nexports.f = (n) => new B(n).m;`,
  ],
  ['a getter', `exports.f = (n) => ({ get twice() { return n * 2; } }).twice;`],
  ['a generator', `function* g(n) { yield n * 2; }\nexports.f = (n) => [...g(n)][0];`],
])('marked code does what it did: %s', (_, text) => {
  expect((run(text, null)['f'] as Call)(3)).toBe(6);
});

test('an emptied function gives what it is told to, and does nothing', () => {
  const text = `exports.seen = [];\nexports.f = (n) => { exports.seen.push(n); return n; };`;
  const { f, seen } = run(text, 0, 'instead');
  expect([(f as Call)(1), JSON.stringify(seen)]).toEqual(['instead', '[]']);
});

test('functions that do nothing, and constructors before their super, are left alone', () => {
  const { functions } = markFunctions(
    'a.ts',
    'const f = () => {};\nclass B extends A { constructor() { super(); } }\n',
    7,
  );
  expect(functions).toEqual([]);
});

test('a function has a number, its place, and whether it gives anything', () => {
  const { functions } = markFunctions('a.ts', 'function f(): void { g(); }\nconst h = () => 1;\n', 7);
  expect(functions).toEqual([
    { number: 7, hasValue: false, range: { start: { line: 1, column: 0 }, end: { line: 1, column: 27 } } },
    { number: 8, hasValue: true, range: { start: { line: 2, column: 10 }, end: { line: 2, column: 17 } } },
  ]);
});

test('every line stays the line that it was', () => {
  const text = 'function f(n) {\n  return n // twice\n}\nfunction g() {\n  f(1)\n}\n';
  const { text: marked } = markFunctions('a.js', text, 0);
  expect(marked.split('\n').length).toBe(text.split('\n').length);
});

test('a text that cannot be read stays as it is', () => {
  expect(markFunctions('a.js', 'const = ;', 0)).toEqual({ text: 'const = ;', functions: [], depth: 0 });
});

test.each([
  ['a sum of 6,000 terms', `exports.f = (n) => ${'n + '.repeat(6_000)}n;`],
  ['6,000 calls in a chain', `exports.f = (n) => n${'.toString()'.repeat(6_000)};`],
  ['6,000 brackets', `exports.f = (n) => ${'['.repeat(6_000)}n${']'.repeat(6_000)};`],
  ['6,000 conditions', `exports.f = (n) => ${'n ? 1 : '.repeat(6_000)}n;`],
])('code that is nested too deeply stays as it is: %s', (_, text) => {
  expect(markFunctions('code.js', text, 0)).toEqual({ text, functions: [], depth: Infinity });
});
