/** Addresses all that a repository consists of at a moment by its content. */
import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { runGit, splitNul } from './run-git.js';

/** Larger files count by their size and time: media and archives, which no test is written for. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * A hash over the files that git tracks or would offer to track, hexadecimal; null where git does not list them. Contents are
 * compared and not asked of `git status`, which runs the filters that the user's config names.
 *
 * @param toplevel absolute path of the work tree
 */
export async function hashWorkTree(toplevel: string): Promise<string | null> {
  const listed = await runGit(toplevel, ['ls-files', '-co', '--exclude-standard', '-z']).catch(() => null);
  if (listed?.exitCode !== 0) return null;
  const hash = createHash('sha256');
  for (const file of splitNul(listed.stdout.toString('utf8')).sort())
    hash
      .update(`${file}\0`)
      .update(contentOf(join(toplevel, file)))
      .update('\0');
  return hash.digest('hex');
}

/** Only of plain files: others may never end. */
function contentOf(path: string): Buffer | string {
  try {
    const stats = lstatSync(path);
    if (stats.isSymbolicLink()) return readlinkSync(path);
    if (!stats.isFile()) return 'no file';
    return stats.size > MOST_BYTES ? `${stats.size} ${stats.mtimeMs}` : readFileSync(path);
  } catch {
    return 'unreadable';
  }
}

/** The commits of the local branches; empty when there are none. */
export async function readBranches(toplevel: string): Promise<string> {
  const listed = await runGit(toplevel, ['for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads/']);
  return listed.stdout.toString('utf8');
}
