/** One test's worth of action, in printable form: calls, the files that they find, and stand-ins for what reaches outside. */
import type { Expression } from './expression.js';

export interface Step {
  /** Null for the call of a plain function. */
  member: string | null;
  kind: 'call' | 'get' | 'set' | 'construct';
  args: Expression[];
  /**
   * Taken on what the step before it gave (`result`), or on what the steps before the first such step gave, which is held in
   * a variable (`held`), in place of the unit or its instance; then a null member calls that.
   */
  on?: 'result' | 'held';
  /** The function that is called so, by its index in the unit's list of made functions; absent where nothing is known of it. */
  takes?: number;
  /** It gives a promise that is waited for before the next step, where steps act on what is held. */
  isAwaited?: true;
}

/** One test's worth of action: make the object if there is one, take the steps, look at the last. */
export interface Case {
  /** Arguments of the constructor, or null when the unit is not a class. */
  construct: Expression[] | null;
  steps: Step[];
  /** The files in the test's own temp folder at the start; absent when the case needs no such folder. */
  files?: ScratchFile[];
  /** The stand-ins for functions that reach outside; absent when the case calls none. */
  standIns?: StandIn[];
}

/** A function of Node's that reaches outside, replaced for one case. */
export interface StandIn {
  /** Node's module without `node:`, or null for a global. */
  module: string | null;
  member: string;
  answer: Answer;
}

/** The behaviour of a stand-in when it is called. */
export type Answer =
  | { kind: 'returns'; value: Expression }
  | { kind: 'throws'; message: string }
  /** The last argument, a function, is called with these. */
  | { kind: 'calls-back'; values: Expression[] }
  /** A promise of a `Response`. */
  | { kind: 'fetched'; status: number; body: string }
  | { kind: 'rejects'; message: string }
  /** A client request that gets this response. */
  | { kind: 'responds'; status: number; body: string }
  /** A client request that fails. */
  | { kind: 'disconnects'; message: string }
  /** A child process that writes this and ends. */
  | { kind: 'exits'; code: number; output: string; errors: string };

/** A file or folder below the test's temp folder. */
export interface ScratchFile {
  /** Relative, with forward slashes. */
  path: string;
  /** Null for a folder. */
  content: string | null;
}
