/** Comparisons of the running code, as they were traced. */
import type { Expression } from '../../../notation/expression.js';

/** Two values that met, and how it came out. */
export interface Comparison {
  /** The place in the code. */
  site: string;
  kind: 'equal' | 'order' | 'length' | 'type' | 'instance' | 'truth' | 'key' | 'regex' | 'text';
  left: unknown;
  right: unknown;
  outcome: boolean;
}

/** A property that was looked for in vain on the object that this expression stands for. */
export interface Missing {
  holder: Expression;
  name: string;
  /** How many comparisons had been traced by then: what follows is probably about it. */
  at: number;
}

export interface TracedComparisons {
  comparisons: Comparison[];
  missing: Missing[];
  /** The expressions that live inputs were built from. */
  origins: WeakMap<object, Expression>;
}
