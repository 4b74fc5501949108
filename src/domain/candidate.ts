/** One proposed test and where it came from. */
import type { TargetId } from './target.js';

export type AuthorName = 'explorer' | 'model';

export type ImportBinding =
  | { kind: 'named'; imported: string; local: string }
  | { kind: 'default'; local: string }
  /** `import * as local`, or a CommonJS module as a whole. */
  | { kind: 'namespace'; local: string };

/** Functions of a module that a test file replaces before anything is imported. */
export interface ModuleMock {
  /** A module of Node's without `node:`. */
  module: string;
  members: string[];
}

/** Something that a test file must import for a candidate. */
export interface ImportNeed {
  from: { kind: 'file'; path: string } | { kind: 'package'; name: string };
  binding: ImportBinding;
  /** Imported for its type only. */
  typeOnly?: boolean;
}

/** One call of a function and one assertion about it, as far as a table of such tests needs to know. */
export interface TestRow {
  callee: string;
  /** Names for the arguments in the table's function. */
  params: string[];
  /** Source texts of the arguments. */
  args: string[];
  outcome: 'returns' | 'throws';
  /** Source text of the value, or of the message. */
  expected: string;
  isPrimitive: boolean;
  /** The expected number is right to six digits. */
  isRounded?: true;
  /** Rows with equal keys fit into one table: the types of the columns where types are checked, else empty. */
  types: string;
  /**
   * The title with places for the arguments by number and the result: `parses {0} as {result}`, filled with what Jest's `%p`
   * shows; absent where the title says something else.
   */
  pattern?: string;
}

export interface Candidate {
  /** Unique within a run; stable for the same commit, config and seed. */
  id: string;
  target: TargetId;
  /** Host-relative source file whose test file it belongs to. */
  file: string;
  author: AuthorName;
  kind: 'unit' | 'property';
  /** Title of the enclosing `describe`, usually the target's name. */
  group: string;
  /** Title of the test: which behaviour it pins. Unique within its group. */
  title: string;
  /**
   * The body of the test callback as statements, one to a line, without outer indentation. What wraps it
   * (`test('title', async () => {…})`) is made by the composer, so that one style rules the file.
   */
  body: string;
  isAsync: boolean;
  imports: ImportNeed[];
  /** Modules to mock before the tested module is loaded; absent for most. */
  mocks?: ModuleMock[];
  /** The test that this one is a rewording of, by the model. */
  editOf?: Candidate['id'];
  /** Set when the test may stand as a row of a table with others of its shape. */
  row?: TestRow;
}

/** Those who had a part in a test: who proposed it, and the model where it was reworded. */
export const authorsOf = ({ author, editOf }: Pick<Candidate, 'author' | 'editOf'>): AuthorName[] =>
  editOf === undefined ? [author] : [author, 'model'];
