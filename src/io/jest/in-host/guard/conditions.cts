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

/** The class of dates for which it is another time now. */
export const dateAt = (Original: DateConstructor, now: () => number): DateConstructor =>
  new Proxy(Original, {
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as object,
    apply: () => new Original(now()).toString(),
    get: (target, key, receiver) => (key === 'now' ? now : (Reflect.get(target, key, receiver) as unknown)),
  });

/** Sets the clock of a test context ahead, by nothing as well, and calls `onRead` whenever somebody looks at it. */
export function shiftClock(context: { Date: DateConstructor }, offsetMs: number, onRead: () => void): void {
  const Original = context.Date;
  context.Date = dateAt(Original, () => {
    onRead();
    return Original.now() + offsetMs;
  });
}
