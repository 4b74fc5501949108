/** Keeps copies of hosts for the next box of this process, so that a pass after a small change copies little. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { removeTempFolder } from '../../files/temp-folder.js';
import type { CopyState } from './copy-plan.js';
import type { BoxHost } from './layout.js';

interface KeptCopy {
  /** The folder of the box that it was made for; removed when this process ends. */
  folder: string;
  state: CopyState;
}

const kept = new Map<string, KeptCopy>();

/** Another set of dependencies gives another layout. */
const keyOf = ({ root, dependencyFolders }: BoxHost): string => JSON.stringify([root, dependencyFolders]);

/** Lays a copy aside. What code in the box has left in the scratch folder goes. */
export async function keepCopy(host: BoxHost, copy: KeptCopy): Promise<void> {
  const scratch = join(copy.folder, 'scratch');
  await removeTempFolder(scratch);
  const key = keyOf(host);
  const other = kept.get(key);
  kept.set(key, copy);
  if (other !== undefined) await removeTempFolder(other.folder);
}

/** Hands out the copy of a host that was laid aside, or undefined; nobody else gets it meanwhile. */
export async function takeKept(host: BoxHost): Promise<KeptCopy | undefined> {
  const key = keyOf(host);
  const copy = kept.get(key);
  kept.delete(key);
  if (copy !== undefined) await mkdir(join(copy.folder, 'scratch'), { recursive: true });
  return copy;
}
