/** Chooses the host's tests that run beside what is to be delivered: those that share code with it, while they are cheap. */
import type { HostTestFile, PassingCandidate } from './gate-context.js';
import type { PlacedFile } from './placed-files.js';

const MOST_FILES = 25;
const MOST_MS = 20_000;
/** Tests of the very files that are tested are worth more. */
const MOST_NEAR_MS = 60_000;

/**
 * Test files of the host that run code which the passing candidates run; those of the tested files first, then the quick
 * ones, as many as fit into a bounded time.
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
  let spentMs = 0;
  return related.slice(0, MOST_FILES).filter((file) => {
    const isTooLong = spentMs + file.durationMs > (isNear(file) ? MOST_NEAR_MS : MOST_MS);
    if (!isTooLong) spentMs += file.durationMs;
    return !isTooLong;
  });
}
