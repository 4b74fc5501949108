/** The facts that a conversation with the model is about: a file, and the targets in it that are asked about. */
import type { Candidate, ImportNeed } from '../../domain/candidate.js';
import type { ModuleSystem } from '../../domain/host.js';
import type { Target } from '../../domain/target.js';
import type { Verdict } from '../../domain/verdict.js';
import type { TestStyle } from '../../test-file/test-path.js';

/** One file; the same for every question about it. */
export interface FileBrief {
  /** Host-relative path of the source file. */
  file: string;
  /** The whole text of the file. */
  source: string;
  /** The source as the model is to see it, from `excerptSource`. */
  shown: string;
  /** Host-relative path of the test file that the tests go to. */
  testFile: string;
  /** Host-relative paths of the host's files, for imports of the model's own choosing. */
  hostFiles: Pick<ReadonlySet<string>, 'has'>;
  /** Declarations of other files that the targets use, with the specifier as seen from the test file. */
  related: readonly { file: string; specifier: string; text: string }[];
  /** Packages that the host names, which tests may import. */
  packages: readonly string[];
  style: {
    jestVersion: string;
    moduleSystem: ModuleSystem;
    /** Whether the test file is TypeScript. */
    typescript: boolean;
    /** How the test file imports. */
    imports: TestStyle;
    esModuleInterop: boolean;
    testFunction: 'test' | 'it';
    hasFastCheck: boolean;
  };
  /** Text of a test file that people of the host wrote. */
  exampleTest?: string;
  /** Passages of the README that speak of the targets. */
  docs: readonly string[];
}

/** One target that a question is about. */
export interface TargetBrief {
  target: Target;
  /**
   * How this host's test imports the target: the line as it will be written, what it stands for, and the expression
   * that leads from the import to the function, class or object.
   */
  access: { line: string; need: ImportNeed; callee: string };
  /** Uncovered lines and branches in words, as `describeGap` writes them; empty where only the intention is asked for. */
  uncovered: readonly string[];
  /** Bodies of tests of the target that exist: they show how it is called and what it answers. */
  observations: readonly string[];
  /** Titles that the target's group has already. */
  takenTitles: readonly string[];
}

/** Everything about one target, for reading what the model wrote. */
export type ModelRequest = FileBrief & TargetBrief;

/** A rejected candidate, as it goes back to the model. */
export interface FailedTest {
  candidate: Candidate;
  verdict: Extract<Verdict, { status: 'rejected' }>;
}
