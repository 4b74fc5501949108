/** Checks that a file of ours has a place in the host where it may be written. */
import { lstat, readFile, realpath } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { NightshiftError } from '../domain/errors.js';

/** A text and the host-relative path, with forward slashes, that it belongs at. */
export interface FileText {
  path: string;
  content: string;
  /** The text that this one was made from, null for a new file; when given, another text at the place is not replaced. */
  previous?: string | null;
}

/** Tells a file that Nightshift wrote, and that nobody has changed since, from the files of people. */
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
 * The absolute path for a host-relative one, and the text that is there now or null.
 *
 * @throws NightshiftError `usage` when a link leads out of the host, or the place is taken by something else.
 */
export async function findPlace(
  dir: string,
  path: string,
): Promise<{ absolute: string; current: string | null }> {
  assertHostRelative(path);
  const absolute = join(dir, path);
  const root = await realpath(dir);
  const folder = await nearestFolder(dirname(absolute));
  if (folder !== root && !folder.startsWith(root + sep)) {
    throw new NightshiftError(
      'usage',
      `${path} is not written, because a link leads its folder out of the repository`,
    );
  }
  const stats = await lstat(absolute).catch(() => null);
  if (stats === null) return { absolute, current: null };
  if (!stats.isFile()) {
    throw new NightshiftError('usage', `${path} is not written, because something that is no file is there`);
  }
  return { absolute, current: await readFile(absolute, 'utf8') };
}

/** The real path of the closest folder above that exists. */
async function nearestFolder(folder: string): Promise<string> {
  const real = await realpath(folder).catch(() => null);
  return real ?? nearestFolder(dirname(folder));
}
