/** Learns about a host what can be read without running anything of it. */
import { existsSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { NightshiftError } from '../../domain/errors.js';
import type { Host, HostJest, HostRunner, ModuleSystem } from '../../domain/host.js';
import { learnConventions } from './conventions.js';
import { findDependencyFolders } from './dependency-folders.js';
import { listFiles, listTracked } from '../files/file-listing.js';
import { chooseJest, findCompiler, findOwnJest, inferNodeOptions, readJestConfigText } from './host-jest.js';
import { findPackage, readPackageFile, type PackageFile } from '../files/package-file.js';
import { makeReadable } from '../reading/readable.js';
import { detectRunner, type RunnerChoice } from '../runner/detect-runner.js';
import { findWorkspaceRoot } from '../runner/script-world.js';
import { chooseSources } from '../files/source-files.js';

function realFolder(dir: string): string {
  if (!existsSync(dir)) {
    throw new NightshiftError('usage', `the folder ${dir} does not exist`, {
      remedy: 'name the folder of the project to test',
    });
  }
  if (!statSync(dir).isDirectory()) {
    throw new NightshiftError('usage', `${dir} is not a folder`, {
      remedy: 'name the folder of the project; use --include to restrict the files',
    });
  }
  return realpathSync(dir);
}

function moduleSystemOf(packageFile: PackageFile, sources: readonly string[]): ModuleSystem {
  const has = (extension: RegExp): boolean => sources.some((file) => extension.test(file));
  if (packageFile.type === 'module') return has(/\.c[jt]s$/) ? 'mixed' : 'esm';
  return has(/\.m[jt]s$/) ? 'mixed' : 'cjs';
}

/** Tests by Jest as it is installed. Our own takes nothing from the command for an older one. */
function asFound(runner: HostRunner, ownJest: HostJest | null, jest: HostJest): HostRunner {
  const found = { ...runner, version: ownJest?.version ?? null };
  return jest.origin === 'host' ? found : { ...found, options: {}, patterns: [], configBy: null };
}

/** The host at `dir`. Throws `usage` for a bad folder and `host` for a folder that holds no readable package. */
export async function detectHost(dir: string, choice: RunnerChoice = {}): Promise<Host> {
  const root = realFolder(path.resolve(dir));
  const packageFile = readPackageFile(root);
  const workspaceRoot = findWorkspaceRoot(root);
  const files = await listFiles(root);
  const dependencyFolders = findDependencyFolders(root, workspaceRoot);
  const readable = makeReadable(root, dependencyFolders);
  const entries = [packageFile.main, packageFile.module].filter((entry) => entry !== undefined);
  const sources = chooseSources({ files, entries, include: [], exclude: [] });
  const tracked = await listTracked(root);
  const { runner: named, nodeOptions } = detectRunner({ root, packageFile, files, tracked, choice });
  const ownJest = findOwnJest(root, named);
  const jest = chooseJest(root, ownJest);
  const runner = named.name === 'jest' ? asFound(named, ownJest, jest) : named;
  const jestConfig = readJestConfigText({ root, packageFile, runner, readable });
  const moduleSystem = moduleSystemOf(packageFile, sources);
  const from = path.join(root, 'package.json');
  const typescript = findPackage(from, 'typescript')?.version ?? null;
  const { allowsDefaultImport, findTsconfig, readCompilerOptions } = await import('./tsconfig.js');
  const tsconfig = findTsconfig(root, readable);
  const conventions = learnConventions({ root, files, sources, jestConfig, packageFile, readable });
  // Where the compiler knows no global `test`, it has to be imported, whatever the few tests there are may do.
  const mustImport =
    typescript !== null &&
    tsconfig !== null &&
    findPackage(from, '@types/jest') === null &&
    findPackage(from, '@jest/globals') !== null;
  return {
    root,
    workspaceRoot,
    name: packageFile.name ?? path.basename(root),
    jest,
    runner,
    moduleSystem,
    typescript,
    tsconfig,
    esModuleInterop: allowsDefaultImport(readCompilerOptions(root, tsconfig, readable), typescript),
    conventions: mustImport ? { ...conventions, globals: 'imported' } : conventions,
    compiler: findCompiler(root, packageFile, sources),
    hasFastCheck: findPackage(from, 'fast-check') !== null,
    nodeOptions:
      (runner.name === 'jest' ? nodeOptions : null) ??
      inferNodeOptions({ root, packageFile, jestConfig, moduleSystem, jest }),
    dependencyFolders,
  };
}
