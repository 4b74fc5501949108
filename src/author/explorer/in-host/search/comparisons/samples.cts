/** Small values of each kind, as expressions, and plain live values as expressions. */
import type { Expression } from '../../../notation/expression.js';
import type { Scratch } from '../../values/scratch.cjs';

export const MAX_TEXT = 1200;

export const lit = (v: string | number | boolean | null): Expression => ({ k: 'lit', v });
export const undef: Expression = { k: 'undef' };
export const fn = (returns: Expression): Expression => ({ k: 'fn', returns });
export const emptyObject: Expression = { k: 'obj', props: [] };
const emptyArray: Expression = { k: 'arr', items: [] };

/** Values of each type that `typeof` names. */
export const samplesByType: Record<string, Expression[]> = {
  string: [lit('a'), lit('')],
  number: [lit(1), lit(0)],
  boolean: [lit(true), lit(false)],
  function: [fn(undef), fn(lit('a')), fn(emptyObject)],
  object: [emptyObject, emptyArray, lit(null), { k: 'date', ms: 0 }],
  undefined: [undef],
  symbol: [{ k: 'symbol', v: 'key' }],
  bigint: [{ k: 'big', v: '1' }],
};

/** The values tried for a property or value of unknown type. */
export const anything: Expression[] = [
  lit(true),
  lit('a'),
  lit(1),
  fn(undef),
  emptyObject,
  { k: 'arr', items: [lit('a')] },
  lit(false),
  fn(lit(true)),
  fn(lit('a')),
  lit(null),
  lit(0),
  lit(''),
  fn(emptyObject),
  { k: 'date', ms: 0 },
];

export const builtins: Record<string, Expression> = {
  Date: { k: 'date', ms: 0 },
  RegExp: { k: 'regex', source: 'a', flags: '' },
  Map: { k: 'map', entries: [[lit('a'), lit(1)]] },
  Set: { k: 'set', items: [lit('a')] },
  Promise: { k: 'promise', value: lit('a') },
  Array: emptyArray,
  Object: emptyObject,
  Function: fn(undef),
};
for (const name of ['Error', 'TypeError', 'RangeError', 'URL', 'Uint8Array', 'Buffer'])
  builtins[name] = {
    k: 'builtin',
    name,
    args: [name === 'URL' ? lit('https://example.com/') : name === 'Uint8Array' ? lit(2) : lit('a')],
  };

/** A value as an expression, when it is a plain one. */
export function expressionOf(value: unknown, scratch: Scratch): Expression | null {
  switch (typeof value) {
    case 'string':
      return value.length <= MAX_TEXT && !scratch.isRevealedIn(value) ? lit(value) : null;
    case 'boolean':
      return lit(value);
    case 'number':
      if (Number.isFinite(value)) return Object.is(value, -0) ? { k: 'num', v: '-0' } : lit(value);
      return { k: 'num', v: Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity' };
    case 'undefined':
      return undef;
    default:
      return value === null ? lit(null) : null;
  }
}
