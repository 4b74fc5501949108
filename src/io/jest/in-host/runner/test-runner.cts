/**
 * The test runner that Jest is given in place of the host's: it calls the host's own with our setup file in front, and
 * writes down which counters each test raised. It uses only what Jest 24 to 30 document for custom runners.
 */
import assert from 'node:assert';
import path from 'node:path';
import { leaveOwnFiles } from '../config/own-files.cjs';
import { seededRandom, shiftClock } from '../guard/conditions.cjs';
import { goElsewhere, osElsewhere } from '../guard/elsewhere.cjs';
import { type Guard, type GuardedRuntime, openGuard } from '../guard/guard.cjs';
import { rememberGlobals, restoreShared } from '../guard/shared-state.cjs';
import { createTimeZone, type TimeZone } from '../guard/time-zone.cjs';
import { watchTimers } from '../guard/timers.cjs';
import { skipTypeChecks } from '../guard/type-checks.cjs';
import { watchCounters } from '../tracing/counters.cjs';
import { type Expectations, watchExpectations } from '../tracing/expectations.cjs';
import { emptyRecord, noteProgress, readJob, writeRecord } from './job-files.cjs';
import { type LateErrors, listenForLateErrors } from './late-errors.cjs';
import { zoneAtStart } from './own-names.cjs';
import { countTimers, createPatience, type Patience } from './patience.cjs';
import { openSession, type SessionContext } from './session.cjs';
import { type WaitingEnvironment, watchVainWaits } from './vain-waits.cjs';
import type { FileRecord, JestJob } from '../../protocol/job.js';

interface RunnerProject {
  rootDir: string;
  displayName?: string | { name: string };
  testRunner: string;
  testTimeout?: number;
  setupFiles: string[];
  setupFilesAfterEnv: string[];
}

interface Environment extends WaitingEnvironment {
  global: SessionContext & {
    setTimeout: typeof setTimeout;
    setInterval: typeof setInterval;
    Math: { random: () => number };
    Date: DateConstructor;
    Error: ErrorConstructor;
    process?: Parameters<typeof goElsewhere>[0];
  };
}

type OriginalRunner = (...args: unknown[]) => Promise<unknown>;

/** The arguments that Jest gives a test runner, by their names. */
interface FileRun {
  args: readonly unknown[];
  config: RunnerProject;
  environment: Environment;
  runtime: GuardedRuntime & Parameters<typeof leaveOwnFiles>[0];
  testPath: string;
}

/** The state of a process: its job, and what spans the files of several jobs. */
interface RunnerProcess {
  job: JestJob;
  patience: Patience;
  lateErrors: LateErrors | null;
  readonly zone: TimeZone;
}

function originalRunnerOf(job: JestJob, config: RunnerProject): OriginalRunner {
  const name =
    typeof config.displayName === 'object' ? config.displayName.name : (config.displayName ?? null);
  const known =
    job.runners.find((runner) => runner.rootDir === config.rootDir && runner.displayName === name) ??
    job.runners[0];
  if (!known) throw new Error('no test runner is known for this project');
  const loaded = require(known.testRunner) as OriginalRunner | { default: OriginalRunner };
  return typeof loaded === 'function' ? loaded : loaded.default;
}

/** Puts the context of a test file under the conditions of the job. */
function setConditions(job: JestJob, { global }: Environment, record: FileRecord): void {
  const { clockOffsetMs: offsetMs, clockStepMs: stepMs } = job;
  const onRead = (): void => void (record.readsClock = true);
  if (job.observes || offsetMs !== 0) shiftClock(global, { offsetMs, stepMs, onRead });
  if (job.randomSeed !== null) global.Math.random = seededRandom(job.randomSeed);
  if (job.isElsewhere && global.process) goElsewhere(global.process);
}

function guardFile(job: JestJob, file: FileRun, expectations: Expectations): Guard {
  const { config, environment, runtime, testPath } = file;
  const asserts = {
    assert: expectations.observeAssert(assert),
    'assert/strict': expectations.observeAssert(assert.strict),
  };
  const guard = openGuard({
    root: job.root,
    exempt: job.guardExempt,
    allowsScratch: job.allowsScratch,
    inPlaceOf: { ...(job.observes ? asserts : {}), ...(job.isElsewhere ? { os: osElsewhere() } : {}) },
    testPath,
    setupFiles: [...config.setupFiles, ...config.setupFilesAfterEnv],
  });
  if (!job.guard) return guard;
  if (!guard.guardRuntime(runtime))
    throw new Error('this version of Jest does not let its view of the core modules be guarded');
  guard.guardGlobals(environment.global);
  return guard;
}

