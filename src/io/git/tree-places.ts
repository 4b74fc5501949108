/** Checks whether a tree has room for a file, also on case-insensitive disks. */
import { git, splitNul } from './run-git.js';

/**
 * The entry of a tree at the place of a file: nothing, an ordinary file, or something that would have to give way (a
 * submodule, a link, a folder, a file in place of a folder, a name that differs in case only), named by its path.
 */
export type TreePlace = { state: 'free' } | { state: 'file' } | { state: 'taken'; by: string };

interface PlaceEntry {
  path: string;
  kind: 'file' | 'folder' | 'link' | 'submodule';
}

/** Reads a whole tree and returns what looks up a path from the top of the work tree. */
export async function readTreePlaces(toplevel: string, tree: string): Promise<(path: string) => TreePlace> {
  const entries = new Map<string, PlaceEntry[]>();
  for (const line of splitNul(await git(toplevel, ['ls-tree', '-r', '-t', '-z', '--full-tree', tree]))) {
    const tab = line.indexOf('\t');
    const path = line.slice(tab + 1);
    const known = entries.get(fold(path));
    const entry = { path, kind: kindOf(line.slice(0, line.indexOf(' '))) };
    if (known) known.push(entry);
    else entries.set(fold(path), [entry]);
  }
  return (path) => {
    const parts = path.split('/');
    for (const count of parts.keys()) {
      const isFile = count === parts.length - 1;
      const here = entries.get(fold(parts.slice(0, count + 1).join('/'))) ?? [];
      const inTheWay = here.find((entry) => (isFile ? !isThatFile(entry, path) : entry.kind !== 'folder'));
      if (inTheWay !== undefined) return { state: 'taken', by: `the ${inTheWay.kind} ${inTheWay.path}` };
      if (isFile && here.length > 0) return { state: 'file' };
    }
    return { state: 'free' };
  };
}

const isThatFile = (entry: PlaceEntry, path: string): boolean => entry.kind === 'file' && entry.path === path;

/** The form in which disks of macOS and Windows compare names. */
const fold = (path: string): string => path.normalize('NFC').toLowerCase();

function kindOf(mode: string): PlaceEntry['kind'] {
  if (mode === '040000') return 'folder';
  if (mode === '120000') return 'link';
  return mode === '160000' ? 'submodule' : 'file';
}
