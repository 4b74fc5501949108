/** Lists the entries of a host that belong to its copy. */
import type { BigIntStats } from 'node:fs';
import { mkdir, readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { clearWay } from './copy-entries.js';
import type { CopyEntry, CopyPlan } from './copy-plan.js';
import { coverageMarks, isNeverCopied, isSecretName } from './copy-rules.js';
import { lstatNow, nothingIfUnreadable } from './file-stats.js';
import { isWithin } from './layout.js';

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

/** The entries of one folder and of those below it. */
export async function listFolder(plan: CopyPlan, folder: string): Promise<CopyEntry[]> {
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

/** The entry at a path; nothing for what has no place in the copy. */
export async function describeEntry(
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

/** Whether a path stays out because somebody asked for that. */
export function isSkipped(plan: CopyPlan, path: string): boolean {
  return plan.skip.includes(join(plan.from, path)) || plan.view.hidden.has(path);
}

/** Whether a path stays out by the names in it; what git tracks is part of the repository. */
export function isOut({ view }: CopyPlan, path: string): boolean {
  const names = path.split(/[\\/]/);
  return names.some(isNeverCopied) || (names.some(isSecretName) && !view.tracked.has(path));
}
