/** The file that one shard of a pass writes for `nightshift merge`; it can be handed from one machine to another. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CoverageMapData } from 'istanbul-lib-coverage';
import { z } from 'zod';
import { NightshiftError } from '../../domain/errors.js';
import { reportSchema } from '../../domain/report.js';
import { replaceBelow } from '../../io/files/below.js';
import { errorMessage } from '../../io/system/system-error.js';

const whole = z.number().int().positive();

const shardFileSchema = z.object({
  version: z.literal(1),
  shard: z.object({ index: whole, count: whole }),
  report: reportSchema,
  /** Istanbul's report with the tests of this shard. */
  coverage: z.record(
    z.string(),
    z.custom<CoverageMapData[string]>((value) => typeof value === 'object' && value !== null),
  ),
  deliveries: z.array(
    z.object({
      file: z.string(),
      testFile: z.string(),
      content: z.string(),
      message: z.string(),
      candidateIds: z.array(z.string()),
    }),
  ),
});

export type ShardFile = z.infer<typeof shardFileSchema>;

/** Writes the file below the state folder; returns its path. */
export async function writeShardFile(stateFolder: string, shard: ShardFile): Promise<string> {
  const { index, count } = shard.shard;
  const file = path.join(stateFolder, 'shards', `${index}-of-${count}.json`);
  await replaceBelow(stateFolder, file, JSON.stringify(shard));
  return file;
}

/** @throws NightshiftError `usage` when the file is none that a shard has written. */
export async function readShardFile(file: string): Promise<ShardFile> {
  try {
    return shardFileSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw new NightshiftError('usage', `${file} is not the result of a shard: ${firstLine(error)}`, {
      remedy: 'Give the files that jobs with --shard have written below .nightshift/shards.',
      cause: error,
    });
  }
}

const firstLine = (error: unknown): string => errorMessage(error).split('\n')[0] ?? '';
