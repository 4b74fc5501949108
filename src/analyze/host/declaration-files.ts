/** Finds the declarations that describe JavaScript: beside a file, by package.json, or as a package of their own. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { PackageFile } from '../files/package-file.js';
import { findPackage } from '../files/package-file.js';

const declarationOf: Readonly<Record<string, string>> = {
  '.js': '.d.ts',
  '.jsx': '.d.ts',
  '.cjs': '.d.cts',
  '.mjs': '.d.mts',
};

const firstThat = (files: readonly string[]): string | null => files.find((file) => existsSync(file)) ?? null;

function besideFile(root: string, file: string): string | null {
  const extension = path.extname(file);
  const stem = path.join(root, file.slice(0, file.length - extension.length));
  const own = declarationOf[extension];
  return own === undefined ? null : firstThat([stem + own, `${stem}.d.ts`]);
}

/** The first of the named fields in `exports` for the package itself, however deep its conditions stand. */
function exportsField(given: unknown, names: readonly string[]): string | null {
  if (typeof given !== 'object' || given === null) return null;
  const fields = given as Record<string, unknown>;
  if ('.' in fields) return exportsField(fields['.'], names);
  for (const [key, value] of Object.entries(fields)) {
    if (names.includes(key) && typeof value === 'string') return value;
    const found = key.startsWith('.') ? null : exportsField(value, names);
    if (found !== null) return found;
  }
  return null;
}

/** Host-relative paths that importing the package by its name may load. */
function entriesOf({ main, module, exports }: PackageFile): string[] {
  const whole = typeof exports === 'string' ? exports : null;
  const byCondition = ['require', 'import', 'default', 'node'].map((name) => exportsField(exports, [name]));
  const entries = [main, module, whole, ...byCondition, 'index.js'].filter((entry) => entry != null);
  return entries.map((entry) => path.posix.normalize(entry));
}

function ofPackage(root: string, packageFile: PackageFile, typesFolder: string | null): string | null {
  const { types, typings, exports } = packageFile;
  const named = types ?? typings ?? exportsField(exports, ['types']);
  const own = named == null ? [] : [path.join(root, named), path.join(root, `${named}.d.ts`)];
  const shared = typesFolder === null ? [] : [path.join(typesFolder, 'index.d.ts')];
  return firstThat([...own, path.join(root, 'index.d.ts'), ...shared]);
}

/** The folder of the package `@types/x` for the package x itself. */
function findTypesFolder(root: string, name: string | undefined): string | null {
  if (name === undefined) return null;
  const mangled = name.startsWith('@') ? name.slice(1).replace('/', '__') : name;
  return findPackage(path.join(root, 'package.json'), `@types/${mangled}`)?.folder ?? null;
}

/** For each JavaScript file that has one, the absolute path of its declaration. */
export function findDeclarations(
  root: string,
  packageFile: PackageFile,
  files: readonly string[],
): Map<string, string> {
  const found = new Map<string, string>();
  const typesFolder = findTypesFolder(root, packageFile.name);
  const entries = new Set(entriesOf(packageFile).flatMap((entry) => [entry, `${entry}.js`]));
  for (const file of files) {
    if (!/\.[cm]?jsx?$/.test(file)) continue;
    const stem = file.replace(/\.[cm]?jsx?$/, '');
    const shared = typesFolder === null ? null : firstThat([path.join(typesFolder, `${stem}.d.ts`)]);
    const main = entries.has(file) ? ofPackage(root, packageFile, typesFolder) : null;
    const declaration = besideFile(root, file) ?? main ?? shared;
    if (declaration !== null) found.set(file, declaration);
  }
  return found;
}
