/**
 * Which files code inside a test context may touch: those of the host, to read them, and whatever lies in a temp folder
 * that the test made itself.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

interface FileSettings {
  /** The copy of the host. */
  root: string;
  /** Folders below which everything is allowed. */
  exempt: string[];
  /** Whether tests may make temp folders of their own. */
  allowsScratch: boolean;
}

export interface FileRules {
  /** Whether a descriptor is that of a file which the code may touch, or of its output. */
  mayUse(descriptor: number): boolean;
  mayTouch(method: string, args: readonly unknown[]): boolean;
  /** Called with what an allowed call gave back. */
  noteMade(method: string, result: unknown): void;
  /** Paths below the test's own folders that were asked for since the last call, relative to their folder. */
  takeAsked(): string[];
  /** How many calls named a file since the last call. */
  takeCount(): number;
  /** Forgets the test's own folders; removes those left behind and returns their number. */
  closeTest(): number;
}

/** Harmless on files of the host itself: they give the same answer wherever the host is checked out. */
const plainReads = new Set(
  ['readFile', 'existsSync', 'exists', 'access', 'realpath', 'open', 'createReadStream'].flatMap((name) => [
    name,
    `${name}Sync`,
  ]),
);
plainReads.add('existsSync');

const twoPaths = /^(rename|copyFile|cp|link)(Sync)?$/;
/** These work on a link itself and not on what it leads to. */
const onLinks = /^(lstat|readlink|unlink|rm|symlink|lchown|lutimes|rename)(Sync)?$/;
/** A watcher outlives the call, and a test folder is made by one call only. */
const neverInScratch = /^(watch|watchFile|mkdtemp|mkdtempSync|glob|globSync)$/;
const MAX_ASKED = 60;

const isBelow = (file: string, folder: string): boolean =>
  file === folder || file.startsWith(folder + path.sep);

function resolvePath(root: string, value: unknown): string | null {
  if (typeof value === 'string') return path.resolve(root, value);
  if (Buffer.isBuffer(value)) return path.resolve(root, value.toString());
  if (value instanceof URL && value.protocol === 'file:') return decodeURIComponent(value.pathname);
  return null;
}

const isReadFlag = (flag: unknown): boolean =>
  flag === undefined || flag === 'r' || flag === 0 || typeof flag !== 'string';

function realPath(file: string): string | null {
  try {
    return fs.realpathSync.native(file);
  } catch {
    return null;
  }
}

/**
 * The regular file behind an open descriptor, also one that was removed meanwhile; empty when only its removal is
 * known.
 */
function fileOf(descriptor: number): string | null {
  try {
    if (!fs.fstatSync(descriptor).isFile()) return null;
  } catch {
    return null;
  }
  try {
    return fs.readlinkSync(`/proc/self/fd/${descriptor}`).replace(/ \(deleted\)$/, '');
  } catch {
    return '';
  }
}

/** The real path of the nearest folder above that exists. */
function realAbove(file: string): string {
  const above = path.dirname(file);
  return realPath(above) ?? (above === file ? above : realAbove(above));
}

/** A folder that cannot be removed goes with the box. */
function removeQuietly(folder: string): void {
  try {
    fs.rmSync(folder, { recursive: true, force: true });
  } catch {
    // The test has taken away the rights to it.
  }
}

const isLink = (file: string): boolean =>
  fs.lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;

/** Whether a path stays below a folder when links are followed. */
function staysBelow(file: string, folder: string, method: string): boolean {
  if (file === folder) return true;
  if (!isBelow(file, folder)) return false;
  const above = realAbove(file);
  // Where the folder itself is gone, nothing is left below it that could lead elsewhere.
  if (!isBelow(above, folder)) return above === path.dirname(folder);
  if (onLinks.test(method) || !isLink(file)) return true;
  const real = realPath(file);
  return real !== null && isBelow(real, folder);
}

/** Whether a path is that of the host's copy or leads below it. */
export function isInHost(root: string, value: unknown): boolean {
  const file = resolvePath(root, value);
  return file !== null && isBelow(file, root);
}

export function createFileRules(settings: FileSettings): FileRules {
  const folders = new Set<string>();
  const asked = new Set<string>();
  let count = 0;
  const mayMakeFolder = (prefix: unknown): boolean =>
    settings.allowsScratch &&
    typeof prefix === 'string' &&
    realPath(path.dirname(prefix)) === realPath(os.tmpdir());
  const isOwn = (file: string, method: string): boolean => {
    const folder = [...folders].find((made) => isBelow(file, made));
    if (folder === undefined || !staysBelow(file, folder, method)) return false;
    if (file !== folder && asked.size < MAX_ASKED) asked.add(path.relative(folder, file));
    return true;
  };
  const isOwnCall = (method: string, args: readonly unknown[]): boolean => {
    if (folders.size === 0 || neverInScratch.test(method)) return false;
    const named = twoPaths.test(method) ? args.slice(0, 2) : [args[/^symlink/.test(method) ? 1 : 0]];
    const files = named.map((arg) => resolvePath(settings.root, arg));
    return files.every((file) => file !== null && isOwn(file, method));
  };
  // Any other descriptor is somebody else's: a channel of Jest's, which would be written to, closed or waited at for ever.
  const mayUse = (descriptor: number): boolean => {
    if (descriptor === 1 || descriptor === 2) return true;
    const file = fileOf(descriptor);
    const allowed = [...folders, settings.root, ...settings.exempt];
    return file === '' || (file !== null && allowed.some((folder) => isBelow(file, folder)));
  };
  return {
    mayUse,
    mayTouch(method, args) {
      if (typeof args[0] === 'number') return mayUse(args[0]);
      const file = resolvePath(settings.root, args[0]);
      if (file === null) return false;
      if (settings.exempt.some((folder) => isBelow(file, folder))) return true;
      count++;
      if (method === 'mkdtempSync') return mayMakeFolder(args[0]);
      if (isOwnCall(method, args)) return true;
      if (method.startsWith('open') && !isReadFlag(args[1])) return false;
      return plainReads.has(method) && isBelow(file, settings.root);
    },
    noteMade(method, result) {
      if (method === 'mkdtempSync' && typeof result === 'string') folders.add(realPath(result) ?? result);
    },
    takeAsked() {
      const taken = [...asked];
      asked.clear();
      return taken;
    },
    takeCount() {
      const taken = count;
      count = 0;
      return taken;
    },
    closeTest() {
      const left = [...folders].filter((folder) => fs.existsSync(folder));
      for (const folder of left) removeQuietly(folder);
      folders.clear();
      return left.length;
    },
  };
}
