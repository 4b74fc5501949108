/** Lists the files of a host without running any of it: through git where it can, else by walking. */
import { glob } from 'tinyglobby';
import { runGit, splitNul } from '../../io/git/run-git.js';
import { isShowable } from '../../io/sandbox/copy/host-text.js';

const ignoredFolders = [
  'node_modules',
  '.git',
  '.nightshift',
  'bower_components',
  'coverage',
  '.next',
  '.cache',
];

const listByGit = async (root: string): Promise<string[] | null> => {
  const files = await askGit(root, ['ls-files', '-co', '--exclude-standard', '-z']);
  return files?.length === 0 ? null : files;
};

async function askGit(root: string, args: readonly string[]): Promise<string[] | null> {
  // Output that is too large and a git that hangs are thrown; walking does without it.
  const listed = await runGit(root, args).catch(() => null);
  return listed?.exitCode === 0 ? splitNul(listed.stdout.toString('utf8')) : null;
}

/** The files that git tracks; none outside a repository. */
export async function listTracked(root: string): Promise<Set<string>> {
  return new Set((await askGit(root, ['ls-files', '-z'])) ?? []);
}

async function listByWalking(root: string): Promise<string[]> {
  const ignore = ignoredFolders.map((folder) => `**/${folder}/**`);
  return glob(['**/*'], { cwd: root, ignore, dot: true, onlyFiles: true, followSymbolicLinks: false });
}

/**
 * All files of the host that git tracks or would offer to track; outside a repository, all files less the usual
 * dependency and cache folders. Without those that keep secrets by their name. Host-relative with forward slashes, sorted.
 */
export async function listFiles(root: string): Promise<string[]> {
  const listed = (await listByGit(root)) ?? (await listByWalking(root));
  const inHost = listed.filter((file) => isShowable(root, file));
  return [...new Set(inHost)].sort();
}
