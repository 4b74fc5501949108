/** Which arguments and declared types are found for JavaScript outside of the function itself. */
import type { Literal } from '../../../../src/domain/type-shape.js';
import { analyze, describeAccess, describeParams, removeHosts, targetOf } from '../temp-host.js';

afterAll(removeHosts);

/** Argument lists as plain values. */
function plain(examples: Literal[][] | undefined): unknown[][] {
  const value = (literal: Literal): unknown => {
    switch (literal.k) {
      case 'lit':
      case 'num':
      case 'big':
        return literal.v;
      case 'undef':
        return undefined;
      case 'regex':
        return `/${literal.source}/${literal.flags}`;
      case 'date':
        return `date ${literal.ms}`;
      case 'arr':
        return literal.items.map(value);
      case 'obj':
        return Object.fromEntries(literal.props.map(([key, item]) => [key, value(item)]));
    }
  };
  return (examples ?? []).map((args) => args.map(value));
}

test('arguments come from doc comments, the README, tests and callers, without what is not written down', async () => {
  const found = await analyze({
    'package.json': '{"name": "span", "main": "index.js"}',
    'index.js': [
      '/**',
      ' * @example',
      " * add('1h', { deep: [1, -2] }) // => 3",
      ' */',
      'exports.add = function add(text, options) { return text; };',
      "exports.day = () => exports.add('1d', started);",
      "exports.week = () => add('7d');",
      'class Clock { constructor(at) { this.at = at; } }',
      'exports.Clock = Clock;',
    ].join('\n'),
    'README.md':
      "Text with add('no code').\n\n```js\nconst { add } = require('span');\nadd('2h', /x/g);\n```\n",
    'test/index.test.js': [
      "const soon = '3h';",
      'const later = {};',
      "test('adds', () => { add(soon); add(later); add(`x${y}`); new Clock(new Date('2024-01-01')); });",
    ].join('\n'),
  });
  expect(plain(targetOf(found, 'index.js#add').examples)).toEqual([
    ['1h', { deep: [1, -2] }],
    ['2h', '/x/g'],
    ['3h'],
    ['7d'],
  ]);
  expect(plain(targetOf(found, 'index.js#Clock.constructor').examples)).toEqual([['date 1704067200000']]);
});

test('declarations beside a file give the types of its functions, methods and overloads', async () => {
  const found = await analyze({
    'lib/text.js': [
      'exports.pad = function (value, options) { return value; };',
      'exports.sum = function (a, b) { return a; };',
      'exports.join = function () { return [].join.call(arguments); };',
      'class Box { constructor(size) { this.size = size; } fill(what) { return what; } }',
      'exports.Box = Box;',
      'exports.open = function (box) { return box; };',
    ].join('\n'),
    'lib/text.d.ts': [
      'export interface PadOptions { side?: "left" | "right"; width: number }',
      'export function pad(value: string, options: PadOptions): string;',
      'export function sum(a: number, b: number): number;',
      'export function sum(a: number[]): number;',
      'export function join(...parts: string[]): string;',
      'export class Box { constructor(size: number); fill(what: Map<string, boolean>): void }',
      'export function open(box: Box): void;',
    ].join('\n'),
  });
  const params = (name: string): string => describeParams(targetOf(found, `lib/text.js#${name}`));
  expect(params('pad')).toBe('value: string; options: {side?: "left" | "right", width: number}');
  expect(params('sum')).toBe('a: number | (number)[]; b?: number');
  expect(params('join')).toBe('...parts: (string)[]');
  expect(params('Box.constructor')).toBe('size: number');
  expect(params('Box.fill')).toBe('what: Map<string, boolean>');
  expect(params('open')).toBe('box: class Box(number)');
});

test("a package's types describe its main entry, as an interface that a function makes too", async () => {
  const found = await analyze({
    'package.json': '{"name": "tint", "main": "./cjs/tint.js", "types": "types.d.ts"}',
    'cjs/tint.js': [
      '(function (root, factory) {',
      "  if (typeof module === 'object') module.exports = factory(); else root.tint = factory();",
      '})(this, function () {',
      '  function tint(color) { if (!(this instanceof tint)) return new tint(color); this.color = color; }',
      '  tint.prototype.mix = function (other, part) { return other; };',
      '  return tint;',
      '});',
    ].join('\n'),
    'types.d.ts': [
      'declare namespace tint { interface Tint { mix(other: Tint, part?: number): Tint } }',
      'declare const tint: { new (color: string): tint.Tint; (color: string): tint.Tint };',
      'export = tint;',
    ].join('\n'),
  });
  expect(describeParams(targetOf(found, 'cjs/tint.js#tint'))).toBe('color: string');
  expect(describeParams(targetOf(found, 'cjs/tint.js#tint.mix'))).toBe(
    'other: class tint(string); part?: number',
  );
});

test('functions of a module that builds itself in a function it calls are reached', async () => {
  const inner = Array.from({ length: 8 }, (_, at) => `function f${at}(a) { return a + ${at}; }`);
  const found = await analyze({
    'kit.js': [
      ';(function () {',
      "  var freeModule = typeof module == 'object' && module && !module.nodeType && module;",
      '  function curry(fn) { return function (a) { return fn(a); }; }',
      `  var make = function make() { ${inner.join('\n')}`,
      '    function kit() {} kit.f0 = f0; kit.curried = curry(f1); return kit; };',
      '  var _ = make();',
      '  if (freeModule) { (freeModule.exports = _)._ = _; } else { this._ = _; }',
      '}.call(this));',
    ].join('\n'),
  });
  const access = (name: string): string | null => describeAccess(targetOf(found, `kit.js#${name}`));
  expect(access('f0')).toBe('kit.js <module>.f0');
  expect(access('f1')).toBe('kit.js <module>.curried');
  expect(access('f2')).toBeNull();
});

test('template literal types give texts, lists by number and length are lists, elements are typed by use', async () => {
  const found = await analyze({
    'a.ts': [
      'export function size(width: `${number}px`): number { return parseInt(width); }',
      'export function count(list: ArrayLike<boolean>): number { return list.length; }',
    ].join('\n'),
    'b.js': 'exports.luma = function (rgb) { return rgb[0] / 255 + rgb[1] * 2; };',
  });
  expect(describeParams(targetOf(found, 'a.ts#size'))).toBe('width: "1px" | "10px" | "2.5px"');
  expect(describeParams(targetOf(found, 'a.ts#count'))).toBe('list: (boolean)[]');
  expect(describeParams(targetOf(found, 'b.js#luma'))).toBe('rgb: (number)[]');
});

test('a package that is only built code is analysed where its main entry stands', async () => {
  const found = await analyze({
    'package.json': '{"name": "built", "main": "./dist/index.js"}',
    'dist/index.js': 'exports.go = () => 1;',
    'dist/index.mjs': 'export const go = () => 1;',
  });
  expect(found.files).toEqual(['dist/index.js']);
});
