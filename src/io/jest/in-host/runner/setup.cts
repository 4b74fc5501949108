/** First setup file of every test file that we run: reports the begin and end of each test to the wrapper. */

interface Session {
  checkGuard(fsInside: unknown): void;
  testStart(name: string): void;
  testDone(name: string, assertions: number): void;
}

interface JestGlobals {
  __nightshift__: Session;
  beforeEach(hook: () => void): void;
  afterEach(hook: () => void): void;
  expect: { getState(): { currentTestName?: string; assertionCalls: number } };
}

const jestGlobals = globalThis as unknown as JestGlobals;
const session = jestGlobals.__nightshift__;

session.checkGuard(require('fs'));

const testName = (): string => jestGlobals.expect.getState().currentTestName ?? '';

jestGlobals.beforeEach(() => session.testStart(testName()));

jestGlobals.afterEach(() => session.testDone(testName(), jestGlobals.expect.getState().assertionCalls));

// A module, so that its names stay its own.
export {};
