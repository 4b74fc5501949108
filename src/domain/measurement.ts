/** Reads Istanbul's report of a whole host: totals of files and of targets; pure. */
import type { CoverageMapData, FileCoverageData, Range } from 'istanbul-lib-coverage';
import { addTotals, emptyTotals, type Totals } from './coverage.js';
import type { SourceRange, Target } from './target.js';

type CounterPlace = Range['start'];

const isBefore = (a: CounterPlace, b: CounterPlace): boolean =>
  a.line < b.line || (a.line === b.line && a.column < b.column);

/** Whether a place lies in the range. Istanbul has no columns for some ends, so only the start is looked at. */
const startsIn = (place: CounterPlace | undefined, range: SourceRange | null): boolean =>
  range === null || (place !== undefined && !isBefore(place, range.start) && isBefore(place, range.end));

/**
 * Totals of a file, or of the part of it that lies in a range. Lines are counted as Istanbul does: a line is covered when
 * the first statement that starts on it is.
 */
function totalsOf(file: FileCoverageData, range: SourceRange | null = null): Totals {
  const totals = emptyTotals();
  const lines = new Map<number, number>();
  for (const [id, place] of Object.entries(file.statementMap)) {
    if (!startsIn(place.start, range)) continue;
    const hits = file.s[id] ?? 0;
    totals.statements.total++;
    if (hits > 0) totals.statements.covered++;
    lines.set(place.start.line, Math.max(lines.get(place.start.line) ?? 0, hits));
  }
  for (const [id, fn] of Object.entries(file.fnMap)) {
    if (!startsIn(fn.loc.start, range)) continue;
    totals.functions.total++;
    if ((file.f[id] ?? 0) > 0) totals.functions.covered++;
  }
  for (const [id, branch] of Object.entries(file.branchMap)) {
    const start = branch.loc.start as CounterPlace | undefined;
    if (!startsIn(start ?? branch.locations[0]?.start, range)) continue;
    const paths = file.b[id] ?? [];
    totals.branches.total += paths.length;
    totals.branches.covered += paths.filter((hits) => hits > 0).length;
  }
  totals.lines = { total: lines.size, covered: [...lines.values()].filter((hits) => hits > 0).length };
  return totals;
}

/** Totals of all files of a report. */
export const totalsOfAll = (coverage: CoverageMapData): Totals =>
  Object.values(coverage)
    .map((file) => totalsOf(plain(file)))
    .reduce(addTotals, emptyTotals());

/** Totals of one file; null when the report does not hold it. */
export function totalsOfFile(coverage: CoverageMapData, file: string): Totals | null {
  const data = coverage[file];
  return data === undefined ? null : totalsOf(plain(data));
}

/** How many statements and branches of a file nothing covers; none where the report does not hold it. */
export function countOpen(coverage: CoverageMapData, file: string): number {
  const totals = totalsOfFile(coverage, file);
  if (totals === null) return 0;
  const { statements, branches } = totals;
  return statements.total - statements.covered + branches.total - branches.covered;
}

/** Totals of one target; null when the report does not hold its file. */
export function totalsOfTarget(coverage: CoverageMapData, target: Target): Totals | null {
  const file = coverage[target.file];
  return file === undefined ? null : totalsOf(plain(file), target.range);
}

/**
 * The coverage of a line: nothing to cover, covered by the repository's own tests, covered now, covered in part, or not at all.
 * `partly` is a line that runs while a path of a branch on it does not.
 */
const lineStates = { none: ' ', before: 'b', now: 'n', partly: 'p', open: 'o' } as const;

interface LineHits {
  isHit: boolean;
  hasOpenBranch: boolean;
}

function hitsByLine(file: FileCoverageData): Map<number, LineHits> {
  const lines = new Map<number, LineHits>();
  const at = (line: number): LineHits => {
    const found = lines.get(line) ?? { isHit: false, hasOpenBranch: false };
    lines.set(line, found);
    return found;
  };
  for (const [id, { start }] of Object.entries(file.statementMap)) {
    const line = at(start.line);
    line.isHit ||= (file.s[id] ?? 0) > 0;
  }
  for (const [id, branch] of Object.entries(file.branchMap)) {
    const start = branch.loc.start as CounterPlace | undefined;
    const line = lines.get((start ?? branch.locations[0]?.start)?.line ?? 0);
    if (line !== undefined && (file.b[id] ?? []).includes(0)) line.hasOpenBranch = true;
  }
  return lines;
}

/** The states of a file's lines, one of {@link lineStates} for each, the first line first; lines after the last statement have none. */
export function linesOf(before: CoverageMapData, after: CoverageMapData, file: string): string {
  const now = after[file] ?? before[file];
  if (now === undefined) return '';
  const known = before[file] === undefined ? new Map<number, LineHits>() : hitsByLine(plain(before[file]));
  const states: string[] = [];
  for (const [line, { isHit, hasOpenBranch }] of hitsByLine(plain(now))) {
    const earlier = known.get(line);
    const wasDone = earlier?.isHit === true && !earlier.hasOpenBranch;
    const state = !isHit ? 'open' : hasOpenBranch ? 'partly' : wasDone ? 'before' : 'now';
    states[line - 1] = lineStates[state];
  }
  return Array.from(states, (state: string | undefined) => state ?? lineStates.none).join('');
}

/** The data of a file's coverage, whether or not it is wrapped in Istanbul's class. */
export function plain(file: CoverageMapData[string]): FileCoverageData {
  return 'data' in file ? file.data : file;
}
