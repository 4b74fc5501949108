/** The copy of the host in a box, and how its dependencies resolve there. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { removeStaleFolders } from '../../src/io/files/temp-folder.js';
import type { Box } from '../../src/io/sandbox/box/box.js';
import {
  bothTiers,
  evaluate,
  full,
  makeHost,
  open,
  runCode,
  tryWriting,
  workshop,
  writeTree,
} from '../support/boxes.js';

const ownModules = resolve('node_modules');
const jestBinary = join(ownModules, 'jest', 'bin', 'jest.js');

describe('the copy', () => {
  bothTiers('is read-only unless asked, and never changes the host', async (tier) => {
    const host = await makeHost({ 'src/a.js': 'original' });
    const box = await open(host, tier);
    expect(basename(box.root)).toBe('my-app');
    expect(await evaluate(box, tryWriting(['src/a.js', 'b.js']))).toEqual(['refused', 'refused']);
    expect(await evaluate(box, tryWriting(['src/a.js', 'b.js']), { writable: true })).toEqual([
      'written',
      'written',
    ]);
    // Sources that the code has changed are as they were before anything else runs; what it added may stay.
    expect(await readFile(join(box.root, 'src/a.js'), 'utf8')).toBe('original');
    expect(await readFile(join(box.root, 'b.js'), 'utf8')).toBe('gotcha');
    expect(await readFile(join(host.root, 'src/a.js'), 'utf8')).toBe('original');
  });

  bothTiers('gives scratch files to the parent', async (tier) => {
    const box = await open(await makeHost({}), tier);
    await runCode(box, `require('fs').writeFileSync(${JSON.stringify(join(box.scratch, 'out'))}, 'result')`);
    expect(await readFile(join(box.scratch, 'out'), 'utf8')).toBe('result');
  });

  full('follows the host when refreshed, and no link that the code has put there', async () => {
    const host = await makeHost({ 'src/a.js': '1', 'src/gone.js': '1', 'lib/b.js': '1' });
    const box = await open(host);
    const trap = join(workshop, 'trap');
    await mkdir(trap);
    await rm(join(box.root, 'lib'), { recursive: true });
    await symlink(trap, join(box.root, 'lib'));
    await writeTree(host.root, { 'src/a.js': '22', 'src/deep/new.js': '3', 'lib/b.js': '44', '.env': 'T=1' });
    await rm(join(host.root, 'src/gone.js'));
    await box.refresh([
      'src/a.js',
      'src/gone.js',
      'src/deep/new.js',
      'lib/b.js',
      '.env',
      '../my-app-outside',
    ]);
    const code = "console.log(JSON.stringify(require('fs').readdirSync('.', { recursive: true }).sort()))";
    const expected = ['lib', 'lib/b.js', 'package.json', 'src', 'src/a.js', 'src/deep', 'src/deep/new.js'];
    expect(await evaluate(box, code)).toEqual(expected);
    expect(await readFile(join(box.root, 'src/a.js'), 'utf8')).toBe('22');
    expect(await readdir(trap)).toEqual([]);
  });

  bothTiers('is removed with all that the code made read-only, and twice does no harm', async (tier) => {
    const box = await open(await makeHost({ 'src/a.js': '' }), tier);
    const locked = join(box.scratch, 'locked');
    await mkdir(locked);
    await writeFile(join(locked, 'file'), '');
    await chmod(join(locked, 'file'), 0o400);
    await chmod(locked, 0o500);
    await box.dispose();
    await box.dispose();
    expect(existsSync(dirname(box.scratch))).toBe(false);
  });

  full('of a process that died is swept up by the next, and nobody else is robbed', async () => {
    const box = await open(await makeHost({}));
    const stale = await mkdtemp(join(tmpdir(), 'nightshift-'));
    const stranger = await mkdtemp(join(tmpdir(), 'nightshift-'));
    const owner = JSON.parse(await readFile(join(dirname(box.scratch), 'owner.json'), 'utf8')) as object;
    const child = spawn(process.execPath, ['-e', '0']);
    await once(child, 'exit');
    await writeFile(join(stale, 'owner.json'), JSON.stringify({ ...owner, pid: child.pid }));
    try {
      expect(await removeStaleFolders()).toContain(stale);
      expect([stale, stranger, box.root].map((folder) => existsSync(folder))).toEqual([false, true, true]);
    } finally {
      await rm(stranger, { recursive: true, force: true });
    }
  });
});

describe('dependencies', () => {
  const jestArgs = (box: Box) => [
    ...[
      jestBinary,
      '--runInBand',
      '--watchman=false',
      '--ci',
      `--cacheDirectory=${join(box.scratch, 'cache')}`,
    ],
    ...['--coverage', `--coverageDirectory=${join(box.scratch, 'coverage')}`],
  ];

  bothTiers("the host's Jest runs a real test", async (tier) => {
    const host = await makeHost(
      {
        'src/sum.js': 'module.exports = (a, b) => a + b;',
        'test/sum.test.js': "test('adds', () => expect(require('../src/sum')(1, 2)).toBe(3));",
      },
      [{ at: join(workshop, 'my-app/node_modules'), real: ownModules }],
    );
    const box = await open(host, tier);
    const result = await box.run({ argv: jestArgs(box), env: {}, timeoutMs: 60_000, writable: false });
    expect(result.stderr).toMatch(/Tests: +1 passed/);
    expect(result.exitCode).toBe(0);
    const coverage = await readFile(join(box.scratch, 'coverage', 'coverage-final.json'), 'utf8');
    expect(Object.keys(JSON.parse(coverage) as object)).toEqual([join(box.root, 'src/sum.js')]);
  });

  bothTiers("a monorepo's parent node_modules and links between its packages resolve", async (tier) => {
    const repo = join(workshop, 'mono');
    await writeTree(repo, {
      'node_modules/left/index.js': "module.exports = 'left';",
      'packages/app/package.json': '{"name":"app"}',
      'packages/app/index.js': '',
      'packages/app/parts/part/package.json': '{"name":"part"}',
      'packages/app/parts/part/index.js': "module.exports = 'part';",
      'packages/app/node_modules/own/index.js': "module.exports = 'own';",
      'packages/sibling/package.json': '{"name":"sibling"}',
      'packages/sibling/.env': 'TOKEN=1',
      'packages/sibling/index.js': "module.exports = 'sibling ' + require('left');",
      '../linked/package.json': '{"name":"linked"}',
      '../linked/index.js': "module.exports = 'linked';",
    });
    const modules = join(repo, 'node_modules');
    const own = join(repo, 'packages/app/node_modules');
    await mkdir(join(modules, '@mono'));
    await symlink('../../packages/sibling', join(modules, '@mono/sibling'));
    await symlink(join(workshop, 'linked'), join(modules, 'linked'));
    await symlink('../parts/part', join(own, 'part'));
    await symlink('/', join(own, 'too-wide'));
    const host = {
      root: join(repo, 'packages/app'),
      dependencyFolders: [own, modules].map((folder) => ({ at: folder, real: folder })),
    };
    const box = await open(host, tier);
    const names = ['left', 'own', '@mono/sibling', 'linked', 'part'];
    const code = `console.log(JSON.stringify(${JSON.stringify(names)}.map((name) => require(name))))`;
    expect(await evaluate(box, code)).toEqual(['left', 'own', 'sibling left', 'linked', 'part']);
    const where = await evaluate(box, "console.log(JSON.stringify(require.resolve('part')))");
    expect(where).toBe(join(box.root, 'parts/part/index.js'));
    if (tier === 'reduced') return;
    const seen = await evaluate(
      box,
      `const read = (path) => { try { return require('fs').readFileSync(path, 'utf8'); } catch { return ''; } };
       console.log(JSON.stringify([read(require.resolve('@mono/sibling/package.json').replace('package.json', '.env')), read(${JSON.stringify(join(repo, 'packages/sibling/.env'))})]))`,
    );
    expect(seen).toEqual(['', '']);
  });
});
