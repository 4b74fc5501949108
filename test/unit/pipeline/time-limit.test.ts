/** What stops a pass: an interruption, or the end of the minutes it was given. */
import { endOf, isInterrupted, isOutOfTime, limitTime } from '../../../src/pipeline/time-limit.js';

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });

test('minutes that are over stop the work, and that is no interruption', async () => {
  const { signal } = limitTime(new AbortController().signal, endOf(1, new Date(Date.now() - 60_000)));
  await aborted(signal);
  expect([isOutOfTime(signal), isInterrupted(signal)]).toEqual([true, false]);
});

test('an interruption stays one when the minutes are over too', async () => {
  const user = new AbortController();
  user.abort();
  const { signal, clear } = limitTime(user.signal, endOf(1, new Date(Date.now() - 60_000)));
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect([isOutOfTime(signal), isInterrupted(signal)]).toEqual([false, true]);
  clear();
});

test('without a cap nothing is added', () => {
  const { signal } = new AbortController();
  expect(limitTime(signal, endOf(null, new Date())).signal).toBe(signal);
});
