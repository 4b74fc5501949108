/** Ranks the gaps of a host by what closing them is worth. */
import type { CoverageMapData } from 'istanbul-lib-coverage';
import { isComplete, type Totals } from '../domain/coverage.js';
import { totalsOfTarget } from '../domain/measurement.js';
import type { Target, TargetId } from '../domain/target.js';

export interface Gap {
  target: Target;
  before: Totals;
  /** Uncovered statements and twice the uncovered branches, less where a test cannot call the target itself, or nothing is known to. */
  worth: number;
}

const missing = ({ covered, total }: { covered: number; total: number }): number => total - covered;

function worthOf(target: Target, totals: Totals): number {
  const size = missing(totals.statements) + 2 * missing(totals.branches);
  if (target.access !== null) return size;
  return target.reachedThrough.length > 0 ? size / 2 : size / 4;
}

/** Every target whose file the host counts and that is not complete, the worthiest first; ties in source order. */
export function rankGaps(targets: readonly Target[], coverage: CoverageMapData): Gap[] {
  const gaps = targets.flatMap((target): Gap[] => {
    const before = totalsOfTarget(coverage, target);
    if (!before || isComplete(before)) return [];
    return [{ target, before, worth: worthOf(target, before) }];
  });
  return gaps.sort((a, b) => b.worth - a.worth || (a.target.id < b.target.id ? -1 : 1));
}

export interface FileWork {
  file: string;
  /** Targets to call: those with a gap, and in place of those that cannot be called themselves their exported callers, if known. */
  targets: Target[];
  worth: number;
}

/** The gaps grouped by file, the worthiest file first. */
export function groupByFile(gaps: readonly Gap[], all: readonly Target[]): FileWork[] {
  const byId = new Map<TargetId, Target>(all.map((target) => [target.id, target]));
  const files = new Map<string, { targets: Map<TargetId, Target>; worth: number }>();
  for (const { target, worth } of gaps) {
    const entry = files.get(target.file) ?? { targets: new Map<TargetId, Target>(), worth: 0 };
    entry.worth += worth;
    // Code that the source does not export may still be among the exports once the module has run.
    const isPlain = target.access !== null || target.reachedThrough.length === 0;
    const callers = isPlain ? [target] : target.reachedThrough.flatMap((id) => byId.get(id) ?? []);
    for (const caller of callers) if (caller.file === target.file) entry.targets.set(caller.id, caller);
    files.set(target.file, entry);
  }
  return [...files]
    .map(([file, { targets, worth }]) => ({ file, targets: [...targets.values()], worth }))
    .filter((work) => work.targets.length > 0)
    .sort((a, b) => b.worth - a.worth || (a.file < b.file ? -1 : 1));
}
