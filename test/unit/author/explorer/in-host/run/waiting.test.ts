/** Turns pass while something is waited for, and the system is seen to be at work. */
import { promises } from 'node:fs';
import {
  createPatience,
  isSystemBusy,
  isThenable,
  outlast,
  pause,
  PENDING,
  turn,
} from '../../../../../../src/author/explorer/in-host/run/waiting.cjs';

test.each<[unknown, boolean]>([
  [Promise.resolve(), true],
  [{ then: () => undefined }, true],
  [{ then: 5 }, false],
  [null, false],
  ['then', false],
])('whether %p can be waited for: %p', (value, expected) => {
  expect(isThenable(value)).toBe(expected);
});

test('a promise that is settled wins over a turn, one that never is does not', async () => {
  expect(await Promise.race([Promise.resolve('done'), turn()])).toBe('done');
  expect(await Promise.race([new Promise(() => undefined), pause()])).toBe(PENDING);
});

test('a file that is read keeps the system busy until it is there', async () => {
  const reading = promises.readFile(process.execPath);
  expect(isSystemBusy()).toBe(true);
  await reading;
});

test('errors that come one in a turn are outlasted', async () => {
  const errors = [1, 1, 1, 0, 1];
  await outlast(() => errors.shift() ?? 0);
  expect(errors).toEqual([1]);
});

describe('the patience of a search', () => {
  const inVain = (patience: ReturnType<typeof createPatience>, times: number): number =>
    Array.from({ length: times }).filter(() => {
      const isLeft = patience.isLeft();
      if (isLeft) patience.giveUp();
      return isLeft;
    }).length;

  test('ends after many pauses in vain, but for one in ten', () => {
    const patience = createPatience();
    expect(inVain(patience, 20)).toBe(20);
    expect(inVain(patience, 1000)).toBeLessThan(130);
  });

  test.each([
    ['something that comes', () => Promise.resolve('done')],
    ['an error that comes', () => Promise.reject(new Error('failed'))],
  ])('is full again after %s in a pause', async (_, come) => {
    const patience = createPatience();
    inVain(patience, 100);
    await patience.during(come()).catch(() => undefined);
    expect(inVain(patience, 20)).toBe(20);
  });

  test('does not come back by a pause in which nothing comes', async () => {
    const patience = createPatience();
    inVain(patience, 100);
    await patience.during(Promise.resolve(PENDING));
    expect(inVain(patience, 20)).toBeLessThan(4);
  });
});
