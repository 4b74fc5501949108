/** The units that Nightshift writes tests for, and how a test reaches each. */
import type { Access, Literal, Parameter, TypeShape } from './type-shape.js';

export type { Access, Parameter } from './type-shape.js';

/** `path#Qualified.name`, the path relative to the host's root with forward slashes. Stable across runs. */
export type TargetId = string;

export type TargetKind =
  | 'function'
  | 'constructor'
  | 'method'
  | 'static-method'
  | 'getter'
  | 'setter'
  | 'static-getter'
  | 'static-setter';

/** Istanbul's convention: lines from 1, columns from 0; the end is exclusive. */
export interface Position {
  line: number;
  column: number;
}

export interface SourceRange {
  start: Position;
  end: Position;
}

/** Literals and names mined from the target and from the code of its file that it calls. */
export interface Hints {
  strings: string[];
  numbers: number[];
  /** Sources and flags of regular expressions. */
  regexes: { source: string; flags: string }[];
  /** Property names that the code reads from values it is given. */
  properties: string[];
  /** Values that the host uses under the names of parameters and properties, by the name in lower case, the best first. */
  words?: Record<string, (string | number)[]>;
  /** Texts in comments that have a format which the code checks. */
  samples?: string[];
}

/** A function that is no target itself, in a target's code or in that of a module: a call or an export may give it to a test. */
export interface MadeFunction {
  /** Its own name; empty where it has none. */
  name: string;
  /** Where it begins, and its body. */
  start: Position;
  body: Position;
  params: Parameter[];
}

export interface Target {
  id: TargetId;
  /** Host-relative path of the source file. */
  file: string;
  /** `Parser.parse`, `parseDuration`, `default`. */
  name: string;
  kind: TargetKind;
  range: SourceRange;
  /** SHA-256 over the target's own text, hexadecimal. */
  hash: string;
  isAsync: boolean;
  isGenerator: boolean;
  /**
   * How a test calls it. For a method, accessor or constructor this reaches the class (or, for an object literal's
   * method, the object that holds it), and `member` names what to call on it. Null when nothing exported leads to it
   * directly; `reachedThrough` then names exported callers.
   */
  access: Access | null;
  /** Set where the language keeps a test from calling it, because it is private or protected. */
  isHidden?: true;
  /** The method or accessor to use on the instance or the class; null for functions and constructors. */
  member: string | null;
  params: Parameter[];
  /** Parameters of the constructor of the class that a method, accessor or constructor belongs to. */
  constructorParams: Parameter[];
  returns: TypeShape;
  /** The doc comment's text, or null. */
  doc: string | null;
  /** Ids of exported targets of the host that call this one, directly or through others. */
  reachedThrough: TargetId[];
  hints: Hints;
  /** The functions in its code that take something; the first target of a file has those in the module's own code, too. */
  makes?: MadeFunction[];
  /** Argument lists that doc comments, the README, tests or callers give it. */
  examples?: Literal[][];
  /** Node's modules that touch the world outside and that the target's file imports: `fs`, `child_process`, … */
  reachesOutside: string[];
}

/** A source file that cannot be analysed, with the reason in words for a person. */
export interface SkippedFile {
  file: string;
  reason: string;
}

export interface Analysis {
  targets: Target[];
  /** Host-relative paths of all source files that were looked at. */
  files: string[];
  skipped: SkippedFile[];
  /** For each file, the host files it imports, host-relative. */
  imports: Record<string, string[]>;
}

/** How the commit that is tested differs from the work tree, by host-relative path. */
export interface CommittedSources {
  /** Texts in place of those in the work tree. */
  texts: Readonly<Record<string, string>>;
  /** Files that only the work tree has. */
  uncommitted: readonly string[];
}
