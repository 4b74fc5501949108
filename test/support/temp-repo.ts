/** A real git repository in a temp folder, and fingerprints of what belongs to its user. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Every hook that git knows for client-side work, and those of fsmonitor and reference transactions. */
const hooks = [
  'applypatch-msg',
  'pre-applypatch',
  'post-applypatch',
  'pre-commit',
  'pre-merge-commit',
  'prepare-commit-msg',
  'commit-msg',
  'post-commit',
  'pre-rebase',
  'post-checkout',
  'post-merge',
  'pre-push',
  'pre-auto-gc',
  'post-rewrite',
  'post-index-change',
  'reference-transaction',
  'fsmonitor-watchman',
];

export interface TempRepo {
  dir: string;
  git(...args: string[]): string;
  write(path: string, text: string): void;
  read(path: string): string;
  commit(message: string): string;
  /** Names of hooks that ran since {@link TempRepo.installHooks}. */
  hooksRun(): string[];
  installHooks(): void;
  /** Changes when anything of the user's does: index, HEAD, config, refs of others, work tree, modes. */
  fingerprint(): Record<string, string>;
  remove(): void;
}

const removals: (() => void)[] = [];

/** Removes every folder that the helpers of this file made. */
export function removeTempFolders(): void {
  for (const remove of removals.splice(0)) remove();
}

export function tempFolder(): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'nightshift-test-')));
  removals.push(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

export function tempRepo(files: Record<string, string> = { 'src/a.js': 'exports.a = 1;\n' }): TempRepo {
  const dir = join(tempFolder(), 'repo');
  mkdirSync(dir);
  const witness = join(dirname(dir), 'hooks-run');
  mkdirSync(witness);
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: dir, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  const commit = (message: string): string => {
    git('add', '-A');
    git('commit', '-q', '--no-verify', '-m', message);
    return git('rev-parse', 'HEAD');
  };
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', 'Ada Tester');
  git('config', 'user.email', 'ada@example.org');
  for (const [path, text] of Object.entries(files)) write(path, text);
  if (Object.keys(files).length > 0) commit('first');
  return {
    dir,
    git,
    write,
    commit,
    read: (path) => readFileSync(join(dir, path), 'utf8'),
    installHooks: () => {
      for (const hook of hooks) {
        const path = join(dir, '.git/hooks', hook);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, `#!/bin/sh\ntouch '${witness}/${hook}'\nexit 1\n`, { mode: 0o755 });
      }
      git('config', 'core.fsmonitor', join(dir, '.git/hooks/fsmonitor-watchman'));
      for (const name of readdirSync(witness)) rmSync(join(witness, name));
    },
    hooksRun: () => readdirSync(witness),
    fingerprint: () => fingerprint(dir),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/**
 * Content, mode and time of every file below a folder, but for git's objects, our own branches and our state. Git folders
 * of submodules and linked work trees count too.
 */
export function fingerprint(dir: string): Record<string, string> {
  const found: Record<string, string> = {};
  const hash = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
  const record = (path: string): void => {
    const { mtimeMs, mode, ino } = lstatSync(join(dir, path));
    // Every git that reads a split index sets the time of its shared part, so that it is not cleaned up.
    const time = path.includes('.git/sharedindex.') ? '' : mtimeMs;
    found[path] = [hash(join(dir, path)), time, mode, ino].join(' ');
  };
  const walk = (folder: string, skip: (path: string) => boolean): void => {
    for (const entry of readdirSync(join(dir, folder), { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (skip(path)) continue;
      if (entry.isDirectory()) walk(path, skip);
      else if (entry.isSymbolicLink()) found[path] = readlinkSync(join(dir, path));
      else record(path);
    }
  };
  const isOurs = (path: string): boolean =>
    /(^|\/)objects(\/|$)/.test(path) ||
    /(^|\/)refs\/heads\/nightshift(\/|$)/.test(path) ||
    /(^|\/)\.nightshift(\/|$)/.test(path);
  walk('', isOurs);
  return found;
}
