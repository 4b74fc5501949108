/** Decides which branch takes the tests and from where it goes on. */
import { createHash } from 'node:crypto';
import { NightshiftError } from '../domain/errors.js';
import { isOwnTestFile } from '../test-file/test-path.js';
import type { GitState } from '../io/git/git.js';
import {
  findMergeBase,
  isAncestor,
  listCommits,
  listTouchedPaths,
  resolveCommit,
} from '../io/git/history.js';
import { findUser } from '../io/git/in-progress.js';
import { readEntries, treeOf, writeTree, type TreeEntry } from '../io/git/objects.js';
import { readTreePlaces } from '../io/git/tree-places.js';
import { gitLine, runGit } from '../io/git/run-git.js';
import { mergeMessage, runTrailer, takeOverMessage } from './commit-message.js';

/**
 * How the branch stands to the checked-out commit: it does not exist yet, it is ahead and goes on, it was merged and
 * catches up, both moved and a merge commit brings them together, or another branch begins because the one before it
 * cannot go on.
 */
export type BranchStart = 'new' | 'append' | 'fast-forward' | 'merge' | 'successor';

/** Where the next commit goes. */
export interface BranchPosition {
  start: BranchStart;
  /** The commit of the branch now; null when it does not exist. */
  tip: string | null;
  /** Parents of the next commit. */
  parents: string[];
  /** The tree that the next commit builds on. */
  tree: string;
  /** Words for a commit of `tree` as it is, which comes before any other; null when a parent has that tree. */
  opening: string | null;
}

/** Why a branch cannot go on from where it is. */
interface Stuck {
  tip: string;
  why: string;
}

/** The branch that takes the tests, and what its user should know. */
interface ChosenBranch {
  branch: string;
  position: BranchPosition;
  /** Null when the branch is the expected one. */
  note: string | null;
  /** The tip of the branch whose tests a branch that is still to be made takes over. */
  carried: string[];
}

const otherBranch = 'Choose another branch with --branch NAME.';

/** Past this many branches that cannot go on, a person has to tidy up. */
const maxBranches = 20;

/**
 * The branch that the user asked for, or the one that goes with the current branch. Where that one went another way (the
 * current branch was rebased, or somebody committed to it), its tests are taken over by the next free `<branch>-2`,
 * because moving it would throw away commits.
 *
 * @throws NightshiftError `usage` with the remedy when the branch cannot be used.
 */
