/** The shared state of the gate's checks: the request, the rejected candidates, and those still open. */
import type { Candidate } from '../domain/candidate.js';
import type { CounterSet } from '../domain/coverage.js';
import type { Finding } from '../domain/finding.js';
import type { Target } from '../domain/target.js';
import { fullNameOf } from '../test-file/test-file.js';
import type { Reason } from '../domain/verdict.js';
import type { JestSession } from '../io/jest/run/run-jest.js';
import type { PlacedFile, RunLimits, TestResult } from './test-runs.js';

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
  seed: number;
  signal: AbortSignal;
  /** How long a run may make no progress before it is ended, in milliseconds; 30 seconds by default. */
  stallMs?: number;
  /**
   * How long a test may wait for something, in milliseconds; 5 seconds by default. Has to be well below `stallMs`.
   */
  testTimeoutMs?: number;
  /** Called whenever a check begins. */
  onStep: (text: string) => void;
}

/** A candidate that passed alone, with the counters that its test raised and all that its file did. */
export interface Survivor {
  candidate: Candidate;
  hits: CounterSet;
  all: CounterSet;
}

export interface GateState {
  session: JestSession;
  request: GateRequest;
  rejected: Map<string, { reason: Reason; detail: string }>;
  /** Ids of the candidates that the runs are about; null means all that are open. */
  inPlay: ReadonlySet<string> | null;
  findings: Finding[];
}

export const openState = (session: JestSession, request: GateRequest): GateState => ({
  session,
  request,
  rejected: new Map(),
  inPlay: null,
  findings: [],
});

export const limitsOf = ({ request: { signal, stallMs, testTimeoutMs } }: GateState): RunLimits => ({
  signal,
  ...(testTimeoutMs === undefined ? {} : { testTimeoutMs }),
  ...(stallMs === undefined ? {} : { stallMs }),
});

export const isOpen = (state: GateState, candidate: Candidate): boolean => !state.rejected.has(candidate.id);

const isInPlay = (state: GateState, candidate: Candidate): boolean =>
  isOpen(state, candidate) && (state.inPlay?.has(candidate.id) ?? true);

export const onlyThose = (
  files: readonly PlacedFile[],
  keep: (candidate: Candidate) => boolean,
): PlacedFile[] =>
  files
    .map((file) => ({ ...file, candidates: file.candidates.filter(keep) }))
    .filter((file) => file.candidates.length > 0);

/** The files with the candidates that nothing was held against so far. */
export const openFiles = (state: GateState): PlacedFile[] =>
  onlyThose(state.request.files, (candidate) => isInPlay(state, candidate));

/** The first reason stays. */
export function reject(state: GateState, candidate: Candidate, reason: Reason, detail: string): void {
  if (isOpen(state, candidate)) state.rejected.set(candidate.id, { reason, detail });
}

/** Rejects candidates that did not pass; a plain failure counts as `as` if given. */
export function rejectFailed(
  state: GateState,
  candidate: Candidate,
  result: TestResult | undefined,
  as: Reason | null,
): void {
  if (result?.ok === true) return;
  const reason = result?.reason ?? 'fails';
  const detail = result?.detail ?? 'it was not run';
  const isPlainFailure = reason === 'fails';
  reject(state, candidate, isPlainFailure && as ? as : reason, detail);
}

/** Names a test as the records of a run do. */
export const keyOf = (file: PlacedFile, candidate: Candidate): string =>
  `${file.path}\n${fullNameOf(candidate)}`;
