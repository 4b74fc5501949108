/** Makes room in a scratch folder after a run that wrote too much, so that the runs after it do not suffer for it. */
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Files of the parent, and results that it reads, are smaller. */
const mostBytes = 64 * 1024 ** 2;
/** Filled again by whoever needs them. */
const refilled = new Set(['jest-cache', 'home', 'temp']);

/** Removes what is new since `before` (names of the top level), what can be filled again, and large files elsewhere. */
export async function trimScratch(scratch: string, before: readonly string[]): Promise<void> {
  for (const name of await readdir(scratch)) {
    const path = join(scratch, name);
    if (!before.includes(name) || refilled.has(name)) await rm(path, { recursive: true, force: true });
    else await removeLarge(path);
  }
}

async function removeLarge(path: string): Promise<void> {
  const stats = await lstat(path).catch(() => undefined);
  if (stats?.isDirectory()) {
    for (const name of await readdir(path).catch(() => [])) await removeLarge(join(path, name));
  } else if (stats !== undefined && stats.size > mostBytes) await rm(path, { force: true });
}
