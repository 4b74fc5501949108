/** Finds the Jest that runs the host's tests, and the Node options it needs. */
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { NightshiftError } from '../../domain/errors.js';
import type { HostJest, ModuleSystem } from '../../domain/host.js';
import type { Readable } from '../reading/readable.js';
import { findPackage, type InstalledPackage, type PackageFile } from './package-file.js';

const jestConfigNames = ['js', 'ts', 'mjs', 'cjs', 'mts', 'cts', 'json'].map((ext) => `jest.config.${ext}`);
const babelConfigNames = [
  ...['js', 'cjs', 'mjs', 'json', 'ts', 'cts'].map((ext) => `babel.config.${ext}`),
  ...['.babelrc', '.babelrc.js', '.babelrc.cjs', '.babelrc.mjs', '.babelrc.json'],
];
const vmModules = '--experimental-vm-modules';

function binaryOf(found: InstalledPackage): string | null {
  const relative = typeof found.bin === 'string' ? found.bin : found.bin?.['jest'];
  const binary = path.join(found.folder, relative ?? 'bin/jest.js');
  return existsSync(binary) ? realpathSync(binary) : null;
}

function jestFrom(from: string, origin: HostJest['origin']): HostJest | null {
  for (const name of ['jest', 'jest-cli']) {
    const found = findPackage(from, name);
    const binary = found === null ? null : binaryOf(found);
    if (found !== null && binary !== null) return { origin, binary, version: found.version };
  }
  return null;
}

/** The host's own Jest, or ours where it has none. */
export function findJest(root: string): HostJest {
  const jest =
    jestFrom(path.join(root, 'package.json'), 'host') ??
    jestFrom(fileURLToPath(import.meta.url), 'nightshift');
  if (jest !== null) return jest;
  throw new NightshiftError('host', `no Jest resolves from ${root}, nor from Nightshift itself`, {
    remedy: 'install it with `npm install --save-dev jest`',
  });
}

/** The text of the host's Jest config: the config file as it is written, or `jest` of package.json as JSON. */
export function readJestConfigText(root: string, packageFile: PackageFile, readable: Readable): string {
  const named = Object.values(packageFile.scripts ?? {})
    .flatMap((script) => [...script.matchAll(/jest[^&|;]*?(?:--config|-c)[ =]([^\s'"]+)/g)])
    .flatMap((match) => (match[1] === undefined ? [] : [match[1]]));
  const file = [...named, ...jestConfigNames]
    .map((name) => path.join(root, name))
    .find((name) => readable.isFile(name));
  const own = packageFile.jest === undefined ? '' : JSON.stringify(packageFile.jest);
  return file === undefined ? own : `${own}\n${readable.readText(file) ?? ''}`;
}

/** Whether, judging by the text, the host's Jest turns ES modules into CommonJS before it runs them. */
function compilesToCommonJs(root: string, packageFile: PackageFile, config: string): boolean {
  if (/useESM["']?\s*:\s*true|default-esm|extensionsToTreatAsEsm/.test(config)) return false;
  if (/["']?transform["']?\s*:\s*\{\s*\}/.test(config)) return false;
  if (/ts-jest|@swc\/jest|babel-jest|esbuild-jest|sucrase/.test(config)) return true;
  if (packageFile.babel !== undefined) return true;
  return babelConfigNames.some((name) => existsSync(path.join(root, name)));
}

export interface NodeOptionsQuestion {
  root: string;
  packageFile: PackageFile;
  jestConfig: string;
  moduleSystem: ModuleSystem;
  jest: HostJest;
}

/** The options for Node with which the host's Jest has to be started. */
export function findNodeOptions(question: NodeOptionsQuestion): string[] {
  const scripts = Object.values(question.packageFile.scripts ?? {});
  if (scripts.some((script) => script.includes(vmModules))) return [vmModules];
  const isEsm = question.packageFile.type === 'module' && question.moduleSystem !== 'cjs';
  if (!isEsm) return [];
  // Our own configuration leaves ES modules as they are.
  if (question.jest.origin === 'nightshift') return [vmModules];
  return compilesToCommonJs(question.root, question.packageFile, question.jestConfig) ? [] : [vmModules];
}
