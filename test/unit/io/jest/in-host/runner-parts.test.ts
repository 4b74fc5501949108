/** The sequencer keeps the given order, and the reporter drops what cannot be written down. */
import inOrder from '../../../../../src/io/jest/in-host/runner/in-order.cjs';
import reporter from '../../../../../src/io/jest/in-host/runner/reporter.cjs';

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
  new reporter.default().onTestResult(null, result);
  expect(JSON.stringify(result)).toBe('{"testResults":[{"failureDetails":[]},{"failureDetails":[]}]}');
});
