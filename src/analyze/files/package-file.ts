/** Reads the host's package.json and finds installed packages, without loading anything of the host. */
import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { readPlainText } from '../reading/readable.js';
import { NightshiftError } from '../../domain/errors.js';

/** No command line is longer; patterns that look into scripts may then take their time. */
const mostScriptLength = 10_000;

const packageSchema = z.looseObject({
  name: z.string().optional().catch(undefined),
  version: z.string().optional().catch(undefined),
  type: z.string().optional().catch(undefined),
  main: z.string().optional().catch(undefined),
  module: z.string().optional().catch(undefined),
  types: z.string().optional().catch(undefined),
  typings: z.string().optional().catch(undefined),
  exports: z.unknown().optional(),
  bin: z
    .union([z.string(), z.record(z.string(), z.string())])
    .optional()
    .catch(undefined),
  scripts: z
    .record(z.string(), z.string())
    .transform((scripts) =>
      Object.fromEntries(Object.entries(scripts).filter(([, text]) => text.length <= mostScriptLength)),
    )
    .optional()
    .catch(undefined),
  dependencies: z.record(z.string(), z.string()).optional().catch(undefined),
  devDependencies: z.record(z.string(), z.string()).optional().catch(undefined),
  jest: z.unknown().optional(),
  ava: z.unknown().optional(),
  babel: z.unknown().optional(),
  prettier: z.unknown().optional(),
});

export type PackageFile = z.infer<typeof packageSchema>;

function describePosition(text: string, message: string): string {
  const offset = /position (\d+)/.exec(message)?.[1];
  if (offset === undefined) return message;
  const before = text.slice(0, Number(offset)).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: ${message}`;
}

/** Reads and checks the package.json of a folder. Throws `host` when it is missing or cannot be parsed. */
export function readPackageFile(root: string): PackageFile {
  const file = path.join(root, 'package.json');
  if (!existsSync(file)) {
    throw new NightshiftError('host', `there is no package.json in ${root}`, {
      remedy: 'name the folder that holds the package.json of your project, or run `npm init` there',
    });
  }
  // Without links: what a link leads to is no part of the repository.
  const text = lstatSync(file).isFile() ? readPlainText(file) : null;
  if (text === null) {
    throw new NightshiftError(
      'host',
      `${file} cannot be read: it is not a plain file, or larger than a megabyte`,
      {
        remedy: 'put the package.json of your project there',
      },
    );
  }
  try {
    const parsed = packageSchema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch (error) {
    const reason = error instanceof Error ? describePosition(text, error.message) : String(error);
    throw new NightshiftError('host', `${file} cannot be read: ${reason}`, {
      cause: error,
      remedy: 'fix the file; `npm pkg get name` shows whether npm can read it',
    });
  }
  throw new NightshiftError('host', `${file} does not hold a JSON object`, { remedy: 'fix the file' });
}

export interface InstalledPackage {
  folder: string;
  version: string;
  bin: PackageFile['bin'];
}

/** A package may forbid that its package.json is resolved, and Node would wait for one that is a pipe. */
function lookUpwards(dir: string, name: string): string | null {
  const file = path.join(dir, 'node_modules', name, 'package.json');
  if (existsSync(file)) return realpathSync(file);
  const parent = path.dirname(dir);
  return parent === dir ? null : lookUpwards(parent, name);
}

function resolvePackageFile(from: string, name: string): string | null {
  const found = lookUpwards(path.dirname(from), name);
  if (found !== null) return found;
  try {
    return createRequire(from).resolve(`${name}/package.json`);
  } catch {
    return null;
  }
}

/** Finds an installed package as a module at `from` (absolute path of a file) would resolve it, or null. */
export function findPackage(from: string, name: string): InstalledPackage | null {
  const file = resolvePackageFile(from, name);
  if (file === null) return null;
  try {
    const data = packageSchema.parse(JSON.parse(readPlainText(file) ?? ''));
    return { folder: path.dirname(file), version: data.version ?? '0.0.0', bin: data.bin };
  } catch {
    return null;
  }
}
