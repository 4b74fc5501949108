/** Transformers that take files of every kind get the repository's files, and none of ours. */
import { bodiesOf, exploreTiny } from '../support/explore-tiny.js';
import { removeTempFolders } from '../support/temp-repo.js';
import { tinyHost } from '../support/tiny-host.js';
import { closeTinySessions, openTinySession } from '../support/tiny-session.js';

afterAll(async () => {
  await closeTinySessions();
  removeTempFolders();
});

const stub = `exports.process = (text, file) => ({ code: 'module.exports = ' + JSON.stringify(require('path').basename(file)) + ';' });\n`;
const strict = `exports.process = (text, file) => {
  if (!/lib/.test(file) && !/nightshift/.test(require('path').basename(file))) throw new Error('not for me: ' + file);
  return { code: text };
};\n`;

test.each([
  [
    'a stub for all but scripts and styles',
    `'^(?!.*\\\\.(js|css|json)$)': '<rootDir>/stub.js', '\\\\.js$': '<rootDir>/plain.js'`,
  ],
  ['a stub for modules of CommonJS', `'\\\\.cjs$': '<rootDir>/stub.js'`],
  ['one that refuses what it does not know', `'.*': '<rootDir>/strict.js'`],
])('%s', async (_, transform) => {
  const { dir } = tinyHost({
    'jest.config.js': `module.exports = { transform: { ${transform} } };\n`,
    'stub.js': stub,
    'strict.js': strict,
    'plain.js': 'exports.process = (text) => ({ code: text });\n',
    'lib/grade.js': `exports.grade = (points) => (points > 90 ? 'good' : 'fair');\n`,
  });
  const [result] = await exploreTiny(await openTinySession(dir), ['lib/grade.js'], 300);
  expect(result?.skipped).toEqual([]);
  expect(bodiesOf(result, 'grade')).toContain('good');
});
