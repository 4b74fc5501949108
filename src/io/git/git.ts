/** Reads where a host stands in its git repository, without writing anything there. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NightshiftError } from '../../domain/errors.js';
import { findMergeBase, resolveCommit } from './history.js';
import { readEntries, readTexts } from './objects.js';
import { gitLine, runGit } from './run-git.js';

export interface GitState {
  /** Absolute real path of the top of the work tree. */
  toplevel: string;
  /** The host's folder below the top, with a trailing slash; empty when the host is the top. */
  prefix: string;
  /** Full id of the checked-out commit; null when the branch has none yet. */
  head: string | null;
  /** Short name of the current branch; null when HEAD is detached. */
  branch: string | null;
  /** Why there is no HEAD to go on from; null where there is one. */
  obstacle: 'no-commit' | 'work-tree-elsewhere' | null;
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
  const branch = symbolic === null ? null : symbolic.replace(/^refs\/heads\//, '');
  const head = await resolveCommit(toplevel, 'HEAD');
  return { toplevel, prefix, head, branch, obstacle: head === null ? await obstacleIn(dir, toplevel) : null };
}

/** By its config (`core.worktree`) a repository may be one that git does not find from the top of its work tree. */
async function obstacleIn(dir: string, toplevel: string): Promise<GitState['obstacle']> {
  const [here, there] = await Promise.all(
    [dir, toplevel].map((folder) => gitLine(folder, ['rev-parse', '--absolute-git-dir'])),
  );
  return here === there ? 'no-commit' : 'work-tree-elsewhere';
}

/**
 * Of the given host-relative files, those whose text in the work tree is not what it was at REF, with the text from then
 * (null where there was none, or where it is not in this clone). When REF has moved on since the current branch left it,
 * what counts is the point where they parted, as in a pull request.
 *
 * Texts are compared here and not by `git status`, which runs the filters that the user's config names.
 *
 * @throws NightshiftError `usage` when REF names no commit, or `dir` is no git work tree.
 */
export async function changedSince(
  dir: string,
  ref: string,
  files: readonly string[],
): Promise<Map<string, string | null>> {
  const prefix = await gitLine(dir, ['rev-parse', '--show-prefix']);
  if (prefix === null)
    throw new NightshiftError('usage', `${dir} is not in a git work tree, so --since has no meaning`);
  const from = await findBase(dir, ref);
  const full = files.map((file) => prefix + file);
  const entries = await readEntries(dir, from, full);
  const changed: string[] = [];
  for (const file of files) {
    const id = entries.get(prefix + file)?.id;
    const text = await readFile(join(dir, file)).catch(() => null);
    if (text !== null && (id === undefined || !isBlob(text, id))) changed.push(file);
  }
  const known = changed.map((file) => prefix + file).filter((path) => entries.has(path));
  // In a partial clone the text may not be here, and fetching is not ours to do.
  const before = await readTexts(dir, from, known).catch(() => new Map<string, string>());
  return new Map(changed.map((file) => [file, before.get(prefix + file) ?? null]));
}

/** The commit to compare with: where HEAD and REF parted, else REF. */
async function findBase(dir: string, ref: string): Promise<string> {
  const commit = await resolveCommit(dir, ref);
  if (commit === null) {
    throw new NightshiftError('usage', `'${ref}' names no commit of this repository`, {
      remedy: 'Give a branch, tag or commit that `git log` knows; in a shallow clone, fetch it first.',
    });
  }
  const head = await resolveCommit(dir, 'HEAD');
  return (head === null ? null : await findMergeBase(dir, commit, head)) ?? commit;
}

/** Whether a file in the work tree is this blob, as it is or with the line ends of another system. */
export function isBlob(text: Buffer, id: string): boolean {
  const hash = (content: Buffer): string =>
    createHash(id.length === 64 ? 'sha256' : 'sha1')
      .update(`blob ${content.length}\0`)
      .update(content)
      .digest('hex');
  if (hash(text) === id) return true;
  return text.includes('\r\n') && hash(Buffer.from(text.toString('utf8').replaceAll('\r\n', '\n'))) === id;
}
