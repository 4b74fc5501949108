/** Finds programs of the system: never one that the repository or a package has put on the PATH. */
import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join, sep } from 'node:path';

const systemFolders = [
  '/usr/bin',
  '/bin',
  '/usr/local/bin',
  '/usr/sbin',
  '/sbin',
  '/run/current-system/sw/bin',
];
const suffixes = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];

/** The absolute paths that were found, by program, repository and PATH: a program is looked for once. */
const found = new Map<string, string>();

/**
 * The absolute path of a program that makes the sandbox, or undefined: from the system's folders first. For `near` see
 * {@link findOnPath}.
 */
export const findTool = (name: string, near: string): string | undefined =>
  findOnce(name, near, { folders: systemFolders, isRefused: isInModules });

/**
 * The absolute path of a program by the user's PATH, or undefined. A folder of the PATH counts when it is absolute and, by its
 * own name and by its real path, outside of every `node_modules` and of the repository that holds `near`; so does the
 * program itself.
 */
export const findOnPath = (name: string, near: string): string | undefined =>
  findOnce(name, near, { folders: [], isRefused: isInModules });

/**
 * As {@link findOnPath}, for package managers: those are packages themselves, so their real path may lie in a
 * `node_modules`, only not in one that the repository resolves from.
 */
export const findPackageManager = (name: string, near: string): string | undefined =>
  findOnce(name, near, {
    folders: [],
    isRefused: (path, repository) => {
      const [above = ''] = path.split(`${sep}node_modules${sep}`);
      return isInModules(path) && isBelow(repository, above);
    },
  });

interface Search {
  /** Where to look before the PATH. */
  folders: readonly string[];
  isRefused: (path: string, repository: string) => boolean;
}

function findOnce(name: string, near: string, { folders, isRefused }: Search): string | undefined {
  const repository = repositoryAround(near);
  const key = [name, repository, process.env['PATH']].join('\0');
  const known = found.get(key);
  if (known !== undefined) return known;
  const isTrusted = (path: string): boolean => !isRefused(path, repository) && !isBelow(path, repository);
  const file = [...folders, ...trustedPath(repository)]
    .flatMap((folder) => suffixes.map((suffix) => join(folder, name + suffix)))
    .find((each) => isProgram(each) && isTrusted(realpathSync(each)));
  if (file !== undefined) found.set(key, file);
  return file;
}

/** The PATH for programs that start others: without what {@link findOnPath} would not look at. */
export const safePath = (near: string): string => trustedPath(repositoryAround(near)).join(delimiter);

function trustedPath(repository: string): string[] {
  const isTrusted = (folder: string): boolean =>
    isAbsolute(folder) && !isInModules(folder) && !isBelow(folder, repository);
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => isTrusted(folder) && isTrusted(realOrSame(folder)));
}

/** The outermost work tree around a folder, or the folder itself: what its owner may have arranged. */
function repositoryAround(near: string): string {
  const real = realOrSame(near);
  const home = realOrSame(homedir());
  let outermost = real;
  // Where people keep their home in git, that is not the repository.
  for (let at = real; !isBelow(home, at) && at !== dirname(at); at = dirname(at))
    if (existsSync(join(at, '.git'))) outermost = at;
  return outermost;
}

const isBelow = (path: string, folder: string): boolean =>
  folder !== sep && (path === folder || path.startsWith(folder + sep));

const isInModules = (path: string): boolean => path.split(sep).includes('node_modules');

function realOrSame(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
