/** Reads what the explorer wrote down inside the host's Jest. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { ExploreLine } from './expression.js';

// The lines come from our own code in the box, which shares it with untrusted code: shape is checked, content is not trusted.
const lineSchema = z.looseObject({ type: z.string() });

/** The lines of a result file that can be read. */
export async function readLines(file: string): Promise<ExploreLine[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    try {
      const parsed = lineSchema.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data as unknown as ExploreLine] : [];
    } catch {
      return [];
    }
  });
}

/** The case that ran last, from its length-prefixed slot. */
export async function readCurrent(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const end = text.indexOf('\n');
  return end < 0 ? '' : text.slice(end + 1, end + 1 + Number(text.slice(0, end)));
}
