/** Folders below the temp folder: made private, marked with their owner, removed at the end or by a later run. */
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
import { errorCode } from '../system/system-error.js';

/** The process in the name is all there is to know of a folder whose maker died before it wrote down more. */
const ownName = /^nightshift-(?:(?:box|index|daemon)-(\d+)-)?[A-Za-z0-9]{6}$/;
/** Younger folders without an owner may be those of a process that this one cannot see. */
const nascentMs = 1000;
const ownerFile = 'owner.json';

/** Checks a {@link ProcessMark} that was stored. */
export const processSchema = z.object({
  pid: z.number().int().positive(),
  /** Distinguishes processes with the same id; null where the system does not provide it. */
  startTime: z.string().nullable(),
  /** The machine and process namespace in which the id means something. */
  where: z.string(),
});

export type ProcessMark = z.infer<typeof processSchema>;

/**
 * Makes a fresh folder below the temp folder and returns its real path. It is removed when this process exits, unless
 * {@link removeTempFolder} came first.
 *
 * @throws NightshiftError `host` when the temp folder cannot be written.
 */
export async function createTempFolder(kind: 'box' | 'index' | 'daemon'): Promise<string> {
  try {
    const folder = await realpath(await mkdtemp(join(tmpdir(), `nightshift-${kind}-${process.pid}-`)));
    removeAtExit(folder);
    await writeFile(join(folder, ownerFile), JSON.stringify(await describeProcess(process.pid)));
    return folder;
  } catch (error) {
    throw new NightshiftError('host', `The temp folder ${tmpdir()} cannot be written: ${String(error)}`, {
      cause: error,
      remedy: 'Make room there, or set TMPDIR to a folder that can be written and has room.',
    });
  }
}

/** As {@link createTempFolder}, with `host` and `scratch` in it. */
export async function createBoxFolder(): Promise<string> {
  const folder = await createTempFolder('box');
  for (const name of ['host', 'scratch']) await mkdir(join(folder, name));
  return folder;
}

/** Removes a folder with all that is in it, also what code made read-only there. */
export async function removeTempFolder(folder: string): Promise<void> {
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
 * Removes the folders that processes which no longer run have left in the temp folder; returns their paths.
 * Folders of other users, machines and process namespaces are left alone.
 */
export async function removeStaleFolders(): Promise<string[]> {
  const removed: string[] = [];
  const names = await readdir(tmpdir()).catch(() => []);
  for (const name of names) {
    const match = ownName.exec(name);
    const folder = join(tmpdir(), name);
    if (match === null || !(await isStale(folder, match[1] === undefined ? null : Number(match[1]))))
      continue;
    await removeTempFolder(folder).then(
      () => removed.push(folder),
      () => undefined,
    );
  }
  return removed;
}

async function isStale(folder: string, pidInName: number | null): Promise<boolean> {
  try {
    const stats = await lstat(folder);
    if (!stats.isDirectory() || (process.getuid && stats.uid !== process.getuid())) return false;
    const owner = await readOwner(folder);
    if (owner !== null) return !(await mayRun(owner));
    return pidInName !== null && !isRunning(pidInName) && Date.now() - stats.ctimeMs > nascentMs;
  } catch {
    return false;
  }
}

/** Null where the owner died before it had written this down. */
async function readOwner(folder: string): Promise<ProcessMark | null> {
  const text = await readFile(join(folder, ownerFile), 'utf8').catch(() => '');
  try {
    return processSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The identity of a process, for {@link mayRun}. */
export async function describeProcess(pid: number): Promise<ProcessMark> {
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '');
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The second field, a name in parentheses, may hold spaces; what follows it are field 3 and the rest.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  const isZombie = fields[0] === 'Z' || fields[0] === 'X';
  const startTime = isZombie ? null : (fields[19] ?? null);
  return { pid, startTime, where: `${hostname()} ${namespace}` };
}

/** Whether that process may still be running; of other machines and process namespaces nobody here can say. */
export async function mayRun(mark: ProcessMark): Promise<boolean> {
  const now = await describeProcess(mark.pid);
  return mark.where !== now.where || (isRunning(mark.pid) && mark.startTime === now.startTime);
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
    // A locked file fails when it is removed.
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
