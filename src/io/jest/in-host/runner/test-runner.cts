/**
 * The test runner that Jest is given in place of the host's: it calls the host's own with our setup file in front, and
 * writes down which counters each test raised. It uses only what Jest 24 to 30 document for custom runners.
 */
import fs from 'node:fs';
import path from 'node:path';
import { openComparisons } from '../tracing/comparisons.cjs';
import { openExtremes } from '../mutation/extremes.cjs';
import { watchExpectations, observeImported } from '../tracing/expectations.cjs';
import { watchCounters, type IstanbulData } from '../tracing/counters.cjs';
import { seededRandom, shiftClock } from '../guard/conditions.cjs';
import { goElsewhere, osElsewhere } from '../guard/elsewhere.cjs';
import {
  closeTest,
  guardGlobals,
  guardRuntime,
  isGuarded,
  setStandIns,
  takeFileTrace,
  takeRefused,
} from '../guard/guard.cjs';
import { watchIdentities } from '../guard/identities.cjs';
import { rememberGlobals, restoreShared } from '../guard/shared-state.cjs';
import { watchTimers } from '../guard/timers.cjs';
import { skipTypeChecks } from '../guard/type-checks.cjs';
import { zoneAtStart } from './own-names.cjs';
import { openTypeChecker } from './type-checker.cjs';
import type { FileRecord, JestJob } from '../../protocol/job.js';

interface RunnerProject {
  rootDir: string;
  displayName?: string | { name: string };
  testRunner: string;
  setupFiles: string[];
  setupFilesAfterEnv: string[];
}

interface Environment {
  global: Record<string, unknown> & {
    __coverage__?: IstanbulData;
    __stryker__?: StrykerState;
    setTimeout: typeof setTimeout;
    setInterval: typeof setInterval;
    Math: { random: () => number };
    Date: DateConstructor;
    Error: ErrorConstructor;
    process?: Parameters<typeof goElsewhere>[0];
  };
}

interface StrykerState {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: { perTest: Record<string, Record<string, number>> } | undefined;
}

type Runner = (...args: unknown[]) => Promise<unknown>;

const MUTANT_HIT_LIMIT = 100_000;
const SETTLE_MS = 8;
/** How long the timers of one test file are waited for, and those of all files together. */
const TIMERS_MS = 250;
const PATIENCE_MS = 10_000;
let patienceMs = PATIENCE_MS;

const append = fs.appendFileSync;
const { stringify } = JSON;

/** Reads the job and removes it: the seal in it is not for the code under test. */
function readJob(): JestJob {
  const file = process.env['NIGHTSHIFT_JOB'] ?? '';
  const read = JSON.parse(fs.readFileSync(file, 'utf8')) as JestJob;
  fs.unlinkSync(file);
  return read;
}

let job: JestJob | undefined;

/** In a process that runs one job after the other: from now on it is this one. */
function useJob(next: JestJob): void {
  job = next;
  skipTypeChecks(next.skipsTypes);
  patienceMs = PATIENCE_MS;
  findZone(next);
  setTimeZone(null);
}

function originalRunner(job: JestJob, config: RunnerProject): Runner {
  const name =
    typeof config.displayName === 'object' ? config.displayName.name : (config.displayName ?? null);
  const known =
    job.runners.find((runner) => runner.rootDir === config.rootDir && runner.displayName === name) ??
    job.runners[0];
  if (!known) throw new Error('no test runner is known for this project');
  const loaded = require(known.testRunner) as Runner | { default: Runner };
  return typeof loaded === 'function' ? loaded : loaded.default;
}

function prepare(
  job: JestJob,
  environment: Environment,
  runtime: Parameters<typeof guardRuntime>[0],
  { onClock, ...loads }: { testPath: string; setupFiles: string[]; onClock: () => void },
): void {
  const { global } = environment;
  if (job.observes || job.clockOffsetMs !== 0) shiftClock(global, job.clockOffsetMs, onClock);
  if (job.randomSeed !== null) global.Math.random = seededRandom(job.randomSeed);
  if (job.isElsewhere && global.process) goElsewhere(global.process);
  if (!job.guard) return;
  const { root, guardExempt: exempt, allowsScratch, isElsewhere } = job;
  const inPlaceOf = isElsewhere ? { os: osElsewhere() } : {};
  if (!guardRuntime(runtime, { root, exempt, allowsScratch, inPlaceOf, ...loads })) {
    throw new Error('this version of Jest does not let its view of the core modules be guarded');
  }
  guardGlobals(global);
}

