/** Every failed expectation is known, also where the test swallows it. */
import { jest } from '@jest/globals';
import {
  observeImported,
  watchExpectations,
} from '../../../../../../src/io/jest/in-host/tracing/expectations.cjs';

type Expect = typeof expect;
const open = (onMatcher: () => void = () => undefined): { observed: Expect; take: () => string[] } => {
  const { observe, take } = watchExpectations('/host/a.test.js', onMatcher);
  return { observed: observe(expect), take };
};
const swallow = (run: () => unknown): void => {
  try {
    run();
  } catch {
    // As a dishonest test does.
  }
};

test.each<[string, (e: Expect) => unknown, string]>([
  ['a matcher', (e) => e(1).toBe(2), 'toBe'],
  ['a negated one', (e) => e(1).not.toBe(1), 'toBe'],
  ['one of a mock', (e) => e(jest.fn()).toHaveBeenCalled(), 'toHaveBeenCalled'],
  ['one for errors', (e) => e(() => 1).toThrow(), 'toThrow'],
])('a failure of %s is known by its name', (_, run, name) => {
  const { observed, take } = open();
  swallow(() => run(observed));
  expect(take()).toEqual([expect.stringMatching(new RegExp(`^${name}: .*expect`))]);
  expect(take()).toEqual([]);
});

test.each<[string, (e: Expect) => Promise<unknown>]>([
  ['resolves', (e) => e(Promise.resolve(1)).resolves.toBe(2)],
  ['rejects', (e) => e(Promise.reject(new Error('a'))).rejects.toThrow('b')],
])('a failure of %s is known when it comes', async (_, run) => {
  const { observed, take } = open();
  await run(observed).catch(() => undefined);
  expect(take()).toHaveLength(1);
});

test('expectations that hold are no failures, and each is heard of', () => {
  let matchers = 0;
  const { observed, take } = open(() => (matchers += 1));
  observed([1]).toEqual([1]);
  observed(1).not.toBe(2);
  expect(take()).toEqual([]);
  expect(matchers).toBe(2);
});

test('what else belongs to expect is still there, and it is wrapped once', () => {
  const { observe } = watchExpectations('/host/a.test.js', () => undefined);
  const observed = observe(expect);
  expect(observe(observed)).toBe(observed);
  expect(observe(expect)).toBe(observed);
  expect({ a: 1 }).toEqual(observed.objectContaining({ a: 1 }));
});

test('the expect of @jest/globals is recorded as well', () => {
  let handedOut: { expect?: unknown } = {};
  const runtime = { setGlobalsForRuntime: (globals: { expect?: unknown }) => void (handedOut = globals) };
  const expectations = watchExpectations('/host/a.test.js', () => undefined);
  observeImported(runtime, expectations);
  runtime.setGlobalsForRuntime({ expect });
  swallow(() => (handedOut.expect as Expect)(1).toBe(2));
  expect(expectations.take()).toHaveLength(1);
});
