/** The gate: every check in its order, from reading a candidate to the final proof under the host's plain Jest. */
import type { CoverageMapData } from 'istanbul-lib-coverage';
import type { Candidate } from '../domain/candidate.js';
import { countGain, type CounterSet, subtractCounters, unionCounters } from '../domain/coverage.js';
import type { Target } from '../domain/target.js';
import { fullNameOf } from '../domain/test-file.js';
import type { Accepted, Judged, Reason } from '../domain/verdict.js';
import type { JestSession } from '../io/jest/run-jest.js';
import { type MutationOutcome, tryMutants } from './mutants.js';
import { checkPolicy } from './policy.js';
import {
  aloneFiles,
  candidateLimits,
  type PlacedFile,
  type RunConditions,
  removePlaced,
  runCandidates,
  type TestResult,
  writePlaced,
} from './test-runs.js';
import { findTypeErrors } from './types.js';

export interface GateRequest {
  /** Candidates by the test file they would go to; in a file, earlier ones are preferred. */
  files: readonly PlacedFile[];
  targets: readonly Target[];
  /** What the host's tests and the tests accepted before cover. */
  covered: CounterSet;
  /** Packages that the host's package.json names. */
  allowedPackages: ReadonlySet<string>;
  seed: number;
  signal: AbortSignal;
  /** Told whenever a check begins. */
  onStep: (text: string) => void;
}

export interface GateResult {
  judged: Judged[];
  /** The files as they are to be delivered, without those that nothing was accepted for. */
  files: PlacedFile[];
  accepted: Accepted[];
  /** What is covered when the accepted tests are counted. */
  covered: Map<string, Set<string>>;
  /** Istanbul's report of the plain run over the files, null when nothing got so far. */
  coverage: CoverageMapData | null;
}

interface Survivor {
  candidate: Candidate;
  hits: CounterSet;
  all: CounterSet;
}

