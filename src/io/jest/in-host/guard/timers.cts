/**
 * Knows the timers that a test file starts, and brings them to their end when it is through: what they would do later shows
 * at once, and none of them goes off while another file runs.
 */

interface TimerContext {
  setTimeout: typeof setTimeout;
  setInterval: typeof setInterval;
}

interface Pending {
  handle: NodeJS.Timeout & { _destroyed?: boolean };
  dueMs: number;
  delayMs: number;
  isInterval: boolean;
  callback: () => void;
}

/** A timer that is started anew by its own callback so often is one that never ends. */
const MOST_ROUNDS = 10;
/** Jest waits for timers before it ends; a user would not wait longer than this. */
const LONGEST_MS = 10_000;

const isPending = ({ handle }: Pending): boolean => handle._destroyed !== true;

/**
 * Begins to watch a context. The returned function ends all timers and lists those that would have kept Jest from
 * ending; with `fires`, timers that go off once do so now, each after a pause for those before it.
 */
export function watchTimers(
  context: TimerContext,
): (fires: boolean, pause: () => Promise<void>) => Promise<string[]> {
  let timers: Pending[] = [];
  const watch = (isInterval: boolean) => (original: typeof setTimeout, self: unknown, args: unknown[]) => {
    const [callback, delay, ...rest] = args as [(...given: unknown[]) => void, unknown, ...unknown[]];
    const handle: unknown = Reflect.apply(original, self, args);
    // The handles of a page are numbers; it ends its timers itself.
    if (typeof callback !== 'function' || typeof handle !== 'object' || handle === null) return handle;
    const delayMs = Math.max(0, Number(delay) || 0);
    timers = timers.filter(isPending);
    timers.push({
      handle: handle as Pending['handle'],
      dueMs: Date.now() + delayMs,
      delayMs,
      isInterval,
      callback: () => callback(...rest),
    });
    return handle;
  };
  context.setTimeout = new Proxy(context.setTimeout, { apply: watch(false) });
  context.setInterval = new Proxy(context.setInterval, { apply: watch(true) });
  const take = (): Pending[] => {
    const pending = timers.filter(isPending).sort((a, b) => a.dueMs - b.dueMs);
    timers = [];
    for (const { handle } of pending) clearTimeout(handle);
    return pending;
  };
  return async (fires, pause) => {
    const endless: string[] = [];
    for (let round = 0; round <= MOST_ROUNDS; round++) {
      const pending = take();
      if (pending.length === 0) break;
      endless.push(...pending.filter((timer) => wouldKeep(timer, round === MOST_ROUNDS)).map(nameOf));
      const once = pending.filter(({ isInterval }) => !isInterval);
      if (fires && round < MOST_ROUNDS) for (const { callback } of once) setImmediate(callback);
      await pause();
    }
    return endless;
  };
}

/** A timer that lets the process end does not count. */
const wouldKeep = ({ handle, isInterval, delayMs }: Pending, isLast: boolean): boolean =>
  handle.hasRef() && (isInterval || isLast || delayMs > LONGEST_MS);

const nameOf = ({ isInterval, delayMs }: Pending): string =>
  `${isInterval ? 'setInterval' : 'setTimeout'} of ${delayMs} ms`;
