/** Detects that a process of Jest makes no progress. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs';
import { longestWait, waitingTimes, type WaitingTimes } from '../../system/waiting-time.js';

/** More than the progress of a run ever is. */
const mostBytes = 64 * 1024 ** 2;

/** However busy the machine is, a process is given up after so many times its limit. */
const MOST_PATIENCE = 3;

/** The clocks of the watchdog. */
interface Senses {
  /** In milliseconds. */
  now: () => number;
  waits: (pid: number) => WaitingTimes;
}

/** The files of a process that are watched, and its limits in milliseconds. */
export interface StallLimits {
  files: readonly string[];
  /** A function returns the limit at each moment. */
  stallMs: number | (() => number);
  /**
   * The least that is granted while, by the first of the files, no test has begun: loading and compiling take their time.
   */
  loadMs?: number | undefined;
}

/**
 * Returns a watchdog that says `stalled` once none of the files has grown for so long. It is called with the id of
 * the process; the time in which that, or one below it, waited for a processor does not count.
 */
export function stallWatch(
  { files, stallMs, loadMs = 0 }: StallLimits,
  { now, waits }: Senses = { now: () => Date.now(), waits: waitingTimes },
): (pid: number) => string | undefined {
  let lastSize = -1;
  let lastChange = now();
  let waitsThen: WaitingTimes = new Map();
  const sizeOf = (file: string): number => lstatSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return (pid) => {
    const size = files.reduce((sum, file) => sum + sizeOf(file), 0);
    if (size !== lastSize) {
      lastSize = size;
      lastChange = now();
      waitsThen = waits(pid);
    }
    const limitMs = typeof stallMs === 'number' ? stallMs : stallMs();
    const quietMs = now() - lastChange;
    if (quietMs <= limitMs) return undefined;
    const countedMs = Math.max(quietMs / MOST_PATIENCE, quietMs - longestWait(waitsThen, waits(pid)));
    const isStalled = countedMs > limitMs && (countedMs > loadMs || isInTest(files[0]));
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
