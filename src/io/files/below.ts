/**
 * Opens, reads and replaces files below a folder whose content is in the hands of others: no link on the way is followed, and
 * a folder that is swapped between a check and its use leads nowhere else.
 */
import { randomBytes } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { chmod, type FileHandle, lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { errorCode } from '../system/system-error.js';

/** The reasons for not reading a file. */
export type ReadRefusal = 'missing' | 'not a plain file' | 'too large';
export type TextBelow = { ok: true; text: string } | { ok: false; why: ReadRefusal };

const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_DIRECTORY } = constants;
/** Where the kernel shows open folders as paths, a folder that is held open is the one that was checked. */
const descriptors = existsSync('/proc/self/fd') ? '/proc/self/fd' : undefined;

/**
 * Does something in the folder of an absolute path below `top`, given a path of that folder that cannot be bent. The way to
 * `top` is trusted. Elsewhere than on Linux a folder is only checked before its use.
 *
 * @throws Error `ELOOP` or `ENOTDIR` when something lies in the way, `ENOENT` unless missing folders are to be made.
 */
export async function inFolderBelow<T>(
  top: string,
  file: string,
  { makeFolders, work }: { makeFolders: boolean; work: (folder: string) => Promise<T> },
): Promise<T> {
  const segments = relative(top, dirname(file)).split(sep);
  if (segments.includes('..')) throw new Error(`${file} is not below ${top}`);
  let at = top;
  let held = descriptors === undefined ? undefined : await open(top, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  try {
    for (const segment of segments.filter((each) => each !== '')) {
      const next = join(held === undefined ? at : `${descriptors}/${held.fd}`, segment);
      if (makeFolders) await mkdir(next).catch(unlessThere);
      at = join(at, segment);
      if (held === undefined) await checkFolder(at);
      else {
        const folder = await open(next, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK);
        await held.close();
        held = folder;
      }
    }
    return await work(held === undefined ? at : `${descriptors}/${held.fd}`);
  } finally {
    await held?.close();
  }
}

/** Makes a folder whose name nobody can know before, so that nothing can lie in wait there. */
export async function makeScratchFolder(parent: string, prefix: string): Promise<string> {
  const folder = join(parent, `${prefix}-${randomBytes(8).toString('hex')}`);
  await mkdir(folder);
  return folder;
}

/**
 * Writes a file for this user alone that does not exist yet.
 *
 * @throws Error `EEXIST`, `ELOOP` or `ENOTDIR` when something lies in the way.
 */
export const createBelow = (top: string, file: string, text: string): Promise<void> =>
  inFolderBelow(top, file, {
    makeFolders: false,
    work: (folder) => writeNew(join(folder, basename(file)), text, {}),
  });

/** The same for everybody whom the user lets read; the text is on the disk when this returns. */
export const createForAllBelow = (top: string, file: string, text: string): Promise<void> =>
  inFolderBelow(top, file, {
    makeFolders: false,
    work: (folder) => writeNew(join(folder, basename(file)), text, { mode: 0o666, flush: true }),
  });

interface NewFile {
  mode?: number;
  /** Whether to wait until the text is on the disk. */
  flush?: boolean;
}

async function writeNew(
  place: string,
  text: string,
  { mode = 0o600, flush = false }: NewFile,
): Promise<void> {
  const handle = await open(place, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
  try {
    await handle.writeFile(text);
    if (flush) await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes a file in one step, with the folders that it needs: readers see the old text or the new one, never a part. A link at
 * its place is replaced, and not followed.
 *
 * @throws Error `ELOOP` or `ENOTDIR` when a link or a file is in place of a folder.
 */
export const replaceBelow = (top: string, file: string, text: string): Promise<void> =>
  inFolderBelow(top, file, {
    makeFolders: true,
    work: async (folder) => {
      const place = join(folder, basename(file));
      const aside = join(folder, `.writing-${randomBytes(8).toString('hex')}`);
      try {
        const old = await lstat(place).catch(() => undefined);
        await writeNew(aside, text, { mode: 0o666, flush: true });
        if (old?.isFile() === true) await chmod(aside, old.mode & 0o777);
        await rename(aside, place);
      } catch (error) {
        await rm(aside, { force: true });
        throw error;
      }
    },
  });

/** Reads a plain file of at most `maxBytes`. Never waits for a pipe, never follows a link. */
export async function readBelow(top: string, file: string, maxBytes: number): Promise<TextBelow> {
  let handle: FileHandle;
  try {
    handle = await inFolderBelow(top, file, {
      makeFolders: false,
      work: (folder) => open(join(folder, basename(file)), O_RDONLY | O_NOFOLLOW | O_NONBLOCK),
    });
  } catch (error) {
    return { ok: false, why: errorCode(error) === 'ENOENT' ? 'missing' : 'not a plain file' };
  }
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return { ok: false, why: 'not a plain file' };
    if (stats.size > maxBytes) return { ok: false, why: 'too large' };
    const buffer = Buffer.alloc(stats.size);
    const { bytesRead } = await handle.read(buffer, 0, stats.size, 0);
    return { ok: true, text: buffer.toString('utf8', 0, bytesRead) };
  } finally {
    await handle.close();
  }
}

async function checkFolder(path: string): Promise<void> {
  if ((await lstat(path)).isDirectory()) return;
  throw Object.assign(new Error(`${path} is not a folder`), { code: 'ENOTDIR' });
}

function unlessThere(error: unknown): void {
  if (errorCode(error) !== 'EEXIST') throw error;
}
