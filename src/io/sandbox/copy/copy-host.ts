/** Copies the host into a box and keeps the copy up to date. */
import { mkdir, realpath, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { clearWay, copyEntries } from './copy-entries.js';
import { asHostError, type CopyPlan, forget } from './copy-plan.js';
import { lstatOrNothing } from './file-stats.js';
import { isWithin } from './layout.js';
import { describeEntry, isOut, isSkipped, listAll, listFolder } from './list-entries.js';

/**
 * Copies all of the host that may go into a box: the work tree with untracked and ignored files, less what
 * `copy-rules` names. Returns the copy-relative symlinks that lead into a `node_modules`, and so out of the copy.
 *
 * @throws NightshiftError `host` when the copy cannot be written.
 */
export async function copyHost(plan: CopyPlan): Promise<{ outwardLinks: string[] }> {
  return asHostError(plan, async () => {
    await mkdir(plan.to, { recursive: true });
    return copyEntries(plan, await listAll(plan));
  });
}

/**
 * Brings the copy up to date for these host-relative files and folders, whether changed, added or deleted. No
 * process may be writing in the copy meanwhile.
 */
export async function refreshCopy(plan: CopyPlan, files: readonly string[]): Promise<void> {
  await asHostError(plan, async () => {
    for (const file of files) await refreshOne(plan, file);
  });
}

async function refreshOne(plan: CopyPlan, file: string): Promise<void> {
  const path = await withoutLinks(plan.from, file);
  if (path === undefined || path === '' || isOut(plan, path) || isSkipped(plan, path)) return;
  const copy = join(plan.to, path);
  const source = await lstatOrNothing(join(plan.from, path));
  await clearWay(plan.to, dirname(path));
  if (source === undefined) {
    for (const known of [...plan.state.files.keys(), ...plan.state.links.keys()])
      if (isWithin(join(plan.to, known), copy)) forget(plan.state, known);
    await rm(copy, { recursive: true, force: true });
    return;
  }
  if (source.isDirectory()) {
    const there = await lstatOrNothing(copy);
    if (there !== undefined && !there.isDirectory()) await rm(copy);
    await copyEntries(plan, await listFolder(plan, path));
    return;
  }
  await mkdir(dirname(copy), { recursive: true });
  const entry = await describeEntry(plan, path, source);
  await copyEntries(plan, entry ? [entry] : []);
}

/** The file's path by its real folder, relative to the host, or undefined when that lies outside. */
async function withoutLinks(root: string, file: string): Promise<string | undefined> {
  const path = resolve(root, file);
  if (!isWithin(path, root)) return undefined;
  if (path === root) return '';
  try {
    const real = join(await realpath(dirname(path)), basename(path));
    return isWithin(real, root) ? relative(root, real) : undefined;
  } catch {
    // The folder was deleted: the copy loses what it has by that name.
    return relative(root, path);
  }
}
