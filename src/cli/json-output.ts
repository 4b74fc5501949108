/** Writes what `--json` asks for: to a file, or to standard output for `-`. */
import { access, constants, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { NightshiftError } from '../domain/errors.js';
import type { Terminal } from './terminal.js';

export interface JsonOutput {
  /** Whether standard output belongs to JSON alone. */
  isStandardOutput: boolean;
  write: (text: string) => Promise<void>;
}

/**
 * Where `--json FILE` leads, checked before any work is done; null without the option.
 *
 * @throws NightshiftError `usage` when the file cannot be written.
 */
export async function openJsonOutput(
  target: string | undefined,
  terminal: Terminal,
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
    throw new NightshiftError('usage', `--json: ${file} cannot be written`, { cause });
  };
  const found = await stat(file).catch(() => null);
  if (found?.isDirectory()) throw new NightshiftError('usage', `--json: ${file} is a folder`);
  await access(found === null ? path.dirname(file) : file, constants.W_OK).catch(fail);
  return { isStandardOutput: false, write: (text) => writeFile(file, text).catch(fail) };
}
