import { detectHost } from '../../../../src/analyze/host/detect-host.js';
import type { TestConventions } from '../../../../src/domain/host.js';
import { removeHosts, writeHost } from '../temp-host.js';

afterAll(removeHosts);

const learn = async (files: Record<string, string>): Promise<TestConventions> =>
  (await detectHost(writeHost(files))).conventions;

describe('where tests go', () => {
  test.each<[string, string[], object]>([
    ['beside', ['src/a.ts', 'src/a.spec.ts'], { placement: { kind: 'beside' }, suffix: '.spec' }],
    [
      'a folder beside',
      ['src/x/a.js', 'src/x/__tests__/a.js'],
      { placement: { kind: 'folder', name: '__tests__' }, suffix: '' },
    ],
    [
      'a mirror without src',
      ['src/x/a.js', 'test/x/a.test.js'],
      { placement: { kind: 'mirror', testRoot: 'test', sourceRoot: 'src' }, suffix: '.test' },
    ],
    [
      'a mirror with src',
      ['src/x/a.js', 'tests/src/x/a.test.js'],
      { placement: { kind: 'mirror', testRoot: 'tests', sourceRoot: '' } },
    ],
    [
      'a mirror below test/unit',
      ['lib/x/a.js', 'test/unit/x/a.test.js'],
      { placement: { kind: 'mirror', testRoot: 'test/unit', sourceRoot: 'lib' } },
    ],
    [
      'flat tests of nested sources',
      ['src/x/a.js', 'src/y/b.js', 'src/c.js', 'test/a.test.js', 'test/b.test.js'],
      { placement: { kind: 'mirror', testRoot: 'test', sourceRoot: 'src' } },
    ],
    [
      'the majority',
      ['src/a.js', 'src/a.test.js', 'src/b.js', 'src/b.test.js', 'src/c.js', 'test/c.test.js'],
      { placement: { kind: 'beside' } },
    ],
    [
      'names of other runners',
      ['src/x/Tab.jsx', 'src/x/__tests__/Tab-test.jsx'],
      { placement: { kind: 'folder', name: '__tests__' }, suffix: '-test' },
    ],
    ['no tests at all', ['src/a.js'], { placement: { kind: 'beside' }, suffix: '.test' }],
  ])('%s', async (_, files, expected) => {
    expect(await learn(Object.fromEntries(files.map((file) => [file, ''])))).toMatchObject(expected);
  });

  test('names without a suffix are kept only if Jest is told to find them', async () => {
    const files = { 'lib/a.js': '', 'test/a.js': '' };
    expect((await learn(files)).suffix).toBe('.test');
    const config = '{"jest":{"testMatch":["<rootDir>/test/**/*.js"]}}';
    expect((await learn({ ...files, 'package.json': config })).suffix).toBe('');
  });

  test('without tests the Jest config decides', async () => {
    const config = "module.exports = { testMatch: ['<rootDir>/test/**/*.spec.js'] };";
    expect(await learn({ 'src/a.js': '', 'jest.config.js': config })).toMatchObject({
      placement: { kind: 'mirror', testRoot: 'test', sourceRoot: 'src' },
      suffix: '.spec',
    });
  });
});

describe('how tests are written', () => {
  test('style and names come from the tests, not from the sources', async () => {
    const learned = await learn({
      'src/a.js': "module.exports = function (a) {\n  return 'x' + a;\n};\n",
      'src/a.test.js': [
        'import { it, expect } from "@jest/globals"',
        'import { a } from "./a"',
        '',
        'it("adds", () => {',
        '\tconst options = {',
        '\t\tdeep: true,',
        '\t}',
        '\texpect(a(options)).toBe("x")',
        '})',
      ].join('\n'),
    });
    expect(learned).toMatchObject({
      quotes: 'double',
      semicolons: false,
      indent: '\t',
      trailingCommas: true,
      testFunction: 'it',
      globals: 'imported',
      isAutomocked: false,
      compiledImports: true,
    });
  });

  test.each<[string, Record<string, string>, boolean]>([
    [
      'tests outweigh sources',
      { 'a.js': 'export const a = 1;\n', 'a.test.js': "const { a } = require('./a');\n" },
      false,
    ],
    [
      'sources where there are no tests',
      { 'a.js': "import b from './b';\n", 'b.js': 'export default 1;\n' },
      true,
    ],
    ['sources that only export', { 'a.js': 'export const a = 1;\n' }, true],
    ['CommonJS', { 'a.js': "const b = require('./b');\nmodule.exports = b;\n" }, false],
    [
      'tests in TypeScript say nothing',
      { 'a.js': 'exports.a = 1;\n', 'a.test.ts': "import { a } from './a';\n" },
      false,
    ],
  ])('imports: %s', async (_, files, compiledImports) => {
    expect(await learn(files)).toMatchObject({ compiledImports });
  });

  test("Prettier's settings outweigh what is found, with its defaults for what they leave out", async () => {
    const learned = await learn({
      'src/a.js': "const a = 'x'\n",
      '.prettierrc': 'tabWidth: 4\nsingleQuote: true\ntrailingComma: none\n',
    });
    expect(learned).toMatchObject({
      quotes: 'single',
      semicolons: true,
      indent: '    ',
      trailingCommas: false,
    });
  });
});
