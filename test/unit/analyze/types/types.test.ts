import { analyze, describeParams, describeType, removeHosts, targetOf } from '../temp-host.js';
import type { Access, TypeShape } from '../../../../src/domain/type-shape.js';

afterAll(removeHosts);

const paramsOf = async (source: string, name = 'f', file = 'a.ts'): Promise<string> =>
  describeParams(targetOf(await analyze({ [file]: source }), `${file}#${name}`));

test.each([
  ['a: string, b?: number, ...c: boolean[]', 'a: string; b?: number; ...c: (boolean)[]'],
  ['a: "x" | "y" | null, b: 1 | true', 'a: null | "x" | "y"; b: true | 1'],
  ['a: E, b: F', 'a: 0 | 1; b: "up" | "down"'],
  ['a: [string, number?, ...boolean[]]', 'a: [string, undefined | number]'],
  ['a: readonly string[], b: Record<string, number>', 'a: (string)[]; b: {[]: number}'],
  ['a: Options', 'a: {deep: boolean, list?: (string)[]}'],
  ['a: Tree', 'a: {value: number, children: (unknown)[]}'],
  ['a: UserId', 'a: string'],
  ['a: (n: number) => string', 'a: (number) => string'],
  [
    'a: Map<string, number>, b: Date, c: Promise<void>',
    'a: Map<string, number>; b: Date<>; c: Promise<undefined>',
  ],
  ['a: Uint8Array, b: RegExp, c: Iterable<number>', 'a: Uint8Array<>; b: RegExp<>; c: Iterable<number>'],
  ['this: Date, a: string', 'a: string'],
  ['{ x, y = 2 }: { x: string; y?: number }', 'options: {x: string, y?: number}'],
  ['a = 5, b = "x"', 'a?: number; b?: string'],
  ['a: any, b: unknown', 'a: unknown; b: unknown'],
  ['a: keyof Options', 'a: "deep" | "list"'],
  ['a: Partial<Options>', 'a: {deep?: boolean, list?: (string)[]}'],
  ['a: Pair', 'a: class Pair(number, number)'],
  ['a: Shape', 'a: class Circle(number)'],
])('declared: %s', async (declared, expected) => {
  const source = `
    enum E { A, B }
    enum F { Up = 'up', Down = 'down' }
    interface Options { deep: boolean; list?: string[] }
    interface Tree { value: number; children: Tree[] }
    type UserId = string & { readonly __brand: unique symbol };
    export class Pair { constructor(public a: number, public b: number) {} }
    abstract class Shape { abstract area(): number }
    export class Circle extends Shape { constructor(private r: number) { super(); } area() { return this.r; } }
    export function f(${declared}) { return 1; }`;
  expect(await paramsOf(source)).toBe(expected);
});

test('type parameters become their constraint', async () => {
  expect(
    await paramsOf('export function f<T extends { id: number }, U>(a: T, b: U) { return [a, b]; }'),
  ).toBe('a: {id: number}; b: unknown');
});

test('overloads are taken together, with the range of the implementation', async () => {
  const source = [
    'export function f(a: string): string;',
    'export function f(a: number, b: boolean): number;',
    'export function f(a: unknown, b?: unknown): unknown { return b ?? a; }',
  ].join('\n');
  const target = targetOf(await analyze({ 'a.ts': source }), 'a.ts#f');
  expect(describeParams(target)).toBe('a: string | number; b?: boolean');
  expect(target.range.start.line).toBe(3);
});

test('the spelling of a declared type is kept, and an inferred one has none', async () => {
  const typed = targetOf(
    await analyze({ 'a.ts': 'type N = number;\nexport const f = (a: N) => a;' }),
    'a.ts#f',
  );
  expect(typed.params[0]?.declared).toBe('N');
  const used = targetOf(await analyze({ 'a.js': 'exports.f = (a) => a.trim();' }), 'a.js#f');
  expect(used.params[0]).toMatchObject({ declared: null, type: { kind: 'string' } });
});

