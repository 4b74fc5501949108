/** The request to the model author for one target, and its result. */
import type { Candidate, ImportNeed } from '../../domain/candidate.js';
import type { Finding } from '../../domain/finding.js';
import type { ModuleSystem } from '../../domain/host.js';
import type { Target } from '../../domain/target.js';
import type { CallOutcome } from './server/chat.js';

/** One target with everything that the prompt contains about it. */
export interface ModelRequest {
  target: Target;
  /** The whole text of the target's file. */
  source: string;
  /** Uncovered lines and branches in words, as `describeGap` writes them. */
  uncovered: readonly string[];
  /**
   * How this host's test imports the target: the line as it will be written, what it stands for, and the expression
   * that leads from the import to the function, class or object.
   */
  access: { line: string; need: ImportNeed; callee: string };
  /** Host-relative path of the test file that the tests go to. */
  testFile: string;
  /** Host-relative paths of the host's files, for imports of the model's own choosing. */
  hostFiles: ReadonlySet<string>;
  /** Declarations of other files that the target uses, with the specifier as seen from the test file. */
  related: readonly { file: string; specifier: string; text: string }[];
  /** Packages that the host names, which tests may import. */
  packages: readonly string[];
  style: {
    jestVersion: string;
    moduleSystem: ModuleSystem;
    /** Whether the test file is TypeScript. */
    typescript: boolean;
    /** How the test file imports. */
    imports: 'esm' | 'typescript' | 'require';
    esModuleInterop: boolean;
    testFunction: 'test' | 'it';
    hasFastCheck: boolean;
  };
  /** Text of a test file that people of the host wrote. */
  exampleTest?: string;
  /** Bodies of tests of the target that exist: they show how it is called and what it answers. */
  observations?: readonly string[];
  /** Titles that the target's group has already. */
  takenTitles?: readonly string[];
}

export interface Proposal {
  outcome: CallOutcome;
  candidates: Candidate[];
  findings: Finding[];
  /** Why there is nothing, or less than asked for, in words for the user. */
  problem?: string;
}
