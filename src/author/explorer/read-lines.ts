/** Reads what the explorer wrote down inside the host's Jest. */
import { z } from 'zod';
import { readScratchFile } from '../../io/sandbox/scratch-files.js';
import type { ExploreLine } from './expression.js';

// The lines come from our own code in the box, which shares it with untrusted code: shape is checked, content is not trusted.
const lineSchema = z.looseObject({ type: z.string() });

/** More than a search leaves; what is larger was written by something else. */
const mostBytes = 256 * 1024 * 1024;

async function readBack(scratch: string, file: string): Promise<string> {
  const read = await readScratchFile(scratch, file, mostBytes);
  return read.ok ? read.text : '';
}

/** The lines of a result file that can be read; `scratch` is the box's folder that it lies in. */
export async function readLines(scratch: string, file: string): Promise<ExploreLine[]> {
  const text = await readBack(scratch, file);
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
export async function readCurrent(scratch: string, file: string): Promise<string> {
  const text = await readBack(scratch, file);
  const end = text.indexOf('\n');
  return end < 0 ? '' : text.slice(end + 1, end + 1 + Number(text.slice(0, end)));
}