function selectMutant(job: JestJob, environment: Environment, key: string, name: string): void {
  const stryker = (environment.global.__stryker__ ??= {});
  stryker.activeMutant = job.activeMutants?.[key];
  stryker.hitCount = 0;
  stryker.hitLimit = MUTANT_HIT_LIMIT;
  if (job.mutantCoverage) stryker.currentTestId = name;
}

function leaveMutants(environment: Environment): void {
  const stryker = (environment.global.__stryker__ ??= {});
  stryker.activeMutant = undefined;
  stryker.currentTestId = undefined;
}

/** The zone of the tests, and whether the repository pins it; known when the first file is run. */
let zone: { atFirst: string | undefined; own: string | undefined; isPinned: boolean } | undefined;

/** By the first job, the host's configuration and its global setup have run; what they have set is theirs. */
function findZone({ timeZone, isZonePinned }: JestJob): void {
  const atFirst = zone ? zone.atFirst : process.env['TZ'];
  const isPinned = zone?.isPinned ?? (isZonePinned || atFirst !== zoneAtStart);
  zone = { atFirst, own: isPinned ? atFirst : (timeZone ?? atFirst), isPinned };
}

/** Only the real `process.env` reaches the engine; tests see a copy. */
function setTimeZone(name: string | null): void {
  const wanted = zone?.isPinned === true ? zone.own : (name ?? zone?.own);
  if (wanted === undefined) delete process.env['TZ'];
  else process.env['TZ'] = wanted;
}

/** Opens the session that the setup file calls and that fills the record. */
function openSession(job: JestJob, environment: Environment, record: FileRecord, runtime: object) {
  const telling = openComparisons(runtime, [process.argv[1], job.runners[0]?.testRunner]);
  const watch = watchCounters();
  const identities = watchIdentities(environment.global, runtime, job.root);
  const changed = new Set<string>();
  const note = (names: readonly string[]): void => names.forEach((name) => changed.add(name));
  const watched = watchExpectations(record.testPath, () => note(identities.changedLanguage()));
  const emptied = openExtremes(environment.global);
  const ran = new Set<number>();
  environment.global['__nightshiftRan__'] = (part: number) => void ran.add(part);
  if (job.observes) observeImported(runtime, watched);
  return {
    observe: job.observes ? watched.observe : <T,>(expect: T): T => expect,
    takeFailures: watched.take,
    /** Called with the `fs` that the context sees. */
    checkGuard(fsInside: unknown): void {
      if (job.guard && !isGuarded(fsInside))
        throw new Error('the guard does not hold under this version of Jest');
    },
    takeRefused,
    takeFileTrace,
    setStandIns,
    allowsScratch: job.guard && job.allowsScratch,
    setTimeZone,
    openTypeChecker,
    /** Traces the comparisons of modules loaded from now on; false when unavailable. */
    tellComparisons: (isOn: boolean): boolean => telling.set(isOn),
    testStart(name: string): void {
      ran.clear();
      changed.clear();
      if (job.observes && job.perTest) identities.remember();
      append(job.progressFile, `${stringify({ file: record.testPath, test: name })}\n`);
      record.guardedOutside.push(...takeRefused());
      if (job.activeMutants !== null || job.mutantCoverage) {
        const key = `${record.testPath}\n${name}`;
        selectMutant(job, environment, key, name);
        emptied.testStart(job.activeMutants?.[key], job.returns?.[key]);
      }
      if (job.perTest) watch.look(environment.global.__coverage__);
    },
    testDone(name: string, assertions: number): void {
      const hits = job.perTest ? watch.look(environment.global.__coverage__) : {};
      note(identities.changed());
      closeTest();
      const reached = environment.global.__stryker__?.mutantCoverage?.perTest[name] ?? {};
      record.tests.push({
        name,
        hits,
        assertions,
        guarded: takeRefused(),
        mutants: Object.keys(reached),
        failures: watched.take(),
        ran: [...ran],
        changed: [...changed],
        ...emptied.testDone(),
      });
      if (job.activeMutants !== null || job.mutantCoverage) leaveMutants(environment);
    },
  };
}

/** Errors thrown when no test ran any more: they would end Jest without naming a test. */
let lateErrors: string[] = [];
let isListening = false;