/** Without the values that failed expectations compared: results are written as JSON, which not every value can be. */
function dropDetails(result: unknown): unknown {
  const { testResults = [] } = result as { testResults?: { failureDetails?: unknown[] }[] };
  for (const test of testResults) test.failureDetails = [];
  return result;
}

/** The time limit that the host gives a test, where it sets one. */
const limitOf = ({ args, config }: FileRun): number | undefined =>
  (args[0] as { testTimeout?: number }).testTimeout ?? config.testTimeout;

async function runFile(state: RunnerProcess, file: FileRun): Promise<unknown> {
  const { job, patience, zone } = state;
  const { config, environment, runtime, testPath } = file;
  const { global } = environment;
  const record = emptyRecord(testPath);
  leaveOwnFiles(runtime);
  if (job.perTest) state.lateErrors ??= listenForEarlier(state);
  state.lateErrors?.begin(testPath, global);
  const timersBefore = countTimers();
  noteProgress(job, testPath, null);
  const endTimers = job.guard ? watchTimers(global) : null;
  if (job.guard) rememberGlobals(global);
  setConditions(job, environment, record);
  const expectations = watchExpectations(testPath);
  const guard = guardFile(job, file, expectations);
  const setTimeZone = (name: string | null): void => zone.set(name);
  const session = openSession({ job, context: global, runtime, record, guard, expectations, setTimeZone });
  const waits = job.isPatient ? null : watchVainWaits(environment, limitOf(file));
  const value = { ...session, ...waits?.around(session) };
  Object.defineProperty(global, '__nightshift__', { value, configurable: true });
  const run = originalRunnerOf(job, config);
  const setup = path.join(__dirname, 'setup.cjs');
  const ours = { ...config, setupFilesAfterEnv: [setup, ...config.setupFilesAfterEnv] };
  try {
    return dropDetails(await run(file.args[0], ours, ...file.args.slice(2)));
  } finally {
    if (endTimers) record.leftRunning = await endTimers(job.perTest, () => patience.pause());
    if (job.perTest) await patience.settle(timersBefore);
    if (job.guard) restoreShared();
    record.lateErrors = state.lateErrors?.take() ?? [];
    record.lateFailures = expectations.take().failures;
    record.guardedOutside.push(...guard.takeRefused());
    record.isGivenUp = waits?.isSpent() === true;
    // Where the rest was skipped, nobody knows what the tests cover.
    if (record.isGivenUp) delete global.__coverage__;
    record.all = watchCounters().look(global.__coverage__);
    writeRecord(job, record);
    // Jest would copy all of it into its results, for reporters that nobody reads.
    if (job.dropCoverage) delete global.__coverage__;
  }
}

/** An error that an earlier file left behind goes into a record of that file. */
const listenForEarlier = (state: RunnerProcess): LateErrors =>
  listenForLateErrors(process, (testPath, message) =>
    writeRecord(state.job, { ...emptyRecord(testPath), lateErrors: [message] }),
  );

interface WrappedRunner {
  runTestFile: OriginalRunner;
  /** In a process that runs one job after the other: from now on it is this one. */
  useJob: (job: JestJob) => void;
}

function createTestRunner(): WrappedRunner {
  const zone = createTimeZone(process.env, zoneAtStart);
  let state: RunnerProcess | undefined;
  const begin = (job: JestJob): RunnerProcess => {
    zone.use(job);
    const patience = createPatience();
    // The listener for late errors keeps the object, so it stays the same.
    if (state) Object.assign(state, { job, patience });
    else state = { job, patience, lateErrors: null, zone };
    return state;
  };
  return {
    runTestFile(...args) {
      const [, config, environment, runtime, testPath] = args as [
        unknown,
        RunnerProject,
        Environment,
        GuardedRuntime,
        string,
      ];
      const current = state ?? begin(readJob(process.env['NIGHTSHIFT_JOB'] ?? ''));
      return runFile(current, { args, config, environment, runtime, testPath });
    },
    useJob(job) {
      begin(job);
      skipTypeChecks(job.skipsTypes);
      zone.set(null);
    },
  };
}

const { runTestFile, useJob } = createTestRunner();

// Jest 24 and 25 call what `require` returns; later versions look for a default export first.
const testRunner = Object.assign(runTestFile, { default: runTestFile, useJob });

export = testRunner;
