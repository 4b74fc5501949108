/**
 * The explorer's printable form of values. Inputs exist only in this form: the code inside the host's Jest builds live values
 * from it, and the printer turns the same form into source text.
 */
import type { Access } from '../../../domain/target.js';
import type { TypeText } from '../../../domain/type-shape.js';

/** Stands in texts for the path of the test's own temp folder. */
export const folderMark = '\uE000';

export type Expression =
  /** `access`: printed as this member of an enum. `brand`: cast to this type. */
  | { k: 'lit'; v: string | number | boolean | null; access?: Access; brand?: Access }
  | { k: 'undef' }
  /** Numbers that JSON cannot hold. */
  | { k: 'num'; v: 'NaN' | 'Infinity' | '-Infinity' | '-0' }
  | { k: 'big'; v: string }
  | { k: 'symbol'; v: string }
  | { k: 'regex'; source: string; flags: string }
  /** Milliseconds since 1970; null is an invalid date. */
  | { k: 'date'; ms: number | null }
  | { k: 'arr'; items: Expression[] }
  /**
   * `cast`: it is a part of what this type asks for. `partial`, only in outcomes: the value has more members that cannot be
   * printed.
   */
  | { k: 'obj'; props: [string, Expression][]; cast?: TypeText; partial?: true }
  | { k: 'map'; entries: [Expression, Expression][] }
  | { k: 'set'; items: Expression[] }
  /**
   * A function that returns always the same, or does something with what it is given; its calls are recorded. Those of the same
   * `id` are one and the same function within a case.
   */
  | { k: 'fn'; returns: Expression; acts?: Act; id?: number }
  | { k: 'promise'; value: Expression }
  /** `new Name(…)` of a class of the language or platform. */
  | { k: 'builtin'; name: string; args: Expression[] }
  /** `new Class(…)` of a class of the host. */
  | { k: 'construct'; access: Access; args: Expression[] }
  /** Something that the host exports, as it is. */
  | { k: 'ref'; access: Access }
  /** The result of an exported function. */
  | { k: 'call'; access: Access; args: Expression[] }
  /** The result of a method of another expression's value. */
  | { k: 'method'; of: Expression; member: string; args: Expression[] }
  /** Only in outcomes: something of this type, as `expect.any(Type)` says it. */
  | { k: 'any'; type: string }
  /** Only in outcomes: an error with this message. */
  | { k: 'error'; name: string; message: string };

/** Something that a function does in place of returning always the same. */
export type Act =
  /**
   * It calls the function that it is given at this place, at once or when a timer fires. `settles`: it is given two, as the
   * executor of a promise is.
   */
  | { kind: 'calls'; at: number; args: Expression[]; isLater?: true; settles?: true }
  /** It throws an error, or gives a promise that is rejected with it. */
  | { kind: 'fails'; message: string; isAsync?: true }
  /** It gives back what it is given first, or a promise of it. */
  | { kind: 'gives-back'; isAsync?: true }
  /** It compares two numbers, the larger first: what it orders comes out other than by default. */
  | { kind: 'compares' };
