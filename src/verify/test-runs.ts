/** Runs candidates under the host's Jest, together and one by one, and reads each test's own result. */
import type { CoverageMapData } from 'istanbul-lib-coverage';
import { fullNameOf } from '../test-file/test-file.js';
import type { JestRun } from '../io/jest/run/read-run.js';
import { type JestRequest, type JestSession, runJest, runTestFiles } from '../io/jest/run/run-jest.js';
import { slowdown } from '../io/system/slowdown.js';
import { type PlacedFile, removePlaced, writePlaced } from './placed-files.js';
import { firstLines, readResults, type TestResult } from './read-results.js';

export interface CandidateRun {
  /** By candidate id. */
  results: Map<string, TestResult>;
  /** Istanbul's report, of a plain run only. */
  coverage: CoverageMapData | null;
  /** Whether anything in the files asked what time it is. */
  readsClock: boolean;
}

export type RunConditions = Pick<
  JestRequest,
  | 'clockOffsetMs'
  | 'clockStepMs'
  | 'isElsewhere'
  | 'randomSeed'
  | 'timeZone'
  | 'language'
  | 'shuffleSeed'
  | 'plain'
  | 'skipsTypes'
>;

const STALL_MS = 30_000;
const TEST_TIMEOUT_MS = 5_000;
const START_MS = 180_000;
const FILE_MS = 5_000;
const MOST_RUNS = 60;

export interface RunLimits {
  signal: AbortSignal;
  /** How long a test may make no progress, in milliseconds; 30 seconds by default. */
  stallMs?: number;
  /** How long a test may wait, in milliseconds; 5 seconds by default. Has to be well below `stallMs`. */
  testTimeoutMs?: number;
  /** How long a run may take besides 5 seconds for each file, in milliseconds; 3 minutes by default. */
  startMs?: number;
}

/** Where candidates run, and for how long. */
export interface RunContext {
  readonly session: JestSession;
  readonly limits: RunLimits;
}

/** Limits that every run of candidates has; a busy machine gets more time for the same work. */
export function candidateLimits(
  files: number,
  { signal, stallMs = STALL_MS, testTimeoutMs = TEST_TIMEOUT_MS, startMs = START_MS }: RunLimits,
): Pick<JestRequest, 'stallMs' | 'loadStallMs' | 'timeoutMs' | 'testTimeoutMs' | 'signal'> {
  const patience = slowdown();
  return {
    // The watchdog does not count the time in which the process waits for a core.
    stallMs,
    loadStallMs: STALL_MS,
    timeoutMs: (startMs + files * FILE_MS) * patience,
    testTimeoutMs: Math.ceil(testTimeoutMs * patience),
    signal,
  };
}

/**
 * Runs the files and returns the result of every candidate. A test that hangs or ends the process is found, judged
 * and left out. Of the others, those that the broken run had not come to go on first; those that had their turn are
 * run once more when there are no others left, so that many bad ones cost each good one a single further run.
 */
export async function runCandidates(
  context: RunContext,
  files: readonly PlacedFile[],
  conditions: RunConditions,
): Promise<CandidateRun> {
  const results = new Map<string, TestResult>();
  const note = (read: ReadonlyMap<string, TestResult>): void =>
    read.forEach((result, id) => void results.set(id, result));
  const runFiles = (some: readonly PlacedFile[]): Promise<JestRun[]> => runPlaced(context, some, conditions);
  let open = files.filter((file) => file.candidates.length > 0);
  let hadTurn: PlacedFile[] = [];
  let coverage: CoverageMapData | null = null;
  let readsClock = false;
  for (let attempt = 0; open.length > 0 && attempt < MOST_RUNS; attempt++) {
    const runs = await runFiles(open);
    const rest: PlacedFile[] = [];
    readsClock ||= runs.some((run) => run.records.some((record) => record.readsClock));
    for (const [index, run] of runs.entries()) {
      const files = runs.length === 1 ? open : open.slice(index, index + 1);
      coverage = run.coverage ?? coverage;
      if (run.ended === 'well') note(readResults(run, files));
      else {
        const broken = await judgeEnd(run, files, runFiles);
        note(broken.results);
        rest.push(...broken.rest);
      }
    }
    const finished = new Set(runs.flatMap((run) => run.records.map((record) => record.testPath)));
    hadTurn.push(...rest.filter((file) => finished.has(file.path)));
    open = rest.filter((file) => !finished.has(file.path));
    if (open.length === 0) [open, hadTurn] = [hadTurn, []];
  }
  return { results, coverage, readsClock };
}

