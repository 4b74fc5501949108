/** Remembers which parts of the protocol servers speak, so that a pass does not begin with requests that are refused. */
import { constants, readFileSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { withPlainFile } from '../../../io/files/plain-file.js';
import type { Dialect } from './dialect.js';

const dialectSchema = z.object({
  form: z.enum(['json_schema', 'json_object', 'none']),
  limit: z.enum(['max_completion_tokens', 'max_tokens']),
  effort: z.boolean(),
  system: z.boolean(),
});
const memorySchema = z.record(z.string(), dialectSchema);

interface KnownServer {
  server: string;
  model: string;
}

const nameOf = ({ server, model }: KnownServer): string => `${server} ${model}`;

/** The dialect that the file at this absolute path holds for a model, or undefined. */
export const recallDialect = (file: string, known: KnownServer): Dialect | undefined =>
  readMemory(file)[nameOf(known)];

/** Writes a dialect down; a file that cannot be written remembers nothing. */
export function rememberDialect(file: string, known: KnownServer, dialect: Dialect): void {
  const text = JSON.stringify({ ...readMemory(file), [nameOf(known)]: dialect }, null, 2);
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC;
  withPlainFile(file, flags, (descriptor) => writeSync(descriptor, `${text}\n`));
}

function readMemory(file: string): z.infer<typeof memorySchema> {
  const text = withPlainFile(file, constants.O_RDONLY, (descriptor) => readFileSync(descriptor, 'utf8'));
  try {
    return memorySchema.parse(JSON.parse(text ?? '{}'));
  } catch {
    return {};
  }
}
