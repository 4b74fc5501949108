/**
 * Puts mutants into the copy of the host: those of StrykerJS, and the marks by which whole functions can be emptied or give
 * something else. All of a file live in one instrumented module, where each test switches on one of them.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import type { JestSession } from '../../io/jest/run/run-jest.js';
import { convertFlow } from '../../io/source/flow.js';
import { type MarkedFunction, type MarkedSource, markFunctions, openMarkers } from './mark-functions.js';

export interface Mutant {
  id: string;
  file: string;
  /** Zero-based line. */
  line: number;
  /** Whether it only empties a block, which may be the whole of a function. */
  isBlock: boolean;
}

export interface MutatedFiles {
  mutants: Map<string, Mutant>;
  /** The functions that can be emptied, by file. */
  functions: Map<string, MarkedFunction[]>;
  restore: () => Promise<void>;
}

/** Functions of one file at most; their numbers have to differ among files. */
const FUNCTIONS_OF_A_FILE = 100_000;

/** Each part of a deeply nested expression stands in the mutants of all around it, so that these grow with the square of its depth. */
const MOST_LEVELS = 300;

const silence = (): void => undefined;
const quietLogger = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace: silence,
  debug: silence,
  info: silence,
  warn: silence,
  error: silence,
  fatal: silence,
};

/** Instruments a file; null when its syntax is beyond the instrumenter. */
async function instrument(
  name: string,
  content: string,
): Promise<{ content: string; mutants: Omit<Mutant, 'file'>[] } | null> {
  try {
    const instrumenter = new Instrumenter(quietLogger);
    const options = { plugins: null, excludedMutations: [], ignorers: [] };
    const result = await instrumenter.instrument([{ name, content, mutate: true }], options);
    const [file] = result.files;
    if (!file) return null;
    const mutants = result.mutants.map(({ id, location, mutatorName }) => ({
      id,
      line: location.start.line,
      isBlock: mutatorName === 'BlockStatement',
    }));
    return { content: file.content, mutants };
  } catch {
    return null;
  }
}

interface MutatedFile {
  marked: MarkedSource;
  mutated: NonNullable<Awaited<ReturnType<typeof instrument>>>;
}

async function mutate(name: string, text: string, firstNumber: number): Promise<MutatedFile | null> {
  const marked = markFunctions(name, text, firstNumber);
  const mutated = marked.depth > MOST_LEVELS ? null : await instrument(name, marked.text);
  return mutated && { marked, mutated };
}

/** Where code is nested too deeply for small mutants, whole functions can still be emptied. */
function markAlone(name: string, text: string, firstNumber: number): MutatedFile | null {
  const marked = markFunctions(name, text, firstNumber);
  return marked.functions.length === 0 ? null : { marked, mutated: { content: marked.text, mutants: [] } };
}

/** Neither the compiler nor the instrumenter knows Flow, and mutants need no types. */
async function mutateFlow(name: string, text: string, firstNumber: number): Promise<MutatedFile | null> {
  const plain = /\.[cm]?jsx?$/.test(name) ? convertFlow(text, { keepsTypes: false }) : null;
  return plain === null ? null : mutate(name, plain, firstNumber);
}

/** Stryker numbers mutants from zero in each file; these ids are made unique among files. */
function renumber(content: string, prefix: string): string {
  return content
    .replace(/stryMutAct_9fa48\("(\d+)"\)/g, (_, id: string) => `stryMutAct_9fa48("${prefix}${id}")`)
    .replace(
      /stryCov_9fa48\(("\d+"(?:, "\d+")*)\)/g,
      (_, ids: string) => `stryCov_9fa48(${ids.replace(/"(\d+)"/g, `"${prefix}$1"`)})`,
    );
}

/**
 * Puts all mutants of the files into the copy of the host, switched off; ids are unique among the files.
 * @public also used by the benches
 */
export async function mutateFiles(session: JestSession, files: readonly string[]): Promise<MutatedFiles> {
  const mutants = new Map<string, Mutant>();
  const functions = new Map<string, MarkedFunction[]>();
  const originals = new Map<string, string>();
  for (const [index, file] of files.entries()) {
    const absolute = path.join(session.box.root, file);
    const text = await readFile(absolute, 'utf8');
    const first = index * FUNCTIONS_OF_A_FILE;
    const read =
      (await mutate(absolute, text, first)) ??
      (await mutateFlow(absolute, text, first)) ??
      markAlone(absolute, text, first);
    if (!read) continue;
    const { marked, mutated } = read;
    originals.set(absolute, text);
    functions.set(file, marked.functions);
    for (const mutant of mutated.mutants)
      mutants.set(`${index}_${mutant.id}`, { ...mutant, id: `${index}_${mutant.id}`, file });
    await writeFile(absolute, openMarkers(renumber(mutated.content, `${index}_`)));
  }
  const restore = async (): Promise<void> => {
    for (const [file, text] of originals) await writeFile(file, text);
    session.warm?.noteSourceChange();
  };
  session.warm?.noteSourceChange();
  return { mutants, functions, restore };
}
