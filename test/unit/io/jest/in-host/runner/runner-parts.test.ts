/** The parts that Jest is given keep to what each of its versions asks of them. */
import { createRequire } from 'node:module';
import inOrder from '../../../../../../src/io/jest/in-host/runner/in-order.cjs';
import reporter from '../../../../../../src/io/jest/in-host/runner/reporter.cjs';

test('test files run in the order of the command line', () => {
  const argv = process.argv;
  process.argv = ['node', 'jest', '/b.test.js', '/a.test.js'];
  const sorted = new inOrder.default().sort([{ path: '/a.test.js' }, { path: '/b.test.js' }]);
  process.argv = argv;
  expect(sorted.map(({ path }) => path)).toEqual(['/b.test.js', '/a.test.js']);
});

test('all failed tests of a run stay', () => {
  const tests = [{ path: '/a.test.js' }];
  expect(new inOrder.default().allFailedTests(tests)).toBe(tests);
});

test('values that a failed expectation compared are dropped, so that the result can be written as JSON', () => {
  const result = { testResults: [{ failureDetails: [{ received: 5n }] }, {}] };
  new reporter().onTestResult(null, result);
  expect(JSON.stringify(result)).toBe('{"testResults":[{"failureDetails":[]},{"failureDetails":[]}]}');
});

type Loaded = { __esModule?: boolean; default?: unknown };
const asIs = (loaded: Loaded): unknown => loaded;
const withDefault = (loaded: Loaded): unknown => (loaded.__esModule ? loaded.default : loaded);

test.each([
  ['Jest 24 and 25', 'test runner', 'test-runner', asIs],
  ['Jest 26 to 30', 'test runner', 'test-runner', withDefault],
  ['Jest 24', 'reporter', 'reporter', asIs],
  ['Jest 25 to 30', 'reporter', 'reporter', withDefault],
  ['Jest 24 to 30', 'sequencer', 'in-order', (loaded: Loaded) => loaded.default],
])('%s can call the %s', (_versions, _part, file, take) => {
  const loaded = createRequire(import.meta.url)(
    `../../../../../../src/io/jest/in-host/runner/${file}.cjs`,
  ) as Loaded;
  expect(typeof take(loaded)).toBe('function');
});
