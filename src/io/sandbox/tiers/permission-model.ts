/** The reduced tier: Node's permission model, which holds files, child processes and worker threads. */
import { lstat, mkdir, readdir, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { DependencyNeeds } from '../copy/dependencies.js';
import { dropNested, isWithin, type BoxLayout } from '../copy/layout.js';

interface PermissionSetup {
  layout: BoxLayout;
  needs: DependencyNeeds;
  seeInside: readonly string[];
  /** Copy-relative symlinks that lead into a `node_modules`. */
  outwardLinks: readonly string[];
}

/** The option that switches the permission model on in this Node, or undefined where it has none. */
export function permissionOption(): string | undefined {
  const known = process.allowedNodeEnvironmentFlags;
  return ['--permission', '--experimental-permission'].find((option) => known.has(option));
}

/** Links the dependencies into the copy, and returns what gives Node's options for one run. */
export async function preparePermissions(
  setup: PermissionSetup,
): Promise<(writable: boolean) => Promise<string[]>> {
  const { layout, needs } = setup;
  await linkDependencies(layout, needs);
  const readable = dropNested([
    join(layout.folder, 'host'),
    layout.scratch,
    dirname(process.execPath),
    ...setup.seeInside,
    ...layout.dependencies.map(({ real }) => real),
    ...needs.packages.map(({ source }) => source),
  ]);
  const known = process.allowedNodeEnvironmentFlags;
  const base = [
    permissionOption() ?? '--permission',
    // Jest's resolver is a native addon.
    ...(known.has('--allow-addons') ? ['--allow-addons'] : []),
    ...(known.has('--disable-warning')
      ? ['--disable-warning=ExperimentalWarning', '--disable-warning=SecurityWarning']
      : []),
    ...readable.map((path) => `--allow-fs-read=${path}`),
  ];
  return async (writable) => {
    const grants = writable ? await writableGrants(setup) : [];
    return [...base, ...[layout.scratch, ...grants].map((path) => `--allow-fs-write=${path}`)];
  };
}

/**
 * The writable paths in the copy. The permission model follows links out of what it grants, so a folder that holds
 * such a link, at any depth, is not granted as a whole but by its other entries.
 */
async function writableGrants({ layout, outwardLinks }: PermissionSetup): Promise<string[]> {
  const inside = layout.dependencies
    .map(({ place }) => place)
    .filter((place) => isWithin(place, layout.copied.to));
  const outward = [...inside, ...outwardLinks.map((link) => join(layout.copied.to, link))];
  const grant = async (path: string): Promise<string[]> => {
    if (!outward.some((link) => isWithin(link, path))) return [path];
    if (outward.includes(path)) return [];
    const names = await readdir(path);
    return (await Promise.all(names.map((name) => grant(join(path, name))))).flat();
  };
  return grant(layout.copied.to);
}

/**
 * Puts every `node_modules` in its place as a link. One that links to packages of the host becomes a folder of links,
 * so that those packages resolve to the copy.
 */
export async function linkDependencies(layout: BoxLayout, needs: DependencyNeeds): Promise<void> {
  for (const [index, { real, place }] of layout.dependencies.entries()) {
    if ((await lstat(place).catch(() => undefined)) !== undefined) continue;
    await mkdir(dirname(place), { recursive: true });
    const toHost = needs.links.filter((link) => link.folder === index && link.inHost);
    if (toHost.length === 0) {
      await symlink(real, place);
      continue;
    }
    const targets = new Map(toHost.map((link) => [link.name, link.place]));
    await linkEntries(real, place, (path) => targets.get(relative(real, path)));
    for (const scope of new Set(toHost.map(({ name }) => dirname(name)).filter((name) => name !== '.'))) {
      await linkEntries(join(real, scope), join(place, scope), (path) => targets.get(relative(real, path)));
    }
  }

  async function linkEntries(from: string, to: string, elsewhere: (path: string) => string | undefined) {
    await mkdir(to, { recursive: true });
    for (const name of await readdir(from)) {
      const path = join(from, name);
      const isSplitScope = needs.links.some(
        (link) => link.inHost && dirname(link.name) === relative(from, path),
      );
      if (!isSplitScope) await symlink(elsewhere(path) ?? path, join(to, name));
    }
  }
}