test('a parameter for which the body provides may be left out', async () => {
  const source = [
    'exports.f = function (text, mark, day, limit, isDeep, next) {',
    '  if (limit == null) limit = 3;',
    '  var at = day ? new Date(day) : null;',
    "  return text.split(mark || ';').slice(0, limit).concat(at, isDeep && next ? 1 : 2);",
    '};',
  ].join('\n');
  const { params } = targetOf(await analyze({ 'a.js': source }), 'a.js#f');
  expect(params.filter(({ optional }) => optional).map(({ name }) => name)).toEqual(['mark', 'day', 'limit']);
});

test('types are read from JSDoc in JavaScript', async () => {
  const source = [
    '/**',
    ' * @param {string|number} a',
    ' * @param {boolean} [b]',
    ' * @param {Object} opts',
    ' * @param {string} opts.name',
    ' * @param {number} [opts.size]',
    ' * @param {Array<string>} list',
    ' * @param {Function} cb',
    ' * @returns {Promise<number>}',
    ' */',
    'exports.f = function (a, b, opts, list, cb) { return cb(a, b, opts, list); };',
  ].join('\n');
  const target = targetOf(await analyze({ 'a.js': source }), 'a.js#f');
  expect(describeParams(target)).toMatch(
    /^a: string \| number; b\?: boolean; opts: \{name: string, size\?: number\}; list: \(string\)\[\]; cb: \(.*\) => unknown$/,
  );
  expect(describeType(target.returns)).toBe('Promise<number>');
});

test.each([
  ['function (x) { return x.charCodeAt(0) }', 'x: string'],
  ['function (x) { return x.map(function (y) { return y }) }', 'x: (unknown)[]'],
  ['function (x) { return x.concat(x) }', 'x: string | (unknown)[]'],
  ['function (x, y) { return x * y }', 'x: number; y: number'],
  ['function (go) { return go(1, 2) }', 'go: (unknown, unknown) => unknown'],
  ['function (x) { return x.name.trim() + x.size * 2 }', 'x: {name?: string, size?: number}'],
  [
    'function (x) { if (typeof x === "string") return 1; if (typeof x === "number") return 2 }',
    'x: string | number',
  ],
  ['function (x) { return x instanceof Date }', 'x: Date<> | unknown'],
  ['function (x) { return x.length }', 'x: string | (unknown)[]'],
  [
    'function (options) { options = options || {}; return options.deep ? 1 : 2 }',
    'options?: {deep?: boolean}',
  ],
  ['function (x) { var o = x || {}; return o.list.push(1) }', 'x: {list?: (unknown)[]}'],
  ['function (x) { switch (x) { case "a": return 1; default: return 2 } }', 'x: string'],
  ['function ({ a, b = 1 }) { return a.trim() + b }', 'options: {a: string, b?: number}'],
  ['function (x) { return helper(x) }', 'x: string'],
  ['function () { return arguments.length }', '...args: (unknown)[]'],
  [
    'function (x) { var kind = arguments.length > 1 && arguments[1] !== undefined ? arguments[1] : "a"; return x * 2 }',
    'x: number; kind?: string',
  ],
  [
    'function (x) { var o = arguments[1] || {}; return o.deep ? x * 2 : function () { var y = arguments[2]; return y } }',
    'x: number; o?: {deep?: boolean}',
  ],
  [
    'function (cb, str, count, list) { return [cb, str, count, list] }',
    'cb: (unknown) => unknown; str: string; count: number; list: (unknown)[]',
  ],
  ['function (x) { return [1].map(function (x) { return x.trim() }) && x }', 'x: unknown'],
])('inferred from use: %s', async (code, expected) => {
  const source = `function helper(s) { return s.toLowerCase(); }\nmodule.exports.f = ${code};`;
  expect(await paramsOf(source, 'f', 'a.js')).toBe(expected);
});

