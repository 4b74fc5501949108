/** Timers that a test file leaves behind fire at its end or are reported, and none fires later. */
import { watchTimers } from '../../../../../../src/io/jest/in-host/guard/timers.cjs';

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
const context = () => ({ setTimeout, setInterval });

test('a timer that goes off once does so now, in the order of its time', async () => {
  const own = context();
  const end = watchTimers(own);
  const fired: string[] = [];
  own.setTimeout((name: string) => fired.push(name), 5000, 'late');
  own.setTimeout((name: string) => fired.push(name), 1000, 'early');
  expect(await end(true, pause)).toEqual([]);
  expect(fired).toEqual(['early', 'late']);
});

test('without firing, timers are stopped', async () => {
  const own = context();
  const end = watchTimers(own);
  let fired = false;
  own.setTimeout(() => (fired = true), 1);
  await end(false, pause);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(fired).toBe(false);
});

test('what would have kept Jest from ending is reported', async () => {
  const own = context();
  const end = watchTimers(own);
  own.setInterval(() => undefined, 50);
  own.setTimeout(() => undefined, 60_000);
  own.setInterval(() => undefined, 70).unref();
  expect(await end(false, pause)).toEqual(['setInterval of 50 ms', 'setTimeout of 60000 ms']);
});

test('a timer that starts itself anew for ever is reported and ended', async () => {
  const own = context();
  const end = watchTimers(own);
  let rounds = 0;
  const again = (): void => {
    rounds++;
    own.setTimeout(again, 10);
  };
  again();
  expect(await end(true, pause)).toEqual(['setTimeout of 10 ms']);
  expect(rounds).toBeLessThan(20);
});

test('a timer that was cleared does not fire', async () => {
  const own = context();
  const end = watchTimers(own);
  let fired = false;
  clearTimeout(own.setTimeout(() => (fired = true), 1000));
  await end(true, pause);
  expect(fired).toBe(false);
});
