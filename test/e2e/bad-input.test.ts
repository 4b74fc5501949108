/** Hosts and machines that are not as Nightshift would like them: one clear refusal, or a way around it that is said. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findTool } from '../../src/io/system/tools.js';
import { removeTempFolders, tempFolder } from '../support/temp-repo.js';
import {
  refusalOf,
  runAsTold,
  runNightshift,
  signSource,
  testWithMounts,
  tinyHost,
} from '../support/tiny-host.js';

afterAll(removeTempFolders);

const stack = /^\s+at .+:\d+:\d+/m;

describe('what cannot begin', () => {
  test('a folder without package.json is a host that cannot be tested', async () => {
    const dir = join(tempFolder(), 'empty');
    mkdirSync(dir);
    const run = await runNightshift(dir);
    expect(run.exitCode).toBe(3);
    expect(refusalOf(run)).toEqual([
      `nightshift: there is no package.json in ${dir}`,
      expect.stringContaining('fix: name the folder that holds the package.json'),
    ]);
    expect(readdirSync(dir)).toEqual([]);
  });

  test('a folder that does not exist is wrong usage', async () => {
    const dir = join(tempFolder(), 'nowhere');
    const run = await runNightshift(dir);
    expect(run.exitCode).toBe(2);
    expect(refusalOf(run)).toEqual([
      `nightshift: there is no folder ${dir}`,
      expect.stringContaining('fix: '),
    ]);
  });

  test('minutes that end before anything was measured are wrong usage', async () => {
    const host = tinyHost();
    const run = await runNightshift(host.dir, { args: ['--max-minutes', '0.0001'] });
    expect(run.exitCode).toBe(2);
    expect(refusalOf(run)).toEqual([
      "nightshift: --max-minutes 0.0001 was over before the repository's own tests had been measured",
      expect.stringContaining('fix: Give more minutes'),
    ]);
    expect(run.leftovers).toEqual([]);
  });

  test('a setting with a typo is named together with the nearest one', async () => {
    const { dir } = tinyHost({ 'sign.js': signSource, 'nightshift.config.json': '{ "targetSecond": 1 }' });
    const run = await runNightshift(dir);
    expect(run.exitCode).toBe(2);
    expect(refusalOf(run)).toEqual([
      'nightshift: nightshift.config.json: "targetSecond" is not a setting; did you mean "targetSeconds"?',
    ]);
  });

  test.each([
    ['a broken config', 'module.exports = { testEnvironment: ', 'SyntaxError: Unexpected end of input'],
    ['a missing preset', 'module.exports = { preset: "no-such-preset" };', 'Preset no-such-preset not found'],
  ])('Jest that cannot start for %s speaks for itself', async (_, config, words) => {
    const host = tinyHost({ 'sign.js': signSource, 'jest.config.js': config });
    const run = await runNightshift(host.dir);
    const refusal = refusalOf(run);
    expect(run.exitCode).toBe(3);
    expect(refusal[0]).toMatch(/^nightshift: Jest \d+\.\d+\.\d+ cannot start in this repository/);
    expect(refusal.join('\n')).toContain(words);
    expect(refusal.at(-1)).toContain('fix: Make `npx jest --showConfig` work');
    expect(run.err).not.toMatch(stack);
    expect(run.err).not.toContain(join(host.dir, '..', 'temp'));
    expect(run.leftovers).toEqual([]);
  });
});

describe('hosts that lack something', () => {
  test('without git and without Jest, ours runs the tests and a patch brings them', async () => {
    const dir = join(tempFolder(), 'plain');
    mkdirSync(dir);
    writeFileSync(join(dir, 'package.json'), '{ "name": "plain" }');
    writeFileSync(join(dir, 'sign.js'), signSource);
    const run = await runNightshift(dir);
    expect(run.exitCode).toBe(0);
    expect(run.err).toContain('This folder is not a git repository, so the tests are delivered as a patch.');
    expect(run.err).toMatch(/No test runner is installed here, so Nightshift's own Jest \(\d+/);
    expect(run.report?.coverage.after.branches).toEqual({ covered: 4, total: 4 });
    expect(readdirSync(dir).sort()).toEqual(['.nightshift', 'package.json', 'sign.js']);
    expect(runAsTold(dir, run)).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('3 passed') as string,
    });
  });

  test('ES modules without Jest get tests that import, and pass as the report says', async () => {
    const source = signSource.replace('exports.sign =', 'export');
    const host = tinyHost({ 'sign.js': source }, { jest: false, type: 'module' });
    const run = await runNightshift(host.dir);
    expect(run.report?.funnel.delivered).toBeGreaterThanOrEqual(2);
    expect(host.git('show', 'nightshift/main:.jest-nightshift/sign.nightshift.js')).toContain(
      "import { sign } from '../sign.js';",
    );
    expect(runAsTold(host.dir, run).output).toMatch(/Tests: +\d+ passed/);
  });

  test('TypeScript without Jest gets typed tests that pass', async () => {
    const source = `export function sign(n: number): string {
  return n < 0 ? 'negative' : 'other';
}
`;
    const tsconfig = '{ "compilerOptions": { "strict": true, "module": "commonjs", "target": "es2020" } }';
    const host = tinyHost({ 'sign.ts': source, 'tsconfig.json': tsconfig }, { jest: false });
    const run = await runNightshift(host.dir);
    expect(run.exitCode).toBe(0);
    expect(run.report?.coverage.after.branches).toEqual({ covered: 2, total: 2 });
    expect(host.git('show', 'nightshift/main:.jest-nightshift/sign.nightshift.ts')).toContain(
      "import { sign } from '../sign';",
    );
  });
});

describe('machines that lack something', () => {
  testWithMounts('in a read-only checkout the proven tests become a patch in the temp folder', async () => {
    const host = tinyHost();
    const mounts = `mount --bind ${host.dir} ${host.dir} && mount -o remount,ro,bind ${host.dir}`;
    const run = await runNightshift(host.dir, { mounts });
    expect(run.exitCode).toBe(0);
    expect(run.err).toContain(`${host.dir}/.nightshift cannot be written (EROFS); the ledger is in `);
    expect(run.err).toMatch(
      /The branch cannot be written, so the tests are delivered as a patch: git .*Read-only/,
    );
    expect(run.leftovers).toEqual([expect.stringMatching(/^nightshift-state-/)]);
    expect(runAsTold(host.dir, run)).toMatchObject({ exitCode: 0 });
  });

  testWithMounts('a temp folder without room ends the pass before anything is judged', async () => {
    const host = tinyHost();
    host.write('recording.bin', 'x'.repeat(3_000_000));
    host.git('add', '-A');
    host.git('commit', '-qm', 'Add a recording');
    const small = tempFolder();
    const run = await runNightshift(host.dir, {
      mounts: `mount -t tmpfs -o size=2m none ${small}`,
      env: { TMPDIR: small },
    });
    expect(run.exitCode).toBe(3);
    expect(refusalOf(run)).toEqual([
      expect.stringMatching(/^nightshift: Could not copy the host to .*: the disk is full$/),
      expect.stringContaining('fix: Make room there, or set TMPDIR'),
    ]);
  });

  testWithMounts('a disk that fills up while Jest runs is not held against the code', async () => {
    const host = tinyHost();
    const small = tempFolder();
    const run = await runNightshift(host.dir, {
      mounts: `mount -t tmpfs -o size=200k none ${small}`,
      env: { TMPDIR: small },
    });
    expect(run.exitCode).toBe(3);
    expect(refusalOf(run)).toEqual([
      expect.stringMatching(/^nightshift: The disk is full: .* could not be written/),
      expect.stringContaining('fix: Make room there'),
    ]);
    expect(host.git('branch', '--list', 'nightshift/*')).toBe('');
  });

  testWithMounts('a state folder without room is named, with the remedy', async () => {
    const host = tinyHost();
    const state = join(host.dir, '.nightshift');
    mkdirSync(state);
    const run = await runNightshift(host.dir, { mounts: `mount -t tmpfs -o size=16k none ${state}` });
    expect(run.exitCode).toBe(3);
    expect(refusalOf(run)).toEqual([
      expect.stringContaining(`nightshift: the ledger ${state}/ledger.db cannot be written`),
      expect.stringContaining('fix: Make room on its disk'),
    ]);
  });

  const bwrap = findTool('bwrap', process.cwd());
  const testWithoutBwrap = bwrap === undefined ? test : testWithMounts;
  testWithoutBwrap('--sandbox full without bubblewrap refuses to start and says how to get it', async () => {
    const host = tinyHost();
    // Bubblewrap is looked for in the system's folders before the PATH, so it takes more than a PATH to hide it.
    const hidden = bwrap === undefined ? {} : { mounts: `mount --bind /dev/null ${bwrap}` };
    const run = await runNightshift(host.dir, { ...hidden, args: ['--sandbox', 'full'] });
    expect(run.exitCode).toBe(4);
    expect(refusalOf(run)).toEqual([
      'nightshift: The full sandbox does not work here: bubblewrap is not installed',
      expect.stringMatching(/fix: .*bubblewrap/),
    ]);
  });
});
