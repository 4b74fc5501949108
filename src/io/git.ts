/** Reads where a host stands in its git repository, without writing anything there. */
import { NightshiftError } from '../domain/errors.js';
import { findMergeBase, resolveCommit } from './git/history.js';
import { git, gitLine, runGit, splitNul } from './git/run-git.js';

export interface GitState {
  /** Absolute real path of the top of the work tree. */
  toplevel: string;
  /** The host's folder below the top, with a trailing slash; empty when the host is the top. */
  prefix: string;
  /** Full id of the checked-out commit; null when the branch has none yet. */
  head: string | null;
  /** Short name of the current branch; null when HEAD is detached. */
  branch: string | null;
  /** Host-relative paths that differ from the commit: staged, unstaged, untracked and deleted. */
  dirtyFiles: string[];
}

/**
 * Where `dir` stands in git; null when it is no git work tree or there is no git.
 *
 * @throws NightshiftError `host` when git refuses the repository because somebody else owns it.
 */
export async function readGitState(dir: string): Promise<GitState | null> {
  const top = await runGit(dir, ['rev-parse', '--show-toplevel']);
  if (top.stderr.includes('dubious ownership')) {
    throw new NightshiftError('host', `git refuses to read ${dir}, because another user owns it`, {
      remedy: `git config --global --add safe.directory ${dir}`,
    });
  }
  if (top.exitCode !== 0) return null;
  const toplevel = top.stdout.toString('utf8').replace(/\r?\n$/, '');
  const prefix = (await gitLine(dir, ['rev-parse', '--show-prefix'])) ?? '';
  const symbolic = await gitLine(dir, ['symbolic-ref', '-q', 'HEAD']);
  return {
    toplevel,
    prefix,
    head: await resolveCommit(toplevel, 'HEAD'),
    branch: symbolic === null ? null : symbolic.replace(/^refs\/heads\//, ''),
    dirtyFiles: await listDirtyFiles(dir, prefix),
  };
}

/**
 * Host-relative files that were changed, added or deleted since REF, with what is not committed yet. When REF has
 * moved on since the current branch left it, what counts is the point where they parted, as in a pull request.
 *
 * @throws NightshiftError `usage` when REF names no commit, or `dir` is no git work tree.
 */
export async function changedSince(dir: string, ref: string): Promise<string[]> {
  const prefix = await gitLine(dir, ['rev-parse', '--show-prefix']);
  if (prefix === null)
    throw new NightshiftError('usage', `${dir} is not in a git work tree, so --since has no meaning`);
  const commit = await resolveCommit(dir, ref);
  if (commit === null) {
    throw new NightshiftError('usage', `'${ref}' names no commit of this repository`, {
      remedy: 'Give a branch, tag or commit that `git log` knows; in a shallow clone, fetch it first.',
    });
  }
  const head = await resolveCommit(dir, 'HEAD');
  const files = new Set(await listDirtyFiles(dir, prefix));
  if (head !== null) {
    const from = (await findMergeBase(dir, commit, head)) ?? commit;
    const committed = await git(dir, [
      'diff-tree',
      '-r',
      '-z',
      '--name-only',
      '--no-renames',
      '--relative',
      from,
      head,
    ]);
    for (const file of splitNul(committed)) files.add(file);
  }
  return [...files].sort();
}

/** `git status` takes no lock and leaves the index as it is, because optional locks are off. */
async function listDirtyFiles(dir: string, prefix: string): Promise<string[]> {
  const status = await git(dir, [
    'status',
    '--porcelain=v1',
    '-z',
    '--no-renames',
    '--untracked-files=all',
    '--ignore-submodules=all',
    '--',
    '.',
  ]);
  return splitNul(status)
    .map((entry) => entry.slice(3))
    .filter((path) => path.startsWith(prefix) && !path.endsWith('/'))
    .map((path) => path.slice(prefix.length));
}
