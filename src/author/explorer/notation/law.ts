/** Laws that functions and classes may keep for every input. */
import type { Access, TargetId } from '../../../domain/target.js';
import type { TypeShape } from '../../../domain/type-shape.js';
import type { Expression } from './expression.js';

export type Law =
  | 'idempotent'
  | 'round-trip'
  /** Applied twice it gives back what it was given. */
  | 'involutive'
  | 'permutation'
  | 'ordered'
  /** No element comes twice. */
  | 'distinct'
  | 'commutative'
  | 'antisymmetric'
  | 'transitive'
  /** The result lies between the second and the third argument. */
  | 'bounded'
  /** The parts together are what was taken apart. */
  | 'whole'
  /** The partner accepts the function's result. */
  | 'accepted'
  /** The shares add up to the amount that was shared out. */
  | 'conserves'
  /** The negative of a value gives the negative of the result. */
  | 'odd'
  /** A larger value gives no smaller result. */
  | 'monotone';

/** How wide the inputs of a law are drawn: any value of the type, or such as everybody would call plain. */
export type LawDomain = 'any' | 'plain';

/** A law that held for every input tried. */
export interface HeldLaw {
  unit: string;
  target: TargetId;
  law: Law;
  /** For a round trip, the access of the inverse. */
  partner: { access: Access; target: TargetId } | null;
  /** Inputs that were tried and outputs that differed among them. */
  tried: number;
  distinct: number;
  domain: LawDomain;
}

/** A law that a name suggests, with plain input for which it does not hold. */
export interface BrokenLaw {
  target: TargetId;
  law: Law;
  partner: HeldLaw['partner'];
  inputs: Expression[];
  /** The result for that input, or null when it is unknown. */
  output: Expression | null;
}

/** A law that holds for every instance of a class, in any state. */
export interface ClassLaw {
  law:
    /** A value stored under a key is read from it. */
    | 'recalls'
    /** An added value is in there. */
    | 'contains'
    /** A removed value is not. */
    | 'forgets'
    /** The value pushed last is popped first. */
    | 'last-in'
    /** Nothing is counted after clearing. */
    | 'empties';
  /** The member that the law speaks of. */
  target: TargetId;
  member: string;
  construct: (string | number)[];
  /** The member that puts something in, and what it is given. */
  write: string;
  inputs: TypeShape[];
  /** The member that takes something out again. */
  remove: string | null;
  read: { member: string; isCall: boolean };
}
