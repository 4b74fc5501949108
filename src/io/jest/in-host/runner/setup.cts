/** First setup file of every test file that we run: reports the begin and end of each test to the wrapper. */

interface Session {
  checkGuard(fsInside: unknown): void;
  observe<T>(expect: T): T;
  testStart(name: string): void;
  testDone(name: string, assertions: number): void;
}

interface JestGlobals {
  __nightshift__: Session;
  beforeEach(hook: () => void): void;
  afterEach(hook: () => void): void;
  expect: { getState(): { currentTestName?: string; assertionCalls: number } };
}

const context = globalThis as unknown as JestGlobals;
const session = context.__nightshift__;

session.checkGuard(require('fs'));

if (typeof context.expect === 'function') context.expect = session.observe(context.expect);
// Some hosts keep Jest's functions out of the globals.
const jestGlobals =
  typeof context.beforeEach === 'function' ? context : (require('@jest/globals') as JestGlobals);

const testName = (): string => jestGlobals.expect.getState().currentTestName ?? '';

jestGlobals.beforeEach(() => session.testStart(testName()));

jestGlobals.afterEach(() => session.testDone(testName(), jestGlobals.expect.getState().assertionCalls));

// A module, so that its names stay its own.
export {};
