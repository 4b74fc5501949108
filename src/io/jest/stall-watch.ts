/** Tells when a process of Jest has stopped making progress. */
import { readFileSync, lstatSync } from 'node:fs';

/**
 * Returns a watchdog that says `stalled` once none of the files has grown for so long.
 * @param stallMs the limit in milliseconds, or what tells it at each moment
 * @param loadMs the least that is granted while, by the first of the files, no test has begun: loading and compiling
 * take their time on a busy machine
 */
export function stallWatch(
  files: readonly string[],
  stallMs: number | (() => number),
  loadMs = 0,
): () => string | undefined {
  let lastSize = -1;
  let lastChange = Date.now();
  const sizeOf = (file: string): number => lstatSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return () => {
    const size = files.reduce((sum, file) => sum + sizeOf(file), 0);
    if (size !== lastSize) {
      lastSize = size;
      lastChange = Date.now();
    }
    const limitMs = typeof stallMs === 'number' ? stallMs : stallMs();
    const isOver = (ms: number): boolean => Date.now() - lastChange > ms;
    const isStalled = isOver(limitMs) && (isOver(loadMs) || isInTest(files[0]));
    return isStalled ? 'stalled' : undefined;
  };
}

/** Whether the last line of the progress names a test. */
function isInTest(progressFile: string | undefined): boolean {
  const lines = progressFile === undefined ? [] : readFileSync(progressFile, 'utf8').trimEnd().split('\n');
  return /"test":"/.test(lines.at(-1) ?? '');
}
