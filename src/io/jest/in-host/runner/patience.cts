/** Waits for what a test file leaves behind, so that it fails there and not in the next file. */

export interface Patience {
  /** A pause in which what is due can happen. */
  pause(): Promise<void>;
  /** Waits until there are no more timers than `timersBefore`, for a quarter of a second at most. */
  settle(timersBefore: number): Promise<void>;
}

const SETTLE_MS = 8;
/** How long the timers of one test file are waited for, and those of all files together. */
const TIMERS_MS = 250;
const ALL_TIMERS_MS = 10_000;

export const countTimers = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

const pause = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, SETTLE_MS));

/** The patience of one job: what a file uses up is not there for the next ones. */
export function createPatience(): Patience {
  let leftMs = ALL_TIMERS_MS;
  return {
    pause,
    async settle(timersBefore) {
      const startMs = Date.now();
      const endMs = startMs + Math.min(TIMERS_MS, leftMs);
      do await pause();
      while (countTimers() > timersBefore && Date.now() < endMs);
      leftMs -= Date.now() - startMs - SETTLE_MS;
    },
  };
}
