/** Finds every node_modules that the host's sources can resolve from. */
import { existsSync, readdirSync, realpathSync, type Dirent } from 'node:fs';
import path from 'node:path';
import type { Host } from '../../domain/host.js';

const maxDepth = 4;

function childFolders(dir: string): Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  } catch {
    return [];
  }
}

function nested(dir: string, depth: number): string[] {
  if (depth === 0) return [];
  return childFolders(dir)
    .filter(({ name }) => name !== 'node_modules' && !name.startsWith('.'))
    .flatMap(({ name }) => {
      const child = path.join(dir, name);
      return [path.join(child, 'node_modules'), ...nested(child, depth - 1)];
    });
}

function ancestors(root: string): string[] {
  const parent = path.dirname(root);
  return parent === root ? [] : [path.join(parent, 'node_modules'), ...ancestors(parent)];
}

/** The dependency folders of the host, its ancestors, its nested packages and its siblings below `top`, nearest first. */
export function findDependencyFolders(root: string, top = root): Host['dependencyFolders'] {
  const siblings = top === root ? [] : nested(top, maxDepth);
  const all = [path.join(root, 'node_modules'), ...nested(root, maxDepth), ...ancestors(root), ...siblings];
  return [...new Set(all)]
    .filter((folder) => existsSync(folder))
    .map((at) => ({ at, real: realpathSync(at) }));
}
