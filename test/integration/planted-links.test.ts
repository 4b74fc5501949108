/** A repository that lays links, pipes and state of its own where Nightshift writes. */
import { plainJest } from '../support/builders.js';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findLedger } from '../../src/cli/setup/find-ledger.js';
import { openJsonOutput } from '../../src/cli/terminal/json-output.js';
import { openCommitDelivery } from '../../src/deliver/deliver-commit.js';
import { writePatch } from '../../src/deliver/deliver-patch.js';
import { writeToWorktree } from '../../src/deliver/deliver-worktree.js';
import { readGitState } from '../../src/io/git/git.js';
import { writeOwnConfig } from '../../src/io/jest/config/own-config.js';
import { ensureStateFolder } from '../../src/io/git/state-folder.js';
import { openLedger } from '../../src/ledger/ledger.js';
import { recordTerminal } from '../unit/cli/support.js';
import { refusal } from '../support/refusal.js';
import { removeTempFolders, tempFolder, tempRepo } from '../support/temp-repo.js';

afterAll(removeTempFolders);

/** A home folder with a file of the user's, and what must stay as it is there. */
function makeHome(): { dir: string; file: string; look: () => unknown } {
  const dir = tempFolder();
  const file = join(dir, 'notes.txt');
  writeFileSync(file, 'of the user');
  return { dir, file, look: () => [readdirSync(dir), readFileSync(file, 'utf8')] };
}

function plant(path: string, make: (path: string) => unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  make(path);
}

describe('the state folder', () => {
  const home = makeHome();
  const before = home.look();
  const linkTo = (target: string) => (path: string) => symlinkSync(target, path);
  test.each<[string, string, (path: string) => unknown]>([
    ['itself a link', '.nightshift', linkTo(home.dir)],
    ['with a link for the ledger', '.nightshift/ledger.db', linkTo(home.file)],
    ['with a link for a new ledger', '.nightshift/ledger.db', linkTo(join(home.dir, 'new.db'))],
    ['with a link for the journal', '.nightshift/ledger.db-wal', linkTo(home.file)],
    ['with a link for shared memory', '.nightshift/ledger.db-shm', linkTo(home.file)],
    ['with a link for the patches', '.nightshift/patches', linkTo(home.dir)],
    ['with a link for the Jest config', '.nightshift/jest.config.json', linkTo(home.file)],
    ['with a pipe for its .gitignore', '.nightshift/.gitignore', (path) => execFileSync('mkfifo', [path])],
    ['with a ledger that is committed', '.nightshift/ledger.db', (path) => writeFileSync(path, 'rows')],
  ])('is not used when it is %s', async (_, path, make) => {
    const repo = tempRepo();
    plant(join(repo.dir, path), make);
    repo.git('add', '-f', '.');
    const folder = await ensureStateFolder(repo.dir);
    try {
      expect(folder.isFallback).toBe(true);
      expect(folder.reason).toContain('.nightshift cannot be written');
      openLedger(join(folder.path, 'ledger.db')).close();
      (await findLedger(repo.dir)).close();
      await writePatch({
        dir: repo.dir,
        runId: 'r1',
        files: [{ path: 'a.test.js', content: 'x\n', previous: null }],
      });
      expect(readdirSync(folder.path).sort()).toEqual(
        expect.arrayContaining(['.gitignore', 'ledger.db', 'patches']),
      );
      expect(home.look()).toEqual(before);
    } finally {
      rmSync(folder.path, { recursive: true });
    }
  });

  test('of somebody who works without git is used, and a link in it is not followed', async () => {
    const dir = tempFolder();
    plant(join(dir, '.nightshift/patches'), linkTo(home.dir));
    const folder = await ensureStateFolder(dir);
    expect(folder.isFallback).toBe(true);
    rmSync(folder.path, { recursive: true });
    rmSync(join(dir, '.nightshift/patches'));
    expect((await ensureStateFolder(dir)).isFallback).toBe(false);
  });
});

