/** Questions about commits and refs, and the one way to move a ref. */
import { NightshiftError } from '../../domain/errors.js';
import { git, gitLine, runGit, splitNul } from './run-git.js';

interface Commit {
  id: string;
  subject: string;
  /** Values of the trailer that was asked for; empty when the commit does not carry it. */
  trailer: string;
}

/** The full id of the commit that a name stands for, or null. */
export function resolveCommit(dir: string, name: string): Promise<string | null> {
  if (name.startsWith('-') || name.trim() === '') return Promise.resolve(null);
  return gitLine(dir, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
}

/** Whether `older` can be reached from `newer`; a commit is its own ancestor. */
export async function isAncestor(dir: string, older: string, newer: string): Promise<boolean> {
  return (await runGit(dir, ['merge-base', '--is-ancestor', older, newer])).exitCode === 0;
}

/** The best common ancestor of two commits, or null when they share none. */
export async function findMergeBase(dir: string, one: string, other: string): Promise<string | null> {
  const base = await gitLine(dir, ['merge-base', one, other]);
  return base === '' ? null : base;
}

/** The commits that `tips` reach and `known` does not, newest first, each with its values of one trailer. */
export async function listCommits(
  dir: string,
  { tips, known, trailer }: { tips: readonly string[]; known: string; trailer: string },
): Promise<Commit[]> {
  const format = `--format=%H%x1f%s%x1f%(trailers:key=${trailer},valueonly)`;
  const output = await git(dir, ['log', '-z', '--no-color', format, ...tips, `^${known}`, '--']);
  return splitNul(output).map((record) => {
    const [id = '', subject = '', value = ''] = record.split('\x1f');
    return { id: id.trim(), subject, trailer: value.trim() };
  });
}

/** The newest commit that the tips reach, changed the path and carries the trailer with that value; or null. */
export async function findCommitOf(
  dir: string,
  wanted: { tips: readonly string[]; path: string; trailer: string; value: string },
): Promise<string | null> {
  const { tips, path, trailer, value } = wanted;
  const format = `--format=%H%x1f%(trailers:key=${trailer},valueonly)`;
  const output = await git(dir, ['log', '-z', '--no-color', '--full-history', format, ...tips, '--', path]);
  const found = splitNul(output)
    .map((record) => record.split('\x1f'))
    .find(([, carried = '']) => carried.trim() === value);
  return found?.[0]?.trim() ?? null;
}

/** Whether the newest commit that the tips reach and that changed the path carries the trailer. */
export async function isLastChangedBy(
  dir: string,
  { tips, path, trailer }: { tips: readonly string[]; path: string; trailer: string },
): Promise<boolean> {
  const format = `--format=%(trailers:key=${trailer},valueonly)`;
  const found = await gitLine(dir, ['log', '-1', '--no-color', format, ...tips, '--', path]);
  return found !== null && found.trim() !== '';
}

/** Paths from the top of the work tree that the given commits changed; merges count as changing nothing. */
export async function listTouchedPaths(dir: string, commits: readonly string[]): Promise<string[]> {
  if (commits.length === 0) return [];
  const args = [
    'diff-tree',
    '--stdin',
    '--root',
    '-r',
    '-z',
    '--no-commit-id',
    '--name-only',
    '--no-renames',
  ];
  const output = await git(dir, args, { input: `${commits.join('\n')}\n` });
  return [...new Set(splitNul(output))].sort();
}

/** Full ref names that are checked out, with the folder of the work tree that holds each. */
export async function listCheckedOut(dir: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  let folder = '';
  for (const line of (await git(dir, ['worktree', 'list', '--porcelain'])).split('\n')) {
    if (line.startsWith('worktree ')) folder = line.slice('worktree '.length);
    if (line.startsWith('branch ')) found.set(line.slice('branch '.length), folder);
  }
  return found;
}

/**
 * Points `ref` at `next`, provided that it still is at `previous` (null: that it does not exist yet).
 *
 * @throws NightshiftError `usage` when the ref moved meanwhile or is locked; nothing is changed then.
 */
export async function moveRef(
  dir: string,
  ref: string,
  move: { next: string; previous: string | null; why: string },
): Promise<void> {
  const { next, previous, why } = move;
  const expected = previous ?? '0'.repeat(next.length);
  const result = await runGit(dir, ['update-ref', '--no-deref', '-m', why, ref, next, expected]);
  if (result.exitCode === 0) return;
  const name = ref.replace(/^refs\/heads\//, '');
  const actual = await resolveCommit(dir, ref);
  if (actual !== previous) {
    const at = actual === null ? 'was deleted' : `now is at ${actual.slice(0, 10)}`;
    throw new NightshiftError('usage', `branch ${name} moved while Nightshift worked: it ${at}`, {
      remedy: 'Run Nightshift again; it starts from where the branch is now.',
    });
  }
  const lock = /'([^']+\.lock)': File exists/.exec(result.stderr)?.[1];
  if (lock !== undefined) {
    throw new NightshiftError('usage', `branch ${name} is locked by another git`, {
      remedy: `Wait for it to end, or remove what a killed one left: ${lock}`,
    });
  }
  if (result.stderr.includes('File name too long')) {
    throw new NightshiftError('usage', `the name of branch ${name} is too long for this disk`, {
      remedy: 'Choose a shorter one with --branch NAME.',
    });
  }
  const words = result.stderr.trim().split('\n')[0] ?? '';
  throw new NightshiftError('internal', `git could not move branch ${name}: ${words}`);
}
