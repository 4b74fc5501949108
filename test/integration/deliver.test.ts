/** Delivery to a branch of real repositories: what arrives, and that nothing of the user's changes. */
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commitMessage } from '../../src/deliver/commit-message.js';
import { openBranchDelivery, type BranchDelivery } from '../../src/deliver/deliver-branch.js';
import { changedSince, readGitState, type GitState } from '../../src/io/git/git.js';
import { ownMarker } from '../../src/test-file/test-file.js';
import { refusal } from '../support/refusal.js';
import { removeTempFolders, tempFolder, tempRepo, type TempRepo } from '../support/temp-repo.js';

afterAll(removeTempFolders);

const testFile = 'src/a.nightshift.test.js';
const message = commitMessage({
  file: 'src/a.js',
  targetNames: ['a'],
  gain: { statements: 3, branches: 2 },
  tests: 2,
  author: 'explorer',
  runId: 'run-1',
  mutants: { killed: 1, tried: 1 },
});

async function stateOf(dir: string): Promise<GitState> {
  const state = await readGitState(dir);
  if (state === null) throw new Error('no repository');
  return state;
}

const open = async (dir: string, branch: string | null = null, runId = 'run-1'): Promise<BranchDelivery> =>
  openBranchDelivery({ git: await stateOf(dir), branch, runId });

const deliver = async (dir: string, content: string, path = testFile): Promise<string> =>
  (await open(dir)).commit({ files: [{ path, content }], message });

test('takes a file of its own away from the branch, and none of somebody else', async () => {
  const repo = tempRepo({ 'src/b.nightshift.test.js': 'by hand\n' });
  await deliver(repo.dir, `${ownMarker}\n`);
  const delivery = await open(repo.dir);
  await delivery.commit({ files: [{ path: testFile, content: null }], message });
  expect(repo.git('ls-tree', '-r', '--name-only', 'nightshift/main')).not.toContain(testFile);
  await expect(
    delivery.commit({ files: [{ path: 'src/b.nightshift.test.js', content: null }], message }),
  ).rejects.toMatchObject({ code: 'usage' });
});

const fsck = (repo: TempRepo): string => repo.git('fsck', '--strict', '--no-dangling');

