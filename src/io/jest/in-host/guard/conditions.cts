/** Another time and other chances for the tests of a context. */

/** A small generator (mulberry32) so that a run with the same seed draws the same numbers. */
export function seededRandom(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The readers of the clocks that were made here: old packages put the `Date.now` that they find back in its place. */
const readers = new WeakSet<() => number>();

/**
 * A `Date` that shows what `now` gives, in milliseconds. A `now` that code puts in place meanwhile, such as a mock, holds
 * for `Date.now()`; so `now` itself must not ask `Original.now`.
 */
export function dateAt(Original: DateConstructor, now: () => number): DateConstructor {
  const before = Original.now;
  readers.add(now);
  return new Proxy(Original, {
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as object,
    apply: () => new Original(now()).toString(),
    get(target, key, receiver) {
      const found: unknown = Reflect.get(target, key, receiver);
      return key === 'now' && (found === before || readers.has(found as () => number)) ? now : found;
    },
  });
}

interface ClockContext {
  Date: DateConstructor;
  Intl?: { DateTimeFormat: { prototype: Intl.DateTimeFormat } };
  performance?: { timeOrigin: number };
}

export interface ClockShift {
  /** How far the clock is ahead, which may be nothing. */
  offsetMs: number;
  /** How much time seems to go by whenever somebody looks at it. */
  stepMs: number;
  onRead: () => void;
}

/** Sets the clock of a test context. */
export function shiftClock(context: ClockContext, { offsetMs, stepMs, onRead }: ClockShift): void {
  const Original = context.Date;
  const realNow = Original.now.bind(Original);
  let reads = 0;
  const now = (): number => {
    onRead();
    return realNow() + offsetMs + stepMs * reads++;
  };
  context.Date = dateAt(Original, now);
  // `new Date(0).constructor` is a way to the clock, too.
  const constructor = { value: context.Date, writable: true, configurable: true };
  Object.defineProperty(Original.prototype, 'constructor', constructor);
  if (context.Intl) formatAt(context.Intl.DateTimeFormat.prototype, now);
  if (context.performance && offsetMs !== 0) shiftOrigin(context, originAt(context.performance, offsetMs));
}

/** Without a date, these write the present. */
function formatAt(prototype: Intl.DateTimeFormat, now: () => number): void {
  const format = Object.getOwnPropertyDescriptor(prototype, 'format');
  const known = new WeakMap<Intl.DateTimeFormat, Intl.DateTimeFormat['format']>();
  Object.defineProperty(prototype, 'format', {
    ...format,
    get(this: Intl.DateTimeFormat) {
      const own = format?.get?.call(this) as Intl.DateTimeFormat['format'];
      const shown = known.get(this) ?? ((date) => own(date === undefined ? now() : date));
      known.set(this, shown);
      return shown;
    },
  });
  const parts = Object.getOwnPropertyDescriptor(prototype, 'formatToParts');
  const formatToParts = new Proxy(parts?.value as Intl.DateTimeFormat['formatToParts'], {
    apply: (target, self, [date]: [Date | undefined]) =>
      Reflect.apply(target, self, [date === undefined ? now() : date]),
  });
  Object.defineProperty(prototype, 'formatToParts', { ...parts, value: formatToParts });
}

/** A page has a getter in this place. */
function shiftOrigin(context: ClockContext, value: ClockContext['performance']): void {
  const own = Object.getOwnPropertyDescriptor(context, 'performance');
  if (own?.configurable !== false)
    Object.defineProperty(context, 'performance', {
      value,
      writable: true,
      configurable: true,
      enumerable: true,
    });
}

const originAt = <T extends { timeOrigin: number }>(performance: T, offsetMs: number): T =>
  new Proxy(performance, {
    get(target, key) {
      const value = Reflect.get(target, key, target) as unknown;
      if (key === 'timeOrigin') return target.timeOrigin + offsetMs;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
