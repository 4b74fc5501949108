import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Target } from '../../../../src/domain/target.js';
import { analyze, describeAccess, removeHosts, targetOf } from '../temp-host.js';

afterAll(removeHosts);

const kinds = new Set(['method', 'getter', 'setter']);

function readPath(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((holder, key) => (holder as Record<string, unknown>)[key], value);
}

/** The function that a target's access leads to when its module is really loaded. */
function load(root: string, { access, member, kind }: Target): unknown {
  if (access === null) return undefined;
  const loaded: unknown = createRequire(path.join(root, 'x.js'))(path.join(root, access.module));
  const base = access.export.kind === 'named' ? readPath(loaded, [access.export.name]) : loaded;
  const reached = readPath(base, access.members);
  if (member === null) return reached;
  const holder = kinds.has(kind) ? (reached as { prototype: object }).prototype : (reached as object);
  const descriptor = Object.getOwnPropertyDescriptor(holder, member) as Record<string, unknown> | undefined;
  return descriptor?.[kind.endsWith('setter') ? 'set' : 'get'] ?? descriptor?.['value'];
}

/** The text of a target by its range. */
function textOf(root: string, { file, range }: Target): string {
  const lines = readFileSync(path.join(root, file), 'utf8').split('\n');
  const from = lines.slice(0, range.start.line - 1).join('\n').length + (range.start.line > 1 ? 1 : 0);
  const to = lines.slice(0, range.end.line - 1).join('\n').length + (range.end.line > 1 ? 1 : 0);
  return lines.join('\n').slice(from + range.start.column, to + range.end.column);
}

const shapes: [string, string, Record<string, string>][] = [
  ['a function', 'module.exports = function parse(a) { return a; };', { 'a.js#parse': 'a.js <module>' }],
  ['an anonymous function', 'module.exports = (a) => a;', { 'a.js#default': 'a.js <module>' }],
  [
    'an object of functions',
    'function a() { return 1; }\nmodule.exports = { a, b: function () { return 2; }, c() { return 3; }, d: () => 4 };',
    { 'a.js#a': 'a.js a', 'a.js#b': 'a.js b', 'a.js#c': 'a.js c', 'a.js#d': 'a.js d' },
  ],
  [
    'members of exports',
    'exports.x = function () { return 1; };\nmodule.exports.y = () => 2;\nexports["z"] = function named() { return 3; };',
    { 'a.js#x': 'a.js x', 'a.js#y': 'a.js y', 'a.js#z': 'a.js z' },
  ],
  [
    'a named exports object',
    'var api = module.exports = {};\napi.go = function () { return 1; };',
    { 'a.js#go': 'a.js go' },
  ],
  [
    'a function with properties',
    'exports = module.exports = f;\nfunction f() { return 1; }\nf.helper = function () { return 2; };\nexports.other = () => 3;',
    {
      'a.js#f': 'a.js <module>',
      'a.js#f.helper': 'a.js <module>.helper',
      'a.js#f.other': 'a.js <module>.other',
    },
  ],
  [
    'nested objects',
    'module.exports = { util: { trim: function (s) { return s; } } };',
    { 'a.js#util.trim': 'a.js util.trim' },
  ],
  [
    'prototypes',
    [
      'function Point(x) { this.x = x; }',
      'Point.prototype.move = function (by) { return this.x + by; };',
      'Point.from = function (o) { return new Point(o.x); };',
      'module.exports = Point;',
    ].join('\n'),
    {
      'a.js#Point': 'a.js <module>',
      'a.js#Point.move': 'a.js <module> → move',
      'a.js#Point.from': 'a.js <module> → from',
    },
  ],
  [
    'a prototype object with accessors',
    [
      'var A = exports.A = function () { this.n = 1; };',
      'A.prototype = { get size() { return this.n; }, set size(n) { this.n = n; }, run() { return this.n; } };',
    ].join('\n'),
    {
      'a.js#A': 'a.js A',
      'a.js#A.get size': 'a.js A → size',
      'a.js#A.set size': 'a.js A → size',
      'a.js#A.run': 'a.js A → run',
    },
  ],
  [
    'a class expression',
    'exports.Box = class { constructor(n) { this.n = n; } open() { return this.n; } static of(n) { return new this(n); } };',
    {
      'a.js#Box.constructor': 'a.js Box',
      'a.js#Box.open': 'a.js Box → open',
      'a.js#Box.of': 'a.js Box → of',
    },
  ],
  [
    'defined properties',
    'function late() { return 1; }\nObject.defineProperty(exports, "late", { enumerable: true, get() { return late; } });',
    { 'a.js#get late': 'a.js <module> → late', 'a.js#late': 'a.js late' },
  ],
  [
    'a universal module',
    [
      '(function (root, factory) {',
      '  if (typeof define === "function" && define.amd) define([], factory);',
      '  else if (typeof module === "object") module.exports = factory();',
      '  else root.lib = factory();',
      '})(this, function () {',
      '  function hidden() { return 1; }',
      '  function lib() { return hidden(); }',
      '  lib.twice = function (n) { return n * 2; };',
      '  return lib;',
      '});',
    ].join('\n'),
    { 'a.js#lib': 'a.js <module>', 'a.js#lib.twice': 'a.js <module>.twice' },
  ],
  [
    'Object.assign and freeze',
    'module.exports = Object.freeze(Object.assign({}, { a() { return 1; } }, { b: () => 2 }));',
    { 'a.js#a': 'a.js a', 'a.js#b': 'a.js b' },
  ],
  [
    'methods that use each other through this',
    'module.exports = { one() { return 1; }, two() { return this.one() + 1; } };',
    { 'a.js#one': 'a.js one', 'a.js#two': 'a.js <module> → two' },
  ],
];

