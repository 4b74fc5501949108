/** Commits tests to the current branch and lays them into the work tree and the index, those paths and no others. */
import { NightshiftError } from '../domain/errors.js';
import type { GitState } from '../io/git/git.js';
import { moveRef } from '../io/git/history.js';
import { findUnfinished, type Unfinished } from '../io/git/in-progress.js';
import {
  readEntries,
  readTexts,
  regularFileMode,
  treeOf,
  writeBlob,
  writeCommit,
  type TreeEntry,
} from '../io/git/objects.js';
import { readTreePlaces } from '../io/git/tree-places.js';
import { gitLine, git as runOrThrow, splitNul } from '../io/git/run-git.js';
import { noEntry, treeWith } from './deliver-branch.js';
import { removeBelow, writeInOneStep } from './deliver-worktree.js';
import { findPlace, isSameText, mayReplace, type FileText, type IsOwn } from './place.js';

export interface CommitDelivery {
  /** Short name of the current branch. */
  readonly branch: string;
  /**
   * Commits the files (host-relative) and returns the commit's id. When any step fails, index, work tree and branch
   * are left as they were.
   *
   * @throws NightshiftError `usage` when a path is taken, or the branch moved meanwhile.
   */
  commit(change: { files: readonly FileText[]; message: string }): Promise<string>;
  /** Whether something would have to give way for a file at this host-relative path; see `TreePlace`. */
  isTaken: (path: string) => boolean;
  /** Looks for a file with this text in HEAD, the index and the work tree. */
  look(file: FileText): Promise<CommitTrace>;
}

/** `there`: in the history of HEAD. `begun`: in the index or the work tree only. `absent`: what HEAD has in its place. */
export type CommitTrace =
  { state: 'there'; commit: string } | { state: 'begun' } | { state: 'absent'; current: string | null };

/** A file to deliver and what is at its place in the work tree and in the commit. */
interface Placed extends FileText {
  absolute: string;
  current: string | null;
  committed: TreeEntry | null;
}

/** @throws NightshiftError `usage` when HEAD is detached, has no commit yet, or is in the middle of a merge. */
export async function openCommitDelivery(request: {
  git: GitState;
  runId: string;
  isOwn: IsOwn;
  /** See {@link writeInOneStep}. */
  stagingFolder?: string;
}): Promise<CommitDelivery> {
  const { git, runId, isOwn, stagingFolder } = request;
  const { branch } = git;
  if (branch === null || git.head === null) {
    const why = branch === null ? 'HEAD is detached' : 'the branch has no commit yet';
    throw new NightshiftError('usage', `--deliver commit needs a branch with a commit, but ${why}`, {
      remedy: 'Check out a branch, or use --deliver branch or --deliver patch.',
    });
  }
  await refuseUnready(git.toplevel, branch);
  let head = git.head;
  const placeOf = await readTreePlaces(git.toplevel, head);
  return {
    branch,
    commit: async ({ files, message }) => {
      await refuseUnready(git.toplevel, branch);
      const places = await Promise.all(files.map((file) => place({ git, head, isOwn }, file)));
      const base = await treeOf(git.toplevel, head);
      const tree = await treeWith(git, base, files);
      if (tree === base) return head;
      const id = await writeCommit(git.toplevel, { tree, parents: [head], message });
      const added = await readEntries(
        git.toplevel,
        tree,
        places.map(({ path }) => git.prefix + path),
      );
      const previous = head;
      await withUndo(git, places, async () => {
        const removed = places.filter(({ content }) => content === null);
        await updateIndex(git.toplevel, [
          ...added.values(),
          ...removed.map(({ path }) => noEntry(git, path)),
        ]);
        for (const { absolute, content } of places) {
          if (content === null) await removeBelow(git.toplevel, absolute);
          else await writeInOneStep({ root: git.toplevel, absolute }, content, stagingFolder);
        }
        const why = `nightshift: ${runId}`;
        await moveRef(git.toplevel, `refs/heads/${branch}`, { next: id, previous, why });
      });
      head = id;
      return id;
    },
    isTaken: (path) => placeOf(git.prefix + path).state === 'taken',
    look: (file) => look(git, head, file),
  };
}

