/** Finds out, without any request, which targets a test can load and reach at all. */
import type { TargetBrief } from '../../author/model/brief.js';
import type { Candidate } from '../../domain/candidate.js';
import type { JestSession } from '../../io/jest/run/run-jest.js';
import { runCandidates } from '../../verify/test-runs.js';

/** The reason for which each target cannot be tested; targets that can are not in it. */
export async function findUnreachable(
  session: JestSession,
  { testFile, targets }: { testFile: string; targets: readonly TargetBrief[] },
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const candidates = targets.map(({ target, access }): Candidate => ({
    id: target.id,
    target: target.id,
    file: target.file,
    author: 'model',
    kind: 'unit',
    group: target.id,
    title: 'can be reached',
    // Not `toBeDefined`: its message would print the whole value.
    body: `expect(typeof ${access.callee}).not.toBe('undefined');`,
    isAsync: false,
    imports: [access.need],
  }));
  const file = { path: testFile.replace('.nightshift', '.nightshift-smoke'), candidates, existing: null };
  const { results } = await runCandidates({ session, limits: { signal } }, [file], { skipsTypes: true });
  const unreachable = new Map<string, string>();
  for (const { id } of candidates) {
    const result = results.get(id);
    if (result?.ok !== true) unreachable.set(id, result?.detail ?? 'Jest did not run the file');
  }
  return unreachable;
}
