/** Test files that wait for a service cost little time and only themselves. */
import { measureTiny } from '../support/measure-tiny.js';
import { removeTempFolders } from '../support/temp-repo.js';

const waits = (title: string): string => `test('${title}', async () => {
  require('./store').find('${title}');
  await new Promise(() => {});
});
`;

const files = {
  'jest.config.js': 'module.exports = { testTimeout: 400 };\n',
  'lib/good.js': `exports.good = (n) => (n > 0 ? 'up' : 'down');\n`,
  'lib/store.js': 'exports.find = (name) => name.trim();\n',
  'lib/good.test.js': `test('good', () => expect(require('./good').good(1)).toBe('up'));\n`,
  'lib/store.test.js': ['a', 'b', 'c', 'd', 'e', 'f'].map(waits).join(''),
  'lib/hook.test.js': `for (const name of ['a', 'b', 'c', 'd']) describe(name, () => {
  beforeAll(() => new Promise(() => {}));
  test('stores ' + name, () => require('./store').find(name));
});
`,
};

afterAll(removeTempFolders);

test('a file whose tests or hooks wait in vain is left out and named, and the others are measured', async () => {
  const measured = await measureTiny(files);
  expect(measured.leftOut.toSorted()).toEqual(['lib/hook.test.js', 'lib/store.test.js']);
  expect(measured.testFiles.map(({ path, passed }) => ({ path, passed }))).toEqual([
    { path: 'lib/good.test.js', passed: true },
  ]);
  expect(measured.findings.map(({ kind, target }) => `${kind} ${target}`).toSorted()).toEqual([
    'failing-host-test lib/hook.test.js',
    'failing-host-test lib/store.test.js',
  ]);
  // Left out later, too, so that it counts neither before nor after.
  expect([...measured.covered.keys()]).toEqual(['lib/good.js']);
});
