/** A source file that Jest cannot read costs itself: it is named, and everything else is measured. */
import { measureHost, type Measurement } from '../../src/measure/measure-host.js';
import { openHost } from '../../src/pipeline/prepare/open-host.js';
import { removeTempFolders } from '../support/temp-repo.js';
import { tinyHost } from '../support/tiny-host.js';
import { config } from '../support/tiny-session.js';

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

async function measure(more: Record<string, string>): Promise<Measurement> {
  const { dir } = tinyHost({ ...files, ...more });
  const { signal } = new AbortController();
  const { session, emptyTestFile, analysis } = await openHost({
    dir,
    config,
    observer: () => undefined,
    signal,
  });
  try {
    const sources = [...analysis.files, 'lib/half.js'];
    return await measureHost(session, { emptyTestFile, sources, plain: false, signal });
  } finally {
    await session.warm?.close();
    await session.box.dispose();
  }
}

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
    const { coverage, setAside, findings, testFiles } = await measure(more);
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
