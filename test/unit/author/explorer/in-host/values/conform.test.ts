/** How far an input is from the declared types: tests keep to them where they can. */
import type { Expression } from '../../../../../../src/author/explorer/notation/expression.js';
import type { Unit } from '../../../../../../src/author/explorer/notation/plan.js';
import type { Access, Parameter } from '../../../../../../src/domain/target.js';
import type { TypeShape } from '../../../../../../src/domain/type-shape.js';
import { param, unitOf } from '../../support.js';
import {
  violations,
  caseViolations,
  isWellMeant,
} from '../../../../../../src/author/explorer/in-host/values/conform.cjs';
import { registerProducers } from '../../../../../../src/author/explorer/in-host/values/registry.cjs';

const lit = (v: string | number | boolean | null): Expression => ({ k: 'lit', v });
const arr = (...items: Expression[]): Expression => ({ k: 'arr', items });
const obj = (...props: [string, Expression][]): Expression => ({ k: 'obj', props });
const undef: Expression = { k: 'undef' };
const nan: Expression = { k: 'num', v: 'NaN' };
const access = (name: string): Access => ({ module: 'a.ts', export: { kind: 'named', name }, members: [] });

const string: TypeShape = { kind: 'string' };
const number: TypeShape = { kind: 'number' };
const unknown: TypeShape = { kind: 'unknown' };
const userId: TypeShape = { kind: 'string', brand: access('UserId') };
const on: TypeShape = { kind: 'literal', value: 'on' };
const weak: TypeShape = {
  kind: 'object',
  properties: [{ name: 'loose', type: { kind: 'boolean' }, optional: true }],
};
const made: Expression = { k: 'construct', access: access('Cart'), args: [] };
const red: TypeShape = { kind: 'literal', value: 1, access: access('Red') };
const money: TypeShape = {
  kind: 'object',
  properties: [
    { name: 'cents', type: number, optional: false },
    { name: 'currency', type: string, optional: true },
  ],
};
const builtin = (name: string, ...args: TypeShape[]): TypeShape => ({ kind: 'builtin', name, args });
const pair: TypeShape = { kind: 'tuple', of: [string, number] };

test.each<[string, TypeShape, Expression, number]>([
  ['anything is unknown', unknown, nan, 0],
  ['a string', string, lit('a'), 0],
  ['a number for a string', string, lit(1), 1],
  ['null for a string', string, lit(null), 1],
  ['nothing for a string', string, undef, 1],
  ['NaN is a number', number, nan, 0],
  ['NaN for a string', string, nan, 1],
  ['a boolean', { kind: 'boolean' }, lit(false), 0],
  ['a text for a boolean', { kind: 'boolean' }, lit('false'), 1],
  ['a big integer', { kind: 'bigint' }, { k: 'big', v: '1' }, 0],
  ['a plain text for a branded one', userId, lit('u1'), 1],
  ['a cast text for a branded one', userId, { k: 'lit', v: 'u1', brand: access('UserId') }, 0],
  ['the literal', on, lit('on'), 0],
  ['another literal', on, lit('off'), 1],
  ['the bare value of an enum member', red, lit(1), 1],
  ['the enum member', red, { k: 'lit', v: 1, access: access('Red') }, 0],
  ['one of a union', { kind: 'union', of: [on, number] }, lit(3), 0],
  ['none of a union', { kind: 'union', of: [on, number] }, lit('off'), 1],
  ['the nearest of a union', { kind: 'union', of: [money, pair] }, obj(['cents', lit('1')]), 1],
  ['each wrong item', { kind: 'array', of: string }, arr(lit('a'), lit(1), undef), 2],
  ['a text for an array', { kind: 'array', of: string }, lit('a'), 1],
  ['a tuple', pair, arr(lit('a'), lit(1)), 0],
  ['a short tuple', pair, arr(lit('a')), 1],
  ['a long tuple', pair, arr(lit('a'), lit(1), lit(2)), 1],
  ['the rest of a tuple', { ...pair, rest: number }, arr(lit('a'), lit(1), lit(2), lit('b')), 1],
  ['an object', money, obj(['cents', lit(1)]), 0],
  ['an optional property', money, obj(['cents', lit(1)], ['currency', lit('EUR')]), 0],
  ['an optional property that is undefined', money, obj(['cents', lit(1)], ['currency', undef]), 0],
  ['a missing and a wrong property', money, obj(['currency', lit(2)]), 2],
  ['a property that nobody declared', money, obj(['cents', lit(1)], ['sense', lit(1)]), 1],
  ['a list for an object', money, arr(), 1],
  ['any property of an open object', { kind: 'object', properties: [] }, obj(['a', lit(1)]), 0],
  [
    'values under an index',
    { kind: 'object', properties: [], index: number },
    obj(['a', lit(1)], ['b', lit('2')]),
    1,
  ],
  [
    'what a function returns',
    { kind: 'function', params: [], returns: number },
    { k: 'fn', returns: lit('a') },
    1,
  ],
  [
    'a function without a known result',
    { kind: 'function', params: [], returns: unknown },
    { k: 'fn', returns: undef },
    0,
  ],
  ['an instance where nothing is asked of an object', weak, made, 0],
  ['an instance for an object with a property', money, made, 1],
  ['a text for a function', { kind: 'function', params: [], returns: unknown }, lit('a'), 1],
  ['a date', builtin('Date'), { k: 'date', ms: 0 }, 0],
  ['a date for a pattern', builtin('RegExp'), { k: 'date', ms: 0 }, 1],
  [
    'the keys and values of a map',
    builtin('Map', string, number),
    { k: 'map', entries: [[lit(1), lit('a')]] },
    2,
  ],
  ['a list where anything iterable will do', builtin('Iterable', number), arr(lit(1), lit('2')), 1],
  ['what a promise holds', builtin('Promise', number), { k: 'promise', value: lit('1') }, 1],
  ['a special error for an error', builtin('Error'), { k: 'builtin', name: 'TypeError', args: [] }, 0],
  ['bytes for an address', builtin('URL'), { k: 'builtin', name: 'Buffer', args: [] }, 1],
])('%s', (_, shape, expression, count) => {
  expect(violations(expression, shape)).toBe(count);
});

