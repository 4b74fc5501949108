/** Finds the compiled files that run inside the host's Jest. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Absolute path of a compiled file that runs inside the host's Jest. */
export function inHostFile(name: string): string {
  const file = fileURLToPath(new URL(`../in-host/${name}`, import.meta.url));
  // Run from the sources, as unit tests do, the compiled file lies elsewhere.
  return existsSync(file)
    ? file
    : fileURLToPath(new URL(`../../../../dist/io/jest/in-host/${name}`, import.meta.url));
}