test.each([
  [
    'a class',
    `class Report {
       constructor(store, title) { this.store = store; this.title = title || 'none'; }
       async lines(id) {
         const found = await this.store.find(id);
         if (!found) return [];
         await this.store.touch(id);
         return found.rows.map((row) => row);
       }
       head() { return this.title.trim(); }
     }`,
    'store: {find: (unknown) => Promise<{rows?: (unknown)[]} | null>, touch: (unknown) => unknown}; title?: string',
  ],
  [
    'a function with methods on its prototype',
    `function Report(store, title) { this.store = store; this.title = title; }
     Report.prototype.lines = function (id) { var self = this.store; return self.find({ id: id }).rows.map(String); };
     Report.prototype.head = function () { return this.title.trim(); };`,
    'store: {find: (unknown) => {rows?: (unknown)[]}}; title: string',
  ],
  [
    'a class with optional parts',
    `class Report {
       constructor(log, clock) { this.log = log; this.clock = clock || Date; }
       head() { if (this.log.info) this.log.info('head'); this.log.warn('head'); return this.clock.now(); }
     }`,
    'log: {info?: (unknown) => unknown, warn: (unknown) => unknown}; clock?: {now: () => unknown}',
  ],
  [
    'a class whose parts may be missing or chained',
    `class Report {
       constructor(hooks, store) { this.hooks = hooks; this.store = store; }
       head(id) {
         this.hooks.onStart?.(id);
         const end = this.hooks.onEnd || (() => {});
         end(id);
         return this.store.load(id).then((found) => found.name);
       }
     }`,
    'hooks: {onStart?: (unknown) => unknown, onEnd?: (unknown) => unknown}; store: {load: (unknown) => Promise<unknown>}',
  ],
])('a constructor of %s takes what its methods use', async (_, source, expected) => {
  const analysis = await analyze({ 'a.js': `${source}\nmodule.exports = Report;` });
  const target = targetOf(analysis, 'a.js#Report.head');
  expect(describeParams({ ...target, params: target.constructorParams })).toBe(expected);
});

const handingOn: [code: string, expected: string][] = [
  ['function (x) { return lib.half(x) }', 'x: number'],
  ['function (o) { return lib.half(o.total + o.fee) }', 'o: {total?: number, fee?: number}'],
  ['function (o) { return lib.deep(o.size) }', 'o: {size?: number}'],
  ['function (x) { return new lib.Box(x) }', 'x: number'],
  ['function (x) { return x instanceof lib.Box ? x.size : 0 }', 'x: class Box(number) | unknown'],
  ['function (x) { return CODES.indexOf(x) >= 0 }', 'x: string'],
  ['function (x) { return new Set([1, 2]).has(x) }', 'x: number'],
  ['function (o) { return (o.rate === undefined ? -0.5 : o.rate) + 1 }', 'o: {rate?: number}'],
  [
    'function (list) { list.forEach(function (item) { lib.half(item.price); item.name.trim(); }) }',
    'list: ({price?: number, name?: string})[]',
  ],
  ['function (list) { for (const item of list) lib.half(item.price) }', 'list: ({price?: number})[]'],
  ['function (list) { return list[0].from * 2 }', 'list: ({from?: number})[]'],
  ['function (list) { return list.map(lib.half) }', 'list: (number)[]'],
  ['function (row) { return CODES.map(function (key) { return row[key] }) }', 'row: {[]: unknown}'],
  ['function (x) { return lib.parse(x).length }', 'x: string'],
];

test('types are learned from the functions that a value is handed on to', async () => {
  const lib = `
    /** @param {number} value */
    exports.half = function (value) { return value / 2; };
    exports.deep = function (size) { return exports.half(size); };
    exports.parse = function (text) { return text.trim(); };
    function Box(size) { this.size = size * 2; }
    Box.prototype.grow = function () { return this.size; };
    exports.Box = Box;`;
  const functions = handingOn.map(([code], index) => `exports.f${index} = ${code};`);
  const code = ['var lib = require("./lib"), CODES = ["a", "b"];', ...functions].join('\n');
  const analysis = await analyze({ 'lib.js': lib, 'a.js': code });
  const learned = handingOn.map(([given], index) => [
    given,
    describeParams(targetOf(analysis, `a.js#f${index}`)),
  ]);
  expect(learned).toEqual(handingOn);
});

