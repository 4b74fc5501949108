/** Reads the scripts of a host and of the packages in it. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import picomatch from 'picomatch';
import { readPlainTextBelow } from '../reading/readable.js';
import type { ScriptPackage, ScriptWorld } from './follow-scripts.js';

interface Manifest {
  name?: unknown;
  scripts?: Record<string, unknown>;
  workspaces?: unknown;
}

function readManifest(root: string, folder: string): Manifest | null {
  try {
    const parsed: unknown = JSON.parse(
      readPlainTextBelow(root, path.posix.join(folder, 'package.json')) ?? '',
    );
    return typeof parsed === 'object' && parsed !== null ? parsed : null;
  } catch {
    return null;
  }
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];

/** The globs by which a folder names the packages of its monorepo; null when it is none. */
function workspaceGlobs(root: string): string[] | null {
  const { workspaces } = readManifest(root, '') ?? {};
  const ofNpm = Array.isArray(workspaces)
    ? workspaces
    : (workspaces as { packages?: unknown } | null | undefined)?.packages;
  if (ofNpm !== undefined) return texts(ofNpm);
  const pnpm = readPlainTextBelow(root, 'pnpm-workspace.yaml');
  if (pnpm !== null)
    return [...pnpm.matchAll(/^\s*-\s*['"]?([^'"#\n]+?)['"]?\s*$/gm)].map((match) => match[1] ?? '');
  const lerna = readPlainTextBelow(root, 'lerna.json');
  if (lerna !== null) {
    const packages = /"packages"\s*:\s*\[([^\]]*)\]/.exec(lerna)?.[1];
    return packages === undefined
      ? ['packages/*']
      : [...packages.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? '');
  }
  return existsSync(path.join(root, 'nx.json')) ? ['**'] : null;
}

/** Whether a folder, relative to the top of a monorepo, is one of its packages. */
function isMember(globs: readonly string[], folder: string): boolean {
  const clean = (glob: string): string => glob.replace(/^\.\//, '').replace(/\/+$/, '');
  const wanted = globs.filter((glob) => !glob.startsWith('!')).map(clean);
  const unwanted = globs.filter((glob) => glob.startsWith('!')).map((glob) => clean(glob.slice(1)));
  return picomatch.isMatch(folder, wanted) && !(unwanted.length > 0 && picomatch.isMatch(folder, unwanted));
}

const noPackage =
  /(?:^|\/)(?:node_modules|fixtures?|__fixtures__|templates?|examples?|test|tests|__tests__)\//;

function packageAt(root: string, folder: string): ScriptPackage[] {
  const manifest = readManifest(root, folder);
  if (!manifest) return [];
  const { name, scripts = {} } = manifest;
  const pairs = Object.entries(scripts).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  );
  return [{ folder, name: typeof name === 'string' ? name : null, scripts: Object.fromEntries(pairs) }];
}

/** The folders of a host's packages besides itself, by the globs of its monorepo. */
function memberFolders(root: string, files: readonly string[]): string[] {
  const globs = workspaceGlobs(root);
  if (globs === null) return [];
  const folders = files
    .filter((file) => /\/(?:package|project)\.json$/.test(file) && !noPackage.test(file))
    .map((file) => path.posix.dirname(file));
  return [...new Set(folders)].filter((folder) => isMember(globs, folder));
}

/**
 * The scripts of a host.
 * @param isWithheld whether a file must not be read, because it may hold secrets
 */
export function readScriptWorld(
  root: string,
  files: readonly string[],
  isWithheld: (file: string) => boolean,
): ScriptWorld {
  const folders = memberFolders(root, files);
  return {
    packages: ['', ...folders].flatMap((folder) => packageAt(root, folder)),
    readText: (file) => (isWithheld(file) ? null : readPlainTextBelow(root, file)),
  };
}

/** The top of the monorepo that names `root` as one of its packages; `root` itself where there is none. */
export function findWorkspaceRoot(root: string): string {
  for (let at = root; at !== path.dirname(at) && !existsSync(path.join(at, '.git'));) {
    at = path.dirname(at);
    const globs = workspaceGlobs(at);
    if (globs && isMember(globs, path.relative(at, root).split(path.sep).join('/'))) return at;
  }
  return root;
}
