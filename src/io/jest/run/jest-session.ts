/** The session in which a host's Jest is run again and again, and what is asked of one run. */
import type { Host } from '../../../domain/host.js';
import type { Box } from '../../sandbox/box/box.js';
import type { JestConfig } from '../config/jest-config.js';
import type { Calls } from '../protocol/job.js';
import type { JestRun } from './read-run.js';

/** The facts about the host that every run uses. */
export interface JestSession {
  host: Host;
  box: Box;
  config: JestConfig;
  /** Globs or host-relative paths whose files are instrumented and counted. */
  collectCoverageFrom: readonly string[];
  /** Runs single test files without a start of Jest; null where that cannot be had. */
  warm: WarmRunner | null;
}

export interface JestRequest {
  /** Host-relative test files to run; undefined runs the host's whole suite. */
  testFiles?: readonly string[];
  /** Host-relative test files to leave out. */
  ignoreTestFiles?: readonly string[];
  coverage: 'none' | 'records' | 'records-and-report';
  perTest: boolean;
  /** Whether a file is run to its end although its tests wait in vain; default true. */
  isPatient?: boolean;
  /** Whether the outcome of each expectation is recorded; default false. */
  observes?: boolean;
  /** Whether a host that type-checks its tests leaves that out; default false, true of mutated code. */
  skipsTypes?: boolean;
  /** Run exactly as the user would, without our test runner; then there are no records. Default false. */
  plain?: boolean;
  /** Of a plain run: whether nothing but the choice of files is ours. Default false. */
  asCommanded?: boolean;
  guard: boolean;
  clockOffsetMs?: number;
  /** How much time seems to go by whenever a test looks at the clock, in milliseconds; 0 by default. */
  clockStepMs?: number;
  randomSeed?: number;
  /** Whether the tests see the arguments and environment of another machine. */
  isElsewhere?: boolean;
  timeZone?: string;
  language?: string;
  /** Order of the tests in a file is shuffled with this seed, where the host's Jest can. */
  shuffleSeed?: number;
  /** Whether the test files run in the order in which they are given. */
  inOrder?: boolean;
  activeMutants?: Record<string, string>;
  /** The results of each test's functions without a mutant, by the same keys. */
  returns?: Record<string, Calls>;
  mutantCoverage?: boolean;
  /** Limit for one test, in milliseconds; undefined leaves the host's. */
  testTimeoutMs?: number;
  /** The run is ended when it makes no progress for so long; a function returns the limit at each moment. */
  stallMs: number | (() => number);
  /** The minimum before the first test begins; none by default. */
  loadStallMs?: number;
  timeoutMs: number;
  writable: boolean;
  /** Files besides the progress file whose growth counts as progress. */
  watchFiles?: readonly string[];
  /** Whether a run that ended its process is a result, so that it is not tried again. Default false. */
  isFinal?: boolean;
  signal: AbortSignal;
}

/** Runs test files in processes that have Jest loaded already. */
export interface WarmRunner {
  /**
   * Runs requests of one test file each, and returns the results in their order; null where this host's Jest cannot be
   * kept warm, so that it has to be started for each run. Only an abort rejects.
   */
  runAll(session: JestSession, requests: readonly JestRequest[]): Promise<JestRun[] | null>;
  /** Says that sources of the host in the box were rewritten. */
  noteSourceChange(): void;
  /** Ends the processes. */
  close(): Promise<void>;
}
