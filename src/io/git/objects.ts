/** Reads and writes git objects with an index of our own, so that the user's index and work tree stay as they are. */
import { join } from 'node:path';
import { createTempFolder, removeTempFolder } from '../files/temp-folder.js';
import { git, gitBytes, gitLine, splitNul } from './run-git.js';

export interface TreeEntry {
  /** From the top of the work tree. */
  path: string;
  mode: string;
  id: string;
}

/** An ordinary file that is not executable. */
export const regularFileMode = '100644';

const pathsPerCall = 300;

/** Stores a text as a blob, byte for byte, and returns its id. */
export async function writeBlob(toplevel: string, content: string): Promise<string> {
  const args = ['hash-object', '-w', '--no-filters', '--stdin'];
  return (await git(toplevel, args, { input: content })).trim();
}

/** Stores the tree of `base` with some files added or replaced, and returns its id. */
export async function writeTree(
  toplevel: string,
  base: string,
  entries: readonly TreeEntry[],
): Promise<string> {
  const folder = await createTempFolder('index');
  const options = {
    env: { GIT_INDEX_FILE: join(folder, 'index') },
    config: ['core.splitIndex=false', 'core.sparseCheckout=false'],
  };
  try {
    await git(toplevel, ['read-tree', base], options);
    const input = entries.map(({ mode, id, path }) => `${mode} ${id}\t${path}\0`).join('');
    await git(toplevel, ['update-index', '-z', '--index-info'], { ...options, input });
    return (await git(toplevel, ['write-tree', '--missing-ok'], options)).trim();
  } finally {
    await removeTempFolder(folder);
  }
}

/** Stores a commit in the name of the user, or of Nightshift where git knows none, and returns its id. */
export async function writeCommit(
  toplevel: string,
  commit: { tree: string; parents: readonly string[]; message: string },
): Promise<string> {
  const name = (await gitLine(toplevel, ['config', '--get', 'user.name']))?.trim();
  const email = (await gitLine(toplevel, ['config', '--get', 'user.email']))?.trim();
  const identity = { name: name || 'Nightshift', email: email || 'nightshift@localhost' };
  const parents = commit.parents.flatMap((parent) => ['-p', parent]);
  const output = await git(toplevel, ['commit-tree', commit.tree, ...parents, '-F', '-'], {
    input: commit.message,
    env: {
      GIT_AUTHOR_NAME: identity.name,
      GIT_AUTHOR_EMAIL: identity.email,
      GIT_COMMITTER_NAME: identity.name,
      GIT_COMMITTER_EMAIL: identity.email,
    },
  });
  return output.trim();
}

/** The id of a commit's tree. */
export async function treeOf(toplevel: string, commit: string): Promise<string> {
  return (await git(toplevel, ['rev-parse', '--verify', `${commit}^{tree}`])).trim();
}

/** Reads the entries of a tree at the given paths; paths without a file are left out. */
export async function readEntries(
  toplevel: string,
  tree: string,
  paths: readonly string[],
): Promise<Map<string, TreeEntry>> {
  const wanted = new Set(paths);
  const found = new Map<string, TreeEntry>();
  for (let start = 0; start < paths.length; start += pathsPerCall) {
    const chunk = paths.slice(start, start + pathsPerCall);
    const output = await git(toplevel, ['ls-tree', '-r', '-z', '--full-tree', tree, '--', ...chunk]);
    for (const line of splitNul(output)) {
      const path = line.slice(line.indexOf('\t') + 1);
      const [mode = '', type, id = ''] = line.slice(0, line.indexOf('\t')).split(' ');
      if (type === 'blob' && wanted.has(path)) found.set(path, { path, mode, id });
    }
  }
  return found;
}

/** Everything that a tree holds below a folder of it; an empty `folder` is the whole tree. */
export async function readAllEntries(toplevel: string, tree: string, folder: string): Promise<TreeEntry[]> {
  const below = folder === '' ? [] : ['--', folder];
  const output = await git(toplevel, ['ls-tree', '-r', '-z', '--full-tree', tree, ...below]);
  return splitNul(output).map((line) => {
    const [mode = '', , id = ''] = line.slice(0, line.indexOf('\t')).split(' ');
    return { path: line.slice(line.indexOf('\t') + 1), mode, id };
  });
}

/** The contents of blobs, by id. */
export async function readBlobs(toplevel: string, ids: readonly string[]): Promise<Map<string, Buffer>> {
  const blobs = new Map<string, Buffer>();
  if (ids.length === 0) return blobs;
  const input = ids.map((id) => `${id}\n`).join('');
  const output = await gitBytes(toplevel, ['cat-file', '--batch'], { input });
  let at = 0;
  for (const id of ids) {
    const headerEnd = output.indexOf('\n', at);
    const size = Number(output.toString('utf8', at, headerEnd).split(' ')[2]);
    blobs.set(id, output.subarray(headerEnd + 1, headerEnd + 1 + size));
    at = headerEnd + 1 + size + 1;
  }
  return blobs;
}

/** The texts of the ordinary files that a tree holds at the given paths. */
export async function readTexts(
  toplevel: string,
  tree: string,
  paths: readonly string[],
): Promise<Map<string, string>> {
  const entries = [...(await readEntries(toplevel, tree, paths)).values()];
  const files = entries.filter(({ mode }) => mode.startsWith('100'));
  const blobs = await readBlobs(
    toplevel,
    files.map(({ id }) => id),
  );
  return new Map(files.map(({ path, id }) => [path, blobs.get(id)?.toString('utf8') ?? '']));
}
