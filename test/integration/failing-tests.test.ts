/** A test of the repository that fails before anything is done is named in the words of the repository. */
import { measureTiny } from '../support/measure-tiny.js';
import { removeTempFolders } from '../support/temp-repo.js';

afterAll(removeTempFolders);

const thrower = `test('adds', () => {
  throw new Error('cannot read ' + require.resolve('./sum'));
});
`;
const broken = `require('./missing');\n`;

test.each([
  ['an error', thrower, /● adds\n\s+cannot read \S+\/repo\/sum\.js/],
  ['a module that is missing', broken, /Cannot find module '\.\/missing' from 'sum\.test\.js'/],
])('the finding about %s shows no stack and no path of the sandbox', async (_, text, words) => {
  const { findings } = await measureTiny({
    'sum.js': 'exports.sum = (a, b) => a + b;\n',
    'sum.test.js': text,
  });
  const [{ kind, detail } = { kind: '', detail: '' }] = findings;
  expect(kind).toBe('failing-host-test');
  expect(detail).toMatch(words);
  expect(detail).not.toMatch(/^\s+at |nightshift-box/m);
});
