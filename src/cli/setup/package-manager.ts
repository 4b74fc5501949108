/** Finds the package manager of a host and its command for adding dev dependencies. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { readPlainText } from '../../analyze/reading/readable.js';

export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun';

const lockFiles: readonly [string, PackageManager][] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
];

const addDev: Readonly<Record<PackageManager, readonly string[]>> = {
  npm: ['install', '--save-dev'],
  pnpm: ['add', '--save-dev'],
  yarn: ['add', '--dev'],
  bun: ['add', '--dev'],
};

function declared(dir: string): PackageManager | null {
  const text = readPlainText(path.join(dir, 'package.json')) ?? '';
  const name = /"packageManager"\s*:\s*"(npm|pnpm|yarn|bun)@/.exec(text)?.[1];
  return name === 'npm' || name === 'pnpm' || name === 'yarn' || name === 'bun' ? name : null;
}

/** The manager named by the nearest `packageManager` field or lock file at or above `dir`; npm without either. */
export function findPackageManager(dir: string): PackageManager {
  for (let at = path.resolve(dir); ; at = path.dirname(at)) {
    const found = declared(at) ?? lockFiles.find(([file]) => existsSync(path.join(at, file)))?.[1];
    if (found !== undefined) return found;
    if (existsSync(path.join(at, '.git')) || path.dirname(at) === at) return 'npm';
  }
}

/** The command that adds packages as dev dependencies, as words. */
export const installCommand = (manager: PackageManager, packages: readonly string[]): string[] => [
  manager,
  ...addDev[manager],
  ...packages,
];
