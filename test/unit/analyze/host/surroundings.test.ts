import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { analyzeHost } from '../../../../src/analyze/analyze-host.js';
import { detectHost } from '../../../../src/analyze/host/detect-host.js';
import { analyze, removeHosts, targetOf, writeHost } from '../temp-host.js';

afterAll(removeHosts);

const sourcesOf = async (
  files: readonly string[],
  packageJson = '{}',
  include: string[] = [],
): Promise<string[]> => {
  const root = writeHost({
    ...Object.fromEntries(files.map((file) => [file, ''])),
    'package.json': packageJson,
  });
  return (await analyzeHost(await detectHost(root), { include, exclude: [] })).files;
};

describe('which files are sources', () => {
  test('tests, declarations, configs, build output, vendored code and side folders are none', async () => {
    const sources = ['index.js', 'src/a.ts', 'src/build/b.tsx', 'src/scripts/c.mjs'];
    const others = [
      ...[
        'src/a.test.ts',
        'src/__mocks__/m.js',
        'test/t.js',
        'e2e/e.ts',
        'src/types.d.ts',
        'src/Button.stories.tsx',
      ],
      ...[
        'jest.config.js',
        '.eslintrc.js',
        'gulpfile.js',
        'dist/x.js',
        'build/x.js',
        'coverage/x.js',
        'x.min.js',
      ],
      ...['vendor/v.js', 'examples/e.js', 'docs/d.js', 'scripts/s.js', 'bench/b.js', 'packages/p/dist/x.js'],
    ];
    expect(await sourcesOf([...sources, ...others])).toEqual(sources);
  });

  test('lib is build output only if package.json points into it and there is a src', async () => {
    expect(await sourcesOf(['lib/a.js', 'src/a.js'], '{"main":"./lib/a.js"}')).toEqual(['src/a.js']);
    expect(await sourcesOf(['lib/a.js', 'src/a.js'])).toEqual(['lib/a.js', 'src/a.js']);
    expect(await sourcesOf(['lib/a.js'], '{"main":"lib/a.js"}')).toEqual(['lib/a.js']);
  });

  test('the same code in other clothes is left out', async () => {
    const files = ['index.js', 'all.js', 'all.min.js', 'lib/a.js', 'es/lib/a.js', 'esm/lib/a.js'];
    expect(await sourcesOf(files, '{"main":"index.js"}')).toEqual(['index.js', 'lib/a.js']);
    expect(await sourcesOf(['all.js', 'all.min.js'], '{"main":"all.js"}')).toEqual(['all.js']);
  });

  test('include opens a folder that is left out otherwise, but its tests stay out', async () => {
    const files = ['scripts/a.js', 'scripts/a.test.js', 'src/b.js'];
    expect(await sourcesOf(files, '{}', ['scripts'])).toEqual(['scripts/a.js']);
  });

  test('what git ignores is no source, and a monitor named in the git config is not started', async () => {
    const root = writeHost({
      'a.js': '',
      'generated/g.js': '',
      '.gitignore': 'generated\n',
      'monitor.sh': '',
    });
    execFileSync('git', ['init', '-q', root]);
    execFileSync('git', ['-C', root, 'config', 'core.fsmonitor', `touch ${root}/started; true`]);
    const host = await detectHost(root);
    expect((await analyzeHost(host, { include: [], exclude: [] })).files).toEqual(['a.js']);
    expect(existsSync(`${root}/started`)).toBe(false);
    // The trap works: an ordinary git command starts it.
    execFileSync('git', ['-C', root, 'status'], { stdio: 'ignore' });
    expect(existsSync(`${root}/started`)).toBe(true);
  });

  test('onlyFiles restricts the targets but not what they are seen against', async () => {
    const root = writeHost({
      'index.js': 'exports.run = () => require("./a").inner();',
      'a.js': 'function inner() { return help(); }\nfunction help() { return 1; }\nexports.inner = inner;',
    });
    const host = await detectHost(root);
    const analysis = await analyzeHost(host, { include: [], exclude: [], onlyFiles: ['a.js'] });
    expect(analysis.targets.map(({ id }) => id)).toEqual(['a.js#inner', 'a.js#help']);
    expect(Object.keys(analysis.imports)).toEqual(['a.js', 'index.js']);
  });
});

test('hints come from the function, from what it calls and from the tables it reads', async () => {
  const analysis = await analyze({
    'a.js': [
      'const UNITS = { sec: 1000, min: -60 };',
      'const UNUSED = { nothing: 99 };',
      'function scale(unit) { if (unit === "auto") return 7; return UNITS[unit]; }',
      'exports.f = function (text, opts) {',
      '  if (!/^\\d+$/i.test(text)) throw new TypeError("bad text");',
      '  switch (opts.mode) { case "fast": return 2; }',
      '  if (typeof opts.deep.level === "number") return scale(text);',
      '};',
    ].join('\n'),
  });
  expect(targetOf(analysis, 'a.js#f').hints).toEqual({
    strings: ['fast', 'auto', 'sec', 'min'],
    numbers: [2, 7, 1000, -60],
    regexes: [{ source: '^\\d+$', flags: 'i' }],
    properties: expect.arrayContaining(['mode', 'deep', 'level']) as string[],
    words: { mode: ['fast'] },
  });
});

test('what a file reaches outside is told through the files it imports', async () => {
  const analysis = await analyze({
    'a.js': 'const b = require("./b");\nexports.a = () => b;',
    'b.js':
      'const { readFile } = require("node:fs/promises");\nconst glob = require("glob");\nexports.b = () => [readFile, glob];',
    'c.js': 'const path = require("path");\nconst vm = require("vm");\nexports.c = () => [path, vm];',
  });
  expect(targetOf(analysis, 'a.js#a').reachesOutside).toEqual(['fs', 'glob']);
  expect(targetOf(analysis, 'c.js#c').reachesOutside).toEqual([]);
});
