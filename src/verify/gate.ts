/** The gate: every check in its order, from reading a candidate to the final proof under the host's plain Jest. */
import type { CoverageMapData } from 'istanbul-lib-coverage';
import { countGain, type CounterSet, subtractCounters, unionCounters } from '../domain/coverage.js';
import type { Finding } from '../domain/finding.js';
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
import type { MutationOutcome } from './mutants.js';
import type { PlacedFile } from './test-runs.js';

export type { GateRequest } from './gate-state.js';

export interface GateResult {
  judged: Judged[];
  /** The files as they are to be delivered, without those that nothing was accepted for. */
  files: PlacedFile[];
  accepted: Accepted[];
  /** What is covered when the accepted tests are counted. */
  covered: Map<string, Set<string>>;
  /** Istanbul's report of the plain run over the files, null when nothing got so far. */
  coverage: CoverageMapData | null;
  /** What was noticed about the host's own tests on the way. */
  findings: Finding[];
}

/** Puts candidates through all checks. One bad candidate costs only itself. */
export async function verifyCandidates(session: JestSession, request: GateRequest): Promise<GateResult> {
  const state = openState(session, request);
  const outcomes = new Map<string, MutationOutcome>();

  // syntax, policy, types
  await checkStatically(state);

  // fails, timeout, crash
  request.onStep('running each candidate alone');
  const survivors = await checkAlone(state);

  // no-gain; of those with a gain: flaky, weak
  const gaining = await checkGain(state, survivors, outcomes);

  // redundant
  const kept = dropRedundant(state, gaining, outcomes);

  // flaky in the final file, interferes
  request.onStep('proving the final files under plain Jest');
  const coverage = await proveBesideHost(state, kept);

  const proven = kept.filter((survivor) => isOpen(state, survivor.candidate));
  return { ...conclude(state, proven, outcomes), coverage, findings: state.findings };
}

/** Verdicts for all candidates, with each accepted test's gain over those before it. */
function conclude(
  state: GateState,
  kept: readonly Survivor[],
  outcomes: ReadonlyMap<string, MutationOutcome>,
): Omit<GateResult, 'coverage' | 'findings'> {
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
