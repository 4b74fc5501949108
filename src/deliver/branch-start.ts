/** Decides which branch takes the tests and from where it goes on. */
import { NightshiftError } from '../domain/errors.js';
import type { GitState } from '../io/git.js';
import {
  findMergeBase,
  isAncestor,
  listCheckedOut,
  listCommits,
  listTouchedPaths,
  resolveCommit,
} from '../io/git/history.js';
import { readEntries, treeOf, writeTree, type TreeEntry } from '../io/git/objects.js';
import { gitLine, runGit } from '../io/git/run-git.js';
import { runTrailer } from './commit-message.js';

/**
 * How the branch stands to the checked-out commit: it does not exist yet, it is ahead and goes on, it was merged and
 * catches up, or both moved and a merge commit brings them together.
 */
export type BranchStart = 'new' | 'append' | 'fast-forward' | 'merge';

/** Where the next commit goes. */
export interface BranchPosition {
  start: BranchStart;
  /** What the branch points at now; null when it does not exist. */
  tip: string | null;
  /** Parents of the next commit. With two of them, `tree` stands for a merge that is still to be committed. */
  parents: string[];
  /** The tree that the next commit builds on. */
  tree: string;
}

const otherBranch = 'Choose another branch with --branch NAME.';

/** The branch that the user asked for, or the one that goes with the current branch. */
export async function chooseBranch(git: GitState, head: string, asked: string | null): Promise<string> {
  const branch =
    asked?.replace(/^refs\/heads\//, '') ??
    (git.branch === null ? `nightshift/detached-${head.slice(0, 10)}` : `nightshift/${git.branch}`);
  const format = await runGit(git.toplevel, ['check-ref-format', `refs/heads/${branch}`]);
  if (format.exitCode !== 0 || branch.startsWith('-') || branch === 'HEAD') {
    throw new NightshiftError('usage', `'${branch}' cannot be the name of a branch`, { remedy: otherBranch });
  }
  await refuseNameClash(git.toplevel, branch);
  const folder = (await listCheckedOut(git.toplevel)).get(`refs/heads/${branch}`);
  if (folder !== undefined) {
    throw new NightshiftError('usage', `branch ${branch} is checked out in ${folder}`, {
      remedy: `Switch that work tree to another branch (or run \`git worktree prune\` if it is gone), or: ${otherBranch}`,
    });
  }
  return branch;
}

/** A branch cannot lie below or above another one, because refs may be files and folders. */
async function refuseNameClash(toplevel: string, branch: string): Promise<void> {
  const parts = branch.split('/');
  const above = parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
  for (const name of above) {
    if ((await resolveCommit(toplevel, `refs/heads/${name}`)) === null) continue;
    throw new NightshiftError(
      'usage',
      `branch ${branch} cannot be created, because a branch ${name} exists`,
      {
        remedy: `${otherBranch} Or rename the other: git branch -m ${name} NEWNAME`,
      },
    );
  }
  const args = ['for-each-ref', '--count=1', '--format=%(refname:lstrip=2)', `refs/heads/${branch}/`];
  const below = await gitLine(toplevel, args);
  if (below !== null && below !== '') {
    throw new NightshiftError(
      'usage',
      `branch ${branch} cannot be created, because a branch ${below} exists`,
      {
        remedy: otherBranch,
      },
    );
  }
}

/** @throws NightshiftError `usage` when both moved and the branch carries commits of somebody else. */
export async function findStart(toplevel: string, branch: string, head: string): Promise<BranchPosition> {
  const tip = await resolveCommit(toplevel, `refs/heads/${branch}`);
  const from = async (start: BranchStart, commit: string): Promise<BranchPosition> => ({
    start,
    tip,
    parents: [commit],
    tree: await treeOf(toplevel, commit),
  });
  if (tip === null) return from('new', head);
  if (await isAncestor(toplevel, head, tip)) return from('append', tip);
  if (await isAncestor(toplevel, tip, head)) return from('fast-forward', head);
  return { start: 'merge', tip, parents: [tip, head], tree: await mergeTests(toplevel, branch, tip, head) };
}

/**
 * The tree of `head` with the tests of the branch on top. Where `head` has changed such a file itself since both
 * parted, it has the last word.
 */
async function mergeTests(toplevel: string, branch: string, tip: string, head: string): Promise<string> {
  const base = await findMergeBase(toplevel, tip, head);
  const commits = await listCommits(toplevel, [tip], head, runTrailer);
  const foreign = commits.find(({ trailer }) => trailer === '');
  if (base === null || foreign !== undefined) {
    const why =
      foreign === undefined
        ? 'and they share no history'
        : `and it carries a commit that Nightshift did not make: ${foreign.id.slice(0, 10)} ${foreign.subject}`;
    throw new NightshiftError(
      'usage',
      `branch ${branch} and the current commit went different ways, ${why}`,
      {
        remedy: `${otherBranch} Or merge the two yourself first.`,
      },
    );
  }
  const paths = await listTouchedPaths(
    toplevel,
    commits.map(({ id }) => id),
  );
  const [before, ours, theirs] = await Promise.all(
    [base, tip, head].map((commit) => readEntries(toplevel, commit, paths)),
  );
  const kept: TreeEntry[] = [];
  for (const [path, entry] of ours ?? []) {
    if (before?.get(path)?.id === theirs?.get(path)?.id) kept.push(entry);
  }
  return writeTree(toplevel, head, kept);
}
