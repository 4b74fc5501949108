/**
 * Gives up on a test file of the repository whose tests wait for what is not there, a database for example: each of them
 * would take its whole time limit. Works on both runners that Jest has had.
 */

/** As many tests that took their whole time in vain say that the others will, too. */
const MOST_IN_VAIN = 3;
const DEFAULT_LIMIT_MS = 5000;
/** A clock may be a little early. */
const NEARLY = 0.9;

interface CircusTest {
  type?: 'test';
  mode?: string | null | undefined;
  errors: readonly unknown[];
}

interface CircusBlock {
  type?: 'describeBlock';
  mode?: string | null | undefined;
  /** Up to Jest 25, the blocks alone; from Jest 26 on, tests too. */
  children: readonly (CircusBlock | CircusTest)[];
  tests?: readonly CircusTest[];
}

type CircusEvent =
  | { name: 'test_start' | 'test_done'; test: CircusTest }
  | { name: 'hook_start' | 'hook_failure'; hook: { type: string } }
  | { name: 'run_describe_start'; describeBlock: CircusBlock };

type HandleEvent = (event: CircusEvent, state: unknown) => unknown;

export interface WaitingEnvironment {
  global: Record<string, unknown> & { jasmine?: { _DEFAULT_TIMEOUT_INTERVAL?: number } };
  handleTestEvent?: HandleEvent | undefined;
}

interface TestHooks {
  testStart: (name: string) => void;
  testDone: (name: string, assertions: number) => void;
}

export interface VainWaits {
  /** The hooks that the setup file calls, watched on Jasmine, which has no events. */
  around(hooks: TestHooks): TestHooks;
  isSpent(): boolean;
}

function skipAll(block: CircusBlock): void {
  for (const child of [...block.children, ...(block.tests ?? [])]) {
    if ('children' in child) skipAll(child);
    else child.mode = 'skip';
  }
}

/** Watches the tests of one file from now on. `limitMs` is what the host gives a test; `now` is in milliseconds. */
export function watchVainWaits(
  environment: WaitingEnvironment,
  limitMs = DEFAULT_LIMIT_MS,
  now: () => number = performance.now.bind(performance),
): VainWaits {
  const { jasmine } = environment.global;
  const ownHandler = environment.handleTestEvent;
  const longMs = Math.min(limitMs, DEFAULT_LIMIT_MS) * NEARLY;
  let inVain = 0;
  let startMs = now();
  const isSpent = (): boolean => inVain >= MOST_IN_VAIN;
  const begin = (): void => void (startMs = now());
  const end = (hasFailed: boolean): void => {
    if (hasFailed && now() - startMs >= longMs) inVain++;
  };
  const note = (event: CircusEvent): void => {
    if (event.name === 'run_describe_start' && isSpent()) skipAll(event.describeBlock);
    else if (event.name === 'test_start') {
      if (isSpent()) event.test.mode = 'skip';
      begin();
    } else if (event.name === 'test_done') end(event.test.errors.length > 0);
    // Hooks around single tests are part of their time.
    else if (event.name === 'hook_start' && event.hook.type === 'beforeAll') begin();
    else if (event.name === 'hook_failure' && event.hook.type === 'beforeAll') end(true);
  };
  environment.handleTestEvent = (event, state) => {
    note(event);
    return ownHandler?.call(environment, event, state);
  };
  if (!jasmine) return { isSpent, around: (hooks) => hooks };
  return {
    isSpent,
    around: ({ testStart, testDone }) => ({
      testStart(name) {
        begin();
        testStart(name);
      },
      testDone(name, assertions) {
        // A test that passes within the default limit never takes this long.
        end(true);
        if (isSpent()) jasmine._DEFAULT_TIMEOUT_INTERVAL = 1;
        testDone(name, assertions);
      },
    }),
  };
}
