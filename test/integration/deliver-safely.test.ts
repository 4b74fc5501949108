/** Delivery where somebody has something in the way, or is in the middle of something. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBranchDelivery, type BranchDelivery } from '../../src/deliver/deliver-branch.js';
import { openCommitDelivery } from '../../src/deliver/deliver-commit.js';
import { ownMarker } from '../../src/test-file/test-file.js';
import { readGitState, type GitState } from '../../src/io/git/git.js';
import { isAncestor, resolveCommit } from '../../src/io/git/history.js';
import { refusal } from '../support/refusal.js';
import { removeTempFolders, tempFolder, tempRepo, type TempRepo } from '../support/temp-repo.js';

afterAll(removeTempFolders);

const message = 'test(a): cover 1 branch of a\n\nNightshift-Run: run-1\n';
const file = { path: 'test/a.nightshift.test.js', content: `${ownMarker}\none\n` };
const change = { files: [file], message };

async function stateOf(dir: string): Promise<GitState> {
  const state = await readGitState(dir);
  if (state === null) throw new Error('no repository');
  return state;
}

const open = async ({ dir }: TempRepo, branch: string | null = null): Promise<BranchDelivery> =>
  openBranchDelivery({ git: await stateOf(dir), branch, runId: 'run-1' });

const openCommit = async ({ dir }: TempRepo) =>
  openCommitDelivery({
    git: await stateOf(dir),
    runId: 'run-1',
    isOwn: (_, text) => text.startsWith(ownMarker),
  });

/** Commits one entry of the index that the work tree does not have. */
function commitEntry(repo: TempRepo, mode: string, path: string, content = 'x'): void {
  writeFileSync(join(repo.dir, '../content'), content);
  const id =
    mode === '160000'
      ? repo.git('rev-parse', 'HEAD')
      : repo.git('hash-object', '-w', join(repo.dir, '../content'));
  repo.git('update-index', '--add', '--cacheinfo', `${mode},${id},${path}`);
  repo.git('commit', '-q', '--no-verify', '-m', path);
}

describe('what the commit has is never replaced, whatever the work tree has', () => {
  test.each([
    ['a submodule', '160000', 'test'],
    ['a link', '120000', 'test'],
    ['a file', '100644', 'test'],
    ['a submodule at the very place', '160000', file.path],
    ['a link at the very place', '120000', file.path],
    ['a folder at the very place', '100644', `${file.path}/x`],
    ['a file of somebody at the very place', '100644', file.path],
    ['an executable file of somebody', '100755', file.path],
    ['a submodule whose name differs in case', '160000', 'TEST'],
    ['a file whose name differs in case', '100644', 'test/A.nightshift.test.js'],
    ['a file whose name differs in the form of its letters', '100644', 'TEST/á.txt'],
  ])('%s', async (what, mode, path) => {
    const repo = tempRepo({ 'src/a.js': '1;\n' });
    commitEntry(repo, mode, path);
    const before = repo.git('rev-parse', 'HEAD');
    const isFree = what.endsWith('letters');
    const target = isFree ? { ...file, path: 'TEST/á.txt' } : file;
    const delivery = await open(repo);
    const error = await refusal(delivery.commit({ files: [target], message }));
    expect(error.message).toMatch(/is not committed, because .* is there/);
    expect(repo.git('for-each-ref', '--format=%(refname)', 'refs/heads')).toBe('refs/heads/main');
    expect((await refusal((await openCommit(repo)).commit({ files: [target], message }))).code).toBe('usage');
    expect(repo.git('rev-parse', 'HEAD')).toBe(before);
  });

  test('a folder whose name differs in case is no obstacle, and files of ours are replaced', async () => {
    const repo = tempRepo({ 'TEST/b.js': '1;\n' });
    const first = await (await open(repo)).commit(change);
    const delivery = await open(repo);
    expect(delivery.isTaken(file.path)).toBe(false);
    expect(delivery.isTaken('TEST/b.js/x.js')).toBe(true);
    const second = await delivery.commit({ files: [{ ...file, content: `${ownMarker}\ntwo\n` }], message });
    expect(repo.git('rev-parse', `${second}^`)).toBe(first);
  });
});

