/** A file's timers are waited for, but not for ever. */
import { countTimers, createPatience } from '../../../../../../src/io/jest/in-host/runner/patience.cjs';

test('what is due soon happens before the next file', async () => {
  let isDone = false;
  const before = countTimers();
  setTimeout(() => void (isDone = true), 40);
  await createPatience().settle(before);
  expect(isDone).toBe(true);
});

test('a timer that takes long is given up', async () => {
  const before = countTimers();
  const timer = setTimeout(() => undefined, 600_000);
  await createPatience().settle(before);
  expect(countTimers()).toBeGreaterThan(before);
  clearTimeout(timer);
});
