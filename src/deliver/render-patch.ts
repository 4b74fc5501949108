/** Renders the change of one file as a unified diff; pure. */

export interface FileChange {
  /** Host-relative, with forward slashes. */
  path: string;
  content: string;
  /** The text before; null for a new file. */
  previous: string | null;
}

const contextLines = 3;

/**
 * One hunk from the first line that differs to the last. There is no `diff --git` line on purpose: with it `git apply`
 * takes paths from the top of the repository and silently skips a host in a subfolder. Empty when nothing changed.
 */
export function renderFilePatch({ path, content, previous }: FileChange): string {
  if (content === previous) return '';
  const before = splitLines(previous ?? '');
  const after = splitLines(content);
  const head = countShared(before, after, (lines, index) => lines[index]);
  const rest = Math.min(before.length, after.length) - head;
  const tail = Math.min(
    rest,
    countShared(before, after, (lines, index) => lines[lines.length - 1 - index]),
  );
  const start = Math.max(0, head - contextLines);
  const trailing = Math.min(tail, contextLines);
  const hunk = [
    ...before.slice(start, head).map((line) => mark(' ', line)),
    ...before.slice(head, before.length - tail).map((line) => mark('-', line)),
    ...after.slice(head, after.length - tail).map((line) => mark('+', line)),
    ...after.slice(after.length - tail, after.length - tail + trailing).map((line) => mark(' ', line)),
  ];
  const lengthOf = (lines: string[]): number => lines.length - tail + trailing - start;
  return [
    `--- ${previous === null ? '/dev/null' : name('a', path)}\n`,
    `+++ ${name('b', path)}\n`,
    `@@ -${range(start, lengthOf(before))} +${range(start, lengthOf(after))} @@\n`,
    ...hunk,
  ].join('');
}

/** Lines with their line ends; the last may lack one. */
const splitLines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

function countShared(
  before: string[],
  after: string[],
  pick: (lines: string[], index: number) => string | undefined,
): number {
  let count = 0;
  while (count < Math.min(before.length, after.length) && pick(before, count) === pick(after, count)) count++;
  return count;
}

const mark = (sign: string, line: string): string =>
  line.endsWith('\n') ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`;

/** An empty side is named by the line before it. */
const range = (start: number, length: number): string => `${length === 0 ? start : start + 1},${length}`;

/** A tab ends names with blanks; quotes and control characters go into a quoted name, as git writes them. */
function name(side: 'a' | 'b', path: string): string {
  const full = `${side}/${path}`;
  if (/["\\\t]/.test(full)) return `"${full.replace(/["\\]/g, '\\$&').replace(/\t/g, '\\t')}"`;
  return full.includes(' ') ? `${full}\t` : full;
}