describe('a file of the state', () => {
  test.each(['ledger.db', 'ledger.db-wal', 'ledger.db-shm', 'ledger.db-journal'])(
    '%s is not opened through a link',
    async (name) => {
      const home = makeHome();
      const before = home.look();
      const dir = tempFolder();
      symlinkSync(home.file, join(dir, name));
      const error = await refusal(() => openLedger(join(dir, 'ledger.db')));
      expect(error.message).toContain(`${name} is no plain file`);
      expect(home.look()).toEqual(before);
    },
  );

  test('is not written through a link that appears after the folder was looked at', async () => {
    const home = makeHome();
    const before = home.look();
    const dir = tempFolder();
    symlinkSync(home.dir, join(dir, 'patches'));
    symlinkSync(home.file, join(dir, 'jest.config.json'));
    const files = [{ path: 'a.test.js', content: 'x\n', previous: null }];
    await expect(writePatch({ dir, runId: 'r1', files, stateFolder: dir })).rejects.toThrow();
    const host = { nodeOptions: [], runner: plainJest } as unknown as Parameters<typeof writeOwnConfig>[0];
    await writeOwnConfig(host, dir, { folder: dir });
    expect(home.look()).toEqual(before);
  });
});

describe('a test', () => {
  const isOwn = (_: string, text: string): boolean => text.startsWith('// ours');
  const content = '// ours\n';

  test.each(['away/a.test.js', 'within/a.test.js', 'away/deep/a.test.js', 'leaf.test.js', 'pipe.test.js'])(
    'is written to no place like %s, in the work tree or on the current branch',
    async (path) => {
      const home = makeHome();
      const before = home.look();
      const repo = tempRepo({ 'src/a.js': '1;\n' });
      symlinkSync(home.dir, join(repo.dir, 'away'));
      symlinkSync('src', join(repo.dir, 'within'));
      symlinkSync(home.file, join(repo.dir, 'leaf.test.js'));
      execFileSync('mkfifo', [join(repo.dir, 'pipe.test.js')]);
      const files = [{ path, content }];
      expect((await refusal(writeToWorktree({ dir: repo.dir, files, isOwn }))).code).toBe('usage');
      const git = await readGitState(repo.dir);
      if (git === null) throw new Error('no repository');
      const delivery = await openCommitDelivery({ git, runId: 'r1', isOwn });
      expect((await refusal(delivery.commit({ files, message: 'test: x\n' }))).code).toBe('usage');
      expect(home.look()).toEqual(before);
      expect(readdirSync(join(repo.dir, 'src'))).toEqual(['a.js']);
    },
  );
});

describe('the report as JSON', () => {
  test.each(['report.json', 'reports/report.json'])('is not written through the link at %s', async (path) => {
    const home = makeHome();
    const before = home.look();
    const dir = tempFolder();
    symlinkSync(path === 'report.json' ? home.file : home.dir, join(dir, path.split('/')[0] ?? ''));
    const terminal = recordTerminal({ cwd: dir }).terminal;
    const error = await refusal(openJsonOutput(path, { dir, terminal }));
    expect(error.message).toContain('is a link of the repository');
    expect(home.look()).toEqual(before);
  });

  test('is not written through a link that appears during the run', async () => {
    const home = makeHome();
    const before = home.look();
    const dir = tempFolder();
    const output = await openJsonOutput('report.json', {
      dir,
      terminal: recordTerminal({ cwd: dir }).terminal,
    });
    symlinkSync(home.file, join(dir, 'report.json'));
    await output?.write('{}');
    expect(home.look()).toEqual(before);
    expect(readFileSync(join(dir, 'report.json'), 'utf8')).toBe('{}');
  });

  test('goes where the user says outside of the repository, links or not', async () => {
    const elsewhere = tempFolder();
    writeFileSync(join(elsewhere, 'real.json'), '');
    symlinkSync(join(elsewhere, 'real.json'), join(elsewhere, 'link.json'));
    const dir = tempFolder();
    const output = await openJsonOutput(join(elsewhere, 'link.json'), {
      dir,
      terminal: recordTerminal({ cwd: dir }).terminal,
    });
    await output?.write('{}');
    expect(readFileSync(join(elsewhere, 'real.json'), 'utf8')).toBe('{}');
  });
});