export async function chooseBranch(
  git: GitState,
  { head, asked, runId }: { head: string; asked: string | null; runId: string },
): Promise<ChosenBranch> {
  const { toplevel } = git;
  const first =
    asked?.replace(/^refs\/heads\//, '') ??
    (git.branch === null ? `nightshift/detached-${head.slice(0, 10)}` : `nightshift/${git.branch}`);
  let stuck: (Stuck & { branch: string }) | null = null;
  for (let count = 1; count <= maxBranches; count++) {
    const branch = count === 1 ? first : successorOf(first, count);
    await checkName(toplevel, branch);
    const start = await findStart({ toplevel, branch, head, runId, takeOver: stuck });
    if (!('why' in start)) {
      const note =
        stuck === null ? null : `${stuck.why}, so the tests go to ${branch}; ${stuck.branch} stays as it is.`;
      const carried = start.start === 'successor' && stuck !== null ? [stuck.tip] : [];
      return { branch, position: start, note, carried };
    }
    stuck = { ...start, branch };
  }
  throw new NightshiftError(
    'usage',
    `${stuck?.why ?? first}, and so did ${maxBranches - 1} branches after it`,
    {
      remedy: `Delete those that are not needed any more. ${otherBranch}`,
    },
  );
}

/** The longest part of a branch's name: git keeps it as a file, and locks it by `.lock` behind the name. */
const maxPartBytes = 250;

/** `<branch>-2`, shortened where that would be too long; a hash of the whole name then keeps it apart from others. */
function successorOf(first: string, count: number): string {
  const parts = first.split('/');
  const last = parts.pop() ?? '';
  const suffix = `-${count}`;
  if (Buffer.byteLength(last + suffix) <= maxPartBytes) return `${first}${suffix}`;
  const end = `-${createHash('sha256').update(first).digest('hex').slice(0, 8)}${suffix}`;
  let kept = '';
  for (const letter of last) {
    if (Buffer.byteLength(kept + letter + end) > maxPartBytes) break;
    kept += letter;
  }
  return [...parts, kept + end].join('/');
}

/** @throws NightshiftError `usage` when nothing may be committed to a branch of this name. */
async function checkName(toplevel: string, branch: string): Promise<void> {
  const format = await runGit(toplevel, ['check-ref-format', `refs/heads/${branch}`]);
  if (format.exitCode !== 0 || branch.startsWith('-') || branch === 'HEAD') {
    throw new NightshiftError('usage', `'${branch}' cannot be the name of a branch`, { remedy: otherBranch });
  }
  if (branch.split('/').some((part) => Buffer.byteLength(part) > maxPartBytes)) {
    throw new NightshiftError('usage', `'${branch}' is too long for a branch`, {
      remedy: `Choose a name with at most ${maxPartBytes} bytes between its slashes with --branch NAME.`,
    });
  }
  await refuseNameClash(toplevel, branch);
  await refuseUsed(toplevel, branch);
}

/**
 * Moving a branch under somebody who has it checked out would show them all that is new as deleted.
 *
 * @throws NightshiftError `usage` when a work tree uses the branch.
 */
export async function refuseUsed(toplevel: string, branch: string): Promise<void> {
  const use = await findUser(toplevel, branch);
  if (use === null) return;
  throw new NightshiftError('usage', `branch ${branch} is ${use}`, {
    remedy: `Switch that work tree to another branch (or run \`git worktree prune\` if it is gone), or: ${otherBranch}`,
  });
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

interface StartRequest {
  toplevel: string;
  branch: string;
  head: string;
  runId: string;
  /** The branch whose tests a new branch begins with. */
  takeOver: (Stuck & { branch: string }) | null;
}

async function findStart(request: StartRequest): Promise<BranchPosition | Stuck> {
  const { toplevel, branch, head, runId, takeOver } = request;
  const tip = await resolveCommit(toplevel, `refs/heads/${branch}`);
  const from = async (start: BranchStart, commit: string): Promise<BranchPosition> => ({
    start,
    tip,
    parents: [commit],
    tree: await treeOf(toplevel, commit),
    opening: null,
  });
  if (tip === null) {
    const fresh = await from(takeOver === null ? 'new' : 'successor', head);
    if (takeOver === null) return fresh;
    const tree = await takeOverTests(toplevel, takeOver.tip, head);
    const opening = takeOverMessage({ commit: head, branch: takeOver.branch, runId });
    return { ...fresh, tree, opening: tree === fresh.tree ? null : opening };
  }
  if (await isAncestor(toplevel, head, tip)) return from('append', tip);
  if (await isAncestor(toplevel, tip, head)) return from('fast-forward', head);
  const base = await findMergeBase(toplevel, tip, head);
  const commits = await listCommits(toplevel, { tips: [tip], known: head, trailer: runTrailer });
  const foreign = commits.find(({ trailer }) => trailer === '');
  const ways = `branch ${branch} and the current commit went different ways`;
  if (base === null) return { tip, why: `${ways} and share no history` };
  if (foreign !== undefined) {
    const commit = `${foreign.id.slice(0, 10)} ${foreign.subject}`;
    return { tip, why: `${ways}, and it holds a commit that Nightshift did not make (${commit})` };
  }
  const tree = await mergeTests(toplevel, commits, { base, tip, head });
  return {
    start: 'merge',
    tip,
    parents: [tip, head],
    tree,
    opening: mergeMessage({ commit: head, branch, runId }),
  };
}

/**
 * The tree of `head` with the tests of the branch on top. Where `head` has changed such a file itself since both
 * parted, it has the last word.
 */
async function mergeTests(
  toplevel: string,
  commits: readonly { id: string }[],
  { base, tip, head }: { base: string; tip: string; head: string },
): Promise<string> {
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
  return writeTree(toplevel, head, await withRoom(toplevel, head, kept));
}

/** The entries that nothing in the tree of `head` would have to give way to. */
async function withRoom(toplevel: string, head: string, entries: readonly TreeEntry[]): Promise<TreeEntry[]> {
  if (entries.length === 0) return [];
  const placeOf = await readTreePlaces(toplevel, head);
  return entries.filter(({ path }) => placeOf(path).state !== 'taken');
}

/** The tree of `head` with those test files of Nightshift, as they are at `tip`, that it lacks. */
async function takeOverTests(toplevel: string, tip: string, head: string): Promise<string> {
  const commits = await listCommits(toplevel, { tips: [tip], known: head, trailer: runTrailer });
  const own = commits.filter(({ trailer }) => trailer !== '').map(({ id }) => id);
  const paths = (await listTouchedPaths(toplevel, own)).filter(isOwnTestFile);
  const [ours, theirs] = await Promise.all([tip, head].map((commit) => readEntries(toplevel, commit, paths)));
  const lacking = [...(ours ?? [])].flatMap(([path, entry]) => (theirs?.has(path) === true ? [] : [entry]));
  return writeTree(toplevel, head, await withRoom(toplevel, head, lacking));
}
