/** Makes the copy of a host whole again after code could write in it, or when the host has moved on. */
import { readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { clearWay, copyEntries } from './copy-entries.js';
import { asHostError, type CopyPlan, forget } from './copy-plan.js';
import { lstatNow, stamp } from './file-stats.js';
import { listAll } from './list-entries.js';

/** Files of the copy that are not the host's as it was copied: tests that we have laid over it. By copy-relative path. */
export type OwnFiles = ReadonlyMap<string, { content: Buffer; stamp: string }>;

/** More than that nobody lays over a copy; what a host's tests have left there before need not be kept. */
const mostBytes = 4 * 1024 ** 2;

/**
 * Notes what the copy holds besides the host's files, before code may write there.
 *
 * @param apart absolute folders of the copy that belong to somebody else, such as `node_modules`
 */
export async function findOwnFiles(plan: CopyPlan, apart: ReadonlySet<string>): Promise<OwnFiles> {
  const found = new Map<string, { content: Buffer; stamp: string }>();
  for await (const { path, kind } of walk(plan, apart)) {
    const stats = kind === 'file' ? lstatNow(join(plan.to, path)) : undefined;
    if (!stats || stats.size > mostBytes || plan.state.files.get(path)?.copy === stamp(stats)) continue;
    found.set(path, { content: await readFile(join(plan.to, path)), stamp: stamp(stats) });
  }
  return found;
}

/**
 * Copies again what differs from the host, and removes links and special files that nobody of ours has made. With `ours`,
 * those files get their content back, and others that only the copy has may stay; without, the copy becomes the host.
 */
export async function restoreCopy(
  plan: CopyPlan,
  apart: ReadonlySet<string>,
  ours?: OwnFiles,
): Promise<{ outwardLinks: string[] }> {
  return asHostError(plan, async () => {
    const gone = new Set([...plan.state.files.keys(), ...plan.state.links.keys()]);
    for await (const { path, kind } of walk(plan, apart)) {
      const place = join(plan.to, path);
      const isLink = kind === 'link' && plan.state.links.get(path) === (await readlink(place));
      const isFile = kind === 'file' && (ours !== undefined || plan.state.files.has(path));
      if (!isLink && !isFile) await rm(place, { force: true });
    }
    const entries = await listAll(plan);
    const result = await copyEntries(
      plan,
      entries.filter(({ path }) => !ours?.has(path)),
    );
    for (const { path } of entries) gone.delete(path);
    for (const path of gone) {
      forget(plan.state, path);
      if (!ours?.has(path)) await rm(join(plan.to, path), { force: true });
    }
    for (const [path, own] of ours ?? []) await putBack(plan, path, own);
    return result;
  });
}

async function putBack(plan: CopyPlan, path: string, own: { content: Buffer; stamp: string }): Promise<void> {
  const place = join(plan.to, path);
  const now = lstatNow(place);
  if (now && stamp(now) === own.stamp) return;
  await clearWay(plan.to, dirname(path));
  await rm(place, { recursive: true, force: true });
  // Where even the folder is gone, the host's tests have cleaned up after themselves.
  await writeFile(place, own.content, { flag: 'wx' }).catch(() => undefined);
}

/** Everything in the copy but folders; each folder is listed before the first of its entries is given. */
async function* walk(
  plan: CopyPlan,
  apart: ReadonlySet<string>,
  folder = '',
): AsyncGenerator<{ path: string; kind: 'file' | 'link' | 'other' }> {
  for (const entry of await readdir(join(plan.to, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (apart.has(join(plan.to, path))) continue;
    if (entry.isDirectory()) yield* walk(plan, apart, path);
    else yield { path, kind: entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'link' : 'other' };
  }
}
