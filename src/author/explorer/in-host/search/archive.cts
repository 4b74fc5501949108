/** Remembers for each counter the few simplest cases that hit it, and chooses among them by a greedy set cover. */
import type { Case } from '../../notation/case.js';

export interface Entry {
  scenario: Case;
  cost: number;
  /** The counters that the step under test hit, with what makes the thing that it acts on. */
  touched: number[];
  /** Those that steps of preparation hit, too. */
  reached: number[];
}

export interface Archive {
  /** By counter, the simplest first; the others stand in when the first turns out not to be repeatable. */
  best: Map<number, Entry[]>;
  /** Everything that was hit, whether it is wanted or not. */
  seen: Set<number>;
  /** Cases that hit something new when they came: what is not wanted itself may lie on the way to what is. */
  corpus: Entry[];
  /** Cases that seem to lead to something new. */
  steps: Entry[];
  /** Number of the call that last hit something new. */
  lastNewAt: number;
}

export interface Choice {
  entry: Entry;
  /** The counters that it was chosen for. */
  owns: number[];
}

const ALTERNATIVES = 5;
const MAX_STEPS = 2000;

export const createArchive = (): Archive => ({
  best: new Map(),
  seen: new Set(),
  corpus: [],
  steps: [],
  lastNewAt: 0,
});

/** Whether a counter is worth hitting. */
type IsWanted = (index: number) => boolean;

/** An entry with the circumstances of its call. */
interface Addition {
  entry: Entry;
  /** The number of the call. */
  calls: number;
  /** The case is worth varying even if it hits nothing new: what it did was new otherwise. */
  isStep: boolean;
}

/** Code that a case only runs through on its way is no reason to choose it, because nothing is said of it. */
export function addToArchive(archive: Archive, { entry, calls, isStep }: Addition, wanted: IsWanted): void {
  let isNew = false;
  for (const index of entry.reached) {
    if (archive.seen.has(index)) continue;
    isNew = true;
    archive.seen.add(index);
    archive.lastNewAt = calls;
  }
  for (const index of entry.touched) {
    if (!wanted(index)) continue;
    const known = archive.best.get(index);
    if (!known) {
      archive.best.set(index, [entry]);
      continue;
    }
    const at = known.findIndex((other) => entry.cost < other.cost);
    if (at >= 0) known.splice(at, 0, entry);
    else if (known.length < ALTERNATIVES) known.push(entry);
    if (known.length > ALTERNATIVES) known.pop();
  }
  if (isNew) archive.corpus.push(entry);
  else if (isStep && archive.steps.length < MAX_STEPS) archive.steps.push(entry);
}

/** Whether the archive would keep an entry: it hits something new, or is simpler than what hit the same. */
export function isWanted(archive: Archive, entry: Entry, wanted: IsWanted): boolean {
  if (entry.reached.some((index) => !archive.seen.has(index))) return true;
  return entry.touched.some((index) => {
    const known = archive.best.get(index) ?? [];
    const isBetter = known.length < ALTERNATIVES || known.some((other) => entry.cost < other.cost);
    return isBetter && wanted(index);
  });
}

/** Greedy: what adds most for its cost first; each counter is offered by its simplest case that was not tried yet. */
export function chooseEntries(
  archive: Archive,
  wanted: Iterable<number>,
  tried: ReadonlySet<Entry>,
): Choice[] {
  const simplest = new Set<Entry>();
  const open = new Set<number>();
  for (const index of wanted) {
    const known = archive.best.get(index)?.find((entry) => !tried.has(entry));
    if (!known) continue;
    simplest.add(known);
    open.add(index);
  }
  const chosen: Choice[] = [];
  while (open.size > 0) {
    let winner: Entry | undefined;
    let winnerScore = -1;
    for (const entry of simplest) {
      const adds = entry.touched.reduce((sum, index) => sum + (open.has(index) ? 1 : 0), 0);
      const score = adds / (6 + entry.cost);
      if (adds > 0 && score > winnerScore) [winner, winnerScore] = [entry, score];
    }
    if (!winner) break;
    const owns = winner.touched.filter((index) => open.has(index));
    for (const index of owns) open.delete(index);
    chosen.push({ entry: winner, owns });
  }
  return withoutRedundant(chosen);
}

/** Drops cases whose counters later choices hit as well. */
function withoutRedundant(chosen: readonly Choice[]): Choice[] {
  const kept = [...chosen];
  for (const item of [...chosen].sort((a, b) => b.entry.cost - a.entry.cost)) {
    const others = new Set(kept.filter((other) => other !== item).flatMap((other) => other.entry.touched));
    if (item.owns.every((index) => others.has(index))) kept.splice(kept.indexOf(item), 1);
  }
  const universe = new Set(chosen.flatMap((other) => other.owns));
  const seen = new Set<number>();
  return kept.map((item) => {
    const owns = item.entry.touched.filter((index) => universe.has(index) && !seen.has(index));
    for (const index of owns) seen.add(index);
    return { entry: item.entry, owns };
  });
}
