/** How long the search goes on, in counted work: the same seed gives the same tests on any machine, however busy. */
import type { Target } from '../../../domain/target.js';
import type { Unit } from '../notation/plan.js';

/**
 * The work that stands for a CPU second. One call counts 60, each statement, branch and function of the host
 * that it goes through counts one, and each turn of waiting 400. The rate is the median over many libraries;
 * where calls are dearer than what is counted, a second takes longer.
 */
export const WORK_PER_SECOND = 2_000_000;

/** How many times dearer code may be than what is counted. */
const SAFETY = 6;

/** The budget by size of the code when no time is set: calls of average length, at most this many. */
const WORK_OF_A_CALL = 150;
const MAX_CALLS = 100_000;

const linesOf = (targets: readonly Target[]): number =>
  targets.reduce((sum, target) => sum + target.range.end.line - target.range.start.line + 1, 0);

/** How large a share of a common budget some targets should have; small ones need a few hundred calls as well. */
export const weightOf = (targets: readonly Target[]): number => 10 + linesOf(targets);

/** The work that targets may spend: so many seconds each, or what their size asks for. */
export function workFor(targets: readonly Target[], secondsPerTarget: number | null): number {
  if (secondsPerTarget !== null) return Math.round(secondsPerTarget * targets.length * WORK_PER_SECOND);
  return WORK_OF_A_CALL * Math.min(MAX_CALLS, 8000 + linesOf(targets) * 800);
}

/**
 * The bound on CPU time behind the count, for code that is far dearer than what is counted. Only a search that ends by it
 * can come out differently elsewhere, so it stands far off.
 */
export const cpuMsFor = (work: number): number => 2000 + Math.round((SAFETY * 1000 * work) / WORK_PER_SECOND);

/** The units with their shares of a budget that is common to all. */
export function shareOut(units: readonly Unit[], seconds: number, allUnits: readonly Unit[]): Unit[] {
  const total = allUnits.reduce((sum, unit) => sum + unit.weight, 0);
  return units.map((unit) => {
    const maxWork = Math.round((seconds * WORK_PER_SECOND * unit.weight) / total);
    return { ...unit, maxWork, cpuMs: cpuMsFor(maxWork) };
  });
}

/** The units with bounds on their CPU time that together stay within so many milliseconds. */
export function boundTime(units: readonly Unit[], cpuMs: number): Unit[] {
  const total = units.reduce((sum, unit) => sum + unit.weight, 0);
  return units.map((unit) => ({ ...unit, cpuMs: Math.min(unit.cpuMs, (cpuMs * unit.weight) / total) }));
}
