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
  /** Whether a failure says so little that it shows no change of a value. */
  isVague: boolean;
}

type MatcherMember = (...args: unknown[]) => unknown;
type Expect = (...args: unknown[]) => object | undefined;

interface FailedExpectations {
  /** The first failures, as `toBe: message`. */
  failures: string[];
  /** Whether one of them shows that a value changed. */
  notices: boolean;
}

export interface Expectations {
  /** The same `expect`, recorded. */
  observe: <T>(expect: T) => T;
  /** The same `assert` of Node, recorded where the test file itself calls it. */
  observeAssert: (assert: object) => object;
  /** Records the judgements of chai, where it is among these exports of modules, by their paths. */
  observeChai: (modules: Iterable<readonly [string, unknown]>) => void;
  /** Calls the listener whenever something has judged. */
  onOutcome: (listener: () => void) => void;
  /** Failures since the last call that nothing made good. */
  take: () => FailedExpectations;
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

type Note = (outcome: MatcherOutcome) => void;

/** A number or text that is zero or empty fails this, and so would anything that is truly wrong pass it. */
const isVague = (matcher: string, received: unknown): boolean =>
  matcher === 'toBeTruthy' && ['number', 'string', 'bigint'].includes(typeof received);

/** The matcher, with each of its outcomes noted. */
function wrapMatcher(
  matcher: string,
  original: MatcherMember,
  { received, note }: { received: unknown; note: Note },
): MatcherMember {
  return function (this: unknown, ...args: unknown[]): unknown {
    const outcome = { matcher, at: new Error(), isVague: isVague(matcher, received) };
    const failed = (error: unknown): never => {
      note({ ...outcome, failure: messageOf(error) });
      throw error;
    };
    const passed = (value: unknown): unknown => {
      note({ ...outcome, failure: null });
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
const wrapChain = (expectation: object, judged: { received: unknown; note: Note }): object =>
  new Proxy(expectation, {
    get(target, key) {
      const value = Reflect.get(target, key) as unknown;
      if (typeof key !== 'string') return value;
      if (chain.has(key) && typeof value === 'object' && value !== null) return wrapChain(value, judged);
      return typeof value === 'function' ? wrapMatcher(key, value as MatcherMember, judged) : value;
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

const chaiFile = /[\\/]node_modules[\\/]chai[\\/]/;

/** Whether the test file itself made the call that this error was made in; chai's own calls lie between. */
function isOfTest({ stack = '' }: Error, testPath: string): boolean {
  const callers = stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && !line.includes(__filename) && !chaiFile.test(line));
  return callers.find((line) => !line.endsWith('(<anonymous>)'))?.includes(testPath) === true;
}

type MatcherWatch = (matcher: string, original: MatcherMember) => MatcherMember;

/** Notes each failed call that the test file makes; code under test may assert as it likes. */
const judgeOf =
  (testPath: string, note: Note): MatcherWatch =>
  (matcher, original) =>
    function (this: unknown, ...args: unknown[]): unknown {
      const at = new Error();
      const failed = (error: unknown): never => {
        if (isOfTest(at, testPath)) note({ matcher, at, failure: messageOf(error), isVague: false });
        throw error;
      };
      let result: unknown;
      try {
        result = Reflect.apply(original, this, args);
      } catch (error) {
        return failed(error);
      }
      return isThenable(result) ? result.then((value) => value, failed) : result;
    };

interface ChaiClass {
  prototype: { assert?: MatcherMember };
}

/** The class of chai in which each of its expectations is judged, whatever its style. */
function chaiClassOf(exports: unknown): ChaiClass | undefined {
  const found = (exports as { Assertion?: ChaiClass } | null | undefined)?.Assertion;
  return typeof found?.prototype.assert === 'function' ? found : undefined;
}

/** The same module, with each failed call noted that the test file makes. */
function wrapAssert(assert: object, judged: MatcherWatch): object {
  const wrapped = new Map<PropertyKey, unknown>();
  const memberOf = (name: string, value: MatcherMember): unknown =>
    name === 'strict' ? wrapAssert(value, judged) : judged(name, value);
  return new Proxy(assert, {
    apply: (target, self, args: unknown[]) => judged('assert', target as MatcherMember).apply(self, args),
    get(target, key) {
      const value = Reflect.get(target, key) as unknown;
      if (typeof value !== 'function' || typeof key !== 'string' || !/^[a-z]/.test(key)) return value;
      if (!wrapped.has(key)) wrapped.set(key, memberOf(key, value as MatcherMember));
      return wrapped.get(key);
    },
  });
}

/** Starts a record for the test file at this path. */
export function watchExpectations(testPath: string): Expectations {
  const known = new WeakMap<object, unknown>();
  const watched = new WeakSet<ChaiClass>();
  let outcomes: MatcherOutcome[] = [];
  let listener = (): void => undefined;
  const note: Note = (outcome) => {
    listener();
    if (outcomes.length < MOST_OUTCOMES || outcome.failure !== null) outcomes.push(outcome);
  };
  return {
    observeAssert: (assert) => wrapAssert(assert, judgeOf(testPath, note)),
    observeChai: (modules) => {
      for (const [path, exports] of modules) {
        const known = chaiFile.test(path) ? chaiClassOf(exports) : undefined;
        if (known?.prototype.assert === undefined || watched.has(known)) continue;
        watched.add(known);
        known.prototype.assert = judgeOf(testPath, note)('chai', known.prototype.assert);
      }
    },
    onOutcome: (next) => {
      listener = next;
    },
    observe: <T,>(expect: T): T => {
      if (typeof expect !== 'function') return expect;
      const already = known.get(expect);
      if (already !== undefined) return already as T;
      const observed = new Proxy(expect as Expect, {
        apply: (target, self, args: unknown[]) => {
          const expectation: object | undefined = target.apply(self, args);
          return expectation && wrapChain(expectation, { received: args[0], note });
        },
      });
      known.set(expect, observed);
      known.set(observed, observed);
      return observed as T;
    },
    take: () => {
      const failed = remaining(outcomes, testPath);
      outcomes = [];
      const failures = failed
        .slice(0, MOST_FAILURES)
        .map(({ matcher, failure }) => `${matcher}: ${failure ?? ''}`);
      return { failures, notices: failed.some((outcome) => !outcome.isVague) };
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
