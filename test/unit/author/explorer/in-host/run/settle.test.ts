/** A promise is waited for as long as a test may wait. */
import {
  createVirtualTime,
  type TimerRealm,
} from '../../../../../../src/author/explorer/in-host/run/virtual-time.cjs';
import { settle } from '../../../../../../src/author/explorer/in-host/run/settle.cjs';
import { endlessPatience, PENDING } from '../../../../../../src/author/explorer/in-host/run/waiting.cjs';

const realm: TimerRealm = { setTimeout, clearTimeout, setInterval, clearInterval };

function openRun(patience = endlessPatience) {
  const time = createVirtualTime(realm);
  const close = time.install();
  const context = { time, patience, waitTurns: 60, beat: () => undefined };
  return { run: { context, execution: { turns: 0, isSurprised: false } }, close };
}

test('a timer fires without real time passing', async () => {
  const { run, close } = openRun();
  const start = realm.setTimeout as typeof setTimeout;
  const coming = new Promise((resolve) => void start(() => resolve('done'), 500));
  expect(await settle(run, coming)).toBe('done');
  close();
});

test('a promise that stays pending is given up, and its rejection is passed on', async () => {
  const { run, close } = openRun();
  expect(await settle(run, new Promise(() => undefined))).toBe(PENDING);
  expect(run.execution.turns).toBeGreaterThan(0);
  await expect(settle(run, Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  close();
});

test('without patience left, no pause is made', async () => {
  const { run, close } = openRun({ ...endlessPatience, isLeft: () => false });
  expect(await settle(run, new Promise(() => undefined))).toBe(PENDING);
  expect(run.execution.turns).toBe(0);
  close();
});
