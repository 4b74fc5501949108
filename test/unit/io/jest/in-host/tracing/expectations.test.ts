/** Every failed expectation is known, also where the test swallows it. */
import assert from 'node:assert';
import { createRequire } from 'node:module';
import vm from 'node:vm';
import { jest } from '@jest/globals';
import {
  observeImported,
  watchExpectations,
} from '../../../../../../src/io/jest/in-host/tracing/expectations.cjs';

type Expect = typeof expect;
const testPath = import.meta.filename;
const open = (
  onOutcome: () => void = () => undefined,
): { observed: Expect; take: () => string[]; notices: () => boolean } => {
  const { observe, take, onOutcome: listen } = watchExpectations(testPath);
  listen(onOutcome);
  return { observed: observe(expect), take: () => take().failures, notices: () => take().notices };
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
  const { observe } = watchExpectations(testPath);
  const observed = observe(expect);
  expect(observe(observed)).toBe(observed);
  expect(observe(expect)).toBe(observed);
  expect({ a: 1 }).toEqual(observed.objectContaining({ a: 1 }));
});

test('the expect of @jest/globals is recorded as well', () => {
  let handedOut: { expect?: unknown } = {};
  const runtime = { setGlobalsForRuntime: (globals: { expect?: unknown }) => void (handedOut = globals) };
  const expectations = watchExpectations(testPath);
  observeImported(runtime, expectations);
  runtime.setGlobalsForRuntime({ expect });
  swallow(() => (handedOut.expect as Expect)(1).toBe(2));
  expect(expectations.take().failures).toHaveLength(1);
});

test.each<[string, (e: Expect) => unknown, boolean]>([
  ['a value that is another', (e) => e(1).toBe(2), true],
  ['nothing where something was expected', (e) => e(null).toBeTruthy(), true],
  ['an answer that is no', (e) => e(false).toBeTruthy(), true],
  ['a text that is only not empty', (e) => e('').toBeTruthy(), false],
  ['a number that is only not zero', (e) => e(0).toBeTruthy(), false],
])('a failure for %s shows a change or says too little', (_, run, expected) => {
  const { observed, notices } = open();
  swallow(() => run(observed));
  expect(notices()).toBe(expected);
});

describe('assertions of Node', () => {
  const watched = (): { own: typeof assert; take: () => string[] } => {
    const { observeAssert, take } = watchExpectations(testPath);
    return { own: observeAssert(assert) as typeof assert, take: () => take().failures };
  };

  test.each<[string, (own: typeof assert) => unknown]>([
    ['equal', (own) => own.equal(1, 2)],
    ['the module itself', (own) => own(false)],
    ['a strict one', (own) => own.strict.equal(1, 2)],
    ['throws', (own) => own.throws(() => 1)],
  ])('are known when they fail: %s', (_, run) => {
    const { own, take } = watched();
    swallow(() => run(own));
    expect(take()).toHaveLength(1);
  });

  test('are known when a promise breaks later', async () => {
    const { own, take } = watched();
    await own.rejects(Promise.resolve(1)).catch(() => undefined);
    expect(take()).toHaveLength(1);
  });

  test('are of no interest when they hold, or when other code makes them', () => {
    const { own, take } = watched();
    own.deepEqual([1], [1]);
    const code = vm.runInThisContext('(own) => own.equal(1, 2)', { filename: '/host/a.js' }) as (
      own: typeof assert,
    ) => void;
    swallow(() => code(own));
    expect(take()).toEqual([]);
  });

  test('keep their class of errors', () => {
    expect(watched().own.AssertionError).toBe(assert.AssertionError);
  });
});

describe('judgements of chai', () => {
  const require = createRequire(import.meta.url);
  const path = require.resolve('chai');
  interface Claimed {
    equal: (value: unknown) => unknown;
    throw: (error: unknown) => unknown;
    not: Claimed;
    deep: Claimed;
    be: { ok: unknown };
  }
  type Claim = (value: unknown) => { to: Claimed };
  const chai = require('chai') as { expect: Claim; Assertion: { prototype: { assert: () => unknown } } };
  const { prototype } = chai.Assertion;
  const original = Object.getOwnPropertyDescriptor(prototype, 'assert') ?? {};
  afterEach(() => {
    Object.defineProperty(prototype, 'assert', original);
  });
  const watched = (): { claim: Claim; take: () => string[] } => {
    const { observeChai, take } = watchExpectations(testPath);
    observeChai([[path, chai]]);
    return { claim: chai.expect, take: () => take().failures };
  };

  test.each<[string, (claim: Claim) => unknown]>([
    ['equal', (claim) => claim(1).to.equal(2)],
    ['a negated one', (claim) => claim(1).to.not.equal(1)],
    ['a property', (claim) => claim(0).to.be.ok],
    ['an error that does not come', (claim) => claim(() => 1).to.throw(TypeError)],
  ])('are known when they fail: %s', (_, run) => {
    const { claim, take } = watched();
    swallow(() => run(claim));
    expect(take()).toEqual([expect.stringMatching(/^chai: expected/)]);
  });

  test('are of no interest when they hold, or when other code makes them', () => {
    const { claim, take } = watched();
    claim([1]).to.deep.equal([1]);
    const code = vm.runInThisContext('(claim) => claim(1).to.equal(2)', { filename: '/host/a.js' }) as (
      make: Claim,
    ) => void;
    swallow(() => code(claim));
    expect(take()).toEqual([]);
  });
});