describe('a branch that somebody uses is not moved', () => {
  test.each<[string, (repo: TempRepo) => unknown]>([
    [
      'by a new work tree',
      (repo) => repo.git('worktree', 'add', '-q', tempFolder() + '/w', 'nightshift/main'),
    ],
    ['by a switch to it', (repo) => repo.git('checkout', '-q', 'nightshift/main')],
    [
      'by a rebase of it',
      (repo) => {
        repo.git('checkout', '-q', 'nightshift/main');
        repo.write('src/a.js', '2;\n');
        repo.commit('one way');
        repo.git('checkout', '-q', '-b', 'other', 'main');
        repo.write('src/a.js', '3;\n');
        repo.commit('another way');
        expect(() => repo.git('rebase', 'other', 'nightshift/main')).toThrow();
      },
    ],
    [
      'by a bisect from it',
      (repo) => {
        repo.git('checkout', '-q', 'nightshift/main');
        repo.git('bisect', 'start', 'HEAD', 'main');
        repo.git('checkout', '-q', '--detach');
      },
    ],
  ])('%s during the run', async (_, use) => {
    const repo = tempRepo({ 'src/a.js': '1;\n' });
    await (await open(repo)).commit(change);
    const delivery = await open(repo);
    use(repo);
    const tip = repo.git('rev-parse', 'nightshift/main');
    const status = repo.git('status', '--porcelain');
    const error = await refusal(delivery.commit({ files: [{ ...file, path: 'b.test.js' }], message }));
    expect(error.message).toMatch(/branch nightshift\/main (is|moved)/);
    expect(repo.git('rev-parse', 'nightshift/main')).toBe(tip);
    expect(repo.git('status', '--porcelain')).toBe(status);
  });

  test('that is made and checked out before the first commit', async () => {
    const repo = tempRepo({ 'src/a.js': '1;\n' });
    const delivery = await open(repo);
    repo.git('checkout', '-q', '--orphan', 'nightshift/main');
    expect((await refusal(delivery.commit(change))).message).toContain('is checked out in');
  });

  test('and no commit lands on a branch that the user has left', async () => {
    const repo = tempRepo({ 'src/a.js': '1;\n' });
    const delivery = await openCommit(repo);
    const head = repo.git('rev-parse', 'main');
    repo.git('checkout', '-q', '-b', 'elsewhere');
    expect((await refusal(delivery.commit(change))).message).toContain('main is not checked out any more');
    expect(repo.git('rev-parse', 'main', 'elsewhere')).toBe(`${head}\n${head}`);
    expect(repo.git('status', '--porcelain')).toBe('');
  });
});

describe('while something is unfinished', () => {
  const conflict = (repo: TempRepo): void => {
    for (const [branch, text] of [
      ['one', '2;\n'],
      ['two', '3;\n'],
    ] as const) {
      repo.git('checkout', '-q', '-b', branch, 'main');
      repo.write('src/a.js', text);
      repo.commit(branch);
    }
    repo.git('checkout', '-q', 'two');
  };
  const operations: Record<string, (repo: TempRepo) => void> = {
    am: (repo) => {
      conflict(repo);
      repo.git('format-patch', '-q', '-1', 'one', '-o', join(repo.dir, '../patches'));
      expect(() => repo.git('am', join(repo.dir, '../patches/0001-one.patch'))).toThrow();
    },
    'cherry-pick': (repo) => {
      conflict(repo);
      expect(() => repo.git('cherry-pick', 'one')).toThrow();
    },
    'cherry-pick of several, between two of them': (repo) => {
      conflict(repo);
      expect(() => repo.git('cherry-pick', 'one', 'main')).toThrow();
      repo.commit('by hand');
    },
    revert: (repo) => {
      conflict(repo);
      repo.write('src/a.js', '4;\n');
      repo.commit('three');
      expect(() => repo.git('revert', '--no-edit', 'HEAD^')).toThrow();
    },
    merge: (repo) => {
      conflict(repo);
      expect(() => repo.git('merge', 'one')).toThrow();
    },
    bisect: (repo) => {
      conflict(repo);
      repo.git('bisect', 'start');
    },
  };

  test.each(Object.entries(operations))('a %s, nothing goes to the current branch', async (_, begin) => {
    const repo = tempRepo({ 'src/a.js': '1;\n' });
    begin(repo);
    expect((await refusal(openCommit(repo))).message).toMatch(/--deliver commit waits until/);
  });

  test.each(Object.entries(operations).slice(0, 4))(
    'a %s, no branch begins at a commit that may go away',
    async (_, begin) => {
      const repo = tempRepo({ 'src/a.js': '1;\n' });
      begin(repo);
      const error = await refusal(open(repo));
      expect(error.message).toContain('is not finished here');
      expect(error.remedy).toContain('--abort');
    },
  );

  test('a merge that begins during the run stops what would go to the current branch', async () => {
    const repo = tempRepo({ 'src/a.js': '1;\n' });
    conflict(repo);
    const delivery = await openCommit(repo);
    expect(() => repo.git('merge', 'one')).toThrow();
    const before = repo.fingerprint();
    expect((await refusal(delivery.commit(change))).message).toContain('MERGE_HEAD');
    expect(repo.fingerprint()).toEqual(before);
  });
});

