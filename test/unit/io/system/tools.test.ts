/** Which programs are taken for the system's own, when the repository does its best to offer its own. */
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findOnPath, findPackageManager, safePath } from '../../../../src/io/system/tools.js';
import { runGit } from '../../../../src/io/git/run-git.js';
import { listFiles } from '../../../../src/analyze/files/file-listing.js';
import { removeTempFolders, tempFolder, tempRepo } from '../../../support/temp-repo.js';

const path = process.env['PATH'];
afterEach(() => {
  process.env['PATH'] = path;
});
afterAll(removeTempFolders);

function putProgram(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '#!/bin/sh\necho taken\n');
  chmodSync(file, 0o755);
}

/** A PATH entry for each way in which a repository can offer programs of its own. */
const entries: Record<string, (repo: string, elsewhere: string) => string> = {
  'a folder of the repository': (repo) => {
    putProgram(join(repo, 'tools/git'));
    return join(repo, 'tools');
  },
  'a node_modules/.bin beside the repository': (repo) => {
    putProgram(join(repo, '../node_modules/.bin/git'));
    return join(repo, '../node_modules/.bin');
  },
  'a link elsewhere into the repository': (repo, elsewhere) => {
    putProgram(join(repo, 'tools/git'));
    symlinkSync(join(repo, 'tools'), join(elsewhere, 'bin'));
    return join(elsewhere, 'bin');
  },
  'a folder elsewhere that holds a link into the repository': (repo, elsewhere) => {
    putProgram(join(repo, 'tools/git'));
    symlinkSync(join(repo, 'tools/git'), join(elsewhere, 'git'));
    return elsewhere;
  },
  'a folder elsewhere that holds a link into a node_modules': (repo, elsewhere) => {
    putProgram(join(repo, '../node_modules/git/cli'));
    symlinkSync(join(repo, '../node_modules/git/cli'), join(elsewhere, 'git'));
    return elsewhere;
  },
  'the relative path of a folder': (repo) => {
    putProgram(join(repo, 'src/git'));
    return 'src';
  },
  'nothing, which is the current folder': (repo) => {
    putProgram(join(repo, 'git'));
    return '';
  },
};

test.each(Object.entries(entries))('git is never taken from %s', async (_, makeEntry) => {
  const repo = tempRepo();
  process.env['PATH'] = [makeEntry(repo.dir, tempFolder()), path].join(delimiter);
  expect(findOnPath('git', join(repo.dir, 'src'))).not.toMatch(/nightshift-test/);
  expect((await runGit(repo.dir, ['--version'])).stdout.toString()).toMatch(/^git version/);
  expect(await listFiles(repo.dir)).toContain('src/a.js');
  expect(safePath(repo.dir).split(delimiter)).not.toContain(join(repo.dir, 'tools'));
});

test('a program of the user counts, in the order of the PATH', () => {
  const repo = tempRepo();
  const own = tempFolder();
  putProgram(join(own, 'git'));
  process.env['PATH'] = [own, path].join(delimiter);
  expect(findOnPath('git', repo.dir)).toBe(join(own, 'git'));
});

test('a package manager may be a package, but none that the repository brings', () => {
  const repo = tempRepo();
  const globalFolder = tempFolder();
  putProgram(join(globalFolder, 'lib/node_modules/npm/cli'));
  mkdirSync(join(globalFolder, 'bin'));
  symlinkSync(join(globalFolder, 'lib/node_modules/npm/cli'), join(globalFolder, 'bin/npm'));
  putProgram(join(repo.dir, 'node_modules/npm/cli'));
  const planted = tempFolder();
  symlinkSync(join(repo.dir, 'node_modules/npm/cli'), join(planted, 'npm'));
  process.env['PATH'] = [planted, join(globalFolder, 'bin')].join(delimiter);
  expect(findPackageManager('npm', repo.dir)).toBe(join(globalFolder, 'bin/npm'));
});
