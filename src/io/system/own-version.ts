/** The version of Nightshift itself. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const manifestFile = new URL('../../../package.json', import.meta.url);
const manifestSchema = z.object({ version: z.string() });

/** As package.json says it. */
export const ownVersion = (): string =>
  manifestSchema.parse(JSON.parse(readFileSync(manifestFile, 'utf8'))).version;
