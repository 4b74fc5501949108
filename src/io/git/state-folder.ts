/** Finds the folder where Nightshift keeps its state, and makes it invisible to git. */
import { createHash } from 'node:crypto';
import { access, constants, lstat, mkdir, readdir, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NightshiftError } from '../../domain/errors.js';
import { replaceBelow } from '../files/below.js';
import { runGit } from './run-git.js';
import { errorCode, errorMessage } from '../system/system-error.js';

export interface StateFolder {
  /** Absolute path. */
  path: string;
  /** True when the host could not be written and the state lies in the temp folder instead. */
  isFallback: boolean;
  /** Why, in words for the user; null for the ordinary place. */
  reason: string | null;
}

/** SQLite opens no path of more than 512 bytes, the names of its journals included. */
const mostPathBytes = 512 - 32;

/** The folder's name in the host. */
const folderName = '.nightshift';

/**
 * Makes `.nightshift/` in the host, with a `.gitignore` of its own. In a checkout that cannot be written, or that brings
 * such a folder itself, it falls back to a private folder below the temp folder, the same one for the same host each time.
 *
 * @throws NightshiftError `host` when neither place can be used.
 */
export async function ensureStateFolder(hostRoot: string): Promise<StateFolder> {
  const path = join(hostRoot, folderName);
  try {
    if (Buffer.byteLength(path) > mostPathBytes) throw new Error('its path is too long for a database');
    if (await isCommitted(hostRoot))
      throw new Error('it is part of the repository, so its content is not ours');
    await prepare(path, 0o777);
    return { path, isFallback: false, reason: null };
  } catch (error) {
    const reason = `${path} cannot be written (${wordsOf(error)})`;
    return { path: await ensureFallback(hostRoot), isFallback: true, reason };
  }
}

/** Whether git has files in the folder: it ignores itself, so somebody has put them there for us to find. */
async function isCommitted(hostRoot: string): Promise<boolean> {
  const listed = await runGit(hostRoot, ['ls-files', '-z', '--', folderName]).catch(() => null);
  return listed !== null && listed.stdout.length > 0;
}

async function ensureFallback(hostRoot: string): Promise<string> {
  const root = await realpath(hostRoot);
  const hash = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const path = join(await realpath(tmpdir()), `nightshift-state-${hash}`);
  try {
    await prepare(path, 0o700);
    return path;
  } catch (error) {
    throw new NightshiftError('host', `no place for the state: ${path} cannot be used (${wordsOf(error)})`, {
      remedy: `Make ${hostRoot} writable, or set TMPDIR to a folder of your own.`,
      cause: error,
    });
  }
}

async function prepare(path: string, mode: number): Promise<void> {
  await mkdir(path, { mode }).catch((error: unknown) => {
    if (errorCode(error) !== 'EEXIST') throw error;
  });
  const stats = await lstat(path);
  if (!stats.isDirectory()) throw new Error('it is not a folder');
  // The name can be guessed, so somebody else on this machine may have been first.
  const isForeign = process.getuid !== undefined && stats.uid !== process.getuid();
  if (isForeign && mode === 0o700) throw new Error('another user owns it');
  await access(path, constants.W_OK);
  await refusePlanted(path);
  await hideFromGit(path);
}

/** Nothing that we write there is a link, a pipe or a device; through those, we would write elsewhere or wait for ever. */
async function refusePlanted(path: string): Promise<void> {
  for (const entry of await readdir(path, { withFileTypes: true })) {
    if (!entry.isFile() && !entry.isDirectory()) throw new Error(`${entry.name} in it is not a plain file`);
  }
}

/** Existing content is kept, unless a run was killed before it had written anything. */
async function hideFromGit(path: string): Promise<void> {
  const ignoreFile = join(path, '.gitignore');
  const found = await lstat(ignoreFile).catch(() => null);
  if (found === null || found.size === 0) await replaceBelow(path, ignoreFile, '*\n');
}

const wordsOf = (error: unknown): string => errorCode(error) || errorMessage(error);
