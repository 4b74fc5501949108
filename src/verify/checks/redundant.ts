/** `redundant`: what the other accepted tests cover and detect as well is not delivered. */
import { type CounterSet, subtractCounters, unionCounters } from '../../domain/coverage.js';
import type { PassingCandidate } from '../gate-context.js';
import type { MutationOutcome } from '../mutants/subject.js';
import type { Rejection, Sifted } from '../sift.js';

/** Drops, latest first, what the others cover and kill as well. */
export function dropRedundant(
  covered: CounterSet,
  passing: readonly PassingCandidate[],
  outcomes: ReadonlyMap<string, MutationOutcome>,
): Sifted<PassingCandidate> {
  const kept = [...passing];
  const rejected: Rejection[] = [];
  const killsOf = ({ candidate }: PassingCandidate): string[] => [
    ...(outcomes.get(candidate.id)?.killed ?? []),
  ];
  for (const one of [...passing].reverse()) {
    // A law says more than the examples that happen to run through the same lines.
    if (one.candidate.kind === 'property') continue;
    const others = kept.filter((other) => other !== one);
    const elsewhere = unionCounters(covered, ...others.map((other) => other.hits));
    const kills = new Set(others.flatMap(killsOf));
    const isRedundant =
      subtractCounters(one.hits, elsewhere).size === 0 && killsOf(one).every((mutant) => kills.has(mutant));
    if (!isRedundant) continue;
    kept.splice(kept.indexOf(one), 1);
    const detail = 'other accepted tests cover and detect the same';
    rejected.push({ candidate: one.candidate, reason: 'redundant', detail });
  }
  return { kept, rejected };
}
