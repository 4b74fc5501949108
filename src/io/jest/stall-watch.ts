/** Tells when a process of Jest has stopped making progress. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs';

/** More than the progress of a run ever is. */
const mostBytes = 64 * 1024 ** 2;

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

/** Whether the last line of the progress names a test. Code under test may have put something else in its place. */
function isInTest(progressFile: string | undefined): boolean {
  const text = progressFile === undefined ? '' : textOf(progressFile);
  return /"test":"/.test(text.trimEnd().split('\n').at(-1) ?? '');
}

/** The text of a plain file; nothing of a link, and no waiting for a pipe. */
function textOf(file: string): string {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  try {
    const descriptor = openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      const stats = fstatSync(descriptor);
      return stats.isFile() && stats.size <= mostBytes ? readFileSync(descriptor, 'utf8') : '';
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return '';
  }
}
