/** The request to the gate, and the context that all its checks share. */
import type { Candidate } from '../domain/candidate.js';
import type { CounterSet } from '../domain/coverage.js';
import type { Target } from '../domain/target.js';
import type { JestSession } from '../io/jest/run/run-jest.js';
import type { PlacedFile } from './placed-files.js';
import type { RunContext } from './test-runs.js';

/** A test file of the host that passed in the baseline. */
export interface HostTestFile {
  /** Host-relative. */
  path: string;
  /** Host-relative source files whose code it runs. */
  touches: readonly string[];
  /** Its duration in the baseline, in milliseconds. */
  durationMs: number;
}

export interface GateRequest {
  /** Candidates by the test file they would go to; in a file, earlier ones are preferred. */
  files: readonly PlacedFile[];
  targets: readonly Target[];
  /** The counters covered by the host's tests and by tests accepted before. */
  covered: CounterSet;
  /** The host's tests that have to go on passing beside what is accepted. */
  hostTests: readonly HostTestFile[];
  /** Packages that the host's package.json names. */
  allowedPackages: ReadonlySet<string>;
  /** Which secret stands in a text, in words that hold nothing of it; without it, none is looked for. */
  findSecret?: (text: string) => string | undefined;
  /** The first type error of each test file of the host, null where it has none. */
  findTypeErrors: (tests: readonly { file: string; text: string }[]) => Promise<(string | null)[]>;
  seed: number;
  signal: AbortSignal;
  /** How long a run may make no progress before it is ended, in milliseconds; 30 seconds by default. */
  stallMs?: number;
  /**
   * How long a test may wait for something, in milliseconds; 5 seconds by default. Has to be well below `stallMs`.
   */
  testTimeoutMs?: number;
  /** How long a run may take besides 5 seconds for each file, in milliseconds; 3 minutes by default. */
  startMs?: number;
  /** Called whenever a check begins. */
  onStep: (text: string) => void;
}

/** Nothing in it changes while candidates are judged: a check returns what it decides. */
export interface GateContext extends RunContext {
  readonly request: GateRequest;
}

/** A candidate that passed alone, with the counters that its test raised and all that its file did. */
export interface PassingCandidate {
  candidate: Candidate;
  hits: CounterSet;
  all: CounterSet;
}

export const contextOf = (session: JestSession, request: GateRequest): GateContext => {
  const { signal, stallMs, testTimeoutMs, startMs } = request;
  const limits = {
    signal,
    ...(testTimeoutMs === undefined ? {} : { testTimeoutMs }),
    ...(stallMs === undefined ? {} : { stallMs }),
    ...(startMs === undefined ? {} : { startMs }),
  };
  return { session, request, limits };
};
