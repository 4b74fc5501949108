/** Reads files of the host whose text may go into prompts, tests and reports: never one that keeps secrets by its name. */
import { lstatSync, realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isWithin } from './layout.js';
import { isPathLeftOut } from './copy-rules.js';

/** Whether a host-relative path is there and leads, also by a link, to a file of the host that keeps no secrets. */
export function isShowable(root: string, file: string): boolean {
  if (isPathLeftOut(file)) return false;
  try {
    const absolute = path.join(root, file);
    if (!lstatSync(absolute).isSymbolicLink()) return true;
    const top = realpathSync(root);
    const real = realpathSync(absolute);
    return isWithin(real, top) && !isPathLeftOut(path.relative(top, real));
  } catch {
    return false;
  }
}

/**
 * The text of a host-relative file.
 *
 * @throws when it is not to be shown, or cannot be read.
 */
export async function readHostText(root: string, file: string): Promise<string> {
  if (!isShowable(root, file)) throw new Error(`${file} is not to be shown to anyone`);
  return readFile(path.join(root, file), 'utf8');
}
