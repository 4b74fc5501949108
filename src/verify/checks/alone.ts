/** `fails`, `timeout`, `crash`: each candidate alone in its file, where no neighbour can help or harm it. */
import type { Candidate } from '../../domain/candidate.js';
import type { CounterSet } from '../../domain/coverage.js';
import { findDeadCode } from '../dead-code/find-dead.js';
import { markBody, type MarkedBody } from '../dead-code/mark-body.js';
import type { GateContext, PassingCandidate } from '../gate-context.js';
import type { TestResult } from '../read-results.js';
import { candidatesOf, rejectFailed, type Rejection, type Sifted } from '../sift.js';
import { aloneFiles, type PlacedFile } from '../placed-files.js';
import { runCandidates } from '../test-runs.js';

type PassedTest = Extract<TestResult, { ok: true }>;

const toCounters = (hits: Record<string, string[]>): CounterSet =>
  new Map(Object.entries(hits).map(([file, counters]) => [file, new Set(counters)]));

/** Runs every candidate alone; what those that pass cover is their own doing. All of a test has to run. */
export async function checkAlone(
  context: GateContext,
  files: readonly PlacedFile[],
): Promise<Sifted<PassingCandidate>> {
  const candidates = candidatesOf(files);
  const marks = new Map<string, MarkedBody>();
  for (const candidate of candidates) {
    const marked = await markBody(candidate);
    if (marked) marks.set(candidate.id, marked);
  }
  const withMarks = (candidate: Candidate): Candidate => ({
    ...candidate,
    body: marks.get(candidate.id)?.text ?? candidate.body,
  });
  const marked = aloneFiles(files).map((file) => ({ ...file, candidates: file.candidates.map(withMarks) }));
  const { results } = await runCandidates(context, marked, { skipsTypes: true });
  const failed = rejectFailed(candidates, results, { hadPassed: false });
  const passed = candidates.flatMap((candidate) => {
    const result = results.get(candidate.id);
    return result?.ok === true ? [{ candidate, result }] : [];
  });
  const dead = passed.flatMap(({ candidate, result }): Rejection[] => {
    const detail = deadCodeOf(result, marks.get(candidate.id));
    return detail === undefined ? [] : [{ candidate, reason: 'policy', detail }];
  });
  const isAlive = ({ candidate }: { candidate: Candidate }): boolean =>
    dead.every((rejection) => rejection.candidate !== candidate);
  return { kept: passed.filter(isAlive).map(passing), rejected: [...failed, ...dead] };
}

const deadCodeOf = ({ record }: PassedTest, marked: MarkedBody | undefined): string | undefined =>
  marked && record ? findDeadCode(marked, new Set(record.ran)) : undefined;

const passing = ({ candidate, result }: { candidate: Candidate; result: PassedTest }): PassingCandidate => ({
  candidate,
  hits: toCounters(result.record?.hits ?? {}),
  all: toCounters(result.all),
});
