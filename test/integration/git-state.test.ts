/** Where a real repository stands, read without writing to it, and the folder for Nightshift's own state. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { changedSince, readGitState } from '../../src/io/git/git.js';
import { ensureStateFolder } from '../../src/io/git/state-folder.js';
import { openLedger } from '../../src/ledger/ledger.js';
import { explainPassError } from '../../src/pipeline/pass-error.js';
import { refusal } from '../support/refusal.js';
import { removeTempFolders, tempFolder, tempRepo } from '../support/temp-repo.js';

afterAll(removeTempFolders);

describe('git state', () => {
  test('is null outside of a repository', async () => {
    expect(await readGitState(tempFolder())).toBeNull();
  });

  test('is null where no git is installed', async () => {
    const repo = tempRepo();
    const path = process.env['PATH'];
    process.env['PATH'] = tempFolder();
    try {
      expect(await readGitState(repo.dir)).toBeNull();
    } finally {
      process.env['PATH'] = path;
    }
  });

  test('knows what changed since a ref, by the point where both parted', async () => {
    const repo = tempRepo({ 'host/a.js': '1;\n', 'host/b.js': '1;\n', 'other.js': '1;\n' });
    repo.git('checkout', '-q', '-b', 'feature');
    repo.write('host/a.js', '2;\n');
    repo.write('other.js', '2;\n');
    repo.commit('feature work');
    repo.git('checkout', '-q', 'main');
    repo.write('host/b.js', '3;\n');
    repo.commit('main moves on');
    repo.git('checkout', '-q', 'feature');
    repo.write('host/new ü.js', '1;\n');
    const before = repo.fingerprint();
    const since = (ref: string): Promise<Map<string, string | null>> =>
      changedSince(join(repo.dir, 'host'), ref, ['a.js', 'b.js', 'new ü.js', 'gone.js']);
    expect([...(await since('main'))]).toEqual([
      ['a.js', '1;\n'],
      ['new ü.js', null],
    ]);
    expect([...(await since('HEAD'))]).toEqual([['new ü.js', null]]);
    expect(repo.fingerprint()).toEqual(before);
  });

  test.each(['no-such-ref', '--output=x', ''])('refuses %p as a ref', async (ref) => {
    const error = await refusal(changedSince(tempRepo().dir, ref, []));
    expect(error.code).toBe('usage');
    expect(error.message).toContain(`'${ref}'`);
  });
});

describe('state folder', () => {
  test('ignores itself, so that git never shows it', async () => {
    const repo = tempRepo();
    const folder = await ensureStateFolder(repo.dir);
    expect(await ensureStateFolder(repo.dir)).toEqual(folder);
    expect(folder).toEqual({ path: join(repo.dir, '.nightshift'), isFallback: false, reason: null });
    expect(repo.git('status', '--porcelain')).toBe('');
  });

  test('ignores itself also where a run was killed before it had written so', async () => {
    const repo = tempRepo();
    repo.write('.nightshift/.gitignore', '');
    await ensureStateFolder(repo.dir);
    expect(repo.git('status', '--porcelain')).toBe('');
  });

  test('moves to the temp folder when the host has no place for it', async () => {
    const dir = tempFolder();
    const elsewhere = tempFolder();
    symlinkSync(elsewhere, join(dir, '.nightshift'));
    const folder = await ensureStateFolder(dir);
    expect(folder.isFallback).toBe(true);
    expect(folder.reason).toContain('cannot be written');
    expect(folder.path).toMatch(/nightshift-state-[0-9a-f]{16}$/);
    expect((await ensureStateFolder(dir)).path).toBe(folder.path);
    execFileSync('rm', ['-r', folder.path]);
  });
});

test.each([13, 17, 40])(
  'a repository %d folders of 40 letters down keeps its ledger where SQLite can open it',
  async (depth) => {
    const dir = join(tempFolder(), ...Array.from({ length: depth }, () => 'd'.repeat(40)));
    mkdirSync(dir, { recursive: true });
    const folder = await ensureStateFolder(dir);
    expect(folder.reason).toContain('its path is too long for a database');
    openLedger(join(folder.path, 'ledger.db')).close();
    rmSync(folder.path, { recursive: true });
  },
);

test('a path that is too long is called that, and not a full disk', () => {
  const tooLong = Object.assign(new Error('ENAMETOOLONG'), { code: 'ENAMETOOLONG', path: '/far/down' });
  const { signal } = new AbortController();
  expect(explainPassError(tooLong, signal)).toMatchObject({
    code: 'host',
    message: 'A path is too long for this system: /far/down',
  });
});
