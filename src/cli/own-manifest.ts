/** Reads what our own package.json says of the program. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const manifestSchema = z.object({ version: z.string(), config: z.object({ demo: z.string() }) });

/** Our version, and under `config.demo` the sample that the demonstration shows, relative to the package. */
export function readOwnManifest(): z.infer<typeof manifestSchema> {
  return manifestSchema.parse(
    JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')),
  );
}
