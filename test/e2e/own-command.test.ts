/** Only such tests are delivered as the repository's own command runs and passes. */
import { removeTempFolders } from '../support/temp-repo.js';
import { runNightshift, signSource, tinyHost } from '../support/tiny-host.js';

afterAll(removeTempFolders);

// Only the repository's own command comes without our runner and without --silent; there, one test file does not load.
const setup = `const { testPath } = expect.getState();
const isOwn = typeof __nightshift__ === 'undefined' && !process.argv.includes('--silent');
if (isOwn && testPath.includes('shout.nightshift')) throw new Error('not by this command');
`;

test('a file that the own command does not let pass is withheld and named, the other is delivered', async () => {
  const host = tinyHost({
    'package.json': '{"name":"tiny","version":"1.0.0","scripts":{"test":"jest --config unit.config.js"}}\n',
    'unit.config.js': "module.exports = { setupFilesAfterEnv: ['<rootDir>/setup.js'] };\n",
    'setup.js': setup,
    'sign.js': signSource,
    'shout.js': "exports.shout = (text) => (text === '' ? 'nothing' : text.toUpperCase());\n",
  });
  const { exitCode, report } = await runNightshift(host.dir);
  expect(exitCode).toBe(0);
  expect(host.git('ls-tree', '-r', '--name-only', 'nightshift/main')).toContain('sign.nightshift.test.js');
  expect(host.git('ls-tree', '-r', '--name-only', 'nightshift/main')).not.toContain('shout.nightshift');
  const [finding] = report?.findings.filter(({ kind }) => kind === 'own-command') ?? [];
  expect(finding?.title).toContain('not by `npm test`');
  expect(finding?.detail).toContain('not by this command');
});