interface GateState {
  session: JestSession;
  request: GateRequest;
  rejected: Map<string, { reason: Reason; detail: string }>;
  /** Ids of the candidates that the runs are about; null means all that are open. */
  inPlay: ReadonlySet<string> | null;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MUTATION_ROUNDS = 8;
const SECOND_CHANCES = 2;

/** Puts candidates through all checks. One bad candidate costs only itself. */
export async function verifyCandidates(session: JestSession, request: GateRequest): Promise<GateResult> {
  const state: GateState = { session, request, rejected: new Map(), inPlay: null };
  await checkStatically(state);
  request.onStep('running each candidate alone');
  const survivors = await runAlone(state);
  const outcomes = new Map<string, MutationOutcome>();
  const gaining = await checkGaining(state, survivors, outcomes);
  const kept = dropRedundant(state, gaining, outcomes);
  request.onStep('proving the final files under plain Jest');
  const coverage = await proveFiles(state);
  const proven = kept.filter((survivor) => isOpen(state, survivor.candidate));
  return { ...conclude(state, proven, outcomes), coverage };
}

/** Where one is dropped that covered something first, another that covers it too gets its chance. */
async function checkGaining(
  state: GateState,
  survivors: readonly Survivor[],
  outcomes: Map<string, MutationOutcome>,
): Promise<Survivor[]> {
  const isChecked = ({ candidate }: Survivor): boolean => outcomes.has(candidate.id);
  for (let round = 0; round <= SECOND_CHANCES; round++) {
    if (takeGaining(state, survivors).every(isChecked)) break;
    state.request.onStep('repeating in other orders and time zones');
    await checkRepeats(state);
    state.request.onStep('breaking the code to see the tests fail');
    await checkMutants(state, outcomes);
  }
  const gaining = takeGaining(state, survivors.filter(isChecked));
  for (const { candidate } of survivors) {
    if (state.inPlay?.has(candidate.id)) continue;
    reject(state, candidate, 'no-gain', 'everything it covers was covered before');
  }
  return gaining;
}

const isOpen = (state: GateState, candidate: Candidate): boolean => !state.rejected.has(candidate.id);

const isInPlay = (state: GateState, candidate: Candidate): boolean =>
  isOpen(state, candidate) && (state.inPlay?.has(candidate.id) ?? true);

const onlyThose = (files: readonly PlacedFile[], keep: (candidate: Candidate) => boolean): PlacedFile[] =>
  files
    .map((file) => ({ ...file, candidates: file.candidates.filter(keep) }))
    .filter((file) => file.candidates.length > 0);

/** The files with the candidates that nothing was held against so far. */
const openFiles = (state: GateState): PlacedFile[] =>
  onlyThose(state.request.files, (candidate) => isInPlay(state, candidate));

function reject(state: GateState, candidate: Candidate, reason: Reason, detail: string): void {
  if (isOpen(state, candidate)) state.rejected.set(candidate.id, { reason, detail });
}

async function checkStatically(state: GateState): Promise<void> {
  const { request, session } = state;
  for (const candidate of request.files.flatMap((file) => file.candidates)) {
    const policy = await checkPolicy(candidate, { allowedPackages: request.allowedPackages });
    if (!policy.ok) reject(state, candidate, policy.reason, policy.detail);
  }
  const open = openFiles(state);
  const placeOf = new Map(
    open.flatMap((file) => file.candidates.map((candidate) => [candidate.id, file.path] as const)),
  );
  const candidates = open.flatMap((file) => file.candidates);
  const errors = await findTypeErrors(session.host, candidates, ({ id }) => placeOf.get(id) ?? '');
  for (const candidate of candidates) {
    const error = errors.get(candidate.id);
    if (error !== undefined) reject(state, candidate, 'types', error);
  }
}

function rejectFailed(
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

/** Each candidate alone in its file, where no neighbour can help or harm it: what it covers is its own doing. */
async function runAlone(state: GateState): Promise<Survivor[]> {
  const { session, request } = state;
  const files = aloneFiles(openFiles(state));
  const { results } = await runCandidates(session, files, {}, request.signal);
  return files.flatMap(({ candidates: [candidate] }) => {
    const result = candidate ? results.get(candidate.id) : undefined;
    if (!candidate) return [];
    if (result?.ok !== true) {
      rejectFailed(state, candidate, result, null);
      return [];
    }
    return [{ candidate, hits: toCounters(result.record?.hits ?? {}), all: toCounters(result.all) }];
  });
}

const toCounters = (hits: Record<string, string[]>): CounterSet =>
  new Map(Object.entries(hits).map(([file, counters]) => [file, new Set(counters)]));

/** In order, the open candidates that cover what nothing before them does. They are the ones in play from now on. */
function takeGaining(state: GateState, survivors: readonly Survivor[]): Survivor[] {
  let known: CounterSet = state.request.covered;
  const gaining = survivors.filter(({ candidate, hits, all }) => {
    if (!isOpen(state, candidate) || subtractCounters(hits, known).size === 0) return false;
    known = unionCounters(known, all);
    return true;
  });
  state.inPlay = new Set(gaining.map(({ candidate }) => candidate.id));
  return gaining;
}

const keyOf = (file: PlacedFile, candidate: Candidate): string => `${file.path}\n${fullNameOf(candidate)}`;

/** Adds to `known` what the mutants tell of the candidates that it does not hold yet. */
async function checkMutants(state: GateState, known: Map<string, MutationOutcome>): Promise<void> {
  const { session, request } = state;
  const files = onlyThose(openFiles(state), ({ id }) => !known.has(id));
  const targets = new Map(request.targets.map((target) => [target.id, target]));
  const placed = files.flatMap((file) => file.candidates.map((candidate) => ({ file, candidate })));
  await writePlaced(session, files);
  const outcomes = await tryMutants(session, {
    // Always the same list, so that a mutant has the same id whenever this is called.
    files: [...new Set(request.files.flatMap((file) => file.candidates.map((candidate) => candidate.file)))],
    testFiles: files.map((file) => file.path),
    subjects: placed.map(({ file, candidate }) => {
      const range = targets.get(candidate.target)?.range ?? null;
      return { key: keyOf(file, candidate), file: candidate.file, range };
    }),
    maxRounds: MUTATION_ROUNDS,
    run: candidateLimits(files.length, request.signal),
  }).finally(() => removePlaced(session, files));
  for (const { file, candidate } of placed) {
    const outcome = outcomes.get(keyOf(file, candidate));
    if (outcome) known.set(candidate.id, outcome);
    const detail = outcome
      ? `it still passes with the code broken in ${outcome.tried} ways`
      : 'it does not pass on the instrumented code, so nothing shows that it can fail';
    if (!outcome || outcome.killed.size === 0) reject(state, candidate, 'weak', detail);
  }
}

/** The composed files in another order, with another clock, time zone, language and random source. */
async function checkRepeats(state: GateState): Promise<void> {
  const { seed } = state.request;
  await runComposed(state, {
    clockOffsetMs: -200 * DAY_MS + 5 * HOUR_MS,
    isElsewhere: true,
    randomSeed: seed + 2,
    timeZone: 'Pacific/Auckland',
    language: 'de_DE.UTF-8',
    shuffleSeed: seed + 3,
  });
}

/** The final files under the host's plain Jest, without anything of ours in the process. */
const proveFiles = (state: GateState): Promise<CoverageMapData | null> => runComposed(state, { plain: true });

/** A candidate that passed alone and does not pass here is not stable. */
async function runComposed(state: GateState, conditions: RunConditions): Promise<CoverageMapData | null> {
  const { session, request } = state;
  const files = openFiles(state);
  const { results, coverage } = await runCandidates(session, files, conditions, request.signal);
  for (const candidate of files.flatMap((file) => file.candidates)) {
    rejectFailed(state, candidate, results.get(candidate.id), 'flaky');
  }
  return coverage;
}

/** Drops, latest first, what the others cover and kill as well. */
function dropRedundant(
  state: GateState,
  survivors: readonly Survivor[],
  outcomes: ReadonlyMap<string, MutationOutcome>,
): Survivor[] {
  const kept = [...survivors];
  for (const survivor of [...survivors].reverse()) {
    // A law says more than the examples that happen to run through the same lines.
    if (survivor.candidate.kind === 'property') continue;
    const others = kept.filter((other) => other !== survivor);
    const covered = unionCounters(state.request.covered, ...others.map((other) => other.hits));
    const kills = new Set(others.flatMap((other) => [...(outcomes.get(other.candidate.id)?.killed ?? [])]));
    const ownKills = [...(outcomes.get(survivor.candidate.id)?.killed ?? [])];
    const isRedundant =
      subtractCounters(survivor.hits, covered).size === 0 && ownKills.every((mutant) => kills.has(mutant));
    if (!isRedundant) continue;
    kept.splice(kept.indexOf(survivor), 1);
    reject(state, survivor.candidate, 'redundant', 'other accepted tests cover and detect the same');
  }
  return kept;
}

/** Verdicts for all candidates, with each accepted test's gain over those before it. */
function conclude(
  state: GateState,
  kept: readonly Survivor[],
  outcomes: ReadonlyMap<string, MutationOutcome>,
): Omit<GateResult, 'coverage'> {
  let known: CounterSet = state.request.covered;
  const accepted: Accepted[] = [];
  for (const { candidate, hits, all } of kept) {
    const outcome = outcomes.get(candidate.id);
    const mutants = { killed: outcome?.killed.size ?? 0, tried: outcome?.tried ?? 0 };
    accepted.push({
      candidate,
      evidence: { runs: 4, gain: countGain(subtractCounters(hits, known)), mutants },
    });
    known = unionCounters(known, all);
  }
  const evidenceOf = new Map(accepted.map(({ candidate, evidence }) => [candidate.id, evidence]));
  const judged = state.request.files.flatMap((file) =>
    file.candidates.map((candidate): Judged => {
      const evidence = evidenceOf.get(candidate.id);
      const refusal = state.rejected.get(candidate.id) ?? {
        reason: 'crash' as const,
        detail: 'it was lost on the way',
      };
      return {
        candidate,
        verdict: evidence ? { status: 'accepted', evidence } : { status: 'rejected', ...refusal },
      };
    }),
  );
  const files = onlyThose(openFiles(state), ({ id }) => evidenceOf.has(id));
  return { judged, files, accepted, covered: unionCounters(known) };
}