async function look(git: GitState, head: string, file: FileText): Promise<CommitTrace> {
  const full = git.prefix + file.path;
  const current = (await readTexts(git.toplevel, head, [full])).get(full) ?? null;
  if (current === file.content) {
    const commit = await gitLine(git.toplevel, ['rev-list', '-1', head, '--', full]);
    return { state: 'there', commit: commit ?? head };
  }
  const staged = await runOrThrow(git.toplevel, ['ls-files', '-z', '--stage', '--', full]);
  const id = await writeBlob(git.toplevel, file.content ?? '');
  const place = await findPlace(git.toplevel, git.prefix + file.path);
  const isBegun = staged.includes(` ${id} `) || place.current === file.content;
  return isBegun ? { state: 'begun' } : { state: 'absent', current };
}

/** Words that name the operation as git does. */
const markOf: Readonly<Record<Unfinished, string>> = {
  rebase: 'a rebase',
  am: 'git am',
  merge: 'a merge (MERGE_HEAD)',
  'cherry-pick': 'a cherry-pick',
  revert: 'a revert',
  bisect: 'a bisect',
};

/** @throws NightshiftError `usage` unless HEAD is that branch and nothing is unfinished on it. */
async function refuseUnready(toplevel: string, branch: string): Promise<void> {
  const unfinished = await findUnfinished(toplevel);
  if (unfinished !== null) {
    throw new NightshiftError('usage', `--deliver commit waits until ${markOf[unfinished]} is finished`, {
      remedy: 'Finish or abort it, or use --deliver branch or --deliver patch.',
    });
  }
  if ((await gitLine(toplevel, ['symbolic-ref', '-q', 'HEAD'])) === `refs/heads/${branch}`) return;
  throw new NightshiftError('usage', `branch ${branch} is not checked out any more`, {
    remedy: 'Run Nightshift again on the branch that is to get the tests, or use --deliver branch.',
  });
}

/** A path is free when nobody has anything there, or when it is ours and index and work tree hold nothing else. */
async function place(
  { git, head, isOwn }: { git: GitState; head: string; isOwn: IsOwn },
  file: FileText,
): Promise<Placed> {
  const { absolute, current } = await findPlace(git.toplevel, git.prefix + file.path);
  const full = git.prefix + file.path;
  const committed = (await readEntries(git.toplevel, head, [full])).get(full) ?? null;
  const staged = splitNul(await runOrThrow(git.toplevel, ['ls-files', '-z', '--stage', '--', full]));
  const expected = committed === null ? [] : [`${committed.mode} ${committed.id} 0\t${full}`];
  const committedText = (await readTexts(git.toplevel, head, [full])).get(full) ?? null;
  // A run that was killed on the way may have left the new file in the index, and in the work tree.
  const begun = `${regularFileMode} ${await writeBlob(git.toplevel, file.content ?? '')} 0\t${full}`;
  const isIndexFree = [expected.join(), begun].includes(staged.join());
  const isTreeFree = isSameText(current, committedText) || current === file.content;
  if (!isIndexFree || !isTreeFree || !mayReplace(file, current, isOwn)) {
    throw new NightshiftError(
      'usage',
      `${file.path} is not committed, because somebody has work of their own there`,
      {
        remedy: 'Commit, rename or remove that file, or use --deliver branch.',
      },
    );
  }
  return { ...file, absolute, current, committed };
}

/** Sets entries of the user's index; an entry with mode 0 is removed. */
async function updateIndex(toplevel: string, entries: readonly TreeEntry[]): Promise<void> {
  const input = entries.map(({ mode, id, path }) => `${mode} ${id}\t${path}\0`).join('');
  try {
    await runOrThrow(toplevel, ['update-index', '-z', '--index-info'], { input });
  } catch (error) {
    throw new NightshiftError('usage', 'git cannot add the tests to the index: another git may be at work', {
      remedy: 'Wait for it to end, or remove a left-over .git/index.lock, and run again.',
      cause: error,
    });
  }
}

/** Runs the steps; when one fails, puts index and files back and passes the error on. */
async function withUndo(git: GitState, places: readonly Placed[], steps: () => Promise<void>): Promise<void> {
  try {
    await steps();
  } catch (error) {
    const before = places.map(({ path, committed }) => committed ?? noEntry(git, path));
    await updateIndex(git.toplevel, before).catch(() => undefined);
    for (const { absolute, current } of places) {
      const root = git.toplevel;
      await (current === null ? removeBelow(root, absolute) : writeInOneStep({ root, absolute }, current));
    }
    throw error;
  }
}
