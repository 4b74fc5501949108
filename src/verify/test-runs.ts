/** Runs candidates under the host's Jest, together and one by one, and reads each test's own result. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CoverageMapData } from 'istanbul-lib-coverage';
import type { Candidate } from '../domain/candidate.js';
import { composeTestFile, fullNameOf } from '../test-file/test-file.js';
import type { Reason } from '../domain/verdict.js';
import { explainRefusals } from '../io/jest/run/explain-refusals.js';
import type { FileRecord } from '../io/jest/protocol/job.js';
import type { JestRun } from '../io/jest/run/read-run.js';
import { type JestRequest, type JestSession, runJest, runTestFiles } from '../io/jest/run/run-jest.js';

export type TestResult =
  | { ok: true; record: FileRecord['tests'][number] | null; all: Record<string, string[]> }
  | { ok: false; reason: Extract<Reason, 'fails' | 'timeout' | 'crash' | 'policy'>; detail: string };

/** One test file as it is written into the copy. */
export interface PlacedFile {
  path: string;
  candidates: Candidate[];
  /** The text that the file had before this pass, when an earlier one delivered it. */
  existing: string | null;
}

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
const MOST_RUNS = 60;

export interface RunLimits {
  signal: AbortSignal;
  /** How long a test may make no progress, in milliseconds; 30 seconds by default. */
  stallMs?: number;
  /** How long a test may wait, in milliseconds; 5 seconds by default. Has to be well below `stallMs`. */
  testTimeoutMs?: number;
}

/** Limits that every run of candidates has. */
export const candidateLimits = (
  files: number,
  { signal, stallMs = STALL_MS, testTimeoutMs = TEST_TIMEOUT_MS }: RunLimits,
): Pick<JestRequest, 'stallMs' | 'loadStallMs' | 'timeoutMs' | 'testTimeoutMs' | 'signal'> => ({
  stallMs,
  loadStallMs: STALL_MS,
  timeoutMs: 180_000 + files * 5_000,
  testTimeoutMs,
  signal,
});

/** Writes the files into the copy. */
export async function writePlaced(session: JestSession, files: readonly PlacedFile[]): Promise<void> {
  for (const file of files) {
    const absolute = path.join(session.box.root, file.path);
    await mkdir(path.dirname(absolute), { recursive: true });
    const text = composeTestFile(session.host, file.path, file.candidates, file.existing);
    await writeFile(absolute, text);
  }
}

/** Takes the files out of the copy again, or puts back what an earlier pass had delivered. */
export async function removePlaced(session: JestSession, files: readonly PlacedFile[]): Promise<void> {
  for (const file of files) {
    const absolute = path.join(session.box.root, file.path);
    if (file.existing === null) await rm(absolute, { force: true });
    else await writeFile(absolute, file.existing);
  }
}

/** Each candidate in a file of its own, so that nothing of a neighbour can help or harm it. */
export function aloneFiles(files: readonly PlacedFile[]): PlacedFile[] {
  let number = 0;
  return files.flatMap((file) =>
    file.candidates.map((candidate) => ({
      path: file.path.replace('.nightshift', `.nightshift-alone${number++}`),
      candidates: [candidate],
      existing: null,
    })),
  );
}

/** The first lines of a message that say something, without the stack. */
export const firstLines = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at /.test(line))
    .slice(0, 8)
    .join('\n');

/**
 * Runs the files and returns the result of every candidate. A test that hangs or ends the process is found, judged
 * and left out. Of the others, those that the broken run had not come to go on first; those that had their turn are
 * run once more when there are no others left, so that many bad ones cost each good one a single further run.
 */
export async function runCandidates(
  session: JestSession,
  files: readonly PlacedFile[],
  conditions: RunConditions,
  limits: RunLimits,
): Promise<CandidateRun> {
  const results = new Map<string, TestResult>();
  let open = files.filter((file) => file.candidates.length > 0);
  let hadTurn: PlacedFile[] = [];
  const runAlone = (file: PlacedFile): Promise<JestRun[]> => runPlaced(session, [file], conditions, limits);
  let coverage: CoverageMapData | null = null;
  let readsClock = false;
  for (let attempt = 0; open.length > 0 && attempt < MOST_RUNS; attempt++) {
    const runs = await runPlaced(session, open, conditions, limits);
    const rest: PlacedFile[] = [];
    readsClock ||= runs.some((run) => run.records.some((record) => record.readsClock));
    for (const [index, run] of runs.entries()) {
      const files = runs.length === 1 ? open : open.slice(index, index + 1);
      coverage = run.coverage ?? coverage;
      if (run.ended === 'well') readResults(run, files, results);
      else rest.push(...(await withoutCulprit(run, files, results, runAlone)));
    }
    const finished = new Set(runs.flatMap((run) => run.records.map((record) => record.testPath)));
    hadTurn.push(...rest.filter((file) => finished.has(file.path)));
    open = rest.filter((file) => !finished.has(file.path));
    if (open.length === 0) [open, hadTurn] = [hadTurn, []];
  }
  return { results, coverage, readsClock };
}

