/** `redundant`: what the other accepted tests cover and detect as well is not delivered. */
import { subtractCounters, unionCounters } from '../../domain/coverage.js';
import type { MutationOutcome } from '../mutants/subject.js';
import { type GateState, reject, type Survivor } from '../gate-state.js';

/** Drops, latest first, what the others cover and kill as well. */
export function dropRedundant(
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
