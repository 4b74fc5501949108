/** Deals the work that some units left over to those whose own code is not wholly reached yet. */
import { shareOut, WORK_PER_SECOND } from '../plan/budget.js';
import type { Case } from '../notation/case.js';
import type { ExploreLine } from '../notation/explore-line.js';
import type { ExplorePlan, Unit } from '../notation/plan.js';

/** The work on one file, as far as a further round is concerned. */
export interface FileInRounds {
  units: readonly Unit[];
  /** Units that have not come to an end yet. */
  left: Unit[];
  lines: readonly ExploreLine[];
  plan: ExplorePlan;
  result: { skipped: readonly { target: string }[] };
}

/** More rounds than these bring little for another start of Jest each. */
const MAX_ROUNDS = 3;
/** A round is worth it when it has at least this part of the whole budget. */
const WORTH = 0.08;

/** The rest that a unit's last search left. */
function lastRest(file: FileInRounds, unit: Unit): { open: number; corpus: Case[] } | null {
  const last = file.lines.findLast((line) => line.type === 'rest' && line.unit === unit.id);
  return last?.type === 'rest' ? last : null;
}

const openUnits = (file: FileInRounds): Unit[] =>
  file.units.filter(
    (unit) =>
      (lastRest(file, unit)?.open ?? 0) > 0 && !file.result.skipped.some(({ target }) => target === unit.id),
  );

/**
 * Prepares the next round; false when there is nothing left to spend, or nobody to spend it on. All of it follows from
 * counts, so that it comes out the same whichever file was done first.
 */
export function beginRound(files: readonly FileInRounds[], totalSeconds: number | undefined): boolean {
  if (totalSeconds === undefined) return false;
  const spent = files
    .flatMap(({ lines }) => lines)
    .reduce((sum, line) => sum + (line.type === 'unit-end' ? line.work : 0), 0);
  const seconds = totalSeconds - spent / WORK_PER_SECOND;
  const open = files.flatMap(openUnits);
  const isLast = files.some(({ plan }) => plan.round + 1 >= MAX_ROUNDS);
  if (isLast || open.length === 0 || seconds < totalSeconds * WORTH) return false;
  for (const file of files) {
    const { plan } = file;
    file.left = shareOut(openUnits(file), seconds, open);
    plan.round++;
    plan.corpus = Object.fromEntries(file.left.map((unit) => [unit.id, lastRest(file, unit)?.corpus ?? []]));
    const reached = file.lines.flatMap((line) => (line.type === 'case' ? line.recorded.owns : []));
    plan.covered = [...new Set([...plan.covered, ...reached])];
  }
  return true;
}
