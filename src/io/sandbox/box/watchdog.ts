/** Bounds what all processes of a box take together: how many they are, their memory, and what they put on the disk. */
import { lstatSync, opendirSync, readdirSync, readFileSync, statfsSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';

/** The limits of one run. Limits of single processes come from prlimit; these count them together. */
export interface Bounds {
  processes: number;
  /** Threads of all processes. */
  threads: number;
  memoryBytes: number;
  /** All that lies in the folders which the box may write. */
  diskBytes: number;
  diskFiles: number;
}

const gibibyte = 1024 ** 3;

/** Far above what a test suite takes, far below what harms the machine. */
export const defaultBounds: Bounds = {
  processes: 100,
  threads: 1500,
  memoryBytes: Math.max(1.5 * gibibyte, Math.min(6 * gibibyte, totalmem() / 2)),
  diskBytes: 3 * gibibyte,
  diskFiles: 200_000,
};

/** The disk is walked through only after its free space or its free entries went down by so much. */
const noticeableBytes = 64 * 1024 ** 2;
const noticeableFiles = 10_000;

/**
 * Makes a check to be called every quarter of a second or so with the id of the process that was launched; it returns
 * which bound is exceeded, in words. Where there is no `/proc`, only the disk is looked at.
 */
export function createWatchdog(
  bounds: Bounds,
  folders: readonly string[],
): (pid: number) => string | undefined {
  const checkDisk = createDiskCheck(bounds, folders);
  return (pid) => checkProcesses(bounds, pid) ?? checkDisk();
}

/** Processes of a box are descendants of what was launched: in a namespace of their own, orphans go to its first process. */
function checkProcesses(bounds: Bounds, launched: number): string | undefined {
  const open = [String(launched)];
  let processes = 0;
  let threads = 0;
  let memoryBytes = 0;
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    const tasks = listTasks(pid);
    processes += 1;
    threads += tasks.length;
    memoryBytes += memoryOf(pid);
    if (processes > bounds.processes) return `more than ${bounds.processes} processes ran at once`;
    if (threads > bounds.threads) return `more than ${bounds.threads} threads ran at once`;
    if (memoryBytes > bounds.memoryBytes) {
      return `its processes took more than ${Math.round(bounds.memoryBytes / 1024 ** 2)} MiB of memory together`;
    }
    for (const task of tasks) open.push(...readWords(`/proc/${pid}/task/${task}/children`));
  }
  return undefined;
}

function listTasks(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    // It has ended meanwhile.
    return [];
  }
}

function readWords(file: string): string[] {
  try {
    return readFileSync(file, 'utf8')
      .split(' ')
      .filter((word) => word !== '');
  } catch {
    return [];
  }
}

/** The memory of a process alone; pages of files that it shares with others do not count. */
function memoryOf(pid: string): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kibibytes = (name: string): number =>
      Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    return (kibibytes('RssAnon') + kibibytes('RssShmem')) * 1024;
  } catch {
    return 0;
  }
}

function createDiskCheck(bounds: Bounds, folders: readonly string[]): () => string | undefined {
  let seen: { bytes: number; files: number } | undefined;
  return () => {
    const now = freeOn(folders[0]);
    if (now === undefined) return undefined;
    seen ??= now;
    const isNoticeable =
      seen.bytes - now.bytes >= Math.min(noticeableBytes, bounds.diskBytes / 2) ||
      seen.files - now.files >= Math.min(noticeableFiles, bounds.diskFiles / 2);
    if (!isNoticeable) {
      seen = { bytes: Math.max(seen.bytes, now.bytes), files: Math.max(seen.files, now.files) };
      return undefined;
    }
    seen = now;
    return measureFolders(bounds, folders);
  };
}

function freeOn(folder: string | undefined): { bytes: number; files: number } | undefined {
  if (folder === undefined) return undefined;
  try {
    const { bavail, bsize, ffree } = statfsSync(folder);
    return { bytes: bavail * bsize, files: ffree };
  } catch {
    return undefined;
  }
}

function measureFolders(bounds: Bounds, folders: readonly string[]): string | undefined {
  const open = [...folders];
  let bytes = 0;
  let files = 0;
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const { path, isFolder } of listFolder(folder, bounds.diskFiles - files)) {
      files += 1;
      if (isFolder) open.push(path);
      else bytes += bytesOf(path);
    }
    if (files >= bounds.diskFiles) return `it wrote more than ${bounds.diskFiles} files`;
    if (bytes > bounds.diskBytes)
      return `it wrote more than ${Math.round(bounds.diskBytes / 1024 ** 2)} MiB to the disk`;
  }
  return undefined;
}

function listFolder(folder: string, most: number): { path: string; isFolder: boolean }[] {
  const found: { path: string; isFolder: boolean }[] = [];
  try {
    const stream = opendirSync(folder);
    try {
      for (let entry = stream.readSync(); entry && found.length < most; entry = stream.readSync()) {
        found.push({ path: join(folder, entry.name), isFolder: entry.isDirectory() });
      }
    } finally {
      stream.closeSync();
    }
  } catch {
    // It has gone meanwhile, or the code in the box has locked it; then it holds nothing that can grow.
  }
  return found;
}

/** The disk space of a file: one with holes takes less than its size says. */
function bytesOf(path: string): number {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats ? stats.blocks * 512 : 0;
}