describe('delivery to a branch', () => {
  test.each([
    ['with nobody else at work', false],
    ['with another git at work', true],
  ])(
    'leaves a dirty tree, index, HEAD, config and hooks byte for byte as they were, %s',
    async (_, isLocked) => {
      const repo = tempRepo({
        'src/a.js': 'exports.a = 1;\n',
        'src/b.js': 'exports.b = 1;\n',
        'c.js': '1;\n',
      });
      repo.git('config', 'core.splitIndex', 'true');
      repo.write('src/a.js', 'exports.a = 2;\n');
      repo.git('add', 'src/a.js');
      repo.write('src/b.js', 'exports.b = 2;\n');
      repo.write('notes.txt', 'untracked\n');
      // The same text at another time: what `git status` would note in the index.
      utimesSync(join(repo.dir, 'c.js'), 1_000_000, 1_000_000);
      repo.installHooks();
      repo.git('config', 'commit.gpgSign', 'true');
      repo.git('config', 'user.signingKey', 'none-such');
      if (isLocked) writeFileSync(join(repo.dir, '.git/index.lock'), '');
      const before = repo.fingerprint();

      const state = await stateOf(repo.dir);
      const delivery = await openBranchDelivery({ git: state, branch: null, runId: 'run-1' });
      const commit = await delivery.commit({ files: [{ path: testFile, content: 'test();\r\n' }], message });
      const changed = await changedSince(repo.dir, 'HEAD', ['src/a.js', 'src/b.js', 'c.js']);

      expect(repo.fingerprint()).toEqual(before);
      expect(repo.hooksRun()).toEqual([]);
      expect([...changed.keys()]).toEqual(['src/a.js', 'src/b.js']);
      expect(delivery.branch).toBe('nightshift/main');
      repo.git('config', '--unset', 'core.fsmonitor');
      expect(repo.git('rev-parse', 'nightshift/main')).toBe(commit);
      expect(repo.git('rev-parse', `${commit}^`)).toBe(state.head);
      expect(repo.git('diff-tree', '-r', '--name-status', `${commit}^`, commit)).toBe(`A\t${testFile}`);
      expect(repo.git('ls-tree', commit, testFile)).toMatch(/^100644 blob /);
      expect(repo.git('cat-file', '-s', `${commit}:${testFile}`)).toBe('9');
      expect(repo.git('log', '-1', '--format=%an <%ae> %cn <%ce>', commit)).toBe(
        'Ada Tester <ada@example.org> Ada Tester <ada@example.org>',
      );
      expect(repo.git('log', '-1', '--format=%(trailers:key=Nightshift-Run,valueonly)', commit)).toBe(
        'run-1',
      );
      fsck(repo);
    },
  );

  test('commits as Nightshift where git knows no user', async () => {
    const repo = tempRepo();
    repo.git('config', 'user.name', '');
    repo.git('config', 'user.email', '');
    const commit = await deliver(repo.dir, 'test();\n');
    expect(repo.git('log', '-1', '--format=%an <%ae>', commit)).toBe('Nightshift <nightshift@localhost>');
  });

  test('goes on where an earlier night ended, and knows its tests', async () => {
    const repo = tempRepo();
    const first = await deliver(repo.dir, 'one\n');
    const delivery = await open(repo.dir);
    expect(delivery.start).toBe('append');
    expect(await delivery.existingFiles([testFile, 'src/none.js'])).toEqual(new Map([[testFile, 'one\n']]));
    expect(await delivery.listNightshiftFiles()).toEqual(new Map([[testFile, 'one\n']]));
    const second = await delivery.commit({ files: [{ path: testFile, content: 'one\ntwo\n' }], message });
    expect(repo.git('rev-parse', `${second}^`)).toBe(first);
    expect(await delivery.existingFiles([testFile])).toEqual(new Map([[testFile, 'one\ntwo\n']]));
    const again = await delivery.commit({ files: [{ path: testFile, content: 'one\ntwo\n' }], message });
    expect(again).toBe(second);
  });

  test('puts commits that are asked for at once one after the other', async () => {
    const repo = tempRepo();
    const delivery = await open(repo.dir);
    const names = ['a', 'b', 'c'].map((name) => `src/${name}.nightshift.test.js`);
    await Promise.all(names.map((path) => delivery.commit({ files: [{ path, content: 'x\n' }], message })));
    expect([...(await delivery.listNightshiftFiles()).keys()]).toEqual(names);
    expect(repo.git('rev-list', '--count', 'main..nightshift/main')).toBe('3');
  });

  test('keeps what a person added to the branch, and does not call it its own', async () => {
    const repo = tempRepo();
    await deliver(repo.dir, 'one\n');
    repo.git('checkout', '-q', 'nightshift/main');
    repo.write('hand.txt', 'by hand\n');
    const hand = repo.commit('by hand');
    repo.git('checkout', '-q', 'main');
    const delivery = await open(repo.dir);
    expect([...(await delivery.listNightshiftFiles()).keys()]).toEqual([testFile]);
    const commit = await delivery.commit({ files: [{ path: testFile, content: 'two\n' }], message });
    expect(repo.git('rev-parse', `${commit}^`)).toBe(hand);
    expect(repo.git('show', `${commit}:hand.txt`)).toBe('by hand');
  });

  test('catches up with HEAD after the branch was merged', async () => {
    const repo = tempRepo();
    await deliver(repo.dir, 'one\n');
    repo.git('merge', '-q', '--no-ff', '-m', 'merge', 'nightshift/main');
    repo.write('src/b.js', 'exports.b = 1;\n');
    const head = repo.commit('more');
    const delivery = await open(repo.dir);
    expect(delivery.start).toBe('fast-forward');
    expect(await delivery.listNightshiftFiles()).toEqual(new Map());
    const commit = await delivery.commit({ files: [{ path: testFile, content: 'two\n' }], message });
    expect(repo.git('rev-parse', `${commit}^`)).toBe(head);
    fsck(repo);
  });

  test('merges HEAD into the branch when both moved and the branch holds only tests of Nightshift', async () => {
    const repo = tempRepo();
    const tip = await deliver(repo.dir, 'one\n');
    await deliver(repo.dir, 'kept\n', 'src/b.nightshift.test.js');
    const last = repo.git('rev-parse', 'nightshift/main');
    expect(repo.git('rev-parse', `${last}^`)).toBe(tip);
    repo.write('src/a.js', 'exports.a = 3;\n');
    repo.write(testFile, 'edited by hand on main\n');
    const head = repo.commit('move on');
    const before = repo.fingerprint();
    const delivery = await open(repo.dir);
    expect(delivery.start).toBe('merge');
    expect(repo.git('rev-parse', 'nightshift/main')).toBe(last);
    expect(await delivery.listNightshiftFiles()).toEqual(
      new Map([
        [testFile, 'edited by hand on main\n'],
        ['src/b.nightshift.test.js', 'kept\n'],
      ]),
    );
    const commit = await delivery.commit({
      files: [{ path: 'src/c.nightshift.test.js', content: 'c\n' }],
      message,
    });
    expect(repo.git('log', '-1', '--format=%P', `${commit}^`)).toBe(`${last} ${head}`);
    expect(repo.git('diff-tree', '-r', '--name-status', head, commit)).toBe(
      'A\tsrc/b.nightshift.test.js\nA\tsrc/c.nightshift.test.js',
    );
    expect(repo.fingerprint()).toEqual(before);
    fsck(repo);

    repo.write('src/a.js', 'exports.a = 4;\n');
    repo.commit('and on');
    const next = await open(repo.dir);
    expect(next.start).toBe('merge');
    expect([...(await next.listNightshiftFiles()).keys()]).toEqual([
      'src/a.nightshift.test.js',
      'src/b.nightshift.test.js',
      'src/c.nightshift.test.js',
    ]);
  });

  test('goes on in another branch where a person committed and both moved, says so, and keeps all tests', async () => {
    const repo = tempRepo();
    await deliver(repo.dir, 'one\n');
    repo.git('checkout', '-q', 'nightshift/main');
    repo.write('hand.txt', 'by hand\n');
    repo.write(testFile, 'one, corrected by hand\n');
    const hand = repo.commit('a fix by hand');
    repo.git('checkout', '-q', 'main');
    repo.write('src/a.js', 'exports.a = 3;\n');
    const head = repo.commit('move on');
    const before = repo.fingerprint();
    const next = await open(repo.dir);
    expect(next).toMatchObject({ branch: 'nightshift/main-2', start: 'successor' });
    expect(next.note).toContain(`${hand.slice(0, 10)} a fix by hand`);
    expect(await next.listNightshiftFiles()).toEqual(new Map([[testFile, 'one, corrected by hand\n']]));
    const file = { path: 'src/b.nightshift.test.js', content: 'two\n' };
    const commit = await next.commit({ files: [file], message });
    expect(repo.git('rev-parse', `${commit}~2`, 'nightshift/main')).toBe(`${head}\n${hand}`);
    expect(repo.git('diff-tree', '-r', '--name-status', head, commit)).toBe(
      `A\t${testFile}\nA\t${file.path}`,
    );
    expect((await open(repo.dir)).start).toBe('append');
    expect([...(await open(repo.dir).then((later) => later.listNightshiftFiles())).keys()]).toHaveLength(2);
    expect((await open(repo.dir, 'tests/other')).start).toBe('new');
    expect(repo.fingerprint()).toEqual(before);
    fsck(repo);
  });

  test('never overwrites a branch that moved meanwhile', async () => {
    const repo = tempRepo();
    const fresh = await open(repo.dir);
    await deliver(repo.dir, 'by another process\n');
    const created = await refusal(fresh.commit({ files: [{ path: testFile, content: 'late\n' }], message }));
    expect(created.message).toContain('branch nightshift/main moved while Nightshift worked');

    const delivery = await open(repo.dir);
    await delivery.commit({ files: [{ path: testFile, content: 'first\n' }], message });
    const moved = repo.git('commit-tree', '-p', 'nightshift/main', '-m', 'by hand', 'HEAD^{tree}');
    repo.git('update-ref', 'refs/heads/nightshift/main', moved);
    const error = await refusal(
      delivery.commit({ files: [{ path: testFile, content: 'second\n' }], message }),
    );
    expect(error.code).toBe('usage');
    expect(repo.git('rev-parse', 'nightshift/main')).toBe(moved);
  });

  test('refuses a branch that a work tree has checked out', async () => {
    const repo = tempRepo();
    await deliver(repo.dir, 'one\n');
    const other = join(tempFolder(), 'tree');
    repo.git('worktree', 'add', '-q', other, 'nightshift/main');
    const error = await refusal(open(repo.dir));
    expect(error.message).toContain(`is checked out in ${other}`);
    expect(error.remedy).toContain('--branch NAME');
    expect((await refusal(open(repo.dir, 'main'))).message).toContain('checked out');
    expect((await open(other)).branch).toBe('nightshift/nightshift/main');
  });

  test('names the branch that is in the way of the new one', async () => {
    const repo = tempRepo();
    repo.git('branch', 'nightshift');
    const above = await refusal(open(repo.dir));
    expect(above.message).toContain('because a branch nightshift exists');
    expect(above.remedy).toContain('git branch -m nightshift NEWNAME');
    repo.git('branch', 'x/y');
    expect((await refusal(open(repo.dir, 'x'))).message).toContain('because a branch x/y exists');
  });

  test.each(['-f', 'a..b', 'HEAD', 'a b', 'x.lock', ''])(
    'refuses %p as the name of a branch',
    async (name) => {
      const repo = tempRepo();
      expect((await refusal(open(repo.dir, name))).code).toBe('usage');
    },
  );

  test('works from a detached HEAD, on a branch named after the commit', async () => {
    const repo = tempRepo();
    repo.git('checkout', '-q', '--detach');
    const before = repo.fingerprint();
    const state = await stateOf(repo.dir);
    const delivery = await open(repo.dir);
    await delivery.commit({ files: [{ path: testFile, content: 'one\n' }], message });
    expect(state.branch).toBeNull();
    expect(delivery.branch).toBe(`nightshift/detached-${state.head?.slice(0, 10) ?? ''}`);
    expect(repo.fingerprint()).toEqual(before);
  });

  test('says what to do in a repository without a commit', async () => {
    const repo = tempRepo({});
    repo.write('src/a.js', '1;\n');
    const state = await stateOf(repo.dir);
    expect(state).toMatchObject({ head: null, branch: 'main' });
    const error = await refusal(openBranchDelivery({ git: state, branch: null, runId: 'r' }));
    expect(error.message).toContain('no commit yet');
    expect(error.remedy).toContain('--deliver patch');
  });

  test('keeps to the host when that is a subfolder of the repository', async () => {
    const repo = tempRepo({ 'packages/one/src/a.js': '1;\n', 'packages/two/b.js': '2;\n' });
    repo.write('packages/one/src/a.js', '2;\n');
    repo.write('packages/two/b.js', '3;\n');
    const host = join(repo.dir, 'packages/one');
    const state = await stateOf(host);
    expect(state).toMatchObject({ toplevel: repo.dir, prefix: 'packages/one/' });
    const name = 'src/[id] ü.nightshift.test.js';
    await deliver(host, 'one\n', name);
    await deliver(join(repo.dir, 'packages/two'), 'two\n', 'b.nightshift.test.js');
    const delivery = await open(host);
    expect(await delivery.existingFiles([name])).toEqual(new Map([[name, 'one\n']]));
    expect(await delivery.listNightshiftFiles()).toEqual(new Map([[name, 'one\n']]));
    expect(repo.git('show', `nightshift/main:packages/one/${name}`)).toBe('one');
  });

  test.each(['../out.js', '/etc/x', '.git/hooks/x', 'a//b.js', 'src/../../x'])(
    'never commits %p',
    async (path) => {
      const repo = tempRepo();
      expect((await refusal(deliver(repo.dir, 'x\n', path))).message).toContain(
        'no path inside the repository',
      );
    },
  );
});
