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

/** Sets the clock of a test context ahead, by nothing as well, and calls `onRead` whenever somebody looks at it. */
export function shiftClock(context: { Date: DateConstructor }, offsetMs: number, onRead: () => void): void {
  const realNow = context.Date.now.bind(context.Date);
  context.Date = dateAt(context.Date, () => {
    onRead();
    return realNow() + offsetMs;
  });
}