test.each(shapes)('CommonJS: %s', async (_, source, expected) => {
  const analysis = await analyze({ 'a.js': source });
  const found = analysis.targets.filter(({ access }) => access !== null);
  expect(Object.fromEntries(found.map((target) => [target.id, describeAccess(target)]))).toEqual(expected);
  // The claim is checked against what the module really exports.
  for (const target of found.filter(({ name }) => !name.endsWith('.constructor'))) {
    const reached = load(analysis.root, target);
    expect(typeof reached).toBe('function');
    expect(textOf(analysis.root, target)).toContain(String(reached).slice(-20));
  }
});

test('a file of its own is preferred to the index that hands it on', async () => {
  const analysis = await analyze({
    'index.js': 'exports.trim = require("./lib/trim").trim;\nexports.pad = require("./lib/pad");',
    'lib/trim.js': 'exports.trim = function (s) { return s; };',
    'lib/pad.js': 'module.exports = require("./inner").pad;',
    'lib/inner.js': 'exports.pad = function (s) { return s; };',
  });
  expect(describeAccess(targetOf(analysis, 'lib/trim.js#trim'))).toBe('lib/trim.js trim');
  expect(describeAccess(targetOf(analysis, 'lib/inner.js#pad'))).toBe('lib/inner.js pad');
  expect(analysis.imports['index.js']).toEqual(['lib/trim.js', 'lib/pad.js']);
});

test('inherited methods are reached through the exported heir', async () => {
  const analysis = await analyze({
    'a.js': [
      'var util = require("util");',
      'function Base(n) { this.n = n; }',
      'Base.prototype.shout = function () { return this.n; };',
      'function Heir(n, m) { Base.call(this, n); this.m = m; }',
      'util.inherits(Heir, Base);',
      'exports.Heir = Heir;',
    ].join('\n'),
  });
  const shout = targetOf(analysis, 'a.js#Base.shout');
  expect(describeAccess(shout)).toBe('a.js Heir → shout');
  expect(shout.constructorParams.map(({ name }) => name)).toEqual(['n', 'm']);
});

describe('what a module adds to the export of another', () => {
  const core = `module.exports = Later;
function Later(fn) { this.fn = fn; }
Later.prototype.run = function () { return this.fn(); };
Later.now = (value) => new Later(() => value);
`;

  test.each([
    ['a static function', `Later.all = (list) => list.length;`, 'all'],
    ['a method', `Later.prototype.twice = function () { return [this.run(), this.run()]; };`, 'twice'],
    [
      'an accessor',
      `Object.defineProperty(Later.prototype, 'size', { get() { return this.fn.length; } });`,
      'size',
    ],
  ])('is reached through the module that adds it: %s', async (_, added, name) => {
    const more = `const Later = require('./core');\nmodule.exports = Later;\n${added}\n`;
    const { root, targets } = await analyze({ 'core.js': core, 'more.js': more });
    const target = targets.find((each) => each.file === 'more.js' && each.name.endsWith(name));
    expect(target?.access?.module).toBe('more.js');
    expect(target && load(root, target)).toBeInstanceOf(Function);
  });

  test('what was there before is reached where it stands', async () => {
    const more = `const Later = require('./core');\nmodule.exports = Later;\nLater.all = (list) => list.length;\n`;
    const { targets } = await analyze({ 'core.js': core, 'more.js': more });
    const before = targets.filter(({ file }) => file === 'core.js').map(({ access }) => access?.module);
    expect(new Set(before)).toEqual(new Set(['core.js']));
  });
});
