/** Commits tests to a branch of their own, without touching HEAD, index, work tree, config or hooks of the user. */
import { NightshiftError } from '../domain/errors.js';
import type { GitState } from '../io/git/git.js';
import { findCommitOf, listCommits, listTouchedPaths, moveRef } from '../io/git/history.js';
import { readTexts, regularFileMode, writeBlob, writeCommit, writeTree } from '../io/git/objects.js';
import { chooseBranch, type BranchPosition, type BranchStart } from './branch-start.js';
import { runTrailer } from './commit-message.js';
import { assertHostRelative, type FileText } from './place.js';

export interface BranchDelivery {
  /** Short name of the branch. */
  readonly branch: string;
  readonly start: BranchStart;
  /** What the user should know about the choice of the branch; null for the ordinary case. */
  readonly note: string | null;
  /** The commit by which a run brought a file to the branch, or null. */
  findCommit(path: string, runId: string): Promise<string | null>;
  /** Texts that the branch holds at these host-relative paths, commits of this delivery included. */
  existingFiles(paths: readonly string[]): Promise<Map<string, string>>;
  /** Host-relative path and text of each file that Nightshift's commits brought and that HEAD's history lacks. */
  listNightshiftFiles(): Promise<Map<string, string>>;
  /**
   * Commits the files (host-relative) and returns the commit's id; when nothing would change, the id of the commit that
   * already holds them. Calls are carried out one after the other.
   *
   * @throws NightshiftError `usage` when somebody moved the branch meanwhile; nothing is overwritten then.
   */
  commit(change: { files: readonly FileText[]; message: string }): Promise<string>;
}

/**
 * Opens the delivery to `branch`, or to `nightshift/<current branch>`. Nothing that a user sees changes before the
 * first commit.
 *
 * @throws NightshiftError `usage` with the remedy when the branch cannot be used.
 */
export async function openBranchDelivery(request: {
  git: GitState;
  branch: string | null;
  runId: string;
}): Promise<BranchDelivery> {
  const { git, runId } = request;
  const { toplevel, prefix, head } = git;
  if (head === null) throw noCommit();
  const chosen = await chooseBranch(git, head, request.branch, runId);
  const { branch, note } = chosen;
  let { position } = chosen;
  const { start } = position;
  let last: Promise<unknown> = Promise.resolve();

  const commit = async (change: { files: readonly FileText[]; message: string }): Promise<string> => {
    const tree = await treeWith(git, position.tree, change.files);
    if (tree === position.tree && position.opening === null) return position.parents[0] ?? head;
    const parents = await settleParents(toplevel, position);
    const id = await writeCommit(toplevel, { tree, parents, message: change.message });
    await moveRef(toplevel, `refs/heads/${branch}`, {
      next: id,
      previous: position.tip,
      why: `nightshift: ${runId}`,
    });
    position = { start, tip: id, parents: [id], tree, opening: null };
    return id;
  };

  return {
    branch,
    start,
    note,
    findCommit: async (path, run) =>
      findCommitOf(toplevel, {
        tips: position.parents,
        path: prefix + path,
        trailer: runTrailer,
        value: run,
      }),
    existingFiles: (paths) =>
      readHostTexts(
        git,
        position.tree,
        paths.map((path) => prefix + path),
      ),
    listNightshiftFiles: async () => {
      const commits = await listCommits(toplevel, [...position.parents, ...chosen.carried], head, runTrailer);
      const own = commits.filter(({ trailer }) => trailer !== '').map(({ id }) => id);
      return readHostTexts(git, position.tree, await listTouchedPaths(toplevel, own));
    },
    commit: (change) => {
      const next = last.then(() => commit(change));
      last = next.catch(() => undefined);
      return next;
    },
  };
}

const noCommit = (): NightshiftError =>
  new NightshiftError(
    'usage',
    'the repository has no commit yet, so there is nothing a branch could start from',
    { remedy: 'Make a first commit, or take the tests as a patch with --deliver patch.' },
  );

/** Texts of a tree by host-relative path, of those of the paths that lie in the host. */
async function readHostTexts(
  { toplevel, prefix }: GitState,
  tree: string,
  paths: readonly string[],
): Promise<Map<string, string>> {
  const here = paths.filter((path) => path.startsWith(prefix));
  const texts = await readTexts(toplevel, tree, here);
  return new Map([...texts].map(([path, text]) => [path.slice(prefix.length), text]));
}

/** The tree with the files on top; all of them ordinary files. */
export async function treeWith(git: GitState, base: string, files: readonly FileText[]): Promise<string> {
  const entries = [];
  for (const { path, content } of files) {
    assertHostRelative(path);
    entries.push({
      path: git.prefix + path,
      mode: regularFileMode,
      id: await writeBlob(git.toplevel, content),
    });
  }
  return writeTree(git.toplevel, base, entries);
}

/** Commits what has to come first, if anything, and returns the parents of the commit to come. */
async function settleParents(toplevel: string, position: BranchPosition): Promise<string[]> {
  const { tree, parents, opening } = position;
  return opening === null ? parents : [await writeCommit(toplevel, { tree, parents, message: opening })];
}
