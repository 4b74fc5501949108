/** Decides what the analysis may read: plain files of a bearable size, of the repository and its dependencies. */
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { isSecretName } from '../../io/sandbox/copy/copy-rules.js';
import { isWithin } from '../../io/sandbox/copy/layout.js';

/** A source that people wrote is smaller. */
const mostBytes = 1024 ** 2;
/** Declarations of packages may be generated. */
const mostDependencyBytes = 8 * 1024 ** 2;

/** The files that the analysis may read; paths are absolute. */
export interface Readable {
  /** The text of a file, or null where it may not or cannot be read. */
  readText: (file: string) => string | null;
  isFile: (file: string) => boolean;
  isFolder: (folder: string) => boolean;
  /** In words why a file is not read, or null where it is. */
  refusal: (file: string) => string | null;
  /** Has a file refused from now on, for a reason in words. */
  setAside: (file: string, why: string) => void;
}

/** The files of the repository around `root`, and of the folders that it resolves packages from. */
export function makeReadable(root: string, dependencyFolders: readonly { real: string }[]): Readable {
  const top = repositoryAround(root);
  // A `node_modules` that is a link may lead anywhere.
  const folders = dependencyFolders
    .map(({ real }) => real)
    .filter((real) => path.basename(real) === 'node_modules' || isWithin(real, top));
  const refused = new Map<string, string>();
  const known = new Map<string, string | null>();
  const judge = (file: string): string | null => {
    const stats = statOrNull(file);
    if (stats === null) return 'it cannot be read';
    if (!stats.isFile()) return 'it is not a plain file';
    const real = realpathSync(file);
    const isDependency = folders.some((folder) => isWithin(real, folder));
    if (!isDependency && !isWithin(real, top)) return 'it leads out of the repository';
    const inside = path.relative(top, real).split(path.sep);
    if (!isDependency && (inside.some(isSecretName) || inside.includes('.git'))) return 'it may hold secrets';
    if (stats.size > (isDependency ? mostDependencyBytes : mostBytes))
      return `it has ${Math.round(stats.size / 1024)} kB, which is more than a source that people write`;
    return null;
  };
  const refusal = (file: string): string | null => {
    const aside = refused.get(file);
    if (aside !== undefined) return aside;
    const found = known.get(file);
    if (found !== undefined) return found;
    const why = judgeSafely(judge, file);
    known.set(file, why);
    return why;
  };
  return {
    refusal,
    isFile: (file) => refusal(file) === null,
    isFolder: (folder) => statOrNull(folder)?.isDirectory() === true,
    readText: (file) => (refusal(file) === null ? readPlainText(file, mostDependencyBytes) : null),
    setAside: (file, why) => refused.set(file, why),
  };
}

function judgeSafely(judge: (file: string) => string | null, file: string): string | null {
  try {
    return judge(file);
  } catch {
    return 'it cannot be read';
  }
}

/** The text of a plain file, or null for anything else; a pipe is not waited for. */
export function readPlainText(file: string, most = mostBytes): string | null {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || stats.size > most) return null;
    return readFileSync(descriptor, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return null;
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/** The text of a small plain file in a folder; null for anything else, and for a link that leads out of the folder. */
export function readPlainTextBelow(root: string, file: string): string | null {
  try {
    const real = realpathSync(path.resolve(root, file));
    return isWithin(real, root) ? readPlainText(real) : null;
  } catch {
    return null;
  }
}

function statOrNull(file: string) {
  try {
    return statSync(file, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

/** The work tree that holds the folder, or the folder itself; a home that is kept in git is no repository of ours. */
function repositoryAround(root: string): string {
  for (let at = root; !isWithin(homedir(), at) && at !== path.dirname(at); at = path.dirname(at))
    if (existsSync(path.join(at, '.git'))) return at;
  return root;
}
