/** Turns pass while something is waited for, and the system is seen to be at work. */
import { promises } from 'node:fs';
import {
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
