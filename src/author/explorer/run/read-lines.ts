/** Reads what the explorer wrote down inside the host's Jest. */
import { z } from 'zod';
import { readBelow } from '../../../io/files/below.js';
import type { ExploreLine } from '../notation/explore-line.js';

// The lines come from our own code in the box, which shares it with untrusted code: shape is checked, content is not trusted.
const count = z.number().nonnegative();
const looseArray = z.array(z.looseObject({}));
const propertySchema = z.looseObject({
  target: z.string(),
  title: z.string(),
  uses: z.array(z.looseObject({ module: z.string() })),
  inputs: z.array(z.tuple([z.string(), z.looseObject({ kind: z.string() })])),
  lines: z.array(z.string()),
});
const lineSchema = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('unit-start'), unit: z.string() }),
  z.looseObject({
    type: z.literal('unit-found'),
    unit: z.looseObject({ id: z.string(), access: z.looseObject({}), members: looseArray }),
  }),
  z.looseObject({ type: z.literal('runtime-exports-end') }),
  z.looseObject({ type: z.literal('loaded'), branches: z.record(z.string(), z.looseObject({})) }),
  z.looseObject({ type: z.literal('load-failed'), message: z.string() }),
  z.looseObject({
    type: z.literal('case'),
    recorded: z.looseObject({
      unit: z.string(),
      target: z.string(),
      case: z.looseObject({ steps: looseArray }),
      outcome: z.looseObject({ kind: z.string() }),
      observations: looseArray,
      owns: z.array(z.string()),
    }),
    args: z.object({ declared: count, conforming: count, inferred: count, conformingToInferred: count }),
  }),
  z.looseObject({ type: z.literal('law'), held: z.looseObject({}) }),
  z.looseObject({
    type: z.literal('broken-law'),
    broken: z.looseObject({ target: z.string(), inputs: z.array(z.looseObject({ k: z.string() })) }),
  }),
  z.looseObject({ type: z.literal('property'), unit: z.string(), property: propertySchema }),
  z.looseObject({
    type: z.literal('broken-property'),
    broken: z.looseObject({ property: propertySchema, inputs: z.array(z.looseObject({ k: z.string() })) }),
  }),
  z.looseObject({ type: z.literal('class-law'), unit: z.string(), law: z.looseObject({ law: z.string() }) }),
  z.looseObject({ type: z.literal('rest'), unit: z.string(), open: count, corpus: looseArray }),
  z.looseObject({
    type: z.literal('unit-end'),
    unit: z.string(),
    calls: count,
    work: count,
    cpuMs: count,
    isCut: z.boolean(),
    peakBytes: count,
    kept: count,
    pruned: count,
    guarded: z.array(z.string()),
  }),
]);

/** More than a search leaves; what is larger was written by something else. */
const mostBytes = 256 * 1024 * 1024;

async function readBack(scratch: string, file: string): Promise<string> {
  const read = await readBelow(scratch, file, mostBytes);
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
