/**
 * Records the outcome of each expectation where it happens, so that a failure which a test swallows is known as well. It
 * wraps the host's `expect`, and with it `.not`, `.resolves`, `.rejects` and the matchers that the host adds.
 */

interface MatcherOutcome {
  matcher: string;
  /** Made where the matcher was called. The engine writes its stack only when somebody reads it. */
  at: Error;
  /** Message of the failure, or null. */
  failure: string | null;
}

type MatcherMember = (...args: unknown[]) => unknown;
type Expect = (...args: unknown[]) => object | undefined;

interface Expectations {
  /** The same `expect`, recorded. */
  observe: <T>(expect: T) => T;
  /** Failures since the last call that nothing made good, the first ones, as `toBe: message`. */
  take: () => string[];
}

const MOST_FAILURES = 5;
const MOST_OUTCOMES = 10_000;
const chain = new Set(['not', 'resolves', 'rejects']);
/** Helpers that call a function again until its expectations hold. */
const retrying = /[\\/]node_modules[\\/](?:@testing-library[\\/]|wait-for-expect[\\/])/;

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';

const messageOf = (error: unknown): string => {
  try {
    return String((error as Error | null)?.message ?? error)
      .trim()
      .slice(0, 300);
  } catch {
    return 'an error that cannot be read';
  }
};

type Note = (matcher: string, at: Error, failure: string | null) => void;

/** The matcher, with each of its outcomes noted. */
function wrapMatcher(matcher: string, original: MatcherMember, note: Note): MatcherMember {
  return function (this: unknown, ...args: unknown[]): unknown {
    const at = new Error();
    const failed = (error: unknown): never => {
      note(matcher, at, messageOf(error));
      throw error;
    };
    const passed = (value: unknown): unknown => {
      note(matcher, at, null);
      return value;
    };
    let result: unknown;
    try {
      result = Reflect.apply(original, this, args);
    } catch (error) {
      return failed(error);
    }
    return isThenable(result) ? result.then(passed, failed) : passed(result);
  };
}

/** The result of `expect`, with all its matchers wrapped. */
const wrapChain = (expectation: object, note: Note): object =>
  new Proxy(expectation, {
    get(target, key) {
      const value = Reflect.get(target, key) as unknown;
      if (typeof key !== 'string') return value;
      if (chain.has(key) && typeof value === 'object' && value !== null) return wrapChain(value, note);
      return typeof value === 'function' ? wrapMatcher(key, value as MatcherMember, note) : value;
    },
  });

/** The failures that no later outcome at the same place made good, where a helper tries again. */
function remaining(outcomes: readonly MatcherOutcome[], testPath: string): MatcherOutcome[] {
  const failed = outcomes.filter(({ failure }) => failure !== null);
  if (failed.length === 0) return [];
  const siteOf = ({ at }: MatcherOutcome): string =>
    (at.stack ?? '').split('\n').find((line) => line.includes(testPath)) ?? '';
  const lastAt = new Map(outcomes.map((outcome) => [siteOf(outcome), outcome]));
  const isMadeGood = (outcome: MatcherOutcome): boolean =>
    retrying.test(outcome.at.stack ?? '') && lastAt.get(siteOf(outcome))?.failure === null;
  return failed.filter((outcome) => !isMadeGood(outcome));
}

/** Starts a record for the test file at this path; `onMatcher` is called whenever a matcher has judged. */
export function watchExpectations(testPath: string, onMatcher: () => void): Expectations {
  const known = new WeakMap<object, unknown>();
  let outcomes: MatcherOutcome[] = [];
  const note: Note = (matcher, at, failure) => {
    onMatcher();
    if (outcomes.length < MOST_OUTCOMES || failure !== null) outcomes.push({ matcher, at, failure });
  };
  return {
    observe: <T,>(expect: T): T => {
      if (typeof expect !== 'function') return expect;
      const already = known.get(expect);
      if (already !== undefined) return already as T;
      const observed = new Proxy(expect as Expect, {
        apply: (target, self, args: unknown[]) => {
          const expectation: object | undefined = target.apply(self, args);
          return expectation && wrapChain(expectation, note);
        },
      });
      known.set(expect, observed);
      known.set(observed, observed);
      return observed as T;
    },
    take: () => {
      const failed = remaining(outcomes, testPath);
      outcomes = [];
      return failed.slice(0, MOST_FAILURES).map(({ matcher, failure }) => `${matcher}: ${failure ?? ''}`);
    },
  };
}

interface ExpectRuntime {
  setGlobalsForRuntime?(globals: { expect?: unknown }): void;
}

/** Makes `@jest/globals` hand out the `expect` that is recorded, as the global one is. */
export function observeImported(runtime: ExpectRuntime, { observe }: Expectations): void {
  const set = runtime.setGlobalsForRuntime?.bind(runtime);
  if (set === undefined) return;
  runtime.setGlobalsForRuntime = (globals) => set({ ...globals, expect: observe(globals.expect) });
}
