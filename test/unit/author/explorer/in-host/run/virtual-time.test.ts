/** Timers of explored code fire in their order without real time passing. */
import { promisify } from 'node:util';
import { createVirtualTime } from '../../../../../../src/author/explorer/in-host/run/virtual-time.cjs';

interface Realm {
  setTimeout: typeof setTimeout;
  clearTimeout: typeof clearTimeout;
  setInterval: typeof setInterval;
  clearInterval: typeof clearInterval;
}

function openRealm(): { realm: Realm; time: ReturnType<typeof createVirtualTime> } {
  const realm: Realm = { setTimeout, clearTimeout, setInterval, clearInterval };
  const time = createVirtualTime(realm);
  time.install();
  return { realm, time };
}

test('timers fire by when they are due, and those of one moment by their age', () => {
  const { realm, time } = openRealm();
  const fired: string[] = [];
  realm.setTimeout(() => fired.push('late'), 500);
  realm.setTimeout(() => fired.push('first'), 20);
  realm.setTimeout((word: string) => fired.push(word), 20, 'second');
  while (time.fireNext());
  expect(fired).toEqual(['first', 'second', 'late']);
  expect(time.elapsedMs()).toBe(500);
});

test('a timer that is due too late waits, and the clock with it', () => {
  const { realm, time } = openRealm();
  const fired: string[] = [];
  realm.setTimeout(() => fired.push('in vain'), 10_000);
  realm.setTimeout(() => fired.push('soon'), 1000);
  expect([time.fireNext(1500), time.fireNext(1500)]).toEqual([true, false]);
  expect([fired, time.elapsedMs(), time.pending()]).toEqual([['soon'], 1000, 1]);
});

test('an interval goes on until it is cleared', () => {
  const { realm, time } = openRealm();
  let rounds = 0;
  const timer = realm.setInterval(() => {
    if (++rounds === 3) realm.clearInterval(timer);
  }, 50);
  while (time.fireNext());
  expect([rounds, time.elapsedMs(), time.pending()]).toEqual([3, 150, 0]);
});

test('a timer that was cleared, closed or begun anew fires when it should', () => {
  const { realm, time } = openRealm();
  const fired: string[] = [];
  realm.clearTimeout(realm.setTimeout(() => fired.push('cleared'), 10));
  realm.setTimeout(() => fired.push('closed'), 10).close();
  const later = realm.setTimeout(() => fired.push('later'), 10);
  realm.setTimeout(() => {
    fired.push('before');
    later.refresh();
  }, 5);
  while (time.fireNext());
  expect([fired, time.elapsedMs()]).toEqual([['before', 'later'], 15]);
});

test('only timers that keep a process from ending count as waiting', () => {
  const { realm, time } = openRealm();
  realm.setInterval(() => undefined, 1000).unref();
  expect([time.pending(), time.isEndless(10_000)]).toEqual([0, false]);
  realm.setTimeout(() => undefined, 60_000);
  expect([time.pending(), time.isEndless(10_000), time.isEndless(90_000)]).toEqual([1, true, false]);
});

test('promised timers wait in the same time', async () => {
  const { realm, time } = openRealm();
  const waited = promisify(realm.setTimeout)(3_600_000, 'done');
  time.fireNext();
  await expect(waited).resolves.toBe('done');
});
