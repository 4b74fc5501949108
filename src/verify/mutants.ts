/**
 * Mutation testing of the covered code: all mutants of a file live in one instrumented module, and each test switches on
 * one of those that it reaches, so that one run of Jest tries a mutant for every test. Mutants come from StrykerJS.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import type { SourceRange } from '../domain/target.js';
import type { JestRun } from '../io/jest/run/read-run.js';
import { type JestRequest, type JestSession, runTestFiles } from '../io/jest/run/run-jest.js';

export interface MutationSubject {
  /** Key of the test: host-relative test file, a line feed, its full name. */
  key: string;
  /** The target's file and range: mutants in there are tried first. */
  file: string;
  range: SourceRange | null;
}

export interface MutationOutcome {
  tried: number;
  killed: Set<string>;
}

export interface Mutant {
  id: string;
  file: string;
  /** Zero-based line. */
  line: number;
}

export interface MutationRequest {
  /** Host-relative source files to mutate. */
  files: readonly string[];
  testFiles: readonly string[];
  subjects: readonly MutationSubject[];
  maxRounds: number;
  run: Pick<
    JestRequest,
    'stallMs' | 'loadStallMs' | 'timeoutMs' | 'testTimeoutMs' | 'signal' | 'clockOffsetMs'
  >;
}

const ENOUGH_TRIED = 3;
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
    const mutants = result.mutants.map((mutant) => ({ id: mutant.id, line: mutant.location.start.line }));
    return { content: file.content, mutants };
  } catch {
    return null;
  }
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

export interface MutatedFiles {
  mutants: Map<string, Mutant>;
  restore: () => Promise<void>;
}

/**
 * Puts all mutants of the files into the copy of the host, switched off; ids are unique among the files.
 * @public also used by the benches
 */
export async function mutateFiles(session: JestSession, files: readonly string[]): Promise<MutatedFiles> {
  const mutants = new Map<string, Mutant>();
  const originals = new Map<string, string>();
  for (const [index, file] of files.entries()) {
    const absolute = path.join(session.box.root, file);
    const text = await readFile(absolute, 'utf8');
    const mutated = await instrument(absolute, text);
    if (!mutated) continue;
    originals.set(absolute, text);
    for (const { id, line } of mutated.mutants)
      mutants.set(`${index}_${id}`, { id: `${index}_${id}`, file, line });
    await writeFile(absolute, renumber(mutated.content, `${index}_`));
  }
  const restore = async (): Promise<void> => {
    for (const [file, text] of originals) await writeFile(file, text);
    session.warm?.noteSourceChange();
  };
  session.warm?.noteSourceChange();
  return { mutants, restore };
}

function runWith(
  session: JestSession,
  request: MutationRequest,
  more: Partial<JestRequest>,
): Promise<JestRun[]> {
  return runTestFiles(session, {
    testFiles: request.testFiles,
    coverage: 'none',
    perTest: false,
    guard: true,
    writable: false,
    ...request.run,
    ...more,
  });
}

const keyOf = (file: string, test: string): string => `${file}\n${test}`;
const fileOf = (key: string): string => key.slice(0, key.indexOf('\n'));

function passedKeys(runs: readonly JestRun[]): Set<string> {
  return new Set(
    runs
      .flatMap(({ files }) => files)
      .flatMap((file) =>
        file.tests.filter((test) => test.status === 'passed').map((test) => keyOf(file.path, test.fullName)),
      ),
  );
}

/** The mutants that a test reaches, those of its own target first, and spread over the code. */
function orderFor(
  subject: MutationSubject,
  reached: readonly string[],
  mutants: ReadonlyMap<string, Mutant>,
): string[] {
  const isOwn = (id: string): boolean => {
    const mutant = mutants.get(id);
    if (mutant?.file !== subject.file) return false;
    const line = mutant.line + 1;
    return subject.range === null || (line >= subject.range.start.line && line <= subject.range.end.line);
  };
  const own = reached.filter(isOwn);
  const other = reached.filter((id) => !isOwn(id));
  return [...spread(own), ...spread(other)];
}

