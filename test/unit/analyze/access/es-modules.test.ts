import { analyze, describeAccess, removeHosts, targetOf } from '../temp-host.js';

afterAll(removeHosts);

const accesses = (analysis: Awaited<ReturnType<typeof analyze>>): Record<string, string | null> =>
  Object.fromEntries(analysis.targets.map((target) => [target.id, describeAccess(target)]));

test('every way to export a function is reached as it is exported', async () => {
  const analysis = await analyze({
    'src/a.ts': [
      'export function one() { return 1; }',
      'export const two = () => 2;',
      'function three() { return 3; }',
      'const four = function () { return 4; };',
      'export { three as drei, four };',
      'export default function () { return 5; }',
      'export const math = { add(a: number, b: number) { return a + b; }, deep: { sub: (a: number) => a } };',
      'export namespace Tools { export function six() { return 6; } }',
    ].join('\n'),
  });
  expect(accesses(analysis)).toEqual({
    'src/a.ts#one': 'src/a.ts one',
    'src/a.ts#two': 'src/a.ts two',
    'src/a.ts#three': 'src/a.ts drei',
    'src/a.ts#four': 'src/a.ts four',
    'src/a.ts#default': 'src/a.ts <default>',
    'src/a.ts#math.add': 'src/a.ts math.add',
    'src/a.ts#math.deep.sub': 'src/a.ts math.deep.sub',
    'src/a.ts#Tools.six': 'src/a.ts Tools.six',
  });
});

test.each([
  ['a class', 'class A {}\nexport default A;\nmodule.exports = A;', 'a.ts <default>'],
  [
    'a class under both names',
    'export default class A {}\nmodule.exports = A;\nmodule.exports.default = A;',
    'a.ts <default>',
  ],
  ['a named class', 'export class A {}\nmodule.exports = { A };', 'a.ts A'],
  ['a class that only the name gives', 'export class A {}\nexports.A = A;', 'a.ts A'],
])(
  'TypeScript that assigns to `module.exports` as well is imported as the compiler sees it: %s',
  async (_, text, access) => {
    const analysis = await analyze({ 'a.ts': text.replace(/ A \{\}/, ' A { go() { return 1; } }') });
    expect(describeAccess(targetOf(analysis, 'a.ts#A.go'))).toBe(`${access} → go`);
  },
);

test('`export =` is the whole module', async () => {
  const analysis = await analyze({ 'a.ts': 'function f() { return 1; }\nexport = f;' });
  expect(describeAccess(targetOf(analysis, 'a.ts#f'))).toBe('a.ts <module>');
});

test('a class: constructor, methods, accessors, statics, fields; what is private is reached through the rest', async () => {
  const analysis = await analyze({
    'a.ts': [
      'export class Jar {',
      '  #n = 0;',
      '  constructor(private readonly max: number, start?: number) { this.#n = start ?? 0; }',
      '  get full() { return this.#n >= this.max; }',
      '  set level(n: number) { this.#put(n); }',
      '  add(n: number) { this.#put(n); return this.check(); }',
      '  handle = (n: number) => this.add(n);',
      '  static empty() { return new Jar(1); }',
      '  #put(n: number) { this.#n += n; }',
      '  private check() { return this.full; }',
      '}',
    ].join('\n'),
  });
  expect(accesses(analysis)).toEqual({
    'a.ts#Jar.constructor': 'a.ts Jar',
    'a.ts#Jar.full': 'a.ts Jar → full',
    'a.ts#Jar.level': 'a.ts Jar → level',
    'a.ts#Jar.add': 'a.ts Jar → add',
    'a.ts#Jar.handle': 'a.ts Jar → handle',
    'a.ts#Jar.empty': 'a.ts Jar → empty',
    'a.ts#Jar.#put': null,
    'a.ts#Jar.check': null,
  });
  expect(targetOf(analysis, 'a.ts#Jar.#put').reachedThrough.sort()).toEqual([
    'a.ts#Jar.add',
    'a.ts#Jar.level',
  ]);
  expect(targetOf(analysis, 'a.ts#Jar.check').reachedThrough).toEqual(['a.ts#Jar.add']);
  expect(targetOf(analysis, 'a.ts#Jar.add').constructorParams.map(({ name }) => name)).toEqual([
    'max',
    'start',
  ]);
  expect(analysis.targets.map(({ kind }) => kind)).toEqual([
    'constructor',
    'getter',
    'setter',
    'method',
    'method',
    'static-method',
    'method',
    'method',
  ]);
});

test('a constructor without statements of its own is no target', async () => {
  const analysis = await analyze({ 'a.ts': 'export class P { constructor(public x: number) {} }' });
  expect(analysis.targets).toEqual([]);
});

test('an abstract class is reached through a concrete heir of another file, unless the heir overrides', async () => {
  const analysis = await analyze({
    'base.ts': [
      'export abstract class Base {',
      '  constructor(protected n: number) { if (n < 0) throw new Error("n"); }',
      '  run() { return this.step() + this.n; }',
      '  only() { return 1; }',
      '  protected abstract step(): number;',
      '}',
    ].join('\n'),
    'heir.ts': [
      'import { Base } from "./base.js";',
      'export class Heir extends Base {',
      '  only() { return 2; }',
      '  protected step() { return 3; }',
      '}',
    ].join('\n'),
  });
  expect(describeAccess(targetOf(analysis, 'base.ts#Base.run'))).toBe('heir.ts Heir → run');
  expect(targetOf(analysis, 'base.ts#Base.run').constructorParams.map(({ name }) => name)).toEqual(['n']);
  expect(targetOf(analysis, 'base.ts#Base.only').access).toBeNull();
  expect(targetOf(analysis, 'heir.ts#Heir.step').reachedThrough).toEqual(['base.ts#Base.run']);
});

