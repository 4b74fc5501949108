/** Marked functions are emptied, or give something else, while a test has such a mutant switched on. */
import { openExtremes } from '../../../../../../src/io/jest/in-host/mutation/extremes.cjs';

interface Marked extends Record<string, unknown> {
  __nightshiftEnter__(number: number, self?: unknown): { value: unknown } | undefined;
  __nightshiftExit__(number: number): void;
  __nightshiftValue__<T>(number: number, value: T): T;
}

function open(): {
  extremes: ReturnType<typeof openExtremes>;
  run: (body: () => unknown, number?: number) => unknown;
} {
  const context = { Object, Array, Map, Set, Date, RegExp, Error, Promise } as unknown as Marked;
  const extremes = openExtremes(context);
  /** A function whose only result is that of `body`, as markers make it. */
  const run = (body: () => unknown, number = 4): unknown => {
    const emptied = context.__nightshiftEnter__(number, undefined);
    if (emptied) return emptied.value;
    try {
      return context.__nightshiftValue__(number, body());
    } finally {
      context.__nightshiftExit__(number);
    }
  };
  return { extremes, run };
}

function given(body: () => unknown): ReturnType<ReturnType<typeof openExtremes>['testDone']>['returns'] {
  const { extremes, run } = open();
  extremes.testStart(undefined, undefined);
  run(body);
  return extremes.testDone().returns;
}

test('without a mutant, the results of each function are recorded', () => {
  expect(given(() => 'a')).toEqual({ 4: { given: [{ type: 'string', value: 'a' }], canMake: true } });
});

test('an emptied function does not run, and gives something of the same type', () => {
  const { extremes, run } = open();
  extremes.testStart(
    'empty:4:other:value',
    given(() => 'a'),
  );
  let runs = 0;
  expect(run(() => (runs += 1))).toBe('¤a');
  expect(runs).toBe(0);
});

test('other functions run as ever', () => {
  const { extremes, run } = open();
  extremes.testStart('empty:5:other:value', {});
  expect(run(() => 'a')).toBe('a');
});

test('a function whose results are replaced still runs', () => {
  const { extremes, run } = open();
  extremes.testStart('value:4:empty', {});
  let runs = 0;
  expect(run(() => ++runs)).toBe(0);
  expect(runs).toBe(1);
});

test('only the outermost call of a recursive function is recorded', () => {
  const returns = given(() => {
    return 'outer';
  });
  const { extremes, run } = open();
  extremes.testStart(undefined, undefined);
  run(() => run(() => 'inner') === 'inner' && 'outer');
  expect(extremes.testDone().returns).toEqual(returns);
});

test('each call gives what the call at its place gave', () => {
  const { extremes, run } = open();
  extremes.testStart(undefined, undefined);
  run(() => 1);
  run(() => 'b');
  const { returns } = extremes.testDone();
  extremes.testStart('empty:4:other:value', returns);
  expect([run(() => 0), run(() => 0), run(() => 0)]).toEqual([8, '¤b', '¤b']);
});

test('a call of a function that was only made is noted', () => {
  const { extremes, run } = open();
  extremes.testStart(
    'empty:4:other:value',
    given(() => () => 1),
  );
  (run(() => 0) as () => unknown)();
  expect(extremes.testDone().calledStub).toBe(true);
});
