/** Chooses the host's tests that run beside what is to be delivered: those that share code with it, while they are cheap. */
import { slowdown } from '../io/system/slowdown.js';
import type { HostTestFile, PassingCandidate } from './gate-context.js';
import type { PlacedFile } from './placed-files.js';

const MOST_FILES = 25;
const MOST_MS = 20_000;
/** Tests of the very files that are tested are worth more; some of them run however long they take. */
const MOST_NEAR_MS = 60_000;
const LEAST_NEAR = 2;

/**
 * Test files of the host that run code which the passing candidates run; those of the tested files first, then the quick
 * ones, as many as fit into a bounded time. They took longer in the baseline where the machine was busy.
 */
export function relatedTests(
  hostTests: readonly HostTestFile[],
  files: readonly PlacedFile[],
  passing: readonly PassingCandidate[],
): HostTestFile[] {
  const written = new Set(files.map((file) => file.path));
  const tested = new Set(passing.map(({ candidate }) => candidate.file));
  const run = new Set(passing.flatMap(({ all }) => [...all.keys()]));
  const isNear = (file: HostTestFile): boolean => file.touches.some((source) => tested.has(source));
  const related = hostTests
    .filter((file) => !written.has(file.path) && file.touches.some((source) => run.has(source)))
    .sort((a, b) => Number(isNear(b)) - Number(isNear(a)) || a.durationMs - b.durationMs);
  const patience = slowdown();
  let spentMs = 0;
  return related.slice(0, MOST_FILES).filter((file, index) => {
    const mostMs = patience * (isNear(file) ? MOST_NEAR_MS : MOST_MS);
    const isTooLong = spentMs + file.durationMs > mostMs && !(isNear(file) && index < LEAST_NEAR);
    if (!isTooLong) spentMs += file.durationMs;
    return !isTooLong;
  });
}
