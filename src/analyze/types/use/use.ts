/** A use of a value, as far as it says something about the value's type. */
import type { ts } from 'ts-morph';
import type { TypeShape } from '../../../domain/type-shape.js';

export type Use =
  /** A guard asks whether the value is of a type, so it may be of another. */
  | { kind: 'is'; shape: TypeShape; isGuard?: true }
  /** Made one of that type, so it may be of any; a name says more. */
  | { kind: 'converted'; shape: TypeShape }
  /** Something with a length: text or a list; `element` is what one of its elements is used as. */
  | { kind: 'sequence'; element?: TypeShape }
  /** A list, each element of which is given to a function as its argument. */
  | { kind: 'list'; callback: ts.Expression; index: number }
  /** Each element is bound to that name in a statement. */
  | { kind: 'each'; name: string; statement: ts.Statement }
  /** Looked for in a list or set. */
  | { kind: 'listed'; list: ts.Expression }
  /** Asked whether it is an instance of that class. */
  | { kind: 'instance'; owner: ts.Expression }
  /** Only asked whether it is truthy. */
  | { kind: 'condition' }
  | { kind: 'property'; name: string; node: ts.Expression }
  | { kind: 'called'; call: ts.CallExpression | ts.NewExpression }
  /** Kept in a field of the object, whose other methods go on with it. */
  | { kind: 'kept'; field: ts.PropertyAccessExpression }
  | { kind: 'destructured'; names: { name: string; local: string }[] }
  /** Handed to a function as its argument; `isSum`: as a part of a sum or of a text. */
  | { kind: 'argument'; call: ts.CallExpression | ts.NewExpression; index: number; isSum?: true };

export const unknown: TypeShape = { kind: 'unknown' };
export const list: TypeShape = { kind: 'array', of: unknown };
export const is = (kind: 'string' | 'number' | 'boolean' | 'bigint' | 'symbol' | 'undefined'): Use => ({
  kind: 'is',
  shape: { kind },
});
export const builtin = (name: string): Use => ({ kind: 'is', shape: { kind: 'builtin', name, args: [] } });

/** The type is asked for, so the value may be of another. */
export const asGuard = (use: Use | null): Use | null =>
  use?.kind === 'is' ? { ...use, isGuard: true } : use;
