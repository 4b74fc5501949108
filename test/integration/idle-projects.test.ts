/** A project in which no test runs is counted as its own Jest project counts it. */
import { measureTiny } from '../support/measure-tiny.js';
import { removeTempFolders } from '../support/temp-repo.js';

afterAll(removeTempFolders);

/** Adds a statement, so that the count shows who has counted. */
const transformer = `const babel = require('babel-jest').default.createTransformer();
module.exports = {
  getCacheKey: (...given) => 'more' + babel.getCacheKey(...given),
  canInstrument: true,
  process: (text, file, options) => babel.process(text + 'exports.more = 1;\\n', file, options),
};
`;

const project = (name: string): Record<string, string> => ({
  [`packages/${name}/package.json`]: `{ "name": "${name}" }\n`,
  [`packages/${name}/jest.config.js`]: `module.exports = { transform: { '\\\\.js$': '<rootDir>/../../transform.js' } };\n`,
  [`packages/${name}/${name}.js`]: `exports.${name} = (n) => (n > 0 ? 'up' : 'down');\n`,
});

const usesBusy = `const { busy } = require('./busy');
test('busy', () => {
  expect(busy(1)).toBe('up');
});
`;

test('an idle project has the statements of its own transform, and nothing covered', async () => {
  const { coverage, testFiles } = await measureTiny({
    'jest.config.js': `module.exports = { projects: ['<rootDir>/packages/*'] };\n`,
    'transform.js': transformer,
    ...project('busy'),
    ...project('idle'),
    'packages/busy/busy.test.js': usesBusy,
  });
  expect(testFiles.map(({ path }) => path)).toEqual(['packages/busy/busy.test.js']);
  const hits = (file: string): number[] => Object.values(coverage[file]?.s ?? {});
  expect(hits('packages/busy/busy.js')).toEqual([1, 1, 1]);
  expect(hits('packages/idle/idle.js')).toEqual([0, 0, 0]);
});
