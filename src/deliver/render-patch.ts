/** Renders the change of one file as a unified diff; pure. */
import { structuredPatch } from 'diff';

export interface FileChange {
  /** Host-relative, with forward slashes. */
  path: string;
  /** Null for a file that is taken away. */
  content: string | null;
  /** The text before; null for a new file. */
  previous: string | null;
}

const contextLines = 3;

/**
 * There is no `diff --git` line on purpose: with it `git apply` takes paths from the top of the repository and silently skips
 * a host in a subfolder. Empty when nothing changed.
 */
export function renderFilePatch({ path, content, previous }: FileChange): string {
  if (content === previous) return '';
  const options = { context: contextLines };
  const { hunks } = structuredPatch('', '', previous ?? '', content ?? '', undefined, undefined, options);
  return [
    `--- ${previous === null ? '/dev/null' : name('a', path)}`,
    `+++ ${content === null ? '/dev/null' : name('b', path)}`,
    ...hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
      `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`,
      ...lines,
    ]),
    '',
  ].join('\n');
}

/** An empty side is named by the line before it. */
const range = (start: number, length: number): string => `${length === 0 ? start - 1 : start},${length}`;

/** A tab ends names with blanks; quotes and control characters go into a quoted name, as git writes them. */
function name(side: 'a' | 'b', path: string): string {
  const full = `${side}/${path}`;
  if (/["\\\t]/.test(full)) return `"${full.replace(/["\\]/g, '\\$&').replace(/\t/g, '\\t')}"`;
  return full.includes(' ') ? `${full}\t` : full;
}
