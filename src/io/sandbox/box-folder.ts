/** The folder of a box on disk: made private, marked with its owner, removed at the end or by a later run. */
import { chmodSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import {
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rm,
  writeFile,
} from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { NightshiftError } from '../../domain/errors.js';
import { errorCode } from '../system-error.js';

const prefix = 'nightshift-';
const ownName = /^nightshift-[A-Za-z0-9]{6}$/;
const ownerFile = 'owner.json';

const ownerSchema = z.object({
  pid: z.number().int().positive(),
  /** Tells two processes of the same id apart; null where the system does not say. */
  startTime: z.string().nullable(),
  /** The machine and process namespace in which the id means something. */
  where: z.string(),
});

/**
 * Makes a fresh folder below the temp folder, with `host` and `scratch` in it, and returns its real path. It is
 * removed when this process exits, unless {@link removeBoxFolder} came first.
 *
 * @throws NightshiftError `host` when the temp folder cannot be written.
 */
export async function createBoxFolder(): Promise<string> {
  try {
    const folder = await realpath(await mkdtemp(join(tmpdir(), prefix)));
    removeAtExit(folder);
    await writeFile(join(folder, ownerFile), JSON.stringify(await describeOwner(process.pid)));
    await mkdir(join(folder, 'host'));
    await mkdir(join(folder, 'scratch'));
    return folder;
  } catch (error) {
    throw new NightshiftError('host', `The temp folder ${tmpdir()} cannot be written: ${String(error)}`, {
      cause: error,
      remedy: 'Make room there, or set TMPDIR to a folder that can be written and has room.',
    });
  }
}

/** Removes a box folder with all that is in it, also what the code in it made read-only. */
export async function removeBoxFolder(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    unlockFolders(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
  pending.delete(folder);
  if (pending.size === 0) process.removeListener('exit', removePending);
}

/**
 * Removes the box folders that processes which no longer run have left in the temp folder; returns their paths.
 * Folders of other users, machines and process namespaces are left alone.
 */
export async function removeStaleBoxes(): Promise<string[]> {
  const removed: string[] = [];
  const names = await readdir(tmpdir()).catch(() => []);
  for (const name of names.filter((each) => ownName.test(each))) {
    const folder = join(tmpdir(), name);
    if (!(await isStale(folder))) continue;
    await removeBoxFolder(folder).then(
      () => removed.push(folder),
      () => undefined,
    );
  }
  return removed;
}

async function isStale(folder: string): Promise<boolean> {
  try {
    const stats = await lstat(folder);
    if (!stats.isDirectory() || (process.getuid && stats.uid !== process.getuid())) return false;
    const owner = ownerSchema.parse(JSON.parse(await readFile(join(folder, ownerFile), 'utf8')));
    const now = await describeOwner(owner.pid);
    if (owner.where !== now.where) return false;
    return !isRunning(owner.pid) || owner.startTime !== now.startTime;
  } catch {
    return false;
  }
}

async function describeOwner(pid: number): Promise<z.infer<typeof ownerSchema>> {
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '');
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // Field 22; the second field, a name in parentheses, may hold spaces.
  const startTime = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  return { pid, startTime, where: `${hostname()} ${namespace}` };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** Gives the owner all rights on every folder below, without following links. */
function unlockFolders(folder: string): void {
  try {
    if (!lstatSync(folder).isDirectory()) return;
    chmodSync(folder, 0o700);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) unlockFolders(join(folder, entry.name));
    }
  } catch {
    // What cannot be unlocked shows itself when it cannot be removed.
  }
}

const pending = new Set<string>();

const removePending = () => {
  for (const folder of pending) {
    try {
      unlockFolders(folder);
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // The next run's sweep tries again.
    }
  }
};

function removeAtExit(folder: string): void {
  if (pending.size === 0) process.once('exit', removePending);
  pending.add(folder);
}
