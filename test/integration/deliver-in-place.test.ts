/** Delivery to the current branch, as a patch and into the work tree, in real repositories. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCommitDelivery } from '../../src/deliver/deliver-commit.js';
import { writePatch } from '../../src/deliver/deliver-patch.js';
import { writeToWorktree } from '../../src/deliver/deliver-worktree.js';
import type { NightshiftError } from '../../src/domain/errors.js';
import { readGitState, type GitState } from '../../src/io/git/git.js';
import { refusal } from '../support/refusal.js';
import { removeTempFolders, tempFolder, tempRepo } from '../support/temp-repo.js';

afterAll(removeTempFolders);

const testFile = 'src/a.nightshift.test.js';
const message = 'test(a): cover 1 branch of a\n';

async function stateOf(dir: string): Promise<GitState> {
  const state = await readGitState(dir);
  if (state === null) throw new Error('no repository');
  return state;
}

describe('commit on the current branch', () => {
  const isOwn = (_: string, text: string): boolean => text.startsWith('// ours');

  test('adds its own paths to branch, index and work tree and leaves staged work staged', async () => {
    const repo = tempRepo();
    repo.write('src/a.js', 'exports.a = 2;\n');
    repo.git('add', 'src/a.js');
    repo.write('notes.txt', 'untracked\n');
    repo.installHooks();
    const delivery = await openCommitDelivery({ git: await stateOf(repo.dir), runId: 'r', isOwn });
    const first = await delivery.commit({ files: [{ path: testFile, content: '// ours 1\n' }], message });
    const second = await delivery.commit({ files: [{ path: testFile, content: '// ours 2\n' }], message });
    expect(repo.hooksRun()).toEqual([]);
    repo.git('config', '--unset', 'core.fsmonitor');
    expect(repo.git('log', '--format=%H', '-2', 'main')).toBe(`${second}\n${first}`);
    expect(repo.git('-c', 'core.hooksPath=/dev/null', 'status', '--porcelain')).toBe(
      'M  src/a.js\n?? notes.txt',
    );
    expect(repo.read(testFile)).toBe('// ours 2\n');
    repo.git('fsck', '--strict', '--no-dangling');
  });

  test('takes a file of its own away again, from branch, index and work tree', async () => {
    const repo = tempRepo({ [testFile]: '// ours 1\n', 'src/a.js': '1;\n' });
    const delivery = await openCommitDelivery({ git: await stateOf(repo.dir), runId: 'r', isOwn });
    await delivery.commit({ files: [{ path: testFile, content: null, previous: '// ours 1\n' }], message });
    expect(repo.git('status', '--porcelain')).toBe('');
    expect(repo.git('ls-files', '--', testFile)).toBe('');
    await expect(
      delivery.commit({ files: [{ path: 'src/a.js', content: null }], message }),
    ).rejects.toMatchObject({ code: 'usage' });
  });

  test('takes its own file as its own, whatever line ends the work tree has', async () => {
    const repo = tempRepo({ [testFile]: '// ours 1\n' });
    repo.git('config', 'core.autocrlf', 'true');
    repo.write(testFile, '// ours 1\r\n');
    const delivery = await openCommitDelivery({ git: await stateOf(repo.dir), runId: 'r', isOwn });
    const files = [{ path: testFile, content: '// ours 2\n', previous: '// ours 1\n' }];
    await delivery.commit({ files, message });
    expect(repo.git('show', `HEAD:${testFile}`)).toBe('// ours 2');
    expect(repo.git('status', '--porcelain')).toBe('');
  });

  test('refuses a place that somebody uses, staged or not', async () => {
    const repo = tempRepo();
    repo.write(testFile, 'by hand\n');
    const before = repo.fingerprint();
    const attempt = async (): Promise<NightshiftError> => {
      const delivery = await openCommitDelivery({ git: await stateOf(repo.dir), runId: 'r', isOwn });
      return refusal(delivery.commit({ files: [{ path: testFile, content: '// ours\n' }], message }));
    };
    expect((await attempt()).message).toContain('somebody has work of their own there');
    expect(repo.fingerprint()).toEqual(before);
    repo.git('add', testFile);
    repo.git('rm', '-q', '--cached', testFile);
    repo.git('add', '-N', testFile);
    expect((await attempt()).code).toBe('usage');
  });

  test('puts everything back when the index is locked or the branch moved', async () => {
    const repo = tempRepo();
    const delivery = await openCommitDelivery({ git: await stateOf(repo.dir), runId: 'r', isOwn });
    const change = { files: [{ path: testFile, content: '// ours\n' }], message };
    writeFileSync(join(repo.dir, '.git/index.lock'), '');
    const before = repo.fingerprint();
    expect((await refusal(delivery.commit(change))).remedy).toContain('index.lock');
    expect(repo.fingerprint()).toEqual(before);
    rmSync(join(repo.dir, '.git/index.lock'));
    const moved = repo.git('commit-tree', '-p', 'main', '-m', 'by hand', 'HEAD^{tree}');
    repo.git('update-ref', 'refs/heads/main', moved);
    expect((await refusal(delivery.commit(change))).message).toContain('moved while Nightshift worked');
    expect(repo.git('rev-parse', 'main')).toBe(moved);
    expect(repo.git('status', '--porcelain')).toBe('');
  });

  test('refuses a detached HEAD and a half-done merge', async () => {
    const repo = tempRepo();
    const head = repo.git('rev-parse', 'HEAD');
    writeFileSync(join(repo.dir, '.git/MERGE_HEAD'), `${head}\n`);
    const half = await refusal(openCommitDelivery({ git: await stateOf(repo.dir), runId: 'r', isOwn }));
    expect(half.message).toContain('MERGE_HEAD');
    repo.git('checkout', '-q', '-f', '--detach');
    const error = await refusal(openCommitDelivery({ git: await stateOf(repo.dir), runId: 'r', isOwn }));
    expect(error.message).toContain('HEAD is detached');
  });
});

describe('patch', () => {
  const texts = {
    fresh: 'a\nb\n',
    longer: `${Array.from({ length: 30 }, (_, line) => `line ${line}`).join('\n')}\n`,
  };
  const files = [
    { path: 'src/new.test.js', content: texts.fresh, previous: null },
    { path: 'src/my file ü.test.js', content: 'no newline at the end', previous: null },
    { path: 'src/old.test.js', content: texts.longer.replace('line 15', 'line 15b'), previous: texts.longer },
  ];
  const tools: [string, string[]][] = [
    ['git', ['apply', '--whitespace=nowarn']],
    ['patch', ['-s', '-p1', '-i']],
  ];

  test.each(tools)('is taken by %s in a host that is a subfolder of a repository', async (tool, args) => {
    const repo = tempRepo({ 'packages/one/src/old.test.js': texts.longer });
    const host = join(repo.dir, 'packages/one');
    const path = await writePatch({ dir: host, runId: 'r1', files });
    const later = { path: 'src/new.test.js', content: 'a\nb\nc', previous: texts.fresh };
    expect(await writePatch({ dir: host, runId: 'r1', files: [later] })).toBe(path);
    expect(path).toBe(join(host, '.nightshift/patches/r1.patch'));
    execFileSync(tool, [...args, path], { cwd: host });
    expect(repo.read('packages/one/src/new.test.js')).toBe('a\nb\nc');
    expect(repo.read('packages/one/src/my file ü.test.js')).toBe('no newline at the end');
    expect(repo.read('packages/one/src/old.test.js')).toContain('line 14\nline 15b\nline 16\n');
    expect(repo.git('status', '--porcelain', '--', '.')).not.toContain('.nightshift');
  });

  test('is applied without a repository around', async () => {
    const dir = tempFolder();
    mkdirSync(join(dir, 'src'));
    const path = await writePatch({ dir, runId: 'r1', files: files.slice(0, 2) });
    execFileSync('git', ['apply', path], { cwd: dir, env: { ...process.env, GIT_CEILING_DIRECTORIES: dir } });
    expect(readFileSync(join(dir, 'src/new.test.js'), 'utf8')).toBe(texts.fresh);
  });
});

describe('files in the work tree', () => {
  const isOwn = (_: string, text: string): boolean => text.startsWith('// ours');

  test('are written over own files only, and all or none', async () => {
    const dir = tempFolder();
    writeFileSync(join(dir, 'own.test.js'), '// ours\n');
    writeFileSync(join(dir, 'theirs.test.js'), 'by hand\n');
    const own = { path: 'own.test.js', content: '// ours, newer\n' };
    const fresh = { path: 'deep/down/new.test.js', content: '// ours\n' };
    const theirs = { path: 'theirs.test.js', content: '// ours\n' };
    const error = await refusal(writeToWorktree({ dir, files: [own, fresh, theirs], isOwn }));
    expect(error.message).toContain('theirs.test.js');
    expect(readFileSync(join(dir, 'own.test.js'), 'utf8')).toBe('// ours\n');
    expect(await writeToWorktree({ dir, files: [own, fresh], isOwn })).toEqual([own.path, fresh.path]);
    expect(await writeToWorktree({ dir, files: [own, fresh], isOwn })).toEqual([]);
    expect(readFileSync(join(dir, fresh.path), 'utf8')).toBe('// ours\n');
  });

  test('are not written over what a person changed since the text was made', async () => {
    const dir = tempFolder();
    writeFileSync(join(dir, 'own.test.js'), '// ours\r\n// by hand\r\n');
    const file = { path: 'own.test.js', content: '// ours, newer\n' };
    const write = (previous: string): Promise<string[]> =>
      writeToWorktree({ dir, files: [{ ...file, previous }], isOwn, stagingFolder: dir });
    expect((await refusal(write('// ours\n'))).message).toContain('somebody wrote or changed it');
    expect(await write('// ours\n// by hand\n')).toEqual([file.path]);
    expect(readdirSync(dir)).toEqual([file.path]);
    expect(readFileSync(join(dir, file.path), 'utf8')).toBe(file.content);
  });

  test('never follow a link out of the host', async () => {
    const dir = tempFolder();
    const outside = tempFolder();
    symlinkSync(outside, join(dir, 'linked'));
    symlinkSync(join(outside, 'x'), join(dir, 'x.test.js'));
    for (const path of ['linked/a.test.js', 'linked/b/a.test.js', 'x.test.js']) {
      const files = [{ path, content: '// ours\n' }];
      expect((await refusal(writeToWorktree({ dir, files, isOwn }))).code).toBe('usage');
    }
  });
});
