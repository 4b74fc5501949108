/** Test files that wait for what is not there are given up, under circus as under Jasmine. */
import { watchVainWaits } from '../../../../../../src/io/jest/in-host/runner/vain-waits.cjs';

type Environment = Parameters<typeof watchVainWaits>[0];

const LIMIT_MS = 5000;

/** A circus environment whose tests take the given time; a negative time is that of a test that fails. */
function runCircus(environment: Environment, times: readonly number[]) {
  let nowMs = 0;
  const waits = watchVainWaits(environment, LIMIT_MS, () => nowMs);
  const tests = times.map((time) => ({
    errors: time < 0 ? ['failed'] : [],
    mode: undefined as string | undefined,
  }));
  for (const [index, test] of tests.entries()) {
    environment.handleTestEvent?.({ name: 'test_start', test }, {});
    if (test.mode !== 'skip') nowMs += Math.abs(times[index] ?? 0);
    environment.handleTestEvent?.({ name: 'test_done', test }, {});
  }
  return { isSpent: waits.isSpent(), skipped: tests.filter(({ mode }) => mode === 'skip').length };
}

test.each([
  ['the tests after three that wait in vain are skipped', [-LIMIT_MS, -LIMIT_MS, -LIMIT_MS, 10, 10], true, 2],
  ['two that wait in vain cost only themselves', [-LIMIT_MS, -LIMIT_MS, 10], false, 0],
  ['tests that fail at once are no reason to give up', [-5, -5, -5, -5, 10], false, 0],
  ['long tests that pass are no reason to give up', [9000, 9000, 9000, 9000], false, 0],
])('%s', (_title, times, isSpent, skipped) => {
  expect(runCircus({ global: {} }, times)).toEqual({ isSpent, skipped });
});

test('hooks that wait in vain before all tests of a block count, and the tests of later blocks are skipped', () => {
  let nowMs = 0;
  const environment: Environment = { global: {} };
  const waits = watchVainWaits(environment, LIMIT_MS, () => nowMs);
  const hook = { type: 'beforeAll' };
  for (let block = 0; block < 3; block++) {
    environment.handleTestEvent?.({ name: 'hook_start', hook }, {});
    nowMs += LIMIT_MS;
    environment.handleTestEvent?.({ name: 'hook_failure', hook }, {});
  }
  const inside = { errors: [], mode: undefined as string | undefined };
  const describeBlock = { children: [{ children: [inside] }] };
  environment.handleTestEvent?.({ name: 'run_describe_start', describeBlock }, {});
  expect([waits.isSpent(), inside.mode]).toEqual([true, 'skip']);
});

test('the events go on to an environment that handles them itself', () => {
  const heard: string[] = [];
  const environment: Environment = { global: {}, handleTestEvent: ({ name }) => void heard.push(name) };
  runCircus(environment, [10]);
  expect(heard).toEqual(['test_start', 'test_done']);
});

test('under Jasmine, the time limit of what comes after is cut', () => {
  let nowMs = 0;
  const jasmine = { _DEFAULT_TIMEOUT_INTERVAL: LIMIT_MS };
  const called: string[] = [];
  const waits = watchVainWaits({ global: { jasmine } }, LIMIT_MS, () => nowMs);
  const hooks = waits.around({
    testStart: (name) => void called.push(name),
    testDone: (name) => void called.push(name),
  });
  for (const name of ['a', 'b', 'c']) {
    expect(jasmine._DEFAULT_TIMEOUT_INTERVAL).toBe(LIMIT_MS);
    hooks.testStart(name);
    nowMs += LIMIT_MS;
    hooks.testDone(name, 0);
  }
  expect([jasmine._DEFAULT_TIMEOUT_INTERVAL, waits.isSpent()]).toEqual([1, true]);
  expect(called).toEqual(['a', 'a', 'b', 'b', 'c', 'c']);
});
