/** Coverage arithmetic on Istanbul's counts; pure. */

export interface Count {
  covered: number;
  total: number;
}

export interface Totals {
  statements: Count;
  branches: Count;
  functions: Count;
  lines: Count;
}

/**
 * Counters that were hit, by host-relative file: `s3` is statement 3, `b2.1` is path 1 of branch 2, `f0` function 0,
 * with Istanbul's own ids as they are in the instrumented code.
 */
export type CounterSet = ReadonlyMap<string, ReadonlySet<string>>;

export const emptyTotals = (): Totals => ({
  statements: { covered: 0, total: 0 },
  branches: { covered: 0, total: 0 },
  functions: { covered: 0, total: 0 },
  lines: { covered: 0, total: 0 },
});

const sum = (a: Count, b: Count): Count => ({ covered: a.covered + b.covered, total: a.total + b.total });

/** The totals of two disjoint pieces of code taken together. */
export const addTotals = (a: Totals, b: Totals): Totals => ({
  statements: sum(a.statements, b.statements),
  branches: sum(a.branches, b.branches),
  functions: sum(a.functions, b.functions),
  lines: sum(a.lines, b.lines),
});

/** Whether every statement and branch is covered. */
export const isComplete = (totals: Totals): boolean =>
  totals.statements.covered === totals.statements.total && totals.branches.covered === totals.branches.total;

/** The counters of `set` that are not in `known`, statements and branches only. */
export function subtractCounters(set: CounterSet, known: CounterSet): Map<string, Set<string>> {
  const rest = new Map<string, Set<string>>();
  for (const [file, counters] of set) {
    const seen = known.get(file);
    const fresh = [...counters].filter((counter) => !counter.startsWith('f') && !seen?.has(counter));
    if (fresh.length > 0) rest.set(file, new Set(fresh));
  }
  return rest;
}

/** All counters of both sets. */
export function unionCounters(...sets: CounterSet[]): Map<string, Set<string>> {
  const all = new Map<string, Set<string>>();
  for (const set of sets) {
    for (const [file, counters] of set) {
      const into = all.get(file) ?? new Set<string>();
      for (const counter of counters) into.add(counter);
      all.set(file, into);
    }
  }
  return all;
}

/** The union of both sets; shares the counters of a file with `known` where nothing is added. */
export function addCounters(known: CounterSet, more: CounterSet): CounterSet {
  const all = new Map(known);
  for (const [file, counters] of more) {
    const before = known.get(file);
    if (before === counters || [...counters].every((counter) => before?.has(counter))) continue;
    all.set(file, new Set([...(before ?? []), ...counters]));
  }
  return all;
}

/** How many statements and branch paths a set holds. */
export function countGain(set: CounterSet): { statements: number; branches: number } {
  let statements = 0;
  let branches = 0;
  for (const counters of set.values()) {
    for (const counter of counters) {
      if (counter.startsWith('s')) statements++;
      else if (counter.startsWith('b')) branches++;
    }
  }
  return { statements, branches };
}
