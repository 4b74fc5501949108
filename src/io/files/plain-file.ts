/** Opens files of ours that nothing depends on: a planted link must not lead elsewhere, and a failure costs nothing else. */
import { closeSync, constants, openSync } from 'node:fs';

/** Windows knows no such flag. */
const noLink = (constants as { O_NOFOLLOW?: number }).O_NOFOLLOW ?? 0;

/** Opens the file with flags of Node's `constants`, and closes it again; null when it cannot be opened or used. */
export function withPlainFile<T>(file: string, flags: number, use: (descriptor: number) => T): T | null {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, flags | noLink, 0o600);
    return use(descriptor);
  } catch {
    return null;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
