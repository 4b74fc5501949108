/** Small values of each kind, as expressions, and plain live values as expressions. */
import { literal } from '../../../notation/algebra.cjs';
import type { Expression } from '../../../notation/expression.js';
import type { Scratch } from '../../values/scratch.cjs';

export const MAX_TEXT = 1200;

export const undef: Expression = { k: 'undef' };
export const fn = (returns: Expression): Expression => ({ k: 'fn', returns });
export const emptyObject: Expression = { k: 'obj', props: [] };
const emptyArray: Expression = { k: 'arr', items: [] };

/** Values of each type that `typeof` names. */
export const samplesByType: Record<string, Expression[]> = {
  string: [literal('a'), literal('')],
  number: [literal(1), literal(0)],
  boolean: [literal(true), literal(false)],
  function: [fn(undef), fn(literal('a')), fn(emptyObject)],
  object: [emptyObject, emptyArray, literal(null), { k: 'date', ms: 0 }],
  undefined: [undef],
  symbol: [{ k: 'symbol', v: 'key' }],
  bigint: [{ k: 'big', v: '1' }],
};

/** The values tried for a property or value of unknown type. */
export const anything: Expression[] = [
  literal(true),
  literal('a'),
  literal(1),
  fn(undef),
  emptyObject,
  { k: 'arr', items: [literal('a')] },
  literal(false),
  fn(literal(true)),
  fn(literal('a')),
  literal(null),
  literal(0),
  literal(''),
  fn(emptyObject),
  { k: 'date', ms: 0 },
];

export const builtins: Record<string, Expression> = {
  Date: { k: 'date', ms: 0 },
  RegExp: { k: 'regex', source: 'a', flags: '' },
  Map: { k: 'map', entries: [[literal('a'), literal(1)]] },
  Set: { k: 'set', items: [literal('a')] },
  Promise: { k: 'promise', value: literal('a') },
  Array: emptyArray,
  Object: emptyObject,
  Function: fn(undef),
};
for (const name of ['Error', 'TypeError', 'RangeError', 'URL', 'Uint8Array', 'Buffer'])
  builtins[name] = {
    k: 'builtin',
    name,
    args: [
      name === 'URL' ? literal('https://example.com/') : name === 'Uint8Array' ? literal(2) : literal('a'),
    ],
  };

/** A value as an expression, when it is a plain one. */
export function expressionOf(value: unknown, scratch: Scratch): Expression | null {
  switch (typeof value) {
    case 'string':
      return value.length <= MAX_TEXT && !scratch.isRevealedIn(value) ? literal(value) : null;
    case 'boolean':
      return literal(value);
    case 'number':
      if (Number.isFinite(value)) return Object.is(value, -0) ? { k: 'num', v: '-0' } : literal(value);
      return { k: 'num', v: Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity' };
    case 'undefined':
      return undef;
    default:
      return value === null ? literal(null) : null;
  }
}
