/** Copies the host into a box and keeps the copy up to date. */
import { randomUUID } from 'node:crypto';
import { type BigIntStats, constants, lstatSync } from 'node:fs';
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
import { NightshiftError } from '../../../domain/errors.js';
import { coverageMarks, isNeverCopied, isSecretName } from './copy-rules.js';
import { errorCode } from '../../system/system-error.js';
import { isWithin } from './layout.js';

const parallelCopies = 16;

export interface CopyPlan {
  /** The host's root: absolute and real. */
  from: string;
  /** The root of the copy. */
  to: string;
  /** Absolute folders inside the host that are not copied, for example the box itself. */
  skip: readonly string[];
  /** Which files of the host belong to the copy, where their names or the work tree do not say. */
  view: CopyView;
  signal?: AbortSignal | undefined;
  /** The files copied so far; grows and shrinks with the copy. */
  state: CopyState;
}

/** Paths are relative to the root of the copy. */
export interface CopyView {
  /**
   * Tracked files belong to the copy, also those that look like a secret. Files and the folders on the way to them.
   */
  tracked: ReadonlySet<string>;
  /** Files of the work tree that are not copied. */
  hidden: ReadonlySet<string>;
  /** Files that are copied from another place, by its absolute path: as they are in the commit. */
  instead: ReadonlyMap<string, string>;
}

/** The files of the copy, by copy-relative path, so that a change on either side is visible. */
export interface CopyState {
  /** The host's file and its copy as they were after copying: the time of change cannot be set by code in the box. */
  files: Map<string, { source: string; copy: string }>;
  /** The text of each link. */
  links: Map<string, string>;
  /** Files left out because they look like a secret. */
  withheld: Set<string>;
}

export const newCopyState = (): CopyState => ({ files: new Map(), links: new Map(), withheld: new Set() });

export type CopyEntry = { path: string } & (
  { kind: 'file'; stats: BigIntStats } | { kind: 'link'; text: string }
);

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

/** Every entry of the copy: what is in the host's folder, and what only the commit has. */
export async function listAll(plan: CopyPlan): Promise<CopyEntry[]> {
  plan.state.withheld.clear();
  const listed = await listFolder(plan, '');
  const known = new Set(listed.map(({ path }) => path));
  const missing: CopyEntry[] = [];
  for (const [path, from] of plan.view.instead) {
    const stats = known.has(path) ? undefined : lstatNow(from);
    if (stats === undefined) continue;
    await clearWay(plan.to, dirname(path));
    await mkdir(join(plan.to, dirname(path)), { recursive: true });
    missing.push({ kind: 'file', path, stats });
  }
  return [...listed, ...missing];
}

export function forget(state: CopyState, path: string): void {
  state.files.delete(path);
  state.links.delete(path);
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

async function listFolder(plan: CopyPlan, folder: string): Promise<CopyEntry[]> {
  plan.signal?.throwIfAborted();
  const source = join(plan.from, folder);
  const names = await readdir(source).catch(nothingIfUnreadable);
  await clearWay(plan.to, folder);
  await mkdir(join(plan.to, folder), { recursive: true });
  const entries: CopyEntry[] = [];
  for (const name of names ?? []) {
    const path = join(folder, name);
    if (isSkipped(plan, path)) continue;
    if (isOut(plan, path)) {
      if (!isNeverCopied(name)) plan.state.withheld.add(path);
      continue;
    }
    const stats = lstatNow(join(source, name));
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

async function describeEntry(
  plan: CopyPlan,
  path: string,
  stats: BigIntStats,
): Promise<CopyEntry | undefined> {
  const instead = plan.view.instead.get(path);
  if (instead !== undefined) return { kind: 'file', path, stats: lstatNow(instead) ?? stats };
  if (stats.isFile()) return { kind: 'file', path, stats };
  if (!stats.isSymbolicLink()) return undefined;
  const link = join(plan.from, path);
  const real = await realpath(link).catch(() => undefined);
  if (real === undefined || !isWithin(real, plan.from)) return undefined;
  const target = relative(plan.from, real);
  const leadsToPackages = target.split(/[\\/]/).includes('node_modules');
  if (!leadsToPackages && isOut(plan, target)) return undefined;
  return { kind: 'link', path, text: relative(dirname(path), target) || '.' };
}

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

function isSkipped(plan: CopyPlan, path: string): boolean {
  return plan.skip.includes(join(plan.from, path)) || plan.view.hidden.has(path);
}

/** Whether a path stays out by the names in it; what git tracks is part of the repository. */
function isOut({ view }: CopyPlan, path: string): boolean {
  const names = path.split(/[\\/]/);
  return names.some(isNeverCopied) || (names.some(isSecretName) && !view.tracked.has(path));
}

/** A stamp that changes when a file is changed or replaced. */
export const stamp = ({ ino, size, mtimeNs, ctimeNs, mode }: BigIntStats): string =>
  [ino, size, mtimeNs, ctimeNs, mode].join('.');

async function lstatOrNothing(path: string): Promise<BigIntStats | undefined> {
  return lstat(path, { bigint: true }).catch(nothingIfUnreadable);
}

/** Without a promise: for thousands of files it is several times cheaper. */
export function lstatNow(path: string): BigIntStats | undefined {
  try {
    return lstatSync(path, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    nothingIfUnreadable(error);
    return;
  }
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

export async function asHostError<T>({ to, signal }: CopyPlan, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NightshiftError) throw error;
    if (signal?.aborted) {
      throw new NightshiftError('interrupted', 'Interrupted while the repository was copied.', {
        cause: error,
      });
    }
    const isTooLong = errorCode(error) === 'ENAMETOOLONG';
    const why = errorCode(error) === 'ENOSPC' ? 'the disk is full' : String(error);
    throw new NightshiftError('host', `Could not copy the host to ${to}: ${why}`, {
      cause: error,
      remedy: isTooLong
        ? 'That path is too long for this system: set TMPDIR to a folder with a shorter one.'
        : 'Make room there, or set TMPDIR to a folder that can be written and has room.',
    });
  }
}
