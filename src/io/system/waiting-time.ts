/** Measures how long processes were ready to run while the machine ran others. */
import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds of waiting for a processor since each process began, by process id. */
export type WaitingTimes = ReadonlyMap<number, number>;

/**
 * The waiting times of a process and of all below it, each by its main thread; empty where the system does not say.
 * Source: the second field of `/proc/PID/schedstat`, as the Linux kernel's `sched-stats` document describes it.
 */
export function waitingTimes(pid: number): WaitingTimes {
  const found = new Map<number, number>();
  const open = [pid];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const waitedNs = numbersIn(`/proc/${next}/schedstat`)[1];
    if (waitedNs !== undefined) found.set(next, waitedNs / 1e6);
    for (const task of namesIn(`/proc/${next}/task`))
      open.push(...numbersIn(`/proc/${next}/task/${task}/children`));
  }
  return found;
}

/** The longest that one process has waited since the earlier look. */
export function longestWait(before: WaitingTimes, now: WaitingTimes): number {
  return Math.max(0, ...[...now].map(([pid, waitedMs]) => waitedMs - (before.get(pid) ?? 0)));
}

/** Nothing for a process that has ended meanwhile. */
function numbersIn(file: string): number[] {
  try {
    return readFileSync(file, 'utf8')
      .split(/\s+/)
      .filter((word) => word !== '')
      .map(Number);
  } catch {
    return [];
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