test('options may be left out before a callback, where the code provides for it', async () => {
  const code = `
    /** @param {{deep: boolean}} [options] */
    exports.f = function (options, done) {
      if (typeof options === 'function') { done = options; options = {}; }
      return done(options.deep);
    };`;
  expect(await paramsOf(code, 'f', 'a.js')).toBe(
    'options?: {deep: boolean} | () => unknown; done?: (unknown) => unknown',
  );
});

test('where its use says nothing, a parameter is of the type that callers give', async () => {
  const code =
    'function (net) { return module.exports.rate("DE", net > 1) };\nexports.rate = function (where, isLow) { return [where, isLow] }';
  const files = { 'a.js': `module.exports.f = ${code};` };
  expect(describeParams(targetOf(await analyze(files), 'a.js#rate'))).toBe('where: string; isLow: boolean');
});

test.each([
  [
    'function (text) { lib.parseRows(text).forEach(function (row) { row.name.trim(); }) }',
    ['parseRows', 'formatRows'],
  ],
  [
    'function (text) { var rows; try { rows = lib.parseRows(text); } catch (e) {} return rows[0].name.trim() }',
    ['parseRows', 'formatRows'],
  ],
  ['function (text) { const { name } = JSON.parse(text); return name.trim() }', []],
])('a text that the code parses holds the data that it reads: %s', async (code, names) => {
  const lib = `
    exports.parseRows = function (text) { return text.split(';').map(function (name) { return { name: name } }); };
    exports.formatRows = function (rows) { return rows.map(function (row) { return row.name }).join(';'); };
    exports.size = function (rows) { return rows.length; };`;
  const files = { 'lib.js': lib, 'a.js': `var lib = require('./lib');\nexports.f = ${code};` };
  const [text] = targetOf(await analyze(files), 'a.js#f').params;
  const holds = text?.type.kind === 'string' ? text.type.holds : undefined;
  const { reader = null, writers = [] } = holds ?? {};
  const nameOf = ({ export: exported }: Access): string => (exported.kind === 'named' ? exported.name : '');
  expect([...(reader === null ? [] : [reader]), ...writers].map(nameOf)).toEqual(names);
  expect(JSON.stringify(holds?.of)).toContain('{"name":"name","type":{"kind":"string"},"optional":');
});

test('types that refer to themselves and large libraries come to an end', async () => {
  const found = await paramsOf('export function f(a: HTMLElement, b: typeof globalThis) { return [a, b]; }');
  expect(found.length).toBeLessThan(20_000);
});

test('values that only the host can give are found among its exports by their type', async () => {
  const source = `
    export class Token { private constructor(private text: string) {} static of(text: string) { return new Token(text); } }
    export const blank = Token.of('');
    export const parse = (text: string): Token | number => text.length;
    export interface Shape { area(): number }
    export class Square implements Shape { constructor(private side: number) {} area() { return this.side ** 2; } }
    export const unit = (): Shape => new Square(1);
    export interface Rule { readonly limit: number; and(other: Rule, name: string): Rule; text(): string }
    export const always: Rule = { limit: 0, and: () => always, text: () => '' };
    export const g = (rule: Rule) => rule.limit;
    export function f(token: Token, shape: Shape, plain: { text: string }) { return [token, shape, plain]; }`;
  const analysis = await analyze({ 'a.ts': source });
  const { params } = targetOf(analysis, 'a.ts#f');
  const given = (type: TypeShape | undefined): string[] =>
    (type && 'givenBy' in type ? (type.givenBy ?? []) : []).map(({ access, isCall }) => {
      const name = access.export.kind === 'named' ? access.export.name : '';
      return [name, ...access.members].join('.') + (isCall ? '()' : '');
    });
  const [token, shape] = params.map(({ type }) => type);
  expect(token).toMatchObject({ kind: 'object', isOpaque: true });
  expect(given(token)).toEqual(['blank', 'Token.of()']);
  const [own, ...classes] = shape?.kind === 'union' ? shape.of : [];
  expect(given(own)).toEqual(['unit()']);
  expect(classes).toMatchObject([{ kind: 'class', name: 'Square' }]);
  expect(given(targetOf(analysis, 'a.ts#g').params[0]?.type)).toEqual(['always', 'always.and()']);
});
