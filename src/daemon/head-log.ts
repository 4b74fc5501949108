/** Finds git's record of where HEAD went, and reads the newest commit out of it. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** The git folder of the work tree that holds `dir`, or null; follows the `.git` file of a linked work tree. */
export async function findGitFolder(dir: string): Promise<string | null> {
  for (let at = path.resolve(dir); ; at = path.dirname(at)) {
    const candidate = path.join(at, '.git');
    const found = await stat(candidate).catch(() => null);
    if (found?.isDirectory()) return candidate;
    if (found?.isFile()) {
      const link = /^gitdir: (.+)$/m.exec(await readFile(candidate, 'utf8'))?.[1];
      return link === undefined ? null : path.resolve(at, link.trim());
    }
    if (path.dirname(at) === at) return null;
  }
}

/** The commit that HEAD moved to last, from the log that git keeps of it; null when there is no log. */
export async function readNewestHead(gitFolder: string): Promise<string | null> {
  const log = await readFile(path.join(gitFolder, 'logs', 'HEAD'), 'utf8').catch(() => '');
  const last = log.trimEnd().split('\n').at(-1) ?? '';
  return last.split(' ')[1] ?? null;
}
