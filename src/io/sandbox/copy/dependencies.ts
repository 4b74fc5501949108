/** Finds out what a host's `node_modules` need so that every package in them resolves in a box. */
import { readdir, readlink, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { isWithin, placeInBox, type BoxHost, type BoxLayout } from './layout.js';

export interface Mount {
  /** Where it really is. */
  source: string;
  /** Where the box sees it. */
  place: string;
}

interface PackageLink {
  /** The dependency folder that holds the link, as an index into the layout's. */
  folder: number;
  /** `pkg` or `@scope/pkg`. */
  name: string;
  /** Where the link's own text leads when it is read in the box. */
  leadsTo: string;
  /** The real folder of the package. */
  real: string;
  /** Whether that is a folder of the host, which the box has a copy of. */
  inHost: boolean;
  /** Where the package is in the box. */
  place: string;
}

export interface DependencyNeeds {
  /** The links that leave their `node_modules`. */
  links: PackageLink[];
  /** Packages outside of the host and its `node_modules`: linked ones, and siblings in a monorepo. */
  packages: Mount[];
}

/** Follows the links at the top and in the scopes of every dependency folder of the layout. */
export async function findDependencyNeeds(host: BoxHost, layout: BoxLayout): Promise<DependencyNeeds> {
  const links: PackageLink[] = [];
  for (const [index, folder] of layout.dependencies.entries()) {
    for (const name of await packageNames(folder.real)) {
      const link = await followLink(layout, index, name);
      if (link) links.push(link);
    }
  }
  const packages = new Map<string, Mount>();
  for (const { real, inHost } of links) {
    const source = await packageFolder(real);
    if (inHost || source === undefined || isTooWide(source, host)) continue;
    packages.set(source, { source, place: placeInBox(layout, source) });
  }
  return { links, packages: [...packages.values()] };
}

async function packageNames(folder: string): Promise<string[]> {
  const names: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    if (entry.name.startsWith('.')) continue;
    if (entry.isSymbolicLink()) names.push(entry.name);
    if (!entry.isDirectory() || !entry.name.startsWith('@')) continue;
    const scoped = await readdir(join(folder, entry.name), { withFileTypes: true }).catch(() => []);
    names.push(...scoped.filter((each) => each.isSymbolicLink()).map((each) => join(entry.name, each.name)));
  }
  return names;
}

async function followLink(layout: BoxLayout, index: number, name: string): Promise<PackageLink | undefined> {
  const folder = layout.dependencies[index];
  if (folder === undefined) return undefined;
  const link = join(folder.real, name);
  const real = await realpath(link).catch(() => undefined);
  if (real === undefined || layout.dependencies.some((each) => isWithin(real, each.real))) return undefined;
  return {
    folder: index,
    name,
    real,
    leadsTo: resolve(dirname(join(folder.place, name)), await readlink(link)),
    inHost: isWithin(real, layout.copied.from),
    place: placeInBox(layout, real),
  };
}

/** The folder to show for a package: with its neighbours when it lies in a store that links them to each other. */
async function packageFolder(real: string): Promise<string | undefined> {
  for (const store of ['.pnpm', 'node_modules']) {
    const end = real.indexOf(`${sep}${store}${sep}`);
    if (end >= 0) return real.slice(0, end + store.length + 1);
  }
  const manifest = await stat(join(real, 'package.json')).catch(() => undefined);
  return manifest?.isFile() ? real : undefined;
}

/** A link may be made to lead anywhere; a box shows no folder that holds the host or the user's home. */
function isTooWide(folder: string, host: BoxHost): boolean {
  return isWithin(host.root, folder) || isWithin(homedir(), folder) || dirname(folder) === folder;
}

/** The `node_modules` that holds the host's Jest, or the folder of Jest itself where it lies in none. */
export async function jestFolder(host: BoxHost): Promise<string | undefined> {
  if (host.jest === undefined) return undefined;
  const binary = await realpath(host.jest.binary).catch(() => undefined);
  if (binary === undefined) return undefined;
  const end = binary.indexOf(`${sep}node_modules${sep}`);
  return end >= 0 ? binary.slice(0, end + sep.length + 'node_modules'.length) : dirname(dirname(binary));
}
