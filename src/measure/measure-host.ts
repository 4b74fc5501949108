/** Runs the host's own suite once and reads what it covers; files that hang or fail are set aside and named. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CoverageMapData } from 'istanbul-lib-coverage';
import { NightshiftError } from '../domain/errors.js';
import type { Finding } from '../domain/finding.js';
import { jestWords } from '../io/jest/config/jest-words.js';
import type { JestRun } from '../io/jest/run/read-run.js';
import { type JestSession, runJest } from '../io/jest/run/run-jest.js';
import { cannotRun } from './cannot-run.js';
import { nativeRemedy } from './native-package.js';
import { reportSoFar } from './partial.js';
import { addUnseen, findUnseen, isUnseen } from './unseen-sources.js';
import {
  brokeWhileCounting,
  findUncountable,
  leftOutByJest,
  uncountable,
  withoutSources,
} from './set-aside.js';

/** A test file of the host, as it went. */
export interface MeasuredFile {
  path: string;
  passed: boolean;
  message: string;
  /** Full names of the tests that failed; empty where the file could not be loaded. */
  failing: string[];
  durationMs: number;
  /** Host-relative source files whose code it ran; empty after a plain run, which does not record them. */
  touches: string[];
}

export interface Measurement {
  coverage: CoverageMapData;
  /** Counters that some test of the host hits, by host-relative file. */
  covered: Map<string, Set<string>>;
  testFiles: MeasuredFile[];
  /** Test files that had to be left out because they never end or end the process. */
  leftOut: string[];
  /** Source files that Jest cannot count; later runs have to leave them out with `withoutSources`. */
  setAside: string[];
  findings: Finding[];
  /** The duration of the run; infinite where it had to be stopped. */
  durationMs: number;
}

export interface MeasureRequest {
  /** Paths at which Jest would run a test, at most one for each project: where there is no test, an empty one is put there. */
  emptyTestFiles: readonly string[];
  /** Test files known to hang, left out from the start. */
  leftOut?: readonly string[];
  /** Host-relative source files, among which those are searched that Jest cannot count. */
  sources?: readonly string[];
  /** Whether the run goes through our per-test wrapper; the final proof goes without. */
  plain: boolean;
  /** When the tests are stopped, in milliseconds since 1970: what ran by then is what is known. Without it, they run to their end. */
  stopAt?: number;
  signal: AbortSignal;
}

const STALL_MS = 240_000;
const TIMEOUT_MS = 45 * 60_000;

/**
 * Measures the coverage of the host's whole suite.
 * @throws NightshiftError `host` when Jest ends without results again and again.
 */
export async function measureHost(session: JestSession, request: MeasureRequest): Promise<Measurement> {
  const leftOut = [...(request.leftOut ?? [])];
  const setAside: string[] = [];
  const findings: Finding[] = [];
  for (let attempt = 0; attempt < 5; attempt++) {
    const counting = withoutSources(session, setAside);
    const startedAt = performance.now();
    const run = await runOnce(counting, request, leftOut);
    const durationMs = performance.now() - startedAt;
    if (run.ended === 'well' && run.coverage) {
      for (const { testPath } of run.records.filter(({ isGivenUp }) => isGivenUp)) {
        leftOut.push(testPath);
        findings.push(waitingTestFile(session, testPath, run));
      }
      const found = { leftOut, setAside, findings, durationMs };
      const coverage = await countUntested(counting, request, { ...run, coverage: run.coverage });
      return toMeasurement(session, request, { run: { ...run, coverage }, found });
    }
    if (isStopped(request))
      return measureSoFar(counting, request, { run, found: { leftOut, setAside, findings } });
    const broken = setAside.length > 0 ? [] : await findBroken(session, request, run);
    for (const { file, run } of broken) {
      setAside.push(file);
      findings.push(uncountable(session, file, run));
    }
    if (broken.length > 0) continue;
    const file = run.at?.file;
    if (file === undefined || leftOut.includes(file) || request.emptyTestFiles.includes(file))
      throw cannotRun(session, run);
    leftOut.push(file);
    findings.push(badTestFile(file, run));
  }
  throw new NightshiftError('host', 'Several test files of this repository hang or end the test process.', {
    remedy: `Exclude them from Jest (testPathIgnorePatterns) and try again: ${leftOut.join(', ')}`,
  });
}

const isStopped = ({ stopAt = Infinity }: MeasureRequest): boolean => Date.now() >= stopAt;

async function measureSoFar(
  session: JestSession,
  request: MeasureRequest,
  { run, found }: { run: JestRun; found: Omit<FoundBefore, 'durationMs'> },
): Promise<Measurement> {
  const known = await reportSoFar(session, request.sources ?? [], run);
  return toMeasurement(session, request, { run: known, found: { ...found, durationMs: Infinity } });
}

function badTestFile(file: string, run: JestRun): Finding {
  const isHang = run.ended === 'stalled' || run.ended === 'timeout';
  const title = isHang ? 'this test file never ends' : 'this test file ends the test process';
  const detail = `${title}; it was left out. Last test: ${run.at?.test ?? 'none yet'}`;
  return { kind: isHang ? 'hang' : 'crash', target: file, title, detail };
}

