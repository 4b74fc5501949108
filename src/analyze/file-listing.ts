/** Lists the files of a host without running any of it: through git where it can, else by walking. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { glob } from 'tinyglobby';
import { isShowable } from '../io/host-text.js';

const run = promisify(execFile);
const ignoredFolders = [
  'node_modules',
  '.git',
  '.nightshift',
  'bower_components',
  'coverage',
  '.next',
  '.cache',
];

/** The environment without inherited `GIT_*`, which could point git at another repository. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
}

async function listByGit(root: string): Promise<string[] | null> {
  // A file system monitor named in the repository's config is a program; it must not be started.
  const flags = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-C', root];
  try {
    const { stdout } = await run('git', [...flags, 'ls-files', '-co', '--exclude-standard', '-z'], {
      env: cleanEnvironment(),
      maxBuffer: 512 * 1024 * 1024,
      timeout: 60_000,
    });
    const files = stdout.split('\0').filter((file) => file !== '');
    return files.length === 0 ? null : files;
  } catch {
    return null;
  }
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
