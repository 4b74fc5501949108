/** Has the gate judge candidates in a small host, as a pass does after its baseline. */
import { readTestTypes } from '../../src/analyze/process/read-test-types.js';
import type { Candidate } from '../../src/domain/candidate.js';
import { verifyCandidates } from '../../src/verify/gate.js';
import { openTinySession } from './tiny-session.js';

/** Verdicts in words, in the order of the files and their candidates: `accepted`, or the reason and its detail. */
export async function judgeCandidates(
  dir: string,
  files: Readonly<Record<string, readonly Candidate[]>>,
): Promise<string[]> {
  const { session, analysis, covered } = await openTinySession(dir);
  const result = await verifyCandidates(session, {
    files: Object.entries(files).map(([path, list]) => ({ path, candidates: [...list], existing: null })),
    targets: analysis.targets,
    covered,
    hostTests: [],
    allowedPackages: new Set(),
    findTypeErrors: (tests) => readTestTypes(session.host, tests, new AbortController().signal),
    seed: 1,
    signal: new AbortController().signal,
    onStep: () => undefined,
  });
  return result.judged.map(({ verdict }) =>
    verdict.status === 'accepted' ? 'accepted' : `${verdict.reason}: ${verdict.detail}`,
  );
}
