/**
 * The session of a test file: the setup file calls it at the begin and the end of each test, the explorer asks it for what
 * is only to be had outside of the test context, and it fills the file's record.
 */
import type { Guard } from '../guard/guard.cjs';
import { watchPlace } from '../guard/elsewhere.cjs';
import { exportsOf, type Identities, loadedModules, watchIdentities } from '../guard/identities.cjs';
import { openExtremes } from '../mutation/extremes.cjs';
import { openComparisons } from '../tracing/comparisons.cjs';
import { type IstanbulData, watchCounters } from '../tracing/counters.cjs';
import { type Expectations, observeImported } from '../tracing/expectations.cjs';
import { noteProgress } from './job-files.cjs';
import { holdStrayErrors } from '../tracing/stray-errors.cjs';
import { openTypeChecker } from './type-checker.cjs';
import type { FileRecord, JestJob } from '../../protocol/job.js';

interface StrykerState {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: { perTest: Record<string, Record<string, number>> } | undefined;
}

/** The globals of a test context that a session uses. */
export type SessionContext = Record<string, unknown> & {
  __coverage__?: IstanbulData;
  __stryker__?: StrykerState;
};

/** Whether somebody asked for the folder of the process since this was last set to false. */
interface PlaceWatch {
  isRead: boolean;
}

export interface SessionSettings {
  job: JestJob;
  context: SessionContext;
  /** Jest's runtime of the test file. */
  runtime: object;
  record: FileRecord;
  guard: Guard;
  expectations: Expectations;
  setTimeZone: (name: string | null) => void;
}

/** For the setup file and the explorer. */
export interface RunnerSession {
  /** The `expect` of the context, recorded where the job asks for it. */
  observe<T>(expect: T): T;
  /** Called with the `fs` that the context sees. */
  checkGuard(fsInside: unknown): void;
  takeRefused: Guard['takeRefused'];
  takeFileTrace: Guard['takeFileTrace'];
  setStandIns: Guard['setStandIns'];
  allowsScratch: boolean;
  setTimeZone(name: string | null): void;
  openTypeChecker: typeof openTypeChecker;
  /** Traces the comparisons of modules loaded from now on; false when unavailable. */
  tellComparisons(isOn: boolean): boolean;
  /** Hears of errors that nobody catches, in place of Jest and the process, until the result is called. */
  holdStrayErrors(onError: () => void): () => void;
  testStart(name: string): void;
  testDone(name: string, assertions: number): void;
}

const outside: Pick<RunnerSession, 'openTypeChecker' | 'holdStrayErrors'> = {
  openTypeChecker,
  holdStrayErrors: (onError) => holdStrayErrors(process, onError),
};

const MUTANT_HIT_LIMIT = 100_000;

/** Switches on the mutant of a test; without one, the code runs as it is. */
function selectMutant(context: SessionContext, activeMutant: string | undefined): void {
  const stryker = (context.__stryker__ ??= {});
  Object.assign(stryker, { activeMutant, hitCount: 0, hitLimit: MUTANT_HIT_LIMIT });
}

function leaveMutants(context: SessionContext): void {
  const stryker = (context.__stryker__ ??= {});
  stryker.activeMutant = undefined;
  stryker.currentTestId = undefined;
}

/** Takes down what a test must not change, and watches what it has loaded. */
function beginWatch(
  { job, context, runtime, expectations }: SessionSettings,
  identities: Identities,
  place: PlaceWatch,
): void {
  watchPlace(context, () => void (place.isRead = true));
  place.isRead = false;
  expectations.observeChai(loadedModules(runtime).map(([path, module]) => [path, exportsOf(module)]));
  if (job.perTest) identities.remember();
}

export function openSession(settings: SessionSettings): RunnerSession {
  const { job, context, runtime, record, guard, expectations, setTimeZone } = settings;
  const place: PlaceWatch = { isRead: false };
  const comparisons = openComparisons(runtime, [process.argv[1], job.runners[0]?.testRunner]);
  const identities = watchIdentities(context, runtime, job.root);
  const changed = new Set<string>();
  const noteChanged = (names: readonly string[]): void => names.forEach((name) => changed.add(name));
  expectations.onOutcome(() => noteChanged(identities.changedLanguage()));
  const extremes = openExtremes(context);
  const counters = watchCounters();
  const ran = new Set<number>();
  context['__nightshiftRan__'] = (part: number) => void ran.add(part);
  if (job.observes) observeImported(runtime, expectations);
  const hasMutants = job.activeMutants !== null || job.mutantCoverage;
  return {
    observe: job.observes ? expectations.observe : <T,>(expect: T): T => expect,
    checkGuard(fsInside) {
      if (job.guard && !guard.isGuarded(fsInside))
        throw new Error('the guard does not hold under this version of Jest');
    },
    takeRefused: guard.takeRefused,
    takeFileTrace: guard.takeFileTrace,
    setStandIns: guard.setStandIns,
    allowsScratch: job.guard && job.allowsScratch,
    setTimeZone,
    ...outside,
    tellComparisons: (isOn) => comparisons.set(isOn),
    testStart(name) {
      for (const seen of [ran, changed]) seen.clear();
      if (job.observes) beginWatch(settings, identities, place);
      noteProgress(job, record.testPath, name);
      record.guardedOutside.push(...guard.takeRefused());
      if (hasMutants) {
        const key = `${record.testPath}\n${name}`;
        selectMutant(context, job.activeMutants?.[key]);
        if (job.mutantCoverage) (context.__stryker__ ??= {}).currentTestId = name;
        extremes.testStart(job.activeMutants?.[key], job.returns?.[key]);
      }
      if (job.perTest) counters.look(context.__coverage__);
    },
    testDone(name, assertions) {
      const hits = job.perTest ? counters.look(context.__coverage__) : {};
      noteChanged(identities.changed());
      guard.closeTest();
      record.tests.push({
        name,
        hits,
        assertions,
        guarded: guard.takeRefused(),
        mutants: Object.keys(context.__stryker__?.mutantCoverage?.perTest[name] ?? {}),
        ...expectations.take(),
        readsPlace: place.isRead,
        ran: [...ran],
        changed: [...changed],
        ...extremes.testDone(),
      });
      if (hasMutants) leaveMutants(context);
    },
  };
}