async function runPlaced(
  session: JestSession,
  files: readonly PlacedFile[],
  conditions: RunConditions,
  limits: RunLimits,
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
  session: JestSession,
  files: readonly PlacedFile[],
  hostTests: readonly { path: string }[],
  limits: RunLimits,
): Promise<{ run: JestRun; results: Map<string, TestResult> }> {
  const results = new Map<string, TestResult>();
  const { timeoutMs, stallMs, signal } = candidateLimits(files.length + hostTests.length, limits);
  await writePlaced(session, files);
  const run = await runJest(session, {
    testFiles: [...files, ...hostTests].map((file) => file.path),
    inOrder: true,
    coverage: 'records-and-report',
    perTest: false,
    plain: true,
    guard: false,
    writable: true,
    timeoutMs,
    stallMs,
    signal,
  }).finally(() => removePlaced(session, files));
  if (run.ended === 'well') readResults(run, files, results);
  return { run, results };
}

/** Judges the test at which the run came to its end; where it is not known, the whole file or everything. */
async function withoutCulprit(
  run: JestRun,
  open: readonly PlacedFile[],
  results: Map<string, TestResult>,
  runAlone: (file: PlacedFile) => Promise<JestRun[]>,
): Promise<PlacedFile[]> {
  const file = open.find((placed) => placed.path === run.at?.file);
  const culprits = file
    ? file.candidates.filter((candidate) => run.at?.test === null || fullNameOf(candidate) === run.at?.test)
    : open.flatMap((placed) => placed.candidates);
  const judged = culprits.length > 0 ? culprits : (file?.candidates ?? []);
  const reason = run.ended === 'crashed' ? 'crash' : 'timeout';
  const detail =
    reason === 'crash' ? `the test process ended: ${firstLines(run.message)}` : 'the test never ended';
  for (const candidate of judged) results.set(candidate.id, { ok: false, reason, detail });
  // An earlier file may have caused the end of the process, so it gets one of its own.
  if (file && reason === 'crash' && file.candidates.length === 1 && open.length > 1) {
    const [alone] = await runAlone(file);
    if (alone?.ended === 'well') readResults(alone, [file], results);
  }
  return open
    .map((placed) => ({
      ...placed,
      candidates: placed.candidates.filter((candidate) => !judged.includes(candidate)),
    }))
    .filter((placed) => placed.candidates.length > 0);
}

function readResults(run: JestRun, files: readonly PlacedFile[], results: Map<string, TestResult>): void {
  for (const file of files) {
    const outcome = run.files.find((result) => result.path === file.path);
    const record = run.records.find((item) => item.testPath === file.path);
    for (const candidate of file.candidates)
      results.set(candidate.id, readResult(candidate, outcome, record));
  }
}

function readResult(
  candidate: Candidate,
  outcome: JestRun['files'][number] | undefined,
  record: FileRecord | undefined,
): TestResult {
  const name = fullNameOf(candidate);
  const tests = outcome?.tests.filter((test) => test.fullName === name) ?? [];
  const [test] = tests;
  if (!outcome || !test) {
    return {
      ok: false,
      reason: 'fails',
      detail: firstLines(outcome?.message ?? 'Jest did not run the file'),
    };
  }
  const own = record?.tests.find((item) => item.name === name) ?? null;
  const guarded = [...(own?.guarded ?? []), ...(record?.guardedOutside ?? [])];
  if (guarded.length > 0)
    return {
      ok: false,
      reason: 'policy',
      detail: explainRefusals(guarded),
    };
  if (test.status !== 'passed' || tests.length > 1) {
    const said = firstLines((test.failureMessages ?? []).join('\n'));
    const isTimeout = /Exceeded timeout|exceeded timeout/.test(said);
    return {
      ok: false,
      reason: isTimeout ? 'timeout' : 'fails',
      detail: said || `its status is ${test.status}`,
    };
  }
  const [lateError] = record?.lateErrors ?? [];
  if (lateError !== undefined && record?.tests.length === 1) {
    return { ok: false, reason: 'crash', detail: `an error came after the test had ended: ${lateError}` };
  }
  if (!outcome.passed && outcome.tests.length === 1) {
    const detail = `its file fails although it passes: ${firstLines(outcome.message)}`;
    return { ok: false, reason: 'crash', detail };
  }
  const [left] = record?.leftRunning ?? [];
  if (left !== undefined && record?.tests.length === 1) {
    const detail = `it leaves a timer running (${left}), so that Jest would not end by itself`;
    return { ok: false, reason: 'timeout', detail };
  }
  if (own?.assertions === 0) return { ok: false, reason: 'policy', detail: 'no assertion ran' };
  const late = record?.tests.length === 1 ? record.lateFailures : [];
  const [hidden] = [...(own?.failures ?? []), ...late];
  if (hidden !== undefined) {
    return { ok: false, reason: 'policy', detail: `it passes although an expectation failed: ${hidden}` };
  }
  const [changed] = own?.changed ?? [];
  if (changed !== undefined) return { ok: false, reason: 'policy', detail: `it leaves ${changed} replaced` };
  return { ok: true, record: own, all: record?.all ?? {} };
}
