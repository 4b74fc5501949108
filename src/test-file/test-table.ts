/** Puts tests of one shape together as the rows of one table; pure. */
import type { Candidate, TestRow } from '../domain/candidate.js';
import type { Host } from '../domain/host.js';
import { quote } from './quote.js';

type Tabular = Candidate & { row: TestRow };

const MIN_ROWS = 3;
const MAX_ROW = 110;

// Jest would put the next value of the row in the place of such a sign.
const isTabular = (candidate: Candidate): candidate is Tabular =>
  candidate.row !== undefined &&
  !candidate.title.includes('%') &&
  candidate.title.length + candidate.row.args.join().length + candidate.row.expected.length <= MAX_ROW;

const shapeOf = ({ group, row }: Tabular): string =>
  JSON.stringify([group, row.callee, row.params, row.outcome, row.args.length, row.types]);

/**
 * The candidates in their order, with those of one shape together where there are three or more of them; each row stays a
 * test of the name that its candidate has.
 */
export function groupRows(candidates: readonly Candidate[]): (Candidate | Tabular[])[] {
  const shapes = new Map<string, Tabular[]>();
  for (const candidate of candidates.filter(isTabular)) {
    const shape = shapeOf(candidate);
    shapes.set(shape, [...(shapes.get(shape) ?? []), candidate]);
  }
  const tables = [...shapes.values()].filter((rows) => rows.length >= MIN_ROWS);
  return candidates.flatMap((candidate): (Candidate | Tabular[])[] => {
    const table = tables.find((rows) => rows.some(({ id }) => id === candidate.id));
    if (!table) return [candidate];
    return table[0]?.id === candidate.id ? [table] : [];
  });
}

const joined = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;

/** Whether all titles are what Jest makes of `returns %p for %p`, so that the table needs no column for them. */
function titlesFollow(rows: readonly Tabular[]): boolean {
  return rows.every(({ title, row }) => {
    const said = row.says.flatMap((text) => text ?? []);
    const isWhole = said.length === row.args.length + 1;
    return isWhole && title === `returns ${said.at(-1) ?? ''} for ${joined(said.slice(0, -1))}`;
  });
}

/** One `test.each` for tests of one shape. */
export function tableBlock(host: Host, rows: readonly Tabular[]): string {
  const { conventions } = host;
  const { indent, testFunction, semicolons, trailingCommas } = conventions;
  const end = semicolons ? ';' : '';
  const first = rows[0]?.row;
  if (!first) return '';
  const isPlain = first.outcome === 'returns' && titlesFollow(rows);
  const result = first.outcome === 'throws' ? 'message' : 'expected';
  const lines = rows.map(({ title, row }) => {
    // In the order in which the title names them.
    const cells = isPlain
      ? [row.expected, ...row.args]
      : [quote(title, conventions), ...row.args, row.expected];
    return `${indent}[${cells.join(', ')}]`;
  });
  const names = isPlain ? [result, ...first.params] : ['_', ...first.params, result];
  const title = quote(isPlain ? `returns %p for ${joined(first.args.map(() => '%p'))}` : '%s', conventions);
  const call = `${first.callee}(${first.params.join(', ')})`;
  const matcher = rows.every(({ row }) => row.isPrimitive) ? 'toBe' : 'toEqual';
  const check =
    first.outcome === 'throws'
      ? `expect(() => ${call}).toThrow(${result})${end}`
      : `expect(${call}).${matcher}(${result})${end}`;
  return [
    `${testFunction}.each([`,
    lines.join(',\n') + (trailingCommas ? ',' : ''),
    `])(${title}, (${names.join(', ')}) => {`,
    indent + check,
    `})${end}`,
  ].join('\n');
}
