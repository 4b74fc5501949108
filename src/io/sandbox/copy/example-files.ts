/** Finds the examples that a repository tracks for files that every developer keeps to themselves: `.env.example`. */
import path from 'node:path';
import { lstatNow } from './file-stats.js';
import { isSecretName } from './copy-rules.js';

const mark = '(?:example|sample|template|dist|defaults?|tpl)';
/** The mark behind, before, or between name and extension: `.env.example`, `example.env`, `secrets.sample.json`. */
const spellings: readonly [RegExp, string][] = [
  [new RegExp(`^(.+)[._-]${mark}$`, 'i'), '$1'],
  [new RegExp(`^${mark}(\\.env)$`, 'i'), '$1'],
  [new RegExp(`^(.*)[._-]${mark}(\\.[^.]+)$`, 'i'), '$1$2'],
];

/**
 * The tracked examples by the untracked file that each is an example of, for the files that are in the work tree and
 * look like a secret. Paths are relative to `root`.
 */
export function findExamples(root: string, tracked: ReadonlySet<string>): Map<string, string> {
  const found = new Map<string, string>();
  for (const example of tracked) {
    const { dir, base } = path.posix.parse(example);
    for (const [pattern, to] of spellings) {
      const name = base.replace(pattern, to);
      const file = path.posix.join(dir, name);
      const isNew = name !== base && isSecretName(name) && !tracked.has(file) && !found.has(file);
      if (isNew && lstatNow(path.join(root, file))?.isFile()) found.set(file, example);
    }
  }
  return found;
}
