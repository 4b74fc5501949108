/** Chooses the targets whose intention the model is asked for, whatever their coverage. */
import { countOpen } from '../../domain/measurement.js';
import type { Target } from '../../domain/target.js';
import type { FileWork } from '../../select/rank-gaps.js';
import type { Work } from '../pass.js';

/** A file with the targets that the explorer and the model close gaps of, and those whose intention is asked for. */
export interface PlannedFile extends FileWork {
  intentions: Target[];
}

/** Undocumented functions shorter than this promise nothing beyond their name. */
const LEAST_LINES = 4;

/**
 * The files with the intentions to ask for; files without a gap come last.
 * @param isWanted whether a target is among those that the pass was asked about
 */
export function planIntentions(
  work: Work,
  files: readonly FileWork[],
  isWanted: (target: Target) => boolean,
): PlannedFile[] {
  const byFile = new Map<string, Target[]>();
  for (const target of work.model === null ? [] : work.prepared.analysis.targets) {
    if (!hasIntention(target) || !isWanted(target) || !mayBeAsked(work, target)) continue;
    byFile.set(target.file, [...(byFile.get(target.file) ?? []), target]);
  }
  const planned = files.map((file) => ({ ...file, intentions: byFile.get(file.file) ?? [] }));
  const known = new Set(files.map(({ file }) => file));
  const others = [...byFile].filter(([file]) => !known.has(file));
  return [...planned, ...others.map(([file, intentions]) => ({ file, targets: [], worth: 0, intentions }))];
}

/** Documented targets, and exported ones that do more than their name says. */
function hasIntention({ access, doc, kind, name, range }: Target): boolean {
  if (access === null) return false;
  if (doc !== null && doc.trim() !== '') return true;
  const isPlain = kind === 'function' || kind === 'method' || kind === 'static-method';
  const isPrivate = /(?:^|\.)[_#]/.test(name);
  return isPlain && !isPrivate && range.end.line - range.start.line + 1 >= LEAST_LINES;
}

/** Whether this model was not asked about the same text before, and the sandbox can hold the target. */
function mayBeAsked({ ledger, inputsOf, prepared }: Work, target: Target): boolean {
  const { measurement, tier } = prepared;
  if (tier !== 'full' && target.reachesOutside.length > 0) return false;
  const attempt = { targetId: target.id, hash: inputsOf(target, 'model'), author: 'model' as const };
  return !ledger.isSettled(attempt, countOpen(measurement.coverage, target.file));
}