function waitingTestFile(session: JestSession, file: string, run: JestRun): Finding {
  const said = run.files.find(({ path }) => path === file)?.message ?? '';
  const title = 'the tests of this file wait for something that is not there';
  const why = 'A database or service, perhaps, which the sandbox does not reach';
  const detail = `Several of them ran out of time, so the rest was skipped and the file left out. ${why}.\n${wordsOf(session, said)}`;
  return { kind: 'failing-host-test', target: file, title, detail };
}

const wordsOf = ({ box, host }: JestSession, message: string): string =>
  jestWords(message, { copy: box.root, root: host.root }, 6);

/** The source files that kept a run from its end after all tests were through. */
async function findBroken(
  session: JestSession,
  request: MeasureRequest,
  run: JestRun,
): Promise<{ file: string; run: JestRun }[]> {
  if (!brokeWhileCounting(run)) return [];
  const loaded = new Set(run.records.flatMap((record) => Object.keys(record.all)));
  const untested = (request.sources ?? []).filter((file) => !loaded.has(file));
  return findUncountable(session, untested, (part) =>
    runEmpty(part, request.emptyTestFiles.slice(0, 1), (only) =>
      runSuite(part, request, { leftOut: [], only }),
    ),
  );
}

/**
 * The report with the sources of projects in which no test ran. Jest counts untested files only beside tests, so an empty one
 * is run in each such project; what no project holds is counted without Jest.
 */
async function countUntested(
  session: JestSession,
  request: MeasureRequest,
  { coverage, files }: { coverage: CoverageMapData; files: JestRun['files'] },
): Promise<CoverageMapData> {
  const ran = files.map((file) => file.path);
  const unseen = findUnseen(session, ran, { coverage, sources: request.sources ?? [] });
  if (unseen.length === 0) return coverage;
  const places = request.emptyTestFiles.filter((place) => isUnseen(session, ran, place));
  const counted =
    places.length === 0
      ? null
      : await runEmpty(session, places, (only) => runSuite(session, request, { leftOut: [], only }));
  const added = unseen.flatMap((file) => {
    const found = counted?.coverage?.[file];
    return found === undefined ? [] : [[file, found] as const];
  });
  return addUnseen(session, { ...coverage, ...Object.fromEntries(added) }, unseen);
}

async function runOnce(
  session: JestSession,
  request: MeasureRequest,
  leftOut: readonly string[],
): Promise<JestRun> {
  const run = await runSuite(session, request, { leftOut });
  const hasTests = run.ended !== 'well' || run.files.length > 0;
  if (hasTests) return run;
  const empty = await runEmpty(session, request.emptyTestFiles, () =>
    runSuite(session, request, { leftOut }),
  );
  return empty.ended === 'well' ? { ...empty, files: [], records: [] } : empty;
}

/** Runs with empty tests in place. Without any test, Jest writes no coverage at all; with them, it lists every file. */
async function runEmpty(
  session: JestSession,
  places: readonly string[],
  run: (places: readonly string[]) => Promise<JestRun>,
): Promise<JestRun> {
  const files = places.map((place) => path.join(session.box.root, place));
  for (const file of files) {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, "test('nothing yet', () => {});\n");
  }
  try {
    return await run(places);
  } finally {
    for (const file of files) await rm(file, { force: true });
  }
}

function runSuite(
  session: JestSession,
  request: MeasureRequest,
  { leftOut, only }: { leftOut: readonly string[]; only?: readonly string[] },
): Promise<JestRun> {
  return runJest(session, {
    ...(only === undefined ? {} : { testFiles: only }),
    ignoreTestFiles: leftOut,
    coverage: 'records-and-report',
    perTest: false,
    isPatient: false,
    plain: request.plain,
    guard: false,
    stallMs: STALL_MS,
    timeoutMs: Math.max(1, Math.min(TIMEOUT_MS, (request.stopAt ?? Infinity) - Date.now())),
    writable: true,
    signal: request.signal,
  });
}

/** Findings of the runs before the one that is counted. */
type FoundBefore = Pick<Measurement, 'leftOut' | 'setAside' | 'findings' | 'durationMs'>;

function toMeasurement(
  session: JestSession,
  { sources = [] }: MeasureRequest,
  { run, found }: { run: JestRun & { coverage: CoverageMapData }; found: FoundBefore },
): Measurement {
  const findings = [...found.findings, ...leftOutByJest(session, sources, run)];
  const covered = new Map<string, Set<string>>();
  for (const record of run.records) {
    for (const [file, counters] of Object.entries(record.all)) {
      const into = covered.get(file) ?? new Set<string>();
      for (const counter of counters) into.add(counter);
      covered.set(file, into);
    }
  }
  const touches = new Map(run.records.map((record) => [record.testPath, Object.keys(record.all)]));
  const counted = run.files.filter((file) => !found.leftOut.includes(file.path));
  const testFiles = counted.map(({ path: file, passed, message, durationMs, tests }) => ({
    path: file,
    passed,
    message,
    failing: tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
    durationMs,
    touches: touches.get(file) ?? [],
  }));
  const failing = testFiles.filter((file) => !file.passed);
  for (const file of failing) {
    const remedy = nativeRemedy(file.message);
    const detail = [...(remedy === null ? [] : [remedy]), wordsOf(session, file.message)].join('\n');
    const title = 'this test file fails before Nightshift does anything';
    findings.push({ kind: 'failing-host-test', target: file.path, title, detail });
  }
  return { ...found, coverage: run.coverage, covered, testFiles, findings };
}
