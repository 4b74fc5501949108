/** Turns of the event loop, and what the system still owes. */
// Without `node:`, which Jest before 27 does not resolve. The realm's own timers are replaced while the search goes on.
import timers from 'timers';

/** The value of a turn that passed before the awaited value came. */
export const PENDING = Symbol('pending');

/** Whether a value can be waited for. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  const isHolder = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return isHolder && typeof (value as { then?: unknown }).then === 'function';
}

/** A turn of the event loop. */
export const turn = (): Promise<unknown> =>
  new Promise((resolve) => void timers.setImmediate(() => resolve(PENDING)));

/** A turn of a millisecond at the least. */
export const pause = (): Promise<unknown> =>
  new Promise((resolve) => void timers.setTimeout(() => resolve(PENDING), 1));

/** Whether the system was asked for something that has not come back: a file, a key, a name. */
export const isSystemBusy = (): boolean =>
  process.getActiveResourcesInfo().some((name) => /^(FS|Close|Write|Shutdown)Req|Job$|ReqWrap$/.test(name));

/** A queue that throws one error a turn, and goes on in the next, comes to its end after so many turns at the most. */
const MAX_OUTLASTED = 2000;

/** Lets errors of earlier calls come that nobody catches, until a turn brings none. */
export async function outlast(takeStrays: () => number): Promise<void> {
  for (let turns = 0; turns < MAX_OUTLASTED; turns++) {
    await turn();
    if (takeStrays() === 0) return;
  }
}

/** Remembers whether pauses ever brought what a search waited for, so that code whose promises stay pending does not keep it. */
export interface PausePatience {
  /** Whether to pause, which is not done each time where it never helped. */
  isLeft(): boolean;
  /** Watches a pause for what comes in it. */
  during(pausing: Promise<unknown>): Promise<unknown>;
  /** Takes down that all pauses were in vain. */
  giveUp(): void;
}

const MOST_FRUITLESS = 30;
/** After that, one time in so many is waited in full. */
const ONE_IN = 10;

/** The patience of a search. */
export function createPatience(): PausePatience {
  let fruitless = 0;
  return {
    isLeft() {
      if (fruitless < MOST_FRUITLESS || fruitless % ONE_IN === 0) return true;
      fruitless++;
      return false;
    },
    during: (pausing) =>
      pausing.then(
        (result) => {
          if (result !== PENDING) fruitless = 0;
          return result;
        },
        (error: unknown) => {
          fruitless = 0;
          throw error;
        },
      ),
    giveUp() {
      fruitless++;
    },
  };
}

/** Where each wait is waited to its end. */
export const endlessPatience: PausePatience = {
  isLeft: () => true,
  during: (pausing) => pausing,
  giveUp: () => undefined,
};
