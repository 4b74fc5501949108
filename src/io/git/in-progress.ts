/** Finds what people are in the middle of: operations of git that are not finished, and branches that are in use. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readBelow } from '../files/below.js';
import { gitLine } from './run-git.js';
import { listCheckedOut } from './history.js';

/** An operation that has to be finished or aborted. */
export type Unfinished = 'rebase' | 'am' | 'merge' | 'cherry-pick' | 'revert' | 'bisect';

/** Files by which git knows, the most specific first: a rebase may leave those of a cherry-pick as well. */
const marks: readonly [string, Unfinished][] = [
  ['rebase-merge', 'rebase'],
  ['rebase-apply/applying', 'am'],
  ['rebase-apply', 'rebase'],
  ['MERGE_HEAD', 'merge'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
  // Between two commits of several, when the conflict of the first was committed by hand.
  ['sequencer/todo', 'cherry-pick'],
  ['BISECT_LOG', 'bisect'],
];

/** The unfinished operation in this work tree, or null. */
export async function findUnfinished(dir: string): Promise<Unfinished | null> {
  const folder = await gitLine(dir, ['rev-parse', '--absolute-git-dir']);
  if (folder === null) return null;
  return marks.find(([name]) => existsSync(join(folder, name)))?.[1] ?? null;
}

/**
 * In words where a branch is in use: checked out in a work tree, or the one that a rebase or bisect there goes back to.
 * Null when it is not.
 */
export async function findUser(dir: string, branch: string): Promise<string | null> {
  const ref = `refs/heads/${branch}`;
  const folder = (await listCheckedOut(dir)).get(ref);
  if (folder !== undefined) return `checked out in ${folder}`;
  const common = await gitLine(dir, ['rev-parse', '--git-common-dir']);
  if (common === null) return null;
  const main = resolve(dir, common);
  const others = await readdir(join(main, 'worktrees')).catch(() => []);
  for (const gitFolder of [main, ...others.map((name) => join(main, 'worktrees', name))]) {
    for (const [file, what] of returns) {
      const found = await readBelow(gitFolder, join(gitFolder, file), 4096);
      const name = found.ok ? found.text.trim() : '';
      if (name === ref || name === branch) return `in the middle of a ${what}`;
    }
  }
  return null;
}

/** Where git notes the branch that it goes back to. */
const returns: readonly [string, string][] = [
  ['rebase-merge/head-name', 'rebase'],
  ['rebase-apply/head-name', 'rebase'],
  ['BISECT_START', 'bisect'],
];
