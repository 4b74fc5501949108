/** A source file that Jest cannot read costs itself: it is named, and everything else is measured. */
import { measureTiny } from '../support/measure-tiny.js';
import { removeTempFolders } from '../support/temp-repo.js';

const source = (name: string): string => `exports.${name} = (n) => (n > 0 ? 'up' : 'down');\n`;

/** Ends the process for one file, fails for another, and leaves the rest to Babel. */
const transformer = `const babel = require('babel-jest').default.createTransformer();
module.exports = {
  getCacheKey: babel.getCacheKey,
  canInstrument: true,
  process(text, file, options) {
    if (file.endsWith('ends.js')) process.exit(3);
    if (file.endsWith('fails.js')) throw new SyntaxError('a word is missing');
    return babel.process(text, file, options);
  },
};
`;

const files = {
  'transform.js': transformer,
  'jest.config.js': `module.exports = { transform: { '\\\\.js$': './transform.js' } };\n`,
  'lib/good.js': source('good'),
  'lib/other.js': source('other'),
  'lib/ends.js': source('ends'),
  'lib/fails.js': source('fails'),
  'lib/half.js': 'exports.half = (n => {\n',
};

afterAll(removeTempFolders);

const testFile = `const { good } = require('./good');
test('good', () => {
  expect(good(1)).toBe('up');
});
`;

test.each([
  ['with tests', { 'lib/good.test.js': testFile }],
  ['without any test', {}],
])(
  'in a repository %s, it is set aside by name',
  async (_, more) => {
    const { coverage, setAside, findings, testFiles } = await measureTiny({ ...files, ...more }, [
      'lib/half.js',
    ]);
    expect(Object.keys(coverage)).toEqual(expect.arrayContaining(['lib/good.js', 'lib/other.js']));
    expect(testFiles.map(({ path }) => path)).toEqual(Object.keys(more));
    expect(setAside).toEqual(['lib/ends.js']);
    const named = findings.map(({ kind, target, detail }) => `${kind} ${target}: ${detail}`);
    expect(named.filter((text) => text.includes('ends.js'))).toEqual([
      expect.stringMatching(/^broken-file lib\/ends\.js: Jest ends with it/),
    ]);
    expect(named.filter((text) => text.includes('fails.js'))).toEqual([
      expect.stringMatching(/^broken-file lib\/fails\.js: .*a word is missing/),
    ]);
    expect(named.join('\n')).not.toContain('nightshift');
  },
  240_000,
);
