/** Copies the host into a box and keeps the copy up to date. */
import { constants, type Stats } from 'node:fs';
import {
  copyFile,
  lstat,
  mkdir,
  readdir,
  readlink,
  realpath,
  rename,
  rm,
  symlink,
  utimes,
} from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { NightshiftError } from '../../domain/errors.js';
import { coverageMarks, isLeftOut, isPathLeftOut } from './copy-rules.js';
import { errorCode } from '../system-error.js';
import { isWithin } from './layout.js';

const parallelCopies = 16;

export interface CopyPlan {
  /** The host's root: absolute and real. */
  from: string;
  /** The root of the copy. */
  to: string;
  /** Absolute folders inside the host that are not copied, for example the box itself. */
  skip: readonly string[];
  signal?: AbortSignal | undefined;
}

type Entry = { path: string } & ({ kind: 'file' } | { kind: 'link'; text: string });

/**
 * Copies all of the host that may go into a box: the work tree with untracked and ignored files, less what
 * `copy-rules` names. Returns the copy-relative symlinks that lead into a `node_modules`, and so out of the copy.
 *
 * @throws NightshiftError `host` when the copy cannot be written.
 */
export async function copyHost(plan: CopyPlan): Promise<{ outwardLinks: string[] }> {
  return asHostError(plan, async () => {
    await mkdir(plan.to, { recursive: true });
    return copyEntries(plan, await listFolder(plan, ''));
  });
}

/**
 * Brings the copy up to date for these host-relative files and folders, whether changed, added or deleted. What has
 * the size and time of the host's file is not copied again. No process may be writing in the copy meanwhile.
 */
export async function refreshCopy(plan: CopyPlan, files: readonly string[]): Promise<void> {
  await asHostError(plan, async () => {
    for (const file of files) await refreshOne(plan, file);
  });
}

async function refreshOne(plan: CopyPlan, file: string): Promise<void> {
  const path = await withoutLinks(plan.from, file);
  if (path === undefined || path === '' || isPathLeftOut(path) || isSkipped(plan, path)) return;
  const copy = join(plan.to, path);
  const source = await lstatOrNothing(join(plan.from, path));
  await clearWay(plan.to, dirname(path));
  if (source === undefined) {
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

/** Removes what stands in the way of a plain folder: code in the box may have put a link there to lead us astray. */
async function clearWay(root: string, folder: string): Promise<void> {
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

async function listFolder(plan: CopyPlan, folder: string): Promise<Entry[]> {
  plan.signal?.throwIfAborted();
  const source = join(plan.from, folder);
  const names = await readdir(source).catch(nothingIfUnreadable);
  await mkdir(join(plan.to, folder), { recursive: true });
  const entries: Entry[] = [];
  for (const name of names ?? []) {
    const path = join(folder, name);
    if (isLeftOut(name) || isSkipped(plan, path)) continue;
    const stats = await lstatOrNothing(join(source, name));
    if (stats === undefined) continue;
    if (!stats.isDirectory()) {
      const entry = await describeEntry(plan, path, stats);
      if (entry) entries.push(entry);
    } else if (!(folder === '' && (await isCoverageOutput(join(source, name))))) {
      entries.push(...(await listFolder(plan, path)));
    }
  }
  return entries;
}

async function isCoverageOutput(folder: string): Promise<boolean> {
  const name = basename(folder);
  if (name === '.nyc_output') return true;
  if (name !== 'coverage') return false;
  const names = (await readdir(folder).catch(nothingIfUnreadable)) ?? [];
  return coverageMarks.some((mark) => names.includes(mark));
}

async function describeEntry(plan: CopyPlan, path: string, stats: Stats): Promise<Entry | undefined> {
  if (stats.isFile()) return { kind: 'file', path };
  if (!stats.isSymbolicLink()) return undefined;
  const link = join(plan.from, path);
  const real = await realpath(link).catch(() => undefined);
  if (real === undefined || !isWithin(real, plan.from)) return undefined;
  const target = relative(plan.from, real);
  const leadsToPackages = target.split(/[\\/]/).includes('node_modules');
  if (!leadsToPackages && isPathLeftOut(target)) return undefined;
  return { kind: 'link', path, text: relative(dirname(path), target) || '.' };
}

let asideCount = 0;

async function copyEntries(plan: CopyPlan, entries: readonly Entry[]): Promise<{ outwardLinks: string[] }> {
  const outwardLinks: string[] = [];
  const queue = entries.values();
  const work = async () => {
    for (const entry of queue) {
      plan.signal?.throwIfAborted();
      if (entry.kind === 'file') await copyOne(plan, entry.path);
      else await linkOne(plan, entry.path, entry.text);
      if (entry.kind === 'link' && entry.text.split(/[\\/]/).includes('node_modules'))
        outwardLinks.push(entry.path);
    }
  };
  await Promise.all(Array.from({ length: parallelCopies }, work));
  return { outwardLinks };
}

async function copyOne(plan: CopyPlan, path: string): Promise<void> {
  const from = join(plan.from, path);
  const to = join(plan.to, path);
  const source = await lstatOrNothing(from);
  if (!source?.isFile()) return;
  const copy = await lstatOrNothing(to);
  if (copy?.isFile() && copy.size === source.size && Math.abs(copy.mtimeMs - source.mtimeMs) < 1) return;
  if (copy?.isDirectory()) await rm(to, { recursive: true, force: true });
  // Written aside and renamed, so that a link at this place is replaced and not followed.
  const aside = copy === undefined ? to : join(plan.to, '..', `.aside-${process.pid}-${++asideCount}`);
  try {
    await copyFile(from, aside, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
  } catch (error) {
    if (isUnreadable(error, from)) return;
    throw error;
  }
  // The host's time marks the copy as up to date, and keeps the host's own caches valid.
  await utimes(aside, source.atimeMs / 1000, source.mtimeMs / 1000);
  if (aside !== to) await rename(aside, to);
}

async function linkOne(plan: CopyPlan, path: string, text: string): Promise<void> {
  const to = join(plan.to, path);
  if ((await readlink(to).catch(() => undefined)) === text) return;
  await rm(to, { recursive: true, force: true });
  await symlink(text, to);
}

function isSkipped(plan: CopyPlan, path: string): boolean {
  return plan.skip.includes(join(plan.from, path));
}

async function lstatOrNothing(path: string): Promise<Stats | undefined> {
  return lstat(path).catch(nothingIfUnreadable);
}

/** A file that vanished or may not be read is not part of the copy. */
function nothingIfUnreadable(error: unknown): undefined {
  const code = errorCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES' || code === 'EPERM') return undefined;
  throw error;
}

function isUnreadable(error: unknown, source: string): boolean {
  const code = errorCode(error);
  const path = typeof error === 'object' && error !== null && 'path' in error ? error.path : undefined;
  return path === source && (code === 'ENOENT' || code === 'EACCES' || code === 'EPERM');
}

async function asHostError<T>({ to, signal }: CopyPlan, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NightshiftError) throw error;
    if (signal?.aborted) {
      throw new NightshiftError('interrupted', 'Interrupted while the host was copied.', { cause: error });
    }
    const why = errorCode(error) === 'ENOSPC' ? 'the disk is full' : String(error);
    throw new NightshiftError('host', `Could not copy the host to ${to}: ${why}`, {
      cause: error,
      remedy: 'Make room there, or set TMPDIR to a folder that can be written and has room.',
    });
  }
}
