/** The plan by which one file is explored: its units with their budgets, and what they may be given. */
import type { Access, MadeFunction, Parameter, Target, TargetId } from '../../../domain/target.js';
import type { Producer } from '../../../domain/type-shape.js';
import type { Case, Step } from './case.js';
import type { Expression } from './expression.js';
import type { ClassLaw, Law } from './law.js';
import type { Technique } from './techniques.js';

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
  /** The functions that its calls may give, as far as they take something. */
  made?: MadeFunction[];
  /** Public members that can be read without arguments, to look at an instance. */
  queries: { member: string; isCall: boolean }[];
  strings: string[];
  numbers: number[];
  properties: string[];
  /** Regular expressions of the code. */
  formats?: { source: string; flags: string }[];
  /** Texts that people gave to any function of the file. */
  kin?: string[];
  /** Texts of these formats that comments show. */
  samples?: string[];
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
export interface RuntimeExportsPlan {
  /** Whether the exports are still to be looked through. */
  isOpen: boolean;
  /** Host-relative path of the explored file. */
  file: string;
  /** All targets of the file: what is found is one of them, or stands in one. */
  targets: (Pick<
    Target,
    'id' | 'name' | 'kind' | 'range' | 'params' | 'constructorParams' | 'isAsync' | 'isHidden'
  > &
    Pick<Unit, 'maxWork'>)[];
  /** The functions that their code makes. */
  made: MadeFunction[];
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

export type ExportTarget = RuntimeExportsPlan['targets'][number];

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
  runtimeExports: RuntimeExportsPlan;
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
  /** Milliseconds that exploring the file may take by the clock, also where others use the processor; null without a limit. */
  wallMs: number | null;
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