async function runPlaced(
  { session, limits }: RunContext,
  files: readonly PlacedFile[],
  conditions: RunConditions,
): Promise<JestRun[]> {
  await writePlaced(session, files);
  return runTestFiles(session, {
    testFiles: files.map((file) => file.path),
    coverage: conditions.plain ? 'records-and-report' : 'records',
    perTest: true,
    observes: !conditions.plain,
    guard: !conditions.plain,
    writable: false,
    ...conditions,
    ...candidateLimits(files.length, limits),
  }).finally(() => removePlaced(session, files));
}

/**
 * Runs the files as the user would, with tests of the host's after them. Those keep their own time limit and may write, as
 * in the baseline. The results are of the candidates, and empty unless the run ended well.
 */
export async function runBeside(
  { session, limits }: RunContext,
  files: readonly PlacedFile[],
  hostTests: readonly { path: string; durationMs: number }[],
): Promise<{ run: JestRun; results: Map<string, TestResult> }> {
  const { timeoutMs, stallMs, signal } = candidateLimits(files.length + hostTests.length, limits);
  const knownMs = hostTests.reduce((sum, { durationMs }) => sum + durationMs, 0);
  await writePlaced(session, files);
  const run = await runJest(session, {
    testFiles: [...files, ...hostTests].map((file) => file.path),
    inOrder: true,
    coverage: 'records-and-report',
    perTest: false,
    plain: true,
    guard: false,
    writable: true,
    timeoutMs: timeoutMs + 3 * knownMs,
    stallMs,
    signal,
  }).finally(() => removePlaced(session, files));
  const results = run.ended === 'well' ? readResults(run, files) : new Map<string, TestResult>();
  return { run, results };
}

/**
 * Judges the test at which a run came to its end; where it is not known, the whole file or everything. The rest are the
 * files without what was judged.
 */
async function judgeEnd(
  run: JestRun,
  open: readonly PlacedFile[],
  runFiles: (files: readonly PlacedFile[]) => Promise<JestRun[]>,
): Promise<{ results: Map<string, TestResult>; rest: PlacedFile[] }> {
  const file = open.find((placed) => placed.path === run.at?.file);
  const culprits = file
    ? file.candidates.filter((candidate) => run.at?.test === null || fullNameOf(candidate) === run.at?.test)
    : open.flatMap((placed) => placed.candidates);
  const judged = culprits.length > 0 ? culprits : (file?.candidates ?? []);
  const reason = run.ended === 'crashed' ? 'crash' : 'timeout';
  const detail =
    reason === 'crash' ? `the test process ended: ${firstLines(run.message)}` : 'the test never ended';
  let results = new Map(judged.map(({ id }): [string, TestResult] => [id, { ok: false, reason, detail }]));
  // An earlier file may have caused the end of the process, so it gets one of its own.
  if (file && reason === 'crash' && file.candidates.length === 1 && open.length > 1) {
    const [alone] = await runFiles([file]);
    if (alone?.ended === 'well') results = readResults(alone, [file]);
  }
  const rest = open
    .map((placed) => ({
      ...placed,
      candidates: placed.candidates.filter((candidate) => !judged.includes(candidate)),
    }))
    .filter((placed) => placed.candidates.length > 0);
  return { results, rest };
}
