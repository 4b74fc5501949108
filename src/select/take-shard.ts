/** Deals files out to the jobs that share a pass. */
import type { Shard } from '../domain/config.js';

/**
 * The files of one shard, in their order. Each file, the dearest first, goes to the shard that has the least so far, so that
 * every job finds the same shares by itself.
 */
export function takeShard<T extends { file: string }>(
  files: readonly T[],
  { index, count }: Shard,
  costOf: (file: T) => number,
): T[] {
  const loads = Array.from({ length: count }, () => 0);
  const dealt = [...files].sort((a, b) => costOf(b) - costOf(a) || (a.file < b.file ? -1 : 1));
  const mine = new Set<T>();
  for (const file of dealt) {
    const least = loads.indexOf(Math.min(...loads));
    loads[least] = (loads[least] ?? 0) + costOf(file);
    if (least === index - 1) mine.add(file);
  }
  return files.filter((file) => mine.has(file));
}
