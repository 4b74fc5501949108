/**
 * Reads and writes files below a folder that untrusted code may write too: no link on the way is followed, only plain
 * files count, and none that is larger than expected is read.
 */
import { randomBytes } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { type FileHandle, lstat, mkdir, open } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { errorCode } from '../system-error.js';

/** What was found in place of a plain file of a bearable size. */
export type ReadRefusal = 'missing' | 'not a plain file' | 'too large';
export type ScratchText = { ok: true; text: string } | { ok: false; why: ReadRefusal };

const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_DIRECTORY } = constants;
/** Where the kernel shows open folders as paths, a folder that is swapped meanwhile leads nowhere else. */
const descriptors = existsSync('/proc/self/fd') ? '/proc/self/fd' : undefined;

/** Makes a folder whose name nobody can know before, so that nothing can lie in wait there. */
export async function makeScratchFolder(parent: string, prefix: string): Promise<string> {
  const folder = join(parent, `${prefix}-${randomBytes(8).toString('hex')}`);
  await mkdir(folder);
  return folder;
}

/**
 * Writes a file that does not exist yet, at an absolute path below `top`, which itself is beyond the reach of the code
 * in the box.
 *
 * @throws Error `EEXIST`, `ELOOP` or `ENOTDIR` when something lies in the way.
 */
export async function writeScratchFile(top: string, file: string, text: string): Promise<void> {
  const handle = await openBelow(top, file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
  try {
    await handle.writeFile(text);
  } finally {
    await handle.close();
  }
}

/** Reads a plain file of at most `maxBytes` at an absolute path below `top`. Never waits for a pipe, never follows a link. */
export async function readScratchFile(top: string, file: string, maxBytes: number): Promise<ScratchText> {
  let handle: FileHandle;
  try {
    handle = await openBelow(top, file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
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

/** Walks from `top` folder by folder, each held open, so that the way cannot be bent between a check and its use. */
async function openBelow(top: string, file: string, flags: number): Promise<FileHandle> {
  const segments = relative(top, file).split(sep);
  const name = segments.pop() ?? '';
  if (segments.includes('..')) throw new Error(`${file} is not below ${top}`);
  if (descriptors === undefined) return openByPath(top, segments, file, flags);
  let folder = await open(top, O_RDONLY | O_DIRECTORY);
  try {
    for (const segment of segments) {
      const next = await open(
        `${descriptors}/${folder.fd}/${segment}`,
        O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK,
      );
      await folder.close();
      folder = next;
    }
    return await open(`${descriptors}/${folder.fd}/${name}`, flags, 0o600);
  } finally {
    await folder.close();
  }
}

async function openByPath(
  top: string,
  segments: readonly string[],
  file: string,
  flags: number,
): Promise<FileHandle> {
  let at = top;
  for (const segment of segments) {
    at = join(at, segment);
    if (!(await lstat(at)).isDirectory()) throw new Error(`${at} is not a folder`);
  }
  return open(file, flags, 0o600);
}
