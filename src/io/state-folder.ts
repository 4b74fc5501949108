/** Finds the folder where Nightshift keeps its state, and makes it invisible to git. */
import { createHash } from 'node:crypto';
import { access, constants, lstat, mkdir, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NightshiftError } from '../domain/errors.js';
import { errorCode, errorMessage } from './system-error.js';

export interface StateFolder {
  /** Absolute path. */
  path: string;
  /** True when the host could not be written and the state lies in the temp folder instead. */
  isFallback: boolean;
  /** Why, in words for the user; null for the ordinary place. */
  reason: string | null;
}

/**
 * Makes `.nightshift/` in the host, with a `.gitignore` of its own. In a checkout that cannot be written it falls back
 * to a private folder below the temp folder, the same one for the same host each time.
 *
 * @throws NightshiftError `host` when neither place can be used.
 */
export async function ensureStateFolder(hostRoot: string): Promise<StateFolder> {
  const path = join(hostRoot, '.nightshift');
  try {
    await prepare(path, 0o777);
    return { path, isFallback: false, reason: null };
  } catch (error) {
    const reason = `${path} cannot be written (${wordsOf(error)})`;
    return { path: await ensureFallback(hostRoot), isFallback: true, reason };
  }
}

async function ensureFallback(hostRoot: string): Promise<string> {
  const root = await realpath(hostRoot);
  const hash = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const path = join(tmpdir(), `nightshift-state-${hash}`);
  try {
    await prepare(path, 0o700);
    // The name can be guessed, so somebody else on this machine may have been first.
    const { uid } = await lstat(path);
    if (process.getuid !== undefined && uid !== process.getuid()) throw new Error('another user owns it');
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
  if (!(await lstat(path)).isDirectory()) throw new Error('it is not a folder');
  await access(path, constants.W_OK);
  await hideFromGit(join(path, '.gitignore'));
}

/** What stands in the file already stays, unless a run was killed before it had written anything. */
async function hideFromGit(ignoreFile: string): Promise<void> {
  await writeFile(ignoreFile, '*\n', { flag: 'wx' }).catch(async (error: unknown) => {
    if (errorCode(error) !== 'EEXIST') throw error;
    const { size } = await lstat(ignoreFile);
    if (size === 0) await writeFile(ignoreFile, '*\n');
  });
}

const wordsOf = (error: unknown): string => errorCode(error) || errorMessage(error);
