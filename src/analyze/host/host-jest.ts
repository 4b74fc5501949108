/** Finds the Jest that runs the host's tests, and the Node options it needs. */
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { NightshiftError } from '../../domain/errors.js';
import type { Host, HostJest, HostRunner, ModuleSystem } from '../../domain/host.js';
import type { Readable } from '../reading/readable.js';
import { findPackage, type InstalledPackage, type PackageFile } from '../files/package-file.js';

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

/** Older ones know neither `setupFilesAfterEnv` nor our options. */
const oldestMajor = 24;

/** The Jest by which the host's command runs its tests; null where another runner does, whatever lies in `node_modules`. */
export function findOwnJest(root: string, runner: HostRunner): HostJest | null {
  if (!['jest', 'none'].includes(runner.name)) return null;
  const from = path.join(root, 'package.json');
  const tool = runner.configBy === null ? null : findPackage(from, runner.configBy);
  return jestFrom(from, 'host') ?? (tool && jestFrom(path.join(tool.folder, 'package.json'), 'host'));
}

/** The host's own Jest, or ours where it has none or one that is too old. */
export function chooseJest(root: string, own: HostJest | null): HostJest {
  const isUsable = own !== null && Number(own.version.split('.')[0]) >= oldestMajor;
  if (isUsable) return own;
  const ours = jestFrom(fileURLToPath(import.meta.url), 'nightshift');
  const isShadowed = jestFrom(path.join(root, 'package.json'), 'host') !== null;
  if (ours !== null) return isShadowed ? { ...ours, isShadowed } : ours;
  throw new NightshiftError('host', `no Jest resolves from ${root}, nor from Nightshift itself`, {
    remedy: 'install it with `npm install --save-dev jest`',
  });
}

/** The text of the host's Jest config: the config file as it is written, or `jest` of package.json as JSON. */
export function readJestConfigText(question: {
  root: string;
  packageFile: PackageFile;
  runner: HostRunner;
  readable: Readable;
}): string {
  const { root, packageFile, runner, readable } = question;
  const { config } = runner.options;
  const named = typeof config === 'string' ? [config] : [];
  if (named[0]?.startsWith('{')) return named[0];
  const file = [...named, ...jestConfigNames]
    .map((name) => path.resolve(root, name))
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

/** See `Host.compiler`. */
export function findCompiler(
  root: string,
  packageFile: PackageFile,
  sources: readonly string[],
): Host['compiler'] {
  if (sources.some((file) => /\.[cm]?tsx?$/.test(file))) return 'typescript';
  const hasBabel =
    packageFile.babel !== undefined || babelConfigNames.some((name) => existsSync(path.join(root, name)));
  // A configuration of Babel 6 means nothing to the Babel of a Jest of today.
  const isOfToday = findPackage(path.join(root, 'package.json'), '@babel/core') !== null;
  return hasBabel && isOfToday ? 'babel' : null;
}

export interface NodeOptionsQuestion {
  root: string;
  packageFile: PackageFile;
  jestConfig: string;
  moduleSystem: ModuleSystem;
  jest: HostJest;
}

/** The options for Node with which Jest has to be started where no script says so. */
export function inferNodeOptions(question: NodeOptionsQuestion): string[] {
  const isEsm = question.packageFile.type === 'module' && question.moduleSystem !== 'cjs';
  if (!isEsm) return [];
  // Our own configuration leaves ES modules as they are.
  if (question.jest.origin === 'nightshift') return [vmModules];
  return compilesToCommonJs(question.root, question.packageFile, question.jestConfig) ? [] : [vmModules];
}
