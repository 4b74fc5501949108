/** Names uncovered statements and branches in words that a reader of the source understands; pure. */
import type { SourceRange } from '../../../domain/target.js';

interface Location {
  start: { line?: number | undefined; column?: number | undefined };
  end: { line?: number | undefined; column?: number | undefined };
}

/** The part of Istanbul's data for one file that is used; its locations must be those of the given source. */
export interface FileShape {
  statementMap: Record<string, Location>;
  branchMap: Record<string, { type: string; loc: Location; locations: Location[] }>;
}

const longestQuote = 90;

/**
 * One line for each run of lines that never ran and for each path that was never taken, in the order of the source.
 *
 * @param range where given, only what lies on its lines
 * @param uncovered counters as in {@link import('../../../domain/coverage.js').CounterSet}: `s3`, `b2.1`
 */
export function describeGap(
  shape: FileShape,
  uncovered: Iterable<string>,
  source: string,
  range?: SourceRange,
): string[] {
  const ids = new Set(uncovered);
  const text = source.split('\n');
  const lines = new Set<number>();
  for (const [id, { start }] of Object.entries(shape.statementMap)) {
    if (ids.has(`s${id}`) && start.line !== undefined) lines.add(start.line);
  }
  const found = describeLines(lines, text);
  for (const [id, branch] of Object.entries(shape.branchMap)) {
    const missing = branch.locations.map((_, path) => path).filter((path) => ids.has(`b${id}.${path}`));
    const isReached = missing.length < branch.locations.length;
    const line = branch.loc.start.line ?? 0;
    if (!isReached && lines.has(line)) continue;
    for (const path of missing) {
      const at = branch.locations[path]?.start.line ?? line;
      found.push({ line: at, words: `line ${at}: ${describePath(branch, path, text)}` });
    }
  }
  const isWanted = (line: number) =>
    range === undefined || (range.start.line <= line && line <= range.end.line);
  const wanted = found.filter(({ line }) => isWanted(line));
  return wanted.sort((a, b) => a.line - b.line).map(({ words }) => words);
}

function describeLines(
  lines: ReadonlySet<number>,
  text: readonly string[],
): { line: number; words: string }[] {
  const runs: { from: number; to: number }[] = [];
  for (const line of [...lines].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last?.to === line - 1) last.to = line;
    else runs.push({ from: line, to: line });
  }
  return runs.map(({ from, to }) => {
    const first = quote(text[from - 1] ?? '');
    const words =
      from === to
        ? `line ${from}: ${first} never ran`
        : `lines ${from} to ${to}: never ran, from ${first} on`;
    return { line: from, words };
  });
}

function describePath(branch: FileShape['branchMap'][string], path: number, text: readonly string[]): string {
  const whole = quote(textOf(branch.loc, text));
  const part = quote(textOf(branch.locations[path] ?? branch.loc, text));
  switch (branch.type) {
    case 'if':
      return `the ${path === 0 ? 'then' : 'else'} path of ${whole} never ran`;
    case 'cond-expr':
      return `the alternative ${part} of ${whole} was never taken`;
    case 'switch':
      return `${part} was never taken`;
    case 'binary-expr':
      return `the operand ${part} of ${whole} was never evaluated`;
    case 'default-arg':
      return `the default ${part} was never used`;
    default:
      return `path ${path + 1} of ${whole} was never taken`;
  }
}

function textOf({ start, end }: Location, text: readonly string[]): string {
  if (start.line === undefined) return '';
  const first = text[start.line - 1] ?? '';
  const until = end.line === start.line ? end.column : undefined;
  return first.slice(start.column ?? 0, until);
}

function quote(text: string): string {
  const plain = text.trim().replace(/\s*\{$/, '');
  return `"${plain.length > longestQuote ? `${plain.slice(0, longestQuote)}…` : plain}"`;
}
