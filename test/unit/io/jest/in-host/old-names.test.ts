/** What is loaded inside a test context names Node's modules as every supported Jest knows them. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const sources = fileURLToPath(new URL('../../../../../src', import.meta.url));

/** The specifiers of a module that are still there once it is compiled. */
const importsOf = (file: string): string[] => {
  const text = readFileSync(file, 'utf8').replace(/^import type [^;]*;/gm, '');
  return [...text.matchAll(/(?:from|import|require\()\s*'([^']+)'/g)].map(([, name = '']) => name);
};

/** Every import of a module and of what it loads, as `file: specifier`. */
function reached(file: string, seen = new Map<string, string[]>()): Map<string, string[]> {
  if (seen.has(file)) return seen;
  const names = importsOf(file);
  seen.set(file, names);
  for (const name of names) {
    const next = path.resolve(path.dirname(file), name.replace(/\.cjs$/, '.cts'));
    if (name.startsWith('.') && existsSync(next)) reached(next, seen);
  }
  return seen;
}

test.each([
  ['the explorer', 'author/explorer/in-host/explore.cts', 20],
  ['the setup file', 'io/jest/in-host/runner/setup.cts', 1],
  ["Vitest's names", 'io/jest/in-host/runner/vitest.cts', 1],
])('Jest 26 and older can load %s, whose modules use no node: prefix', (_name, entry, least) => {
  const modules = reached(path.join(sources, entry));
  expect(modules.size).toBeGreaterThanOrEqual(least);
  const prefixed = [...modules].filter(([, names]) => names.some((name) => name.startsWith('node:')));
  expect(prefixed).toEqual([]);
});
