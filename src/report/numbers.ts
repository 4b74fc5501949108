/** Percentages, deltas and sums per file, as every format of the report shows them. */
import { addTotals, emptyTotals, type Count, type Totals } from '../domain/coverage.js';
import type { Report } from '../domain/report.js';

/** A percentage in tenths, rounded down, so that 100 stands for complete and nothing else. */
const tenths = ({ covered, total }: Count): number =>
  total === 0 ? 1000 : Math.floor((1000 * covered) / total);

/** `87.5 %`; `–` where there is nothing to cover. Rounded down: `100.0 %` means complete. */
export const formatPercent = (count: Count): string =>
  count.total === 0 ? '–' : `${(tenths(count) / 10).toFixed(1)} %`;

/** `+12.5` in percentage points between two shown percentages; empty when they are the same. */
export function formatDelta(before: Count, after: Count): string {
  const difference = after.total === 0 || before.total === 0 ? 0 : tenths(after) - tenths(before);
  if (difference === 0) return '';
  return `${difference > 0 ? '+' : '−'}${(Math.abs(difference) / 10).toFixed(1)}`;
}

export interface FileRow {
  file: string;
  before: Totals;
  after: Totals;
  /** Statements and branch paths gained. */
  gained: number;
}

const gainOf = (before: Totals, after: Totals): number =>
  after.statements.covered - before.statements.covered + after.branches.covered - before.branches.covered;

/** The files of a report, those with the largest gain first, then by name; older reports have only the sums of targets. */
export function rowsOfFiles(report: Report): FileRow[] {
  const rows =
    report.files?.map((row) => ({ ...row, gained: gainOf(row.before, row.after) })) ?? sumTargets(report);
  return rows.sort((a, b) => b.gained - a.gained || (a.file < b.file ? -1 : 1));
}

function sumTargets(report: Report): FileRow[] {
  const rows = new Map<string, FileRow>();
  for (const { file, before, after } of report.targets) {
    const row = rows.get(file) ?? { file, before: emptyTotals(), after: emptyTotals(), gained: 0 };
    row.before = addTotals(row.before, before);
    row.after = addTotals(row.after, after);
    row.gained = gainOf(row.before, row.after);
    rows.set(file, row);
  }
  return [...rows.values()];
}

/** `1 test`, `3 tests`. */
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** `8 s`, `3 min 20 s`, `1 h 05 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
