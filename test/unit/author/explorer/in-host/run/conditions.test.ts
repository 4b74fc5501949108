/** Recording holds the clock and chance still where a case asks for it, and gives everything back afterwards. */
import {
  realmTime,
  underConditions,
  whileSearching,
  type Conditions,
} from '../../../../../../src/author/explorer/in-host/run/conditions.cjs';
import { Scratch } from '../../../../../../src/author/explorer/in-host/values/scratch.cjs';

const scratch = new Scratch();
const usual: Conditions = {
  offsetMs: 0,
  randomSeed: 7,
  clockPinned: false,
  randomPinned: false,
  fileTimesPinned: false,
};

test('a pinned clock stands at noon of 15 January 2024, for every way to ask it', async () => {
  const seen = await underConditions({ ...usual, clockPinned: true }, scratch, () =>
    Promise.resolve([new Date().toISOString(), new Date(Date.now()).toISOString(), new Date(0).getTime()]),
  );
  expect(seen).toEqual(['2024-01-15T12:00:00.000Z', '2024-01-15T12:00:00.000Z', 0]);
});

test('a moved clock goes on from where it was moved to', async () => {
  const before = Date.now();
  const year = 365 * 86_400_000;
  const seen = await underConditions({ ...usual, offsetMs: -year }, scratch, () =>
    Promise.resolve(Date.now()),
  );
  expect(Math.abs(seen + year - before)).toBeLessThan(60_000);
});

test('random numbers are those of the seed, or one number when pinned', async () => {
  const draw = (conditions: Conditions): Promise<number[]> =>
    underConditions(conditions, scratch, () => Promise.resolve([Math.random(), Math.random()]));
  expect(await draw(usual)).toEqual(await draw(usual));
  expect(await draw(usual)).not.toEqual(await draw({ ...usual, randomSeed: 8 }));
  expect(await draw({ ...usual, randomPinned: true })).toEqual([0.5, 0.5]);
});

test('clock and random numbers are the real ones again, also after a recording that fails', async () => {
  const [realDate, realRandom] = [Date, Math.random];
  await expect(
    underConditions({ ...usual, clockPinned: true }, scratch, () => Promise.reject(new Error('no'))),
  ).rejects.toThrow('no');
  expect([Date, Math.random]).toEqual([realDate, realRandom]);
});

test('during the search an hour is a moment, and the clock moves along', async () => {
  const real = setTimeout;
  let fired = 0;
  const seen = await whileSearching(1, scratch, () => {
    realmTime.reset();
    setTimeout(() => fired++, 3_600_000);
    clearTimeout(setTimeout(() => (fired += 100), 3_600_000));
    const before = Date.now();
    const waiting = [realmTime.pending()];
    realmTime.fireNext();
    return Promise.resolve({ waiting: [...waiting, realmTime.pending()], movedMs: Date.now() - before });
  });
  expect([seen.waiting, fired]).toEqual([[1, 0], 1]);
  expect(seen.movedMs).toBeGreaterThanOrEqual(3_600_000);
  expect(setTimeout).toBe(real);
});

test('a package that puts back the clock it finds does not stop it, in this recording or the next', async () => {
  const { now } = Date;
  const seen: number[] = [];
  try {
    for (const days of [0, 3]) {
      await underConditions({ ...usual, offsetMs: days * 86_400_000 }, scratch, () => {
        // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- as old packages have it
        Date.now = Date.now || (() => Number(new Date()));
        seen.push(Math.round((Date.now() - now()) / 86_400_000));
        return Promise.resolve();
      });
    }
  } finally {
    Date.now = now;
  }
  expect(seen).toEqual([0, 3]);
});
