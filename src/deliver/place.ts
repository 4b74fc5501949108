/** Checks that a file of ours has a place in the host where it may be written. */
import { existsSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { NightshiftError } from '../domain/errors.js';
import { readBelow } from '../io/files/below.js';

/** No test file that is ours is larger. */
const mostBytes = 16 * 1024 ** 2;

/** A text and the host-relative path, with forward slashes, that it belongs at. */
export interface FileText {
  path: string;
  /** Null for a file that is taken away. */
  content: string | null;
  /** The text that this one was made from, null for a new file; when given, another text at the place is not replaced. */
  previous?: string | null;
}

/** Whether Nightshift wrote a file and nobody has changed it since. */
export type IsOwn = (path: string, currentContent: string) => boolean;

/** Whether two texts are the same, whatever the line ends; git may change those between commit and work tree. */
export const isSameText = (one: string | null, other: string | null): boolean =>
  one?.replaceAll('\r\n', '\n') === other?.replaceAll('\r\n', '\n');

/** Whether the text at a place may give way to the file: it is free, holds that very file, or what the file was made from. */
export function mayReplace(file: FileText, current: string | null, isOwn: IsOwn): boolean {
  if (current === null || current === file.content) return true;
  return isOwn(file.path, current) && (file.previous === undefined || isSameText(current, file.previous));
}

/** @throws NightshiftError `internal` for a path that could lead out of the host or into git's own folder. */
export function assertHostRelative(path: string): void {
  const parts = path.split('/');
  const isOdd = parts.some((part) => ['', '.', '..'].includes(part) || part.toLowerCase() === '.git');
  if (isOdd || /[\0\n\\]/.test(path)) {
    throw new NightshiftError('internal', `'${path}' is no path inside the repository`);
  }
}

/**
 * The absolute path for a host-relative one, and the text that is there now or null. `root` is a real path.
 *
 * @throws NightshiftError `usage` when a link is on the way, or the place is taken by something else.
 */
export async function findPlace(
  root: string,
  path: string,
): Promise<{ absolute: string; current: string | null }> {
  assertHostRelative(path);
  const parts = path.split('/');
  for (const count of parts.keys()) {
    const at = join(root, ...parts.slice(0, count + 1));
    const stats = await lstat(at).catch(() => null);
    if (stats === null) break;
    const isLast = count === parts.length - 1;
    const isRepository = !isLast && existsSync(join(at, '.git'));
    if (isLast ? stats.isFile() : stats.isDirectory() && !isRepository) continue;
    const what = isRepository ? 'another repository' : stats.isSymbolicLink() ? 'a link' : 'something else';
    throw new NightshiftError(
      'usage',
      `${path} is not written, because ${what} is at ${parts.slice(0, count + 1).join('/')}`,
    );
  }
  const absolute = join(root, path);
  const found = await readBelow(root, absolute, mostBytes);
  if (found.ok) return { absolute, current: found.text };
  if (found.why === 'missing') return { absolute, current: null };
  throw new NightshiftError('usage', `${path} is not written, because what is there is ${found.why}`);
}
