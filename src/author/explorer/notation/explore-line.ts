/** The lines that the process that explores writes down. */
import type { Case } from './case.js';
import type { BrokenLaw, ClassLaw, HeldLaw } from './law.js';
import type { BrokenProperty, LawProperty } from './property.js';
import type { Unit } from './plan.js';
import type { RecordedCase } from './recorded-case.js';

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
  | { type: 'runtime-exports-end' }
  | { type: 'loaded'; branches: Record<string, BranchPlace>; sourceMap: unknown }
  | { type: 'load-failed'; message: string }
  | { type: 'case'; recorded: RecordedCase; args: ArgumentCount }
  | { type: 'law'; held: HeldLaw }
  | { type: 'broken-law'; broken: BrokenLaw }
  | { type: 'property'; unit: string; property: LawProperty }
  | { type: 'broken-property'; broken: BrokenProperty }
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
      /** Whether the clock ended it. */
      isCut: boolean;
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