test('the methods of a class that is not exported are reached on the instance that is', async () => {
  const analysis = await analyze({
    'a.ts': 'class Log { write(s: string) { return s.trim(); } }\nexport const log = new Log();',
  });
  const write = targetOf(analysis, 'a.ts#Log.write');
  expect(describeAccess(write)).toBe('a.ts log → write');
  // Nothing has to be constructed, so it is called as a static method is.
  expect(write.kind).toBe('static-method');
});

test('what is not exported names the exported callers, through tables and through other files', async () => {
  const analysis = await analyze({
    'a.js': [
      'import { outer } from "./b.js";',
      'const add = (a, b) => a + b;',
      'const table = { add, sub: (a, b) => a - b };',
      'function pick(name) { return table[name]; }',
      'export function calculate(name, a, b) { return pick(name)(a, b); }',
      'export const again = () => outer();',
    ].join('\n'),
    'b.js':
      'function inner() { return 1; }\nexport function outer() { return inner(); }\nfunction lost() { return 2; }',
    'package.json': '{"type":"module"}',
  });
  for (const name of ['add', 'table.sub', 'pick']) {
    expect(targetOf(analysis, `a.js#${name}`)).toMatchObject({
      access: null,
      reachedThrough: ['a.js#calculate'],
    });
  }
  expect(targetOf(analysis, 'b.js#inner').reachedThrough).toEqual(['b.js#outer']);
  expect(targetOf(analysis, 'b.js#lost').reachedThrough).toEqual([]);
});

test('a function that hands on what a call made leads to the maker', async () => {
  const analysis = await analyze({
    'a.js': [
      'function make(n) { return () => n; }',
      'function lib() { return lib.two(); }',
      'lib.two = make(2);',
      'module.exports = lib;',
    ].join('\n'),
  });
  expect(targetOf(analysis, 'a.js#make')).toMatchObject({ access: null, reachedThrough: ['a.js#lib'] });
});

test('nested callbacks belong to the function around them', async () => {
  const analysis = await analyze({
    'a.js':
      'export function f(xs) { function g(x) { return x; } return xs.map((x) => g(x)).filter(function (x) { return x; }); }',
  });
  expect(analysis.targets.map(({ id }) => id)).toEqual(['a.js#f']);
});

test('star exports and namespace exports of an index are followed', async () => {
  const analysis = await analyze({
    'index.ts': 'export * from "./lib/a.js";\nexport * as tools from "./lib/b.js";',
    'lib/a.ts': 'export * from "./deep.js";\nexport const a = () => 1;',
    'lib/deep.ts': 'const hidden = () => 2;\nexport { hidden as deep };',
    'lib/b.ts': 'export default () => 3;',
  });
  expect(accesses(analysis)).toEqual({
    'lib/a.ts#a': 'lib/a.ts a',
    'lib/deep.ts#hidden': 'lib/deep.ts deep',
    'lib/b.ts#default': 'lib/b.ts <default>',
  });
  expect(analysis.imports['index.ts']).toEqual(['lib/a.ts', 'lib/b.ts']);
});

test('path aliases of the tsconfig are followed', async () => {
  const analysis = await analyze({
    'tsconfig.json': '{"compilerOptions":{"paths":{"@lib/*":["./src/lib/*"]}}}',
    'src/a.ts': 'import { b } from "@lib/b";\nexport const a = () => b();',
    'src/lib/b.ts': 'export const b = () => 1;',
  });
  expect(analysis.imports['src/a.ts']).toEqual(['src/lib/b.ts']);
});

test('files that import each other in a circle are analysed', async () => {
  const analysis = await analyze({
    'a.ts':
      'import { b } from "./b.js";\nexport * from "./b.js";\nexport function a(): number { return b(); }',
    'b.ts':
      'import { a } from "./a.js";\nexport * from "./a.js";\nexport function b(): number { return a(); }',
  });
  expect(accesses(analysis)).toEqual({ 'a.ts#a': 'a.ts a', 'b.ts#b': 'b.ts b' });
});

test('a broken file is named with its line and the rest goes on', async () => {
  const analysis = await analyze({ 'bad.js': 'const a = 1;\nfunction (', 'good.js': 'exports.f = () => 1;' });
  expect(analysis.skipped).toEqual([{ file: 'bad.js', reason: expect.stringContaining('line 2') as string }]);
  expect(analysis.files).toEqual(['good.js']);
  expect(analysis.targets.map(({ id }) => id)).toEqual(['good.js#f']);
});

test('range, hash, flags and doc comment', async () => {
  const source =
    '/** Adds.\n * @param a the first\n */\nexport async function* f(a: number) {\n  yield a;\n}\n';
  const before = targetOf(await analyze({ 'a.ts': source }), 'a.ts#f');
  expect(before).toMatchObject({
    range: { start: { line: 4, column: 0 }, end: { line: 6, column: 1 } },
    isAsync: true,
    isGenerator: true,
    doc: 'Adds.\n@param a the first',
  });
  const moved = targetOf(await analyze({ 'a.ts': `// moved\n${source}` }), 'a.ts#f');
  const changed = targetOf(await analyze({ 'a.ts': source.replace('yield a', 'yield 1') }), 'a.ts#f');
  expect(moved.hash).toBe(before.hash);
  expect(changed.hash).not.toBe(before.hash);
});
