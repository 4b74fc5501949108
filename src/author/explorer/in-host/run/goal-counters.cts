/** Finds the counters that a unit should reach. */
import type { ExplorePlan, Unit } from '../../notation/plan.js';
import type { Counters } from './counters.cjs';

interface FileProgress {
  plan: ExplorePlan;
  counters: Counters;
  covered: ReadonlySet<string>;
}

/**
 * Counters still to be hit that the search in a patient plan insists on: those of the unit's own code, and of code that is
 * no unit's own and so may be reached through this one.
 */
export function goalCounters({ plan, counters, covered }: FileProgress, unit: Unit): Set<number> {
  const own = new Set<number>();
  if (!plan.isPatient) return own;
  const holds = ({ lines }: Unit, line: number): boolean =>
    lines.some(({ first, last }) => first <= line && line <= last);
  for (const [index, name] of counters.names.entries()) {
    const line = counters.lines?.[index];
    const isOwn = line === undefined || holds(unit, line) || !plan.units.some((other) => holds(other, line));
    if (isOwn && !covered.has(name)) own.add(index);
  }
  return own;
}
