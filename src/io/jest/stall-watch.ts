/** Tells when a process of Jest has stopped making progress. */
import { statSync } from 'node:fs';

/**
 * Returns a watchdog that says `stalled` once none of the files has grown for so long.
 * @param stallMs the limit in milliseconds, or what tells it at each moment
 */
export function stallWatch(
  files: readonly string[],
  stallMs: number | (() => number),
): () => string | undefined {
  let lastSize = -1;
  let lastChange = Date.now();
  const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return () => {
    const size = files.reduce((sum, file) => sum + sizeOf(file), 0);
    if (size !== lastSize) {
      lastSize = size;
      lastChange = Date.now();
    }
    const limitMs = typeof stallMs === 'number' ? stallMs : stallMs();
    return Date.now() - lastChange > limitMs ? 'stalled' : undefined;
  };
}
