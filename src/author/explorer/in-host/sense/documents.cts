/**
 * Texts that hold the data which the code reads from them, written by the host's own inverse of its parser or by a small writer
 * of a common format; whatever the parser takes back.
 */
import type { TextContent } from '../../../../domain/type-shape.js';
import type { Expression } from '../../notation/expression.js';
import { build, callAccess, type BuildContext } from '../values/build.cjs';

type WriteText = (data: unknown) => unknown;
type ReadText = (text: string) => unknown;

/** The texts of one content. */
interface Library {
  texts: string[];
  /** Whether a text has such data in it. */
  isReadable(text: string): boolean;
}

const MAX_LENGTH = 600;
const libraries = new Map<string, Library>();
const allTexts = new Set<string>();

/** The same content may be described more than once. */
const keyOf = (content: TextContent): string => JSON.stringify(content);
const keys = new WeakMap<TextContent, string>();
function libraryOf(content: TextContent): Library | undefined {
  const key = keys.get(content) ?? keyOf(content);
  keys.set(content, key);
  return libraries.get(key);
}

/** Forgets the texts of an earlier file. */
export function forgetDocuments(): void {
  libraries.clear();
  allTexts.clear();
}

/** The texts that were written with such content, the plainest first. */
export const documentsOf = (content: TextContent): string[] => libraryOf(content)?.texts ?? [];

export const hasDocuments = (content: TextContent): boolean => documentsOf(content).length > 0;

/** Whether a text was written as a document. */
export const isDocument = (text: string): boolean => allTexts.has(text);

/** A text that is no longer than a word or two is judged by what is read from it; others are debris of documents. */
const isShort = (text: string): boolean => text.length <= 24 && !text.includes('\n');

/** Whether the code reads such content from a text. */
export const isReadable = (content: TextContent, text: string): boolean =>
  isDocument(text) || (isShort(text) && (libraryOf(content)?.isReadable(text) ?? false));

/** Documents of the same content that are shorter. */
export function shorterDocuments(text: string): string[] {
  if (!isDocument(text)) return [];
  const library = [...libraries.values()].find(({ texts }) => texts.includes(text));
  const shorter = (library?.texts ?? []).filter(({ length }) => length < text.length);
  return shorter.sort((a, b) => a.length - b.length);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as it stands in a cell or behind a key. */
function cellOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

const linesOf = (data: unknown, separator: string): string | null => {
  const rows = (Array.isArray(data) ? data : [data]).filter(isRecord);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) => columns.map((column) => cellOf(row[column])).join(separator));
  return rows.length === 0 ? null : [columns.join(separator), ...lines].join('\n');
};

const pairsOf = (data: unknown, equals: string, between: string): string | null =>
  isRecord(data)
    ? Object.entries(data)
        .map(([key, value]) => `${key}${equals}${cellOf(value)}`)
        .join(between)
    : null;

/** Writers of formats that everybody knows. */
const commonWriters: readonly WriteText[] = [
  (data) => JSON.stringify(data),
  ...[',', ';', '\t', '|'].map(
    (separator): WriteText =>
      (data) =>
        linesOf(data, separator),
  ),
  (data) => pairsOf(data, '=', '\n'),
  (data) => pairsOf(data, ': ', '\n'),
  (data) => pairsOf(data, '=', '&'),
  (data) => pairsOf(data, '=', '; '),
];

/** Whether what was read has all that was written; numbers may have become texts. */
function agrees(written: unknown, read: unknown): boolean {
  if (Array.isArray(written))
    return (
      Array.isArray(read) &&
      read.length === written.length &&
      written.every((item, index) => agrees(item, read[index]))
    );
  if (!isRecord(written)) return cellOf(written) === cellOf(read);
  return isRecord(read) && Object.entries(written).every(([key, value]) => agrees(value, read[key]));
}

function attempt<T>(step: () => T): T | null {
  try {
    return step();
  } catch {
    return null;
  }
}

/** Names that the code reads from the data, or from each of its records. */
function namesIn(content: TextContent): string[] {
  const of = content.of.kind === 'array' ? content.of.of : content.of;
  return of.kind === 'object' ? of.properties.map(({ name }) => name) : [];
}

function hasContent(value: unknown, names: readonly string[]): boolean {
  const record: unknown = Array.isArray(value) ? value[0] : value;
  return isRecord(record) && names.some((name) => record[name] !== undefined);
}

function openLibrary(content: TextContent, read: ReadText): Library {
  const names = namesIn(content);
  const known = new Map<string, boolean>();
  return {
    texts: [],
    isReadable(text) {
      const found =
        known.get(text) ??
        hasContent(
          attempt(() => read(text)),
          names,
        );
      if (known.size < 2000) known.set(text, found);
      return found;
    },
  };
}

/**
 * Writes documents of these data, the plainest first; none where no writer writes what the parser takes back.
 * @param context the modules that hold the parser; `guard` runs before each call of the host
 */
export function writeDocuments(
  content: TextContent,
  data: readonly Expression[],
  { context, guard }: { context: BuildContext; guard: () => void },
): void {
  const { reader, writers } = content;
  const read: ReadText = (text) => {
    guard();
    return reader === null ? (JSON.parse(text) as unknown) : callAccess(reader, [text], context.modules);
  };
  const own = writers.map((writer): WriteText => (value) => {
    guard();
    return callAccess(writer, [value], context.modules);
  });
  const [first, ...others] = data.map((expression) => attempt(() => build(expression, context)));
  if (first == null) return;
  const textOf = (write: WriteText, value: unknown): string | null => {
    const text = attempt(() => write(value));
    return typeof text === 'string' && text.length <= MAX_LENGTH ? text : null;
  };
  const fits = (write: WriteText): boolean => {
    const text = textOf(write, first);
    return (
      text !== null &&
      text !== '' &&
      agrees(
        first,
        attempt(() => read(text)),
      )
    );
  };
  const write = [...own, ...commonWriters].find(fits);
  if (write === undefined) return;
  const library = openLibrary(content, read);
  const texts = [first, ...others].flatMap((value) => textOf(write, value) ?? []);
  library.texts.push(...new Set(texts));
  for (const text of texts) allTexts.add(text);
  libraries.set(keyOf(content), library);
}
