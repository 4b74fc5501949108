/** `fails`, `timeout`, `crash`: each candidate alone in its file, where no neighbour can help or harm it. */
import type { Candidate } from '../../domain/candidate.js';
import type { CounterSet } from '../../domain/coverage.js';
import { findDeadCode } from '../dead-code/find-dead.js';
import { markBody, type MarkedBody } from '../dead-code/mark-body.js';
import { type GateState, limitsOf, openFiles, reject, rejectFailed, type Survivor } from '../gate-state.js';
import { aloneFiles, runCandidates, type TestResult } from '../test-runs.js';

const toCounters = (hits: Record<string, string[]>): CounterSet =>
  new Map(Object.entries(hits).map(([file, counters]) => [file, new Set(counters)]));

/** Runs every candidate alone; what the survivors cover is their own doing. All of a test has to run. */
export async function checkAlone(state: GateState): Promise<Survivor[]> {
  const marks = new Map<string, MarkedBody>();
  for (const candidate of openFiles(state).flatMap((file) => file.candidates)) {
    const marked = await markBody(candidate);
    if (marked) marks.set(candidate.id, marked);
  }
  const files = aloneFiles(openFiles(state));
  const marked = files.map((file) => ({
    ...file,
    candidates: file.candidates.map((candidate) => ({
      ...candidate,
      body: marks.get(candidate.id)?.text ?? candidate.body,
    })),
  }));
  const { results } = await runCandidates(state.session, marked, { skipsTypes: true }, limitsOf(state));
  return files.flatMap(({ candidates: [candidate] }) =>
    candidate ? judge(state, candidate, results.get(candidate.id), marks.get(candidate.id)) : [],
  );
}

function judge(
  state: GateState,
  candidate: Candidate,
  result: TestResult | undefined,
  marked: MarkedBody | undefined,
): Survivor[] {
  if (result?.ok !== true) {
    rejectFailed(state, candidate, result, null);
    return [];
  }
  const dead = marked && result.record && findDeadCode(marked, new Set(result.record.ran));
  if (dead) {
    reject(state, candidate, 'policy', dead);
    return [];
  }
  return [{ candidate, hits: toCounters(result.record?.hits ?? {}), all: toCounters(result.all) }];
}
