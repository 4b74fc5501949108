/** Reads the rows of a small answer, as leniently as tests are read. */

/**
 * The rows that can be read of the list that an answer holds under this key, or bare, in prose or in a fence.
 * @param readRow null for a row of another shape
 */
export function readRows<T>(content: string, key: string, readRow: (row: unknown) => T | null): T[] {
  const plain = content.replace(/^\s*<think>[\s\S]*?<\/think>/, '');
  for (const [open, close] of [
    ['{', '}'],
    ['[', ']'],
  ] as const) {
    const text = plain.slice(plain.indexOf(open), plain.lastIndexOf(close) + 1);
    const rows = listIn(text, key).flatMap((row) => readRow(row) ?? []);
    if (rows.length > 0) return rows;
  }
  return [];
}

function listIn(text: string, key: string): unknown[] {
  try {
    const value = JSON.parse(text) as unknown;
    if (Array.isArray(value)) return value;
    const list = (value as Record<string, unknown>)[key];
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}