/** The same items so that any beginning of the list samples all of it: first, last, middle, quarters … */
function spread(items: readonly string[]): string[] {
  const order: string[] = [];
  const seen = new Set<number>();
  for (let parts = 1; order.length < items.length; parts *= 2) {
    for (let part = 0; part <= parts; part++) {
      const index = Math.min(items.length - 1, Math.floor((part * items.length) / parts));
      if (seen.has(index)) continue;
      seen.add(index);
      order.push(items[index] ?? '');
    }
  }
  return order;
}

/**
 * Tries mutants on every subject, at least three each where so many are reached, until each has killed one or the rounds
 * are spent. A subject that is missing from the result could not be run on the instrumented code.
 */
export async function tryMutants(
  session: JestSession,
  request: MutationRequest,
): Promise<Map<string, MutationOutcome>> {
  const outcomes = new Map<string, MutationOutcome>();
  if (request.subjects.length === 0) return outcomes;
  const { mutants, restore } = await mutateFiles(session, request.files);
  try {
    const queues = await queueMutants(session, request, mutants);
    for (const key of queues.keys()) outcomes.set(key, { tried: 0, killed: new Set() });
    for (let round = 0; round < request.maxRounds; round++) {
      const active = nextActive(queues, outcomes);
      if (active.size === 0) break;
      // Mutants that a broken round did not reach are tried in the next.
      for (const [key, mutant] of await playRound(session, request, active, outcomes))
        queues.get(key)?.unshift(mutant);
    }
    return outcomes;
  } finally {
    await restore();
  }
}

/**
 * Finds the mutants that each test reaches, by a run of the instrumented code with no mutant active. @public also
 * used by the benches
 */
export async function queueMutants(
  session: JestSession,
  request: MutationRequest,
  mutants: ReadonlyMap<string, Mutant>,
): Promise<Map<string, string[]>> {
  const dry = await runWith(session, request, { mutantCoverage: true });
  const passed = passedKeys(dry);
  const queues = new Map<string, string[]>();
  const reachedBy = new Map(
    dry
      .flatMap(({ records }) => records)
      .flatMap((record) =>
        record.tests.map((test) => [keyOf(record.testPath, test.name), test.mutants] as const),
      ),
  );
  for (const subject of request.subjects) {
    if (!passed.has(subject.key)) continue;
    queues.set(subject.key, orderFor(subject, reachedBy.get(subject.key) ?? [], mutants));
  }
  return queues;
}

function nextActive(
  queues: ReadonlyMap<string, string[]>,
  outcomes: ReadonlyMap<string, MutationOutcome>,
): Map<string, string> {
  const active = new Map<string, string>();
  for (const [key, queue] of queues) {
    const outcome = outcomes.get(key);
    const isDone = outcome !== undefined && outcome.killed.size > 0 && outcome.tried >= ENOUGH_TRIED;
    const next = isDone ? undefined : queue.shift();
    if (next !== undefined) active.set(key, next);
  }
  return active;
}

/**
 * Runs each test with its mutant switched on; returns those not tried because a run broke off without naming a test.
 * @public also used by the benches
 */
export async function playRound(
  session: JestSession,
  request: MutationRequest,
  active: Map<string, string>,
  outcomes: Map<string, MutationOutcome>,
): Promise<Map<string, string>> {
  const pending = new Map(active);
  // A mutant that hangs or ends the process is killed too; the rest of the round is played without it.
  for (let attempt = 0; attempt < 6 && pending.size > 0; attempt++) {
    const activeMutants = Object.fromEntries(
      [...pending].map(([key, mutant]) => [`${session.box.root}/${key}`, mutant]),
    );
    const testFiles = [...new Set([...pending.keys()].map((key) => fileOf(key)))];
    const runs = await runWith(session, request, { activeMutants, testFiles });
    const passed = passedKeys(runs);
    const judged = runs.flatMap((run, index) => {
      if (run.ended !== 'well') {
        const culprit = run.at ? keyOf(run.at.file, run.at.test ?? '') : '';
        return pending.has(culprit) ? [culprit] : [];
      }
      const files = runs.length === 1 ? testFiles : testFiles.slice(index, index + 1);
      return [...pending.keys()].filter((key) => files.includes(fileOf(key)));
    });
    if (judged.length === 0) break;
    for (const key of judged) {
      const outcome = outcomes.get(key);
      if (!outcome) continue;
      outcome.tried++;
      if (!passed.has(key)) outcome.killed.add(pending.get(key) ?? '');
      pending.delete(key);
    }
  }
  return pending;
}
