/**
 * Time inside the explored realm: timers fire in their order as soon as somebody waits for them, and the clock moves along,
 * so that nothing waits in real time.
 */
// Without `node:`, which Jest before 27 does not resolve.
import util from 'util';

type Callback = (...args: unknown[]) => unknown;

interface Timer {
  callback: Callback;
  args: unknown[];
  dueMs: number;
  delayMs: number;
  /** Whether it fires again and again. */
  repeats: boolean;
  /** Whether it keeps a process from ending. */
  isRef: boolean;
}

/** The members of a realm that timers are made with. */
export interface TimerRealm {
  setTimeout: unknown;
  clearTimeout: unknown;
  setInterval: unknown;
  clearInterval: unknown;
}

export interface VirtualTime {
  /** Puts its timers in place of the realm's; returns what puts those back. */
  install(): () => void;
  /** How far the clock has moved since the last reset, and in all, in milliseconds. */
  elapsedMs(): number;
  totalMs(): number;
  /** How many timers have fired since the last reset. */
  fired(): number;
  /** How many timers wait that keep a process from ending. */
  pending(): number;
  /** Whether timers wait that nobody would wait for: those that repeat, and those of more than so many milliseconds. */
  isEndless(longestMs: number): boolean;
  /** Moves the clock to the timer that is due next, and fires it; false where none waits that is due by then. */
  fireNext(untilMs?: number): boolean;
  /** Forgets what waits, and begins to count anew. */
  reset(): void;
}

const LONGEST_MS = 2 ** 31 - 1;

/** The result of Node's `setTimeout`, as far as code uses it. */
class Handle {
  readonly #timer: Timer;
  readonly #clock: Clock;

  constructor(timer: Timer, clock: Clock) {
    this.#timer = timer;
    this.#clock = clock;
  }

  ref(): this {
    this.#timer.isRef = true;
    return this;
  }

  unref(): this {
    this.#timer.isRef = false;
    return this;
  }

  hasRef(): boolean {
    return this.#timer.isRef;
  }

  refresh(): this {
    this.#timer.dueMs = this.#clock.nowMs + this.#timer.delayMs;
    this.#clock.timers.add(this.#timer);
    return this;
  }

  close(): this {
    this.#clock.timers.delete(this.#timer);
    return this;
  }

  static stop(handle: unknown): boolean {
    if (typeof handle !== 'object' || handle === null || !(#timer in handle)) return false;
    handle.close();
    return true;
  }
}

const delayOf = (ms: unknown): number => {
  const delay = Number(ms);
  return delay >= 1 && delay <= LONGEST_MS ? Math.trunc(delay) : 1;
};

/** The state of the waiting timers. */
interface Clock {
  timers: Set<Timer>;
  nowMs: number;
  startMs: number;
  fired: number;
}

/** Functions in place of the realm's that put timers on the clock. */
function timersOf(clock: Clock, real: Record<keyof TimerRealm, Callback>): TimerRealm {
  // In the environment of a page, handles are numbers.
  const numbers = new Map<number, Handle>();
  const usesNumbers = isNumbered(real);
  const start =
    (repeats: boolean) =>
    (callback: unknown, ms?: unknown, ...args: unknown[]) => {
      if (typeof callback !== 'function')
        throw new TypeError('The "callback" argument must be of type function');
      const delayMs = delayOf(ms);
      const dueMs = clock.nowMs + delayMs;
      const timer = { callback: callback as Callback, args, dueMs, delayMs, repeats, isRef: true };
      clock.timers.add(timer);
      const handle = new Handle(timer, clock);
      if (!usesNumbers) return handle;
      const id = numbers.size + 1;
      numbers.set(id, handle);
      return id;
    };
  const stop = (original: Callback) => (handle: unknown) => {
    if (!Handle.stop(typeof handle === 'number' ? numbers.get(handle) : handle)) original(handle);
  };
  const later = start(false);
  const promised = (ms: unknown, value: unknown): Promise<unknown> =>
    new Promise((resolve) => void later(() => resolve(value), ms));
  Object.defineProperty(later, util.promisify.custom, { value: promised });
  return {
    setTimeout: later,
    clearTimeout: stop(real.clearTimeout),
    setInterval: start(true),
    clearInterval: stop(real.clearInterval),
  };
}

/** Moves the clock to the timer that is due next, and fires it. */
function fireNext(clock: Clock, untilMs: number): boolean {
  const [first, ...others] = clock.timers;
  if (!first) return false;
  // Of two that are due at the same time, the older one fires first.
  const next = others.reduce((soonest, timer) => (timer.dueMs < soonest.dueMs ? timer : soonest), first);
  if (next.dueMs - clock.startMs > untilMs) return false;
  clock.nowMs = Math.max(clock.nowMs, next.dueMs);
  clock.fired++;
  if (next.repeats) next.dueMs += next.delayMs;
  else clock.timers.delete(next);
  next.callback(...next.args);
  return true;
}

export function createVirtualTime(realm: TimerRealm): VirtualTime {
  const clock: Clock = { timers: new Set(), nowMs: 0, startMs: 0, fired: 0 };
  const { setTimeout, clearTimeout, setInterval, clearInterval } = realm as Record<
    keyof TimerRealm,
    Callback
  >;
  const real = { setTimeout, clearTimeout, setInterval, clearInterval };
  const ours = timersOf(clock, real);
  return {
    install() {
      Object.assign(realm, ours);
      return () => void Object.assign(realm, real);
    },
    elapsedMs: () => clock.nowMs - clock.startMs,
    totalMs: () => clock.nowMs,
    fired: () => clock.fired,
    pending: () => [...clock.timers].filter(({ isRef }) => isRef).length,
    isEndless: (longestMs) =>
      [...clock.timers].some(({ isRef, repeats, delayMs }) => isRef && (repeats || delayMs > longestMs)),
    fireNext: (untilMs = Infinity) => fireNext(clock, untilMs),
    reset() {
      clock.timers.clear();
      clock.startMs = clock.nowMs;
      clock.fired = 0;
    },
  };
}

function isNumbered({ setTimeout, clearTimeout }: Record<keyof TimerRealm, Callback>): boolean {
  const probe = setTimeout(() => undefined, 1);
  clearTimeout(probe);
  return typeof probe === 'number';
}
