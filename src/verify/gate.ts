/** The gate: every check in its order, from reading a candidate to the final proof under the host's plain Jest. */
import type { CoverageMapData } from 'istanbul-lib-coverage';
import { addCounters, countGain, type CounterSet, subtractCounters } from '../domain/coverage.js';
import type { Finding } from '../domain/finding.js';
import { printable } from '../io/system/printable.js';
import type { Accepted, Judged } from '../domain/verdict.js';
import type { JestSession } from '../io/jest/run/run-jest.js';
import { checkAlone } from './checks/alone.js';
import { checkGain } from './checks/gain.js';
import { proveBesideHost } from './checks/proof.js';
import { dropRedundant } from './checks/redundant.js';
import { checkStatically } from './checks/static.js';
import {
  type GateRequest,
  type GateState,
  isOpen,
  onlyThose,
  openFiles,
  openState,
  type Survivor,
} from './gate-state.js';
import type { MutationOutcome } from './mutants/subject.js';
import type { PlacedFile } from './test-runs.js';

export type { GateRequest } from './gate-state.js';

export interface GateResult {
  judged: Judged[];
  /** The files as they are to be delivered, without those that nothing was accepted for. */
  files: PlacedFile[];
  accepted: Accepted[];
  /** The coverage including the accepted tests. */
  covered: CounterSet;
  /** Istanbul's report of the plain run over the files, null when nothing got so far. */
  coverage: CoverageMapData | null;
  /** Findings about the host's own tests. */
  findings: Finding[];
}

/** Candidates that went through every check but the last, the proof beside the host's own tests. */
export interface Unproven {
  state: GateState;
  kept: readonly Survivor[];
  outcomes: ReadonlyMap<string, MutationOutcome>;
}

export interface Proof {
  /** One for each of the unproven, in their order. */
  results: Omit<GateResult, 'coverage' | 'findings'>[];
  /** Istanbul's report of the plain run over all their files, null when nothing got so far. */
  coverage: CoverageMapData | null;
  findings: Finding[];
}

/** Alone, in three orders, on the instrumented code, and in the final proof. */
const RUNS = 6;

/** Titles are printed by the runner, in reports and in commits. */
const withPrintableTitles = (file: PlacedFile): PlacedFile => ({
  ...file,
  candidates: file.candidates.map((candidate) => ({
    ...candidate,
    group: printable(candidate.group),
    title: printable(candidate.title),
  })),
});

/** Puts candidates through all checks. One bad candidate costs only itself. */
export async function verifyCandidates(session: JestSession, request: GateRequest): Promise<GateResult> {
  const unproven = await judgeCandidates(session, request);
  const { results, coverage, findings } = await proveTogether([unproven], request);
  const [result = conclude(unproven)] = results;
  return { ...result, coverage, findings };
}

/** All checks but the last. */
export async function judgeCandidates(session: JestSession, request: GateRequest): Promise<Unproven> {
  const state = openState(session, { ...request, files: request.files.map(withPrintableTitles) });
  const outcomes = new Map<string, MutationOutcome>();

  // syntax, policy, types
  await checkStatically(state);

  // fails, timeout, crash
  request.onStep('running each candidate alone');
  const survivors = await checkAlone(state);

  // no-gain; of those with a gain: flaky, weak
  const gaining = await checkGain(state, survivors, outcomes);

  // redundant
  return { state, kept: dropRedundant(state, gaining, outcomes), outcomes };
}

/** The last check: flaky in the final file, interferes. One start of Jest serves what was judged meanwhile. */
export async function proveTogether(
  unproven: readonly Unproven[],
  { signal, onStep }: Pick<GateRequest, 'signal' | 'onStep'>,
): Promise<Proof> {
  onStep('proving the final files under plain Jest');
  const { coverage, findings } = await proveBesideHost(unproven, signal);
  return { results: unproven.map(conclude), coverage, findings };
}

/** Verdicts for all candidates, with each accepted test's gain over those before it. */
function conclude({ state, kept, outcomes }: Unproven): Proof['results'][number] {
  let known: CounterSet = state.request.covered;
  const accepted: Accepted[] = [];
  for (const { candidate, hits, all } of kept) {
    if (!isOpen(state, candidate)) continue;
    const outcome = outcomes.get(candidate.id);
    const mutants = { killed: outcome?.killed.size ?? 0, tried: outcome?.tried ?? 0 };
    accepted.push({
      candidate,
      evidence: { runs: RUNS, gain: countGain(subtractCounters(hits, known)), mutants },
    });
    known = addCounters(known, all);
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
  return { judged, files, accepted, covered: known };
}
