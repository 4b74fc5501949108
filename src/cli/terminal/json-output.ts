/** Writes what `--json` or another option asks for: to a file, or to standard output for `-`. */
import { access, constants, lstat, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { NightshiftError } from '../../domain/errors.js';
import { replaceBelow } from '../../io/files/below.js';
import type { Terminal } from './terminal.js';

export interface JsonOutput {
  /** Whether standard output belongs to JSON alone. */
  isStandardOutput: boolean;
  write: (text: string) => Promise<void>;
}

/**
 * Where `--json FILE` leads, checked before any work is done; null without the option. `dir` is the repository's folder, `option`
 * the name for messages.
 *
 * @throws NightshiftError `usage` when the file cannot be written.
 */
export async function openJsonOutput(
  target: string | undefined,
  { dir, terminal, option = '--json' }: { dir: string; terminal: Terminal; option?: string },
): Promise<JsonOutput | null> {
  if (target === undefined) return null;
  if (target === '-') {
    return {
      isStandardOutput: true,
      write: (text) => {
        terminal.out(text);
        return Promise.resolve();
      },
    };
  }
  const file = path.resolve(terminal.cwd, target);
  const fail = (cause: unknown): never => {
    throw new NightshiftError('usage', `${option}: ${file} cannot be written`, { cause });
  };
  const found = await stat(file).catch(() => null);
  if (found?.isDirectory()) throw new NightshiftError('usage', `${option}: ${file} is a folder`);
  await access(found === null ? path.dirname(file) : file, constants.W_OK).catch(fail);
  // In the repository a link may be a trap; elsewhere, such as in /dev, it is what the user wants.
  const isInRepository = file.startsWith(dir + path.sep);
  if (isInRepository) await refuseLinks(dir, file, option);
  const write = (text: string): Promise<void> =>
    isInRepository ? replaceBelow(dir, file, text) : writeFile(file, text);
  return { isStandardOutput: false, write: (text) => write(text).catch(fail) };
}

async function refuseLinks(dir: string, file: string, option: string): Promise<void> {
  const parts = path.relative(dir, file).split(path.sep);
  for (const count of parts.keys()) {
    const at = path.join(dir, ...parts.slice(0, count + 1));
    if ((await lstat(at).catch(() => null))?.isSymbolicLink() !== true) continue;
    throw new NightshiftError('usage', `${option}: ${at} is a link of the repository, and is not followed`, {
      remedy: 'Name a file elsewhere, or remove the link.',
    });
  }
}
