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
  JSON.stringify([
    group,
    row.callee,
    row.params,
    row.outcome,
    row.args.length,
    row.types,
    row.pattern,
    row.isRounded,
  ]);

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

/** A column of the table: its name, and the cell of each row. */
interface Column {
  name: string;
  cellOf: (candidate: Tabular) => string;
}

/** The title of the whole table, and its columns in the order in which that names them. */
function columnsOf({ conventions }: Host, first: TestRow): { title: string; columns: Column[] } {
  const args = first.params.map((name, index): Column => ({
    name,
    cellOf: ({ row }) => row.args[index] ?? '',
  }));
  const result: Column = {
    name: first.outcome === 'throws' ? 'message' : 'expected',
    cellOf: ({ row }) => row.expected,
  };
  if (first.pattern === undefined) {
    const titles: Column = { name: '_', cellOf: ({ title }) => quote(title, conventions) };
    return { title: '%s', columns: [titles, ...args, result] };
  }
  const places = [...first.pattern.matchAll(/\{(\d+|result)\}/g)].map(([, place = '']) => place);
  const named = places.map((place) => (place === 'result' ? result : args[Number(place)]));
  const columns = [...new Set([...named, ...args, result])].filter((column) => column !== undefined);
  return { title: first.pattern.replace(/\{(\d+|result)\}/g, '%p'), columns };
}

/** One `test.each` for tests of one shape. */
export function tableBlock(host: Host, rows: readonly Tabular[]): string {
  const { conventions } = host;
  const { indent, testFunction, semicolons, trailingCommas } = conventions;
  const end = semicolons ? ';' : '';
  const first = rows[0]?.row;
  if (!first) return '';
  const { title, columns } = columnsOf(host, first);
  const lines = rows.map((row) => `${indent}[${columns.map(({ cellOf }) => cellOf(row)).join(', ')}]`);
  const call = `${first.callee}(${first.params.join(', ')})`;
  const isPrimitive = rows.every(({ row }) => row.isPrimitive);
  const matcher = first.isRounded
    ? 'toBeCloseTo(expected, 6)'
    : `${isPrimitive ? 'toBe' : 'toEqual'}(expected)`;
  const check =
    first.outcome === 'throws'
      ? `expect(() => ${call}).toThrow(message)${end}`
      : `expect(${call}).${matcher}${end}`;
  return [
    `${testFunction}.each([`,
    lines.join(',\n') + (trailingCommas ? ',' : ''),
    `])(${quote(title, conventions)}, (${columns.map(({ name }) => name).join(', ')}) => {`,
    indent + check,
    `})${end}`,
  ].join('\n');
}
