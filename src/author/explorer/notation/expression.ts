/**
 * The explorer's printable form of values and calls. Inputs exist only in this form: the code inside the host's Jest
 * builds live values from it, and the printer turns the same form into source text.
 */
import type { TypeShape } from '../../../domain/type-shape.js';
import type { Access, Parameter, Target, TargetId } from '../../../domain/target.js';
import type { Producer } from '../../../domain/type-shape.js';
import type { Technique } from './techniques.js';

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
  /** `partial`, only in outcomes: the value has more members that cannot be printed. */
  | { k: 'obj'; props: [string, Expression][]; partial?: true }
  | { k: 'map'; entries: [Expression, Expression][] }
  | { k: 'set'; items: Expression[] }
  /** A function that returns always the same; its calls are recorded. */
  | { k: 'fn'; returns: Expression }
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

export type Outcome =
  | { kind: 'returns'; value: Expression }
  | { kind: 'resolves'; value: Expression }
  /** An iterator; the value is the array of what it yields. */
  | { kind: 'yields'; value: Expression }
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
    | { kind: 'query'; member: string; isCall: boolean }
    /** Argument number `index` of the last step, as it is afterwards. */
    | { kind: 'argument'; index: number }
    /** The calls that a function argument received; each value is the array of its arguments. */
    | { kind: 'calls'; index: number }
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

export interface UnitMember {
  target: TargetId;
  /** Null for the function itself. */
  name: string | null;
  kind: Step['kind'];
  params: Parameter[];
  isAsync: boolean;
  /** Argument lists that people gave it. */
  examples?: Expression[][];
}

/** The smallest part that is explored by itself: a function, or a class with its members. */
export interface Unit {
  id: string;
  /** It was made of what the loaded module exports, so that its functions may be none of the targets. */
  isFound?: true;
  /** It stands in another file, and is explored for what it does with what this one gives. */
  isConsumer?: true;
  access: Access;
  isClass: boolean;
  constructorParams: Parameter[];
  /** Argument lists that people gave to the constructor. */
  constructorExamples?: Expression[][];
  /** The target that the constructor is, if it is one. */
  constructorTarget: TargetId | null;
  members: UnitMember[];
  /** Public members that can be read without arguments, to look at an instance. */
  queries: { member: string; isCall: boolean }[];
  strings: string[];
  numbers: number[];
  properties: string[];
  /** Values that the host uses under a name, by the name in lower case, the best first. */
  words?: Record<string, (string | number)[]>;
  /** Lines of the source, from 1, that are the unit's own. */
  lines: { first: number; last: number }[];
  /** The unit's share in a budget that is common to many, by its size. */
  weight: number;
  /** Counted work after which the search ends; `budget.ts` says what is counted. */
  maxWork: number;
  /** CPU milliseconds after which the search ends in any case. */
  cpuMs: number;
  /** Laws that the name and shape of the function suggest. */
  laws: Law[];
  /** Texts that the second argument of a round trip is drawn from, as the host uses them under its name. */
  lawChoices?: string[];
  /** Laws that the members of the class suggest. */
  classLaws?: ClassLaw[];
  /** For a round trip, the function that may undo this one. */
  partner: { access: Access; target: TargetId } | null;
}

/** The data for making units of exports that are visible only after the module is loaded. */
export interface SurfacePlan {
  /** Whether the exports are still to be looked through. */
  isOpen: boolean;
  /** Host-relative path of the explored file. */
  file: string;
  /** All targets of the file: what is found is one of them, or stands in one. */
  targets: (Pick<Target, 'id' | 'name' | 'kind' | 'range' | 'params' | 'constructorParams' | 'isAsync'> &
    Pick<Unit, 'maxWork'>)[];
  /** The units that were planned from the source. */
  explored: Pick<Unit, 'id' | 'access' | 'isClass' | 'members'>[];
  strings: string[];
  numbers: number[];
  properties: string[];
  /** Counted work for all that is found; null where each may take what its size asks for. */
  maxWork: number | null;
  /** Ids of found units that are through, or that ended an earlier run. */
  skip: string[];
}

export type SurfaceTarget = SurfacePlan['targets'][number];

/** Something exported that is used as an argument, or gives one when it is called. */
export interface PlannedProducer extends Producer {
  params: Parameter[];
}

/** Where the tests of a file are type-checked, and how they import. */
export interface TypedPlace {
  /** Absolute path of the tsconfig. */
  tsconfig: string;
  /** Absolute path at which texts to be checked are imagined. */
  file: string;
  /** By host-relative module, how a test imports it. */
  specifiers: Record<string, string>;
  /** Whether `module.exports` as a whole is a default import. */
  importsWholeByDefault: boolean;
}

export interface ExplorePlan {
  seed: number;
  /** Absolute path of the explored file. */
  file: string;
  /** Whether types are checked, so that arguments have to conform to what is declared. */
  isTyped: boolean;
  /** Null where no compiler checks the tests. */
  typedPlace: TypedPlace | null;
  units: Unit[];
  surface: SurfacePlan;
  /** The host's own producers of arguments. */
  producers: PlannedProducer[];
  /** Host-relative modules that the units need. */
  modules: string[];
  /** Modules that only producers stand in; those that cannot be loaded are done without. */
  extraModules: string[];
  /** The copy of the host. */
  root: string;
  /** Counters of the file that are covered already. */
  covered: string[];
  /** Whether the search goes on to the end of its budget as long as code of its own is not reached. */
  isPatient: boolean;
  /** How often what was left over has been dealt out again. */
  round: number;
  /** By unit, inputs of an earlier round to go on from. */
  corpus: Record<string, Case[]>;
  /** Techniques that are switched off. */
  without: readonly Technique[];
  /** JSON lines of {@link ExploreLine}. */
  resultFile: string;
  /** Holds the case that runs at the moment. */
  currentFile: string;
}

/** How many arguments have a type, and how many of those conform to it. */
export interface ArgumentCount {
  /** Declared types: TypeScript, JSDoc, declaration files. */
  declared: number;
  conforming: number;
  /** Types that were only inferred from what the code does with the argument. */
  inferred: number;
  conformingToInferred: number;
}

export type ExploreLine =
  | { type: 'unit-start'; unit: string }
  /** A unit that was made of what the loaded module exports. */
  | { type: 'unit-found'; unit: Unit }
  /** The exports were looked through to the end. */
  | { type: 'surface-end' }
  | { type: 'loaded'; branches: Record<string, BranchPlace>; sourceMap: unknown }
  | { type: 'load-failed'; message: string }
  | { type: 'case'; recorded: RecordedCase; args: ArgumentCount }
  | { type: 'law'; held: HeldLaw }
  | { type: 'broken-law'; broken: BrokenLaw }
  | { type: 'class-law'; unit: string; law: ClassLaw }
  /** The rest of a patient search: the number of its own counters that it did not reach, and its corpus. */
  | { type: 'rest'; unit: string; open: number; corpus: Case[] }
  | {
      type: 'unit-end';
      unit: string;
      calls: number;
      work: number;
      /** CPU milliseconds of the search, without shrinking and recording. */
      cpuMs: number;
      /** The most memory that the process has held so far. */
      peakBytes: number;
      kept: number;
      pruned: number;
      guarded: string[];
    };

/** Where a branch stands in the instrumented source, in Istanbul's positions. */
export interface BranchPlace {
  type: string;
  line: number;
  column: number;
  paths: { start: { line?: number; column?: number }; end: { line?: number; column?: number } }[];
}
