/** Collects changed files until the user pauses; knows no timers, only a clock. */

export interface ChangeQueue {
  /** Notes a change. The same file twice counts once. */
  add(file: string): void;
  /** Milliseconds until the collected changes are due: 0 when they are, null when there are none. */
  waitMs(): number | null;
  /** Hands over what was collected, in the order of the first change of each file, and starts anew. */
  take(): string[];
}

export interface ChangeQueueOptions {
  /** Changes are due when nothing has happened for this long. */
  quietMs: number;
  /** They are due after this long even if saves go on. */
  maxMs: number;
  /** Milliseconds of a clock that never goes back. */
  now: () => number;
}

/** An empty queue. Saves within `quietMs` of each other become one set, so that a branch switch is one change. */
export function createChangeQueue({ quietMs, maxMs, now }: ChangeQueueOptions): ChangeQueue {
  const files = new Set<string>();
  let firstAt = 0;
  let lastAt = 0;
  return {
    add(file) {
      lastAt = now();
      if (files.size === 0) firstAt = lastAt;
      files.add(file);
    },
    waitMs() {
      if (files.size === 0) return null;
      return Math.max(0, Math.min(lastAt + quietMs, firstAt + maxMs) - now());
    },
    take() {
      const taken = [...files];
      files.clear();
      return taken;
    },
  };
}
