/** The full tier on Linux: bubblewrap with its own namespaces and a file system made of what is named here. */
import { lstat, mkdir, readdir, readlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { isSecretName } from '../copy/copy-rules.js';
import type { DependencyNeeds, Mount } from '../copy/dependencies.js';
import { isWithin, type BoxLayout } from '../copy/layout.js';
import { limitThreadsInside, type Launch } from './limits.js';

export const insideHome = '/tmp/home';
export const insideTemp = '/tmp/temp';

const systemFolders = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/nix/store'];
const systemFiles = ['/etc/ld.so.cache', '/etc/localtime'];
const tmpfsBytes = 512 * 1024 * 1024;

/** Options without which the full tier is not to be had; old versions lack some. */
export const requiredOptions = [
  '--unshare-all',
  '--unshare-user',
  '--cap-drop',
  '--die-with-parent',
  '--new-session',
  '--hostname',
  '--remount-ro',
];

interface BubblewrapSetup {
  bwrap: string;
  /** The text of `bwrap --help`. */
  help: string;
  layout: BoxLayout;
  needs: DependencyNeeds;
  /** Folders that are readable inside at their own path. */
  seeInside: readonly string[];
  /** The most threads that may run inside at once. */
  threads: number;
  /** See `findTool`. */
  near: string;
}

/** Makes the mount points and the few files of /etc, and returns what turns a Node command into a launch. */
export async function prepareBubblewrap(
  setup: BubblewrapSetup,
): Promise<(nodeArgs: readonly string[], writable: boolean) => Launch> {
  const { layout, needs } = setup;
  for (const { place } of layout.dependencies) {
    if (isWithin(place, layout.copied.to)) await mkdir(place, { recursive: true });
  }
  const system = [...(await systemArgs()), ...(await etcArgs(layout.folder))];
  const fixed = [...shownAsTheyAre(setup), ...needs.packages, ...layout.dependencies.map(asMount)];
  const masks = await secretMasks(needs.packages);
  const node = process.execPath;
  // /proc is read-only because the settings of the kernel belong to root, who needs no capability to write them.
  return (nodeArgs, writable) => {
    const mounts = [
      ...fixed.map((mount) => ({ ...mount, writable: false })),
      { source: layout.copied.to, place: layout.copied.to, writable },
      { source: layout.scratch, place: layout.scratch, writable: true },
    ].sort((a, b) => a.place.length - b.place.length);
    const args = [
      ...['--unshare-all', '--unshare-user', '--cap-drop', 'ALL', '--die-with-parent', '--new-session'],
      ...['--hostname', 'nightshift', ...system, '--proc', '/proc', '--remount-ro', '/proc'],
      ...['--dev', '/dev'],
      ...[...tmpfs(setup.help, '/dev/shm'), '--remount-ro', '/dev', ...tmpfs(setup.help, '/tmp')],
      ...['--dir', insideHome, '--dir', insideTemp],
      ...mounts.flatMap((mount) => [mount.writable ? '--bind' : '--ro-bind', mount.source, mount.place]),
      ...[...masks, ...linkArgs(needs, mounts), '--remount-ro', '/', '--chdir', layout.root],
    ];
    const inside = limitThreadsInside({ file: node, args: [...nodeArgs] }, setup.threads, setup.near);
    return { file: setup.bwrap, args: [...args, '--', inside.file, ...inside.args] };
  };
}

const asMount = ({ real, place }: { real: string; place: string }): Mount => ({ source: real, place });

/**
 * The paths that are the same inside: our own code, Node, and the real `node_modules`, for programs named by their
 * real path.
 */
function shownAsTheyAre({ layout, seeInside }: BubblewrapSetup): Mount[] {
  const nodeFolder = dirname(process.execPath);
  const node = isWithin(homedir(), nodeFolder) ? process.execPath : nodeFolder;
  const paths = new Set([...seeInside, node, ...layout.dependencies.map(({ real }) => real)]);
  return [...paths].filter((path) => !isSystem(path)).map((path) => ({ source: path, place: path }));
}

const isSystem = (path: string) => systemFolders.some((folder) => isWithin(path, folder));

async function systemArgs(): Promise<string[]> {
  const args: string[] = [];
  for (const path of [...systemFolders, ...systemFiles]) {
    const stats = await lstat(path).catch(() => undefined);
    if (stats === undefined) continue;
    if (stats.isSymbolicLink()) args.push('--symlink', await readlink(path), path);
    else args.push('--ro-bind', path, path);
  }
  return args;
}

/** Names for the user and for this machine, without the content of the real files. */
async function etcArgs(folder: string): Promise<string[]> {
  const uid = process.getuid?.() ?? 0;
  const gid = process.getgid?.() ?? 0;
  const files = {
    passwd: `nightshift:x:${uid}:${gid}::${insideHome}:/bin/sh\n`,
    group: `nightshift:x:${gid}:\n`,
    hosts: '127.0.0.1 localhost nightshift\n::1 localhost\n',
    'nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files\n',
  };
  await mkdir(join(folder, 'etc'), { recursive: true });
  const args: string[] = [];
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder, 'etc', name), text);
    args.push('--ro-bind', join(folder, 'etc', name), `/etc/${name}`);
  }
  return args;
}

function tmpfs(help: string, place: string): string[] {
  const size = help.includes('--size') ? ['--size', String(tmpfsBytes)] : [];
  return [...size, '--tmpfs', place];
}

/** Links from where a package's link leads to where the package is; none where something is mounted already. */
function linkArgs(needs: DependencyNeeds, mounts: readonly Mount[]): string[] {
  const made = new Map<string, string>();
  for (const { leadsTo, real, place } of needs.links) {
    for (const at of [leadsTo, real]) {
      const isTaken = mounts.some((each) => isWithin(at, each.place) || isWithin(each.place, at));
      if (at !== place && !isTaken && !isSystem(at)) made.set(at, place);
    }
  }
  return [...made].flatMap(([at, place]) => ['--symlink', place, at]);
}

/** Covers secrets and history at the top of packages that are shown and not copied. */
async function secretMasks(packages: readonly Mount[]): Promise<string[]> {
  const args: string[] = [];
  for (const { source, place } of packages) {
    for (const entry of await readdir(source, { withFileTypes: true }).catch(() => [])) {
      if (entry.name !== '.git' && !isSecretName(entry.name)) continue;
      if (entry.isDirectory()) args.push('--tmpfs', join(place, entry.name));
      else if (entry.isFile()) args.push('--ro-bind', '/dev/null', join(place, entry.name));
    }
  }
  return args;
}
