/** Tests of a context see another clock and other random numbers. */
import { runInNewContext } from 'node:vm';
import { seededRandom, shiftClock } from '../../../../../../src/io/jest/in-host/guard/conditions.cjs';

const dayMs = 86_400_000;

test('the same seed draws the same numbers, between 0 and 1, and another seed others', () => {
  const draw = (seed: number): number[] => Array.from({ length: 5 }, seededRandom(seed));
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
  expect(draw(7).every((number) => number >= 0 && number < 1)).toBe(true);
});

describe('a shifted clock', () => {
  const shifted = (): { Date: DateConstructor; reads: () => number } => {
    let reads = 0;
    const context = { Date };
    shiftClock(context, { offsetMs: 30 * dayMs, stepMs: 0, onRead: () => (reads += 1) });
    return { Date: context.Date, reads: () => reads };
  };

  test.each([
    ['new Date()', (Shifted: DateConstructor) => Number(new Shifted())],
    ['Date.now()', (Shifted: DateConstructor) => Shifted.now()],
    ['Date()', (Shifted: DateConstructor) => Date.parse(Shifted())],
  ])('is ahead for %s, and it is noted that somebody looked', (_, ask) => {
    const { Date: Shifted, reads } = shifted();
    const ahead = ask(Shifted) - Date.now();
    expect(Math.round(ahead / dayMs)).toBe(30);
    expect(reads()).toBe(1);
  });

  test('leaves dates that are given as they are', () => {
    const { Date: Shifted, reads } = shifted();
    expect(new Shifted(2020, 0, 5).getFullYear()).toBe(2020);
    expect(Shifted.parse('2020-01-05T00:00:00Z')).toBe(Date.UTC(2020, 0, 5));
    expect(new Shifted(5)).toBeInstanceOf(Date);
    expect(reads()).toBe(0);
  });

  test.each([
    ['the one that is there', (Shifted: DateConstructor) => Shifted.now],
    ['the one that is there, bound', (Shifted: DateConstructor) => Shifted.now.bind(Shifted)],
    [
      'one that asks the one that was there',
      (Shifted: DateConstructor) =>
        (
          (now) => () =>
            now()
        )(Shifted.now),
    ],
  ])('is still ahead when code puts a reader in place: %s', (_, make) => {
    const { now } = Date;
    const { Date: Shifted } = shifted();
    try {
      Shifted.now = make(Shifted);
      const ahead = [Shifted.now(), Number(new Shifted())].map((time) => Math.round((time - now()) / dayMs));
      expect(ahead).toEqual([30, 30]);
    } finally {
      Date.now = now;
    }
  });

  test('lets a mock of the time hold', () => {
    const { now } = Date;
    const { Date: Shifted } = shifted();
    try {
      Shifted.now = () => 5;
      expect(Shifted.now()).toBe(5);
    } finally {
      Date.now = now;
    }
  });
});

describe('other ways to a shifted clock', () => {
  interface Realm {
    Date: DateConstructor;
    Intl: typeof Intl;
    performance: { timeOrigin: number; now: () => number };
  }
  const realm = (shift: { offsetMs?: number; stepMs?: number } = {}): Realm & { reads: number } => {
    const context = runInNewContext('({ Date, Intl })') as Realm & { reads: number };
    Object.assign(context, { performance, reads: 0 });
    shiftClock(context, { offsetMs: 400 * dayMs, stepMs: 0, onRead: () => (context.reads += 1), ...shift });
    return context;
  };
  const year = (time: unknown): number => new Date(Number(time)).getUTCFullYear();
  const expected = year(Date.now() + 400 * dayMs);

  test.each<[string, (context: Realm) => unknown]>([
    ['the class of another date', ({ Date: Own }) => new (new Own(0).constructor as DateConstructor)()],
    ['the format of no date', ({ Intl: Own }) => Date.parse(new Own.DateTimeFormat('en-US').format())],
    [
      'the parts of no date',
      ({ Intl: Own }) =>
        Date.UTC(
          Number(new Own.DateTimeFormat('en').formatToParts().find(({ type }) => type === 'year')?.value),
          6,
        ),
    ],
    ['the begin of the process', (context) => context.performance.timeOrigin],
  ])('%s is ahead, too', (_, ask) => {
    expect(year(ask(realm()))).toBe(expected);
  });

  test('a date that is given is written as it is, and nobody looked at the clock', () => {
    const context = realm();
    const format = new context.Intl.DateTimeFormat('en-GB', { timeZone: 'UTC' });
    expect(format.format(Date.UTC(2024, 0, 15))).toBe('15/01/2024');
    // Null is 1970, as everywhere in the language.
    expect(format.format(null as unknown as number)).toBe('01/01/1970');
    expect(format.formatToParts(null as unknown as number).at(-1)?.value).toBe('1970');
    expect(context.reads).toBe(0);
  });

  test('time goes by with each look', () => {
    const { Date: Own } = realm({ offsetMs: 0, stepMs: 60_000 });
    const first = Own.now();
    expect(Math.round((Own.now() - first) / 60_000)).toBe(1);
  });
});