/** The realms of the test files that ran last: an error is of the file in whose realm it was made. */
let realms: { testPath: string; errors: WeakRef<object> }[] = [];
const REALMS_KEPT = 100;

function rememberRealm(testPath: string, environment: Environment): void {
  realms = [
    ...realms.slice(1 - REALMS_KEPT),
    { testPath, errors: new WeakRef(environment.global.Error.prototype) },
  ];
}

/** The test file that an error comes from; null when it is unknown. */
function sourceOf(error: unknown): string | null {
  const isOf = (errors: object | undefined): boolean =>
    errors !== undefined && Object.prototype.isPrototypeOf.call(errors, error as object);
  return realms.find(({ errors }) => isOf(errors.deref()))?.testPath ?? null;
}

/** An error of a file that ran before is written down for that one, and the one that runs now is not blamed. */
function listenForLateErrors(): void {
  if (isListening) return;
  isListening = true;
  const remember = (error: unknown): void => {
    const message = String((error as Error | null)?.message ?? error).slice(0, 500);
    const source = sourceOf(error);
    if (source === null || source === realms.at(-1)?.testPath) lateErrors.push(message);
    else if (job)
      append(
        job.recordsFile,
        `${stringify({ seal: job.seal, ...emptyRecord(source), lateErrors: [message] })}\n`,
      );
  };
  process.on('unhandledRejection', remember);
  process.on('uncaughtException', remember);
}

const emptyRecord = (testPath: string): FileRecord => ({
  testPath,
  tests: [],
  all: {},
  guardedOutside: [],
  lateErrors: [],
  lateFailures: [],
  readsClock: false,
  leftRunning: [],
});

const pause = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, SETTLE_MS));

const countTimers = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

/** Gives what a test left behind the time to fail here, and not in the next file. */
async function settle(timersBefore: number): Promise<void> {
  const endMs = Date.now() + Math.min(TIMERS_MS, patienceMs);
  const startMs = Date.now();
  do await pause();
  while (countTimers() > timersBefore && Date.now() < endMs);
  patienceMs -= Date.now() - startMs - SETTLE_MS;
}

/** Without the values that failed expectations compared: results are written as JSON, which not every value can be. */
function dropDetails(result: unknown): unknown {
  const { testResults = [] } = result as { testResults?: { failureDetails?: unknown[] }[] };
  for (const test of testResults) test.failureDetails = [];
  return result;
}

async function runTestFile(...args: unknown[]): Promise<unknown> {
  const [, config, environment, runtime, testPath] = args as [
    unknown,
    RunnerProject,
    Environment,
    object,
    string,
  ];
  job ??= readJob();
  if (!zone) findZone(job);
  const record = emptyRecord(testPath);
  if (job.perTest) listenForLateErrors();
  lateErrors = [];
  rememberRealm(testPath, environment);
  const timersBefore = countTimers();
  append(job.progressFile, `${stringify({ file: testPath, test: null })}\n`);
  const endTimers = job.guard ? watchTimers(environment.global) : null;
  if (job.guard) rememberGlobals(environment.global);
  const setupFiles = [...config.setupFiles, ...config.setupFilesAfterEnv];
  prepare(job, environment, runtime, {
    testPath,
    setupFiles,
    onClock: () => void (record.readsClock = true),
  });
  const session = openSession(job, environment, record, runtime);
  Object.defineProperty(environment.global, '__nightshift__', { value: session, configurable: true });
  const run = originalRunner(job, config);
  const setup = path.join(__dirname, 'setup.cjs');
  const ours = { ...config, setupFilesAfterEnv: [setup, ...config.setupFilesAfterEnv] };
  try {
    return dropDetails(await run(args[0], ours, ...args.slice(2)));
  } finally {
    if (endTimers) record.leftRunning = await endTimers(job.perTest, pause);
    if (job.perTest) await settle(timersBefore);
    if (job.guard) restoreShared();
    record.lateErrors = lateErrors;
    record.lateFailures = session.takeFailures();
    record.guardedOutside.push(...takeRefused());
    record.all = watchCounters().look(environment.global.__coverage__);
    append(job.recordsFile, `${stringify({ seal: job.seal, ...record })}\n`);
    // Jest would copy all of it into its results, for reporters that nobody reads.
    if (job.dropCoverage) delete environment.global.__coverage__;
  }
}

// Jest 24 and 25 call what `require` returns; later versions look for a default export first.
runTestFile.default = runTestFile;
runTestFile.useJob = useJob;

export = runTestFile;