describe('a name near the limit', () => {
  test.each([
    ['of letters', 'x'.repeat(240)],
    ['of letters with two bytes', 'ä'.repeat(120)],
    ['below a folder', `feature/${'y'.repeat(249)}`],
    ['at the limit', 'z'.repeat(250)],
  ])('%s gets its successor', async (_, branch) => {
    const repo = tempRepo({ 'src/a.js': '1;\n' });
    repo.git('checkout', '-q', '-b', branch);
    await (await open(repo)).commit(change);
    repo.git('checkout', '-q', `nightshift/${branch}`);
    repo.write('by-hand.txt', '1');
    repo.commit('by hand');
    repo.git('checkout', '-q', branch);
    repo.write('src/a.js', '2;\n');
    repo.commit('move on');
    const delivery = await open(repo);
    expect(delivery.branch).toMatch(/-2$/);
    const commit = await delivery.commit({ files: [{ ...file, path: 'b.test.js' }], message });
    expect(repo.git('rev-parse', delivery.branch)).toBe(commit);
    expect(repo.git('ls-tree', '-r', '--name-only', commit)).toContain(file.path);
  });

  test('beyond it is refused before the work', async () => {
    const repo = tempRepo({ 'src/a.js': '1;\n' });
    expect((await refusal(open(repo, 'x'.repeat(251)))).message).toContain('is too long for a branch');
  });
});

describe('what git pretends', () => {
  test.each<[string, (repo: TempRepo, ids: { old: string; head: string; foreign: string }) => void]>([
    ['by a replaced commit', (repo, { head, foreign }) => repo.git('replace', head, foreign)],
    [
      'by a replaced tree',
      (repo, { head, foreign }) => repo.git('replace', '-f', `${head}^{tree}`, `${foreign}^{tree}`),
    ],
    ['by a graft', (repo, { head }) => writeFileSync(join(repo.dir, '.git/info/grafts'), `${head}\n`)],
    ['by a replaced parent', (repo, { old, foreign }) => repo.git('replace', old, foreign)],
  ])('%s is not what is built on', async (_, pretend) => {
    const repo = tempRepo({ 'src/a.js': '1;\n' });
    const old = repo.git('rev-parse', 'HEAD');
    repo.write('src/b.js', '1;\n');
    const head = repo.commit('second');
    repo.git('checkout', '-q', '--orphan', 'foreign');
    repo.write('foreign.js', '1;\n');
    const foreign = repo.commit('foreign');
    repo.git('checkout', '-q', 'main');
    pretend(repo, { old, head, foreign });
    const commit = await (await open(repo)).commit(change);
    const real = (...args: string[]): string => repo.git('--no-replace-objects', ...args);
    expect(real('ls-tree', '-r', '--name-only', commit).split('\n')).toEqual([
      'src/a.js',
      'src/b.js',
      file.path,
    ]);
    expect(await resolveCommit(repo.dir, `${head}^`)).toBe(old);
    expect(await isAncestor(repo.dir, old, commit)).toBe(true);
  });
});
