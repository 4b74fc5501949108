/** Compares a work tree with the commit that is checked out, without running the filters of the user's config. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type GitState, isBlob } from './git.js';
import { readAllEntries, readBlobs } from './objects.js';
import { git, splitNul } from './run-git.js';

/** How HEAD differs from the work tree. Paths are relative to the folder that was asked for. */
export interface Committed {
  /** HEAD's content of files that are changed or missing in the work tree. */
  contents: ReadonlyMap<string, Buffer>;
  /** Files of the work tree that HEAD does not have, less those that git ignores. */
  uncommitted: ReadonlySet<string>;
}

/** Git keeps a note in place of a large file's content, which is not in the repository. */
const largeFileNote = 'version https://git-lfs.github.com/spec/';

const parallelReads = 32;

/** How HEAD differs from the work tree below `dir`, an absolute folder in it; null where there is no commit. */
export async function readCommitted(state: GitState, dir: string): Promise<Committed | null> {
  if (state.head === null) return null;
  const prefix = path.relative(state.toplevel, dir).split(path.sep).join('/');
  const below = prefix === '' ? '' : `${prefix}/`;
  const entries = (await readAllEntries(state.toplevel, state.head, prefix)).filter(({ mode }) =>
    mode.startsWith('100'),
  );
  const ids = new Map(entries.map((entry) => [entry.path.slice(below.length), entry.id]));
  const listed = splitNul(await git(dir, ['ls-files', '-co', '--exclude-standard', '-z']));
  const changed = await findChanged(dir, ids);
  const blobs = await readBlobs(state.toplevel, [...changed.values()]);
  const contents = new Map<string, Buffer>();
  for (const [file, id] of changed) {
    const blob = blobs.get(id);
    if (blob && !blob.toString('latin1', 0, 100).startsWith(largeFileNote)) contents.set(file, blob);
  }
  return { contents, uncommitted: new Set(listed.filter((file) => !ids.has(file))) };
}

async function findChanged(dir: string, ids: ReadonlyMap<string, string>): Promise<Map<string, string>> {
  const changed = new Map<string, string>();
  const queue = ids.entries();
  const work = async (): Promise<void> => {
    for (const [file, id] of queue) {
      const text = await readFile(path.join(dir, file)).catch(() => null);
      if (text === null || !isBlob(text, id)) changed.set(file, id);
    }
  };
  await Promise.all(Array.from({ length: parallelReads }, work));
  return changed;
}
