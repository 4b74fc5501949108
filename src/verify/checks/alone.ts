/** `fails`, `timeout`, `crash`: each candidate alone in its file, where no neighbour can help or harm it. */
import type { CounterSet } from '../../domain/coverage.js';
import { type GateState, limitsOf, openFiles, rejectFailed, type Survivor } from '../gate-state.js';
import { aloneFiles, runCandidates } from '../test-runs.js';

const toCounters = (hits: Record<string, string[]>): CounterSet =>
  new Map(Object.entries(hits).map(([file, counters]) => [file, new Set(counters)]));

/** Runs every candidate alone; what the survivors cover is their own doing. */
export async function checkAlone(state: GateState): Promise<Survivor[]> {
  const files = aloneFiles(openFiles(state));
  const { results } = await runCandidates(state.session, files, {}, limitsOf(state));
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
