/**
 * Mutation testing of the covered code: each test switches on one of the mutants that it reaches, so that one run of Jest
 * tries a mutant for every test. A mutant is killed when an expectation notices it; that a test breaks proves nothing.
 */
import type { JestRun } from '../../io/jest/run/read-run.js';
import { type JestRequest, type JestSession, runTestFiles } from '../../io/jest/run/run-jest.js';
import { mutateFiles } from './instrument.js';
import { readPlay } from './read-play.js';
import {
  type MutationSubject,
  nextMutant,
  notePlay,
  openSubject,
  type Play,
  type Reached,
  type SubjectState,
} from './subject.js';

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

/** Runs that may break off in a round before the rest of it is left for the next. */
const MOST_ATTEMPTS = 6;

function runWith(
  session: JestSession,
  request: MutationRequest,
  more: Partial<JestRequest>,
): Promise<JestRun[]> {
  return runTestFiles(session, {
    testFiles: request.testFiles,
    coverage: 'none',
    perTest: false,
    observes: true,
    guard: true,
    writable: false,
    ...request.run,
    ...more,
  });
}

const keyOf = (file: string, test: string): string => `${file}\n${test}`;
const fileOf = (key: string): string => key.slice(0, key.indexOf('\n'));

/**
 * Tries mutants on every subject: those that empty its target, and then at least three each where so many are reached,
 * until each has killed one or the rounds are spent. A subject that is missing from the result could not be run on the
 * instrumented code.
 */
export async function tryMutants(
  session: JestSession,
  request: MutationRequest,
): Promise<Map<string, SubjectState>> {
  const states = new Map<string, SubjectState>();
  if (request.subjects.length === 0) return states;
  const { mutants, functions, restore } = await mutateFiles(session, request.files);
  try {
    const reached = await findReached(session, request);
    for (const subject of request.subjects) {
      const own = reached.get(subject.key);
      if (own)
        states.set(
          subject.key,
          openSubject(subject, own, { mutants, functions: functions.get(subject.file) ?? [] }),
        );
    }
    for (let round = 0; round < request.maxRounds; round++) {
      const active = nextOf(states);
      if (active.size === 0) break;
      notePlays(states, active, await playRound(session, request, { active, reached }));
    }
    return states;
  } finally {
    await restore();
  }
}

function notePlays(
  states: ReadonlyMap<string, SubjectState>,
  active: ReadonlyMap<string, string>,
  plays: ReadonlyMap<string, Play>,
): void {
  for (const [key, play] of plays) {
    const state = states.get(key);
    if (state) notePlay(state, active.get(key) ?? '', play);
  }
}

/** The mutant that each test tries next; of those that have anything left to try. */
const nextOf = (states: ReadonlyMap<string, SubjectState>): Map<string, string> =>
  new Map(
    [...states].flatMap(([key, state]): [string, string][] => {
      const mutant = nextMutant(state);
      return mutant === undefined ? [] : [[key, mutant]];
    }),
  );

/**
 * Finds the mutants that each test reaches, by a run of the instrumented code with no mutant active; only of tests
 * that pass it. @public also used by the benches
 */
export async function findReached(
  session: JestSession,
  request: MutationRequest,
): Promise<Map<string, Reached>> {
  const runs = await runWith(session, request, { mutantCoverage: true });
  const passed = new Set(
    runs
      .flatMap(({ files }) => files)
      .flatMap(({ path, tests }) =>
        tests.filter(({ status }) => status === 'passed').map(({ fullName }) => keyOf(path, fullName)),
      ),
  );
  return new Map(
    runs
      .flatMap(({ records }) => records)
      .flatMap(({ testPath, tests }) => tests.map((test) => [keyOf(testPath, test.name), test] as const))
      .filter(([key]) => passed.has(key)),
  );
}

/**
 * Runs each test with its mutant switched on; a test that a broken run did not come to is missing from the result.
 * @public also used by the benches
 */
export async function playRound(
  session: JestSession,
  request: MutationRequest,
  { active, reached }: { active: ReadonlyMap<string, string>; reached: ReadonlyMap<string, Reached> },
): Promise<Map<string, Play>> {
  const plays = new Map<string, Play>();
  const noticeOf = new Map(request.subjects.map(({ key, isNotice }) => [key, isNotice]));
  const pending = new Set(active.keys());
  // One that hangs or ends the process is left out, and the rest of the round is played without it.
  for (let attempt = 0; attempt < MOST_ATTEMPTS && pending.size > 0; attempt++) {
    const inBox = (key: string): string => `${session.box.root}/${key}`;
    const testFiles = [...new Set([...pending].map(fileOf))];
    const runs = await runWith(session, request, {
      activeMutants: Object.fromEntries([...pending].map((key) => [inBox(key), active.get(key) ?? ''])),
      returns: Object.fromEntries([...pending].map((key) => [inBox(key), reached.get(key)?.returns ?? {}])),
      testFiles,
    });
    const judged = runs.flatMap((run, index): [string, Play][] => {
      if (run.ended !== 'well') {
        const culprit = run.at ? keyOf(run.at.file, run.at.test ?? '') : '';
        return pending.has(culprit) ? [[culprit, 'unclear']] : [];
      }
      const files = runs.length === 1 ? testFiles : testFiles.slice(index, index + 1);
      return [...pending]
        .filter((key) => files.includes(fileOf(key)))
        .map((key) => [key, readPlay(run, key, noticeOf.get(key) ?? (() => false))]);
    });
    if (judged.length === 0) break;
    for (const [key, play] of judged) {
      plays.set(key, play);
      pending.delete(key);
    }
  }
  return plays;
}
