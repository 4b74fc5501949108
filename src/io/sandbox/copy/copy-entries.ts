/** Writes entries into the copy, where nothing that code in the box left there can lead us astray. */
import { randomUUID } from 'node:crypto';
import { type BigIntStats, constants } from 'node:fs';
import { copyFile, readlink, rename, rm, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../system/system-error.js';
import type { CopyEntry, CopyPlan } from './copy-plan.js';
import { lstatNow, lstatOrNothing, stamp } from './file-stats.js';

const parallelCopies = 16;

/** Copies what has changed. Returns the links that lead into a `node_modules`, and so out of the copy. */
export async function copyEntries(
  plan: CopyPlan,
  entries: readonly CopyEntry[],
): Promise<{ outwardLinks: string[] }> {
  const outwardLinks: string[] = [];
  const queue = entries.values();
  const work = async () => {
    for (const entry of queue) {
      plan.signal?.throwIfAborted();
      if (entry.kind === 'file') await copyOne(plan, entry.path, entry.stats);
      else await linkOne(plan, entry.path, entry.text);
      if (entry.kind === 'link' && entry.text.split(/[\\/]/).includes('node_modules'))
        outwardLinks.push(entry.path);
    }
  };
  await Promise.all(Array.from({ length: parallelCopies }, work));
  return { outwardLinks };
}

async function copyOne(plan: CopyPlan, path: string, source: BigIntStats): Promise<void> {
  const from = plan.view.instead.get(path) ?? join(plan.from, path);
  const to = join(plan.to, path);
  const copy = lstatNow(to);
  const known = plan.state.files.get(path);
  if (known && copy && known.source === stamp(source) && known.copy === stamp(copy)) return;
  if (copy?.isDirectory()) await rm(to, { recursive: true, force: true });
  // Written aside and renamed, so that a link at this place is replaced and not followed.
  const aside = copy === undefined ? to : join(plan.to, '..', `.aside-${process.pid}-${randomUUID()}`);
  try {
    await copyFile(from, aside, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
  } catch (error) {
    if (isUnreadable(error, from)) return;
    throw error;
  }
  // The host's time marks the copy as up to date, and keeps the host's own caches valid.
  await utimes(aside, Number(source.atimeMs) / 1000, Number(source.mtimeMs) / 1000);
  if (aside !== to) await rename(aside, to);
  const made = lstatNow(to);
  if (made) plan.state.files.set(path, { source: stamp(source), copy: stamp(made) });
}

async function linkOne(plan: CopyPlan, path: string, text: string): Promise<void> {
  const to = join(plan.to, path);
  plan.state.links.set(path, text);
  if ((await readlink(to).catch(() => undefined)) === text) return;
  await rm(to, { recursive: true, force: true });
  await symlink(text, to);
}

/** Removes what stands in the way of a plain folder: code in the box may have put a link there to lead us astray. */
export async function clearWay(root: string, folder: string): Promise<void> {
  let at = root;
  for (const segment of folder.split(/[\\/]/).filter((each) => each !== '' && each !== '.')) {
    at = join(at, segment);
    const found = await lstatOrNothing(at);
    if (found === undefined) return;
    if (found.isDirectory()) continue;
    await rm(at, { force: true });
    return;
  }
}

function isUnreadable(error: unknown, source: string): boolean {
  const code = errorCode(error);
  const path = typeof error === 'object' && error !== null && 'path' in error ? error.path : undefined;
  return path === source && (code === 'ENOENT' || code === 'EACCES' || code === 'EPERM');
}
