/**
 * Lets Vite load a configuration although it cannot write into `node_modules`: it writes beside the configuration where it
 * hears that access is denied, and gives up at any other error.
 */
import fs from 'node:fs';

type Writer = (...args: unknown[]) => Promise<unknown>;

const promises = fs.promises as unknown as Record<'mkdir' | 'writeFile', Writer>;

for (const name of ['mkdir', 'writeFile'] as const) {
  const original = promises[name];
  promises[name] = (...args) =>
    original.apply(fs.promises, args).catch((error: unknown) => {
      const failure = error as NodeJS.ErrnoException;
      if (String(args[0]).includes('.vite-temp')) failure.code = 'EACCES';
      throw failure;
    });
}
