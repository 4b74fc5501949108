/** Reads the host's tsconfig with the bundled compiler; this file loads ts-morph, so import it lazily. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ts } from 'ts-morph';
import { systemOver } from '../reading/compiler-files.js';
import type { Readable } from '../reading/readable.js';

/** The compiler options of a tsconfig with its `extends` followed; empty options when it cannot be read. */
export function readCompilerOptions(
  root: string,
  tsconfig: string | null,
  files: Readable,
): ts.CompilerOptions {
  if (tsconfig === null) return {};
  const host: ts.ParseConfigFileHost = {
    ...systemOver(files),
    onUnRecoverableConfigFileDiagnostic: () => undefined,
  };
  return ts.getParsedCommandLineOfConfigFile(path.join(root, tsconfig), {}, host)?.options ?? {};
}

interface RawConfig {
  files?: unknown;
  include?: unknown;
  references?: unknown;
}

function readRaw(file: string, files: Readable): RawConfig {
  const { config } = ts.readConfigFile(file, (name) => files.readText(name) ?? undefined) as {
    config?: unknown;
  };
  return typeof config === 'object' && config !== null ? config : {};
}

/** A tsconfig that only points to others; its own options say nothing about the sources. */
function firstReference(root: string, name: string, readable: Readable): string | null {
  const { files, include, references } = readRaw(path.join(root, name), readable);
  if (!Array.isArray(files) || files.length > 0 || include !== undefined) return null;
  if (!Array.isArray(references)) return null;
  for (const reference of references as unknown[]) {
    const target = (reference as { path?: unknown } | null)?.path;
    if (typeof target !== 'string') continue;
    const file = target.endsWith('.json') ? target : path.posix.join(target, 'tsconfig.json');
    if (!/test|spec|node/.test(path.basename(file)) && readable.isFile(path.join(root, file))) {
      return path.posix.normalize(file);
    }
  }
  return null;
}

/** Host-relative path of the tsconfig that covers the sources, or null. */
export function findTsconfig(root: string, readable: Readable): string | null {
  if (readable.isFile(path.join(root, 'tsconfig.json')))
    return firstReference(root, 'tsconfig.json', readable) ?? 'tsconfig.json';
  const beside = readdirSync(root).filter((name) => /^tsconfig\.(?:app|lib|build|base)\.json$/.test(name));
  const nearest = ['src/tsconfig.json', ...beside.sort()];
  return nearest.find((name) => readable.isFile(path.join(root, name))) ?? null;
}

/** Whether TypeScript of that version may default-import a CommonJS module under these options. */
export function allowsDefaultImport(options: ts.CompilerOptions, typescript: string | null): boolean {
  const explicit = options.esModuleInterop ?? options.allowSyntheticDefaultImports;
  if (explicit !== undefined) return explicit;
  if (typescript === null || Number.parseInt(typescript, 10) >= 6) return true;
  const { module, moduleResolution } = options;
  if (moduleResolution === ts.ModuleResolutionKind.Bundler) return true;
  return module !== undefined && module >= ts.ModuleKind.Node16;
}

/**
 * How compilers before TypeScript 6 find modules where CommonJS is all that is set: in the way that Node once had, which knows no
 * `exports`. For settings that say more there is nothing to add.
 */
export const oldResolution = ({ module, moduleResolution }: ts.CompilerOptions): ts.CompilerOptions =>
  moduleResolution === undefined && module === ts.ModuleKind.CommonJS
    ? // eslint-disable-next-line @typescript-eslint/no-deprecated -- what is out of date is what such a repository has
      { moduleResolution: ts.ModuleResolutionKind.Node10 }
    : {};
