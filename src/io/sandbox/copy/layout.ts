/** Where things of the host are seen in a box: pure arithmetic on paths. */
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Host } from '../../../domain/host.js';

/** The facts about a host that a box uses. */
export type BoxHost = Pick<Host, 'root' | 'dependencyFolders'> &
  Partial<Pick<Host, 'jest' | 'workspaceRoot'>>;

export interface BoxLayout {
  /** The folder that holds all of the box, outside and inside. */
  folder: string;
  /** The outermost folder of the host's side that has a place in the box: the host, or a monorepo above it. */
  top: string;
  /** The place of `top` in the box. */
  topPlace: string;
  /** The host in the copy. */
  root: string;
  /** The source and target of the copy: the host, or its monorepo. */
  copied: { from: string; to: string };
  scratch: string;
  /** Every `node_modules`: where it really is, where the host sees it, and its place in the box. */
  dependencies: { real: string; at: string; place: string }[];
}

/** Whether `path` is `folder` or lies below it; both absolute. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/**
 * Lays out a box in `folder`. The copy keeps its depth below the outermost folder with dependencies, so that
 * `../../node_modules` means in the copy what it means in the host.
 */
export function planLayout(host: BoxHost, folder: string): BoxLayout {
  const from = host.workspaceRoot ?? host.root;
  const folders = host.dependencyFolders.map(({ at, real }) => ({ at: resolve(host.root, at), real }));
  const top = folders
    .map(({ at }) => dirname(at))
    .filter((above) => isWithin(host.root, above))
    .reduce((outermost, above) => (above.length < outermost.length ? above : outermost), from);
  const topPlace = join(folder, 'host', basename(top));
  const layout = { folder, top, topPlace, root: join(topPlace, relative(top, host.root)) };
  return {
    ...layout,
    scratch: join(folder, 'scratch'),
    copied: { from, to: placeInBox(layout, from) },
    dependencies: folders.map(({ at, real }) => ({ at, real, place: placeInBox(layout, at) })),
  };
}

/** The path at which the box sees a path of the host's side; what lies outside of the host keeps its path. */
export function placeInBox(layout: Pick<BoxLayout, 'top' | 'topPlace'>, path: string): string {
  return isWithin(path, layout.top) ? join(layout.topPlace, relative(layout.top, path)) : path;
}

/** The paths without those that lie below another of them, sorted. */
export function dropNested(paths: readonly string[]): string[] {
  const kept: string[] = [];
  for (const path of [...new Set(paths.map((each) => resolve(each)))].sort((a, b) => a.length - b.length)) {
    if (!kept.some((folder) => isWithin(path, folder))) kept.push(path);
  }
  return kept.sort();
}