const unitWith = (params: Parameter[], constructorParams: Parameter[] = []): Unit =>
  unitOf({
    id: 'a.ts#Cart',
    access: access('Cart'),
    isClass: true,
    constructorParams,
    members: [{ target: 'a.ts#Cart.add', name: 'add', kind: 'call', params, isAsync: false }],
  });

describe('of a call', () => {
  const params = [param('name', string), param('count', number, { optional: true })];
  const rest = [param('numbers', { kind: 'array', of: number }, { rest: true })];
  test.each<[string, Parameter[], Expression[], number]>([
    ['without the optional argument', params, [lit('pen')], 0],
    ['with undefined for the optional argument', params, [lit('pen'), undef], 0],
    ['without a required argument', params, [], 1],
    ['with one argument too many', params, [lit('pen'), lit(1), lit(2)], 1],
    ['with rest arguments', rest, [lit(1), lit(2), lit('3')], 1],
    ['without rest arguments', rest, [], 0],
  ])('%s', (_, declared, args, count) => {
    const scenario = { construct: [], steps: [{ member: 'add', kind: 'call' as const, args }] };
    expect(caseViolations(scenario, unitWith(declared))).toBe(count);
  });

  test('the constructor and every step count', () => {
    const step = { member: 'add', kind: 'call' as const, args: [lit(1)] };
    const scenario = { construct: [lit('EUR')], steps: [step, step] };
    expect(caseViolations(scenario, unitWith(params, [param('limit', number)]))).toBe(3);
  });

  test.each<[string, Parameter[], Expression[], boolean]>([
    ['known types that are kept', params, [lit('pen')], true],
    ['a wrong type', params, [lit(1)], false],
    ['an argument of which nothing is known', [param('input', unknown)], [obj()], false],
    ['nothing given at all', [], [], true],
  ])("an error of the engine is the code's own doing with %s", (_, declared, args, expected) => {
    const step = { member: 'add', kind: 'call' as const, args };
    expect(isWellMeant({ construct: [], steps: [step] }, unitWith(declared))).toBe(expected);
    const onResult = { construct: [], steps: [{ ...step, on: 'result' as const }] };
    expect(isWellMeant(onResult, unitWith(declared))).toBe(args.length === 0);
  });
});

test('what the host gives is of the types that the analysis found it to be of, with arguments of their types', () => {
  const given = { access: access('make'), isCall: true };
  const token: TypeShape = { kind: 'object', properties: [], isOpaque: true, givenBy: [given] };
  registerProducers([{ ...given, params: [param('length', number)] }]);
  const call = (...args: Expression[]): Expression => ({ k: 'call', access: access('make'), args });
  expect(violations(call(lit(1)), token)).toBe(0);
  expect(violations(call(lit('a')), token)).toBe(1);
  expect(violations({ k: 'ref', access: access('make') }, token)).toBe(1);
  expect(violations(call(lit(1)), { kind: 'union', of: [string, token] })).toBe(0);
  expect(violations({ k: 'method', of: call(lit(1)), member: 'next', args: [] }, token)).toBe(0);
  expect(violations(call(lit(1)), string)).toBe(1);
});
