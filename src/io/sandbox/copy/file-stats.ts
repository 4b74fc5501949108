/** Looks at entries of folders that may vanish or be closed to us at any time. */
import { type BigIntStats, lstatSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { errorCode } from '../../system/system-error.js';

/** A stamp that changes when a file is changed or replaced. */
export const stamp = ({ ino, size, mtimeNs, ctimeNs, mode }: BigIntStats): string =>
  [ino, size, mtimeNs, ctimeNs, mode].join('.');

/** The entry itself, links not followed; nothing where it is gone or closed. */
export async function lstatOrNothing(path: string): Promise<BigIntStats | undefined> {
  return lstat(path, { bigint: true }).catch(nothingIfUnreadable);
}

/** Without a promise: for thousands of files it is several times cheaper. */
export function lstatNow(path: string): BigIntStats | undefined {
  try {
    return lstatSync(path, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    nothingIfUnreadable(error);
    return;
  }
}

/** A file that vanished or may not be read is not part of the copy. */
export function nothingIfUnreadable(error: unknown): undefined {
  const code = errorCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES' || code === 'EPERM') return undefined;
  throw error;
}
