/** Commits tests to a branch of their own, without touching HEAD, index, work tree, config or hooks of the user. */
import { NightshiftError } from '../domain/errors.js';
import type { GitState } from '../io/git/git.js';
import { ownMarker } from '../test-file/test-file.js';
import { findCommitOf, isLastChangedBy, listCommits, listTouchedPaths, moveRef } from '../io/git/history.js';
import { findUnfinished, type Unfinished } from '../io/git/in-progress.js';
import {
  readTexts,
  regularFileMode,
  type TreeEntry,
  writeBlob,
  writeCommit,
  writeTree,
} from '../io/git/objects.js';
import { readTreePlaces } from '../io/git/tree-places.js';
import { chooseBranch, refuseUsed, type BranchPosition, type BranchStart } from './branch-start.js';
import { runTrailer } from './commit-message.js';
import { assertHostRelative, type FileText } from './place.js';

export interface BranchDelivery {
  /** Short name of the branch. */
  readonly branch: string;
  readonly start: BranchStart;
  /** A note for the user about the choice of the branch; null in the ordinary case. */
  readonly note: string | null;
  /** The commit by which a run brought a file to the branch, or null. */
  findCommit(path: string, runId: string): Promise<string | null>;
  /** Whether something would have to give way for a file at this host-relative path; see `TreePlace`. */
  isTaken: (path: string) => boolean;
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
  await refuseUnsettled(toplevel);
  const chosen = await chooseBranch(git, { head, asked: request.branch, runId });
  const { branch, note } = chosen;
  let { position } = chosen;
  const placeOf = await readTreePlaces(toplevel, position.tree);
  const { start } = position;
  let last: Promise<unknown> = Promise.resolve();

  const commit = async (change: { files: readonly FileText[]; message: string }): Promise<string> => {
    const tree = await treeWith(git, position.tree, change.files);
    await refuseForeign(git, position, change.files);
    if (tree === position.tree && position.opening === null) return position.parents[0] ?? head;
    const parents = await settleParents(toplevel, position);
    const id = await writeCommit(toplevel, { tree, parents, message: change.message });
    // Somebody may have checked the branch out since the delivery was opened.
    await refuseUsed(toplevel, branch);
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
    findCommit: async (path, value) => {
      const wanted = { tips: position.parents, path: prefix + path, trailer: runTrailer, value };
      return findCommitOf(toplevel, wanted);
    },
    isTaken: (path) => placeOf(prefix + path).state === 'taken',
    existingFiles: (paths) =>
      readHostTexts(
        git,
        position.tree,
        paths.map((path) => prefix + path),
      ),
    listNightshiftFiles: async () => {
      const tips = [...position.parents, ...chosen.carried];
      const commits = await listCommits(toplevel, { tips, known: head, trailer: runTrailer });
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

/** Operations that the user may still undo: tests committed on top would bring them along when merged. */
const unsettled: ReadonlySet<Unfinished> = new Set(['am', 'cherry-pick', 'revert']);

async function refuseUnsettled(toplevel: string): Promise<void> {
  const unfinished = await findUnfinished(toplevel);
  if (unfinished === null || !unsettled.has(unfinished)) return;
  throw new NightshiftError('usage', `a git ${unfinished} is not finished here, so HEAD may still go away`, {
    remedy: `Finish it, or give it up: git ${unfinished} --abort. Or take the tests with --deliver patch.`,
  });
}

const noCommit = (): NightshiftError =>
  new NightshiftError(
    'usage',
    'the repository has no commit yet, so there is nothing a branch could start from',
    { remedy: 'Make a first commit, or take the tests as a patch with --deliver patch.' },
  );

const taken = (path: string, by: string): NightshiftError =>
  new NightshiftError('usage', `${path} is not committed, because ${by} is there`, {
    remedy: 'Rename what is there, or take the tests as a patch with --deliver patch.',
  });

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

/** The entry by which git takes a file out of an index. */
export const noEntry = ({ prefix, head }: GitState, path: string): TreeEntry => ({
  path: prefix + path,
  mode: '0',
  id: '0'.repeat(head?.length ?? 40),
});

/**
 * The tree with the files on top; all of them ordinary files.
 *
 * @throws NightshiftError `usage` when something of the tree would have to give way.
 */
export async function treeWith(git: GitState, base: string, files: readonly FileText[]): Promise<string> {
  const placeOf = await readTreePlaces(git.toplevel, base);
  const entries = [];
  for (const { path, content } of files) {
    assertHostRelative(path);
    const place = placeOf(git.prefix + path);
    if (place.state === 'taken') throw taken(path, place.by);
    entries.push(
      content === null
        ? noEntry(git, path)
        : { path: git.prefix + path, mode: regularFileMode, id: await writeBlob(git.toplevel, content) },
    );
  }
  return writeTree(git.toplevel, base, entries);
}

/**
 * @throws NightshiftError `usage` when the tree has a file of somebody else at one of the places: one without our mark, which
 * no commit of ours was the last to change.
 */
async function refuseForeign(
  { toplevel, prefix }: GitState,
  { tree, parents }: BranchPosition,
  files: readonly FileText[],
): Promise<void> {
  const texts = await readTexts(
    toplevel,
    tree,
    files.map(({ path }) => prefix + path),
  );
  for (const { path, content } of files) {
    const current = texts.get(prefix + path);
    if (current === undefined || current === content || current.startsWith(ownMarker)) continue;
    if (await isLastChangedBy(toplevel, { tips: parents, path: prefix + path, trailer: runTrailer }))
      continue;
    throw taken(path, 'a file of somebody else');
  }
}

/** Commits what has to come first, if anything, and returns the parents of the commit to come. */
async function settleParents(toplevel: string, position: BranchPosition): Promise<string[]> {
  const { tree, parents, opening } = position;
  return opening === null ? parents : [await writeCommit(toplevel, { tree, parents, message: opening })];
}
