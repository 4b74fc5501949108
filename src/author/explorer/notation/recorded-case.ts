/** A case with what it did when it was run. */
import type { TargetId } from '../../../domain/target.js';
import type { Case } from './case.js';
import type { Expression } from './expression.js';

export type Outcome =
  | { kind: 'returns'; value: Expression }
  | { kind: 'resolves'; value: Expression }
  /** An iterator, or a stream that is read to its end; the value is the array of what it yields. */
  | { kind: 'yields'; value: Expression; isAsync?: true }
  /** The instance itself, as fluent interfaces do. */
  | { kind: 'returns-this' }
  /** `isLazy`: thrown while the iterator that the call returned was read. */
  | { kind: 'throws' | 'rejects'; name: string; message: string; isNative: boolean; isLazy?: true }
  /** No assertion can state the value. */
  | { kind: 'opaque'; what: string };

/** Something else that the last step changed, with the expression that reads it. */
export interface Observation {
  of:
    /** A public property of the instance. */
    | { kind: 'property'; name: string }
    /** A getter or a method without parameters, called after the last step. */
    /** `args`: it was asked for something. */
    | { kind: 'query'; member: string; isCall: boolean; args?: Expression[] }
    /** Argument number `index` of the last step, as it is afterwards. */
    | { kind: 'argument'; index: number }
    /** The calls that a function argument received; each value is the array of its arguments. */
    | { kind: 'calls'; index: number }
    /** The calls that one of the functions received that were handed over earlier, by its place among them. */
    | { kind: 'heard'; at: number }
    /**
     * A file below the test's temp folder, or the folder itself when the path is empty, as it is afterwards; the value
     * is its text, or whether there is one.
     */
    | { kind: 'file'; path: string }
    /** The calls that stand-in number `index` received. */
    | { kind: 'stand-in'; index: number };
  value: Expression;
}

export interface Pins {
  clock: boolean;
  random: boolean;
  /** The times of the files in the test's temp folder. */
  fileTimes?: boolean;
}

export interface RecordedCase {
  unit: string;
  /** The target that the last step calls. */
  target: TargetId;
  case: Case;
  outcome: Outcome;
  observations: Observation[];
  /** Counters of the explored file that made the case worth keeping: `b3.0`. */
  owns: string[];
  /** The pins that make the outcome stable. */
  pins: Pins;
  /** Stand-ins have to be in place before the module is loaded. */
  standsInEarly?: true;
  /** The callback argument that is waited for, when the last step answers through it. */
  awaitsCallback: number | null;
}
