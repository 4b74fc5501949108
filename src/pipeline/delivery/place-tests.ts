/** Chooses where the tests of a source file go: the first conventional place that is free and where Jest finds tests. */
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import picomatch from 'picomatch';
import { ownMarker } from '../../test-file/test-file.js';
import { placesByGlob } from '../../test-file/glob-places.js';
import { testFileCandidates } from '../../test-file/test-path.js';
import type { JestProject } from '../../io/jest/config/jest-config.js';
import type { VitestProject } from '../../io/jest/config/vitest-config.js';
import type { JestSession } from '../../io/jest/run/run-jest.js';

const patternsOf = (project: JestProject): RegExp[] =>
  project.testRegex.flatMap((pattern) => {
    // Jest shows compiled patterns as strings, or as empty objects where it could not.
    if (typeof pattern !== 'string' || pattern === '') return [];
    return [new RegExp(pattern)];
  });

const isBelow = (file: string, folder: string): boolean =>
  file === folder || file.startsWith(folder + path.sep);

/** Whether a project of the host's Jest would run a test file at this absolute path. */
function finds(project: JestProject, file: string): boolean {
  const roots = project.roots.length > 0 ? project.roots : [project.rootDir];
  return roots.some((root) => isBelow(file, root)) && matchesTest(project, file);
}

/** Whether a file at this absolute path is a test by the patterns of a project. */
export function matchesTest(project: JestProject, file: string): boolean {
  if (project.testPathIgnorePatterns.some((pattern) => new RegExp(pattern).test(file))) return false;
  const regexes = patternsOf(project);
  if (regexes.length > 0) return regexes.some((regex) => regex.test(file));
  return project.testMatch.length === 0 || picomatch.isMatch(file, project.testMatch, { dot: true });
}

/** Whether a project of the host's Vitest would run a test file at this absolute path. */
function vitestFinds({ root, dir, include, exclude }: VitestProject, file: string): boolean {
  const base = dir ?? root;
  if (!isBelow(file, base)) return false;
  const relative = path.relative(base, file).split(path.sep).join('/');
  return (
    picomatch.isMatch(relative, include, { dot: true }) &&
    !picomatch.isMatch(relative, exclude, { dot: true })
  );
}

/** Whether the patterns in the repository's own command let a test file through; Jest ignores their case. */
const fitsPatterns = (patterns: readonly string[], file: string): boolean =>
  patterns.length === 0 || patterns.some((pattern) => isMatch(pattern, file));

function isMatch(pattern: string, file: string): boolean {
  try {
    return new RegExp(pattern, 'i').test(file);
  } catch {
    return file.includes(pattern);
  }
}

/** Why there is no place for the tests of a source file. */
export function whyNoPlace(session: JestSession, source: string): string {
  const { runner } = session.host;
  const free = { ...session, host: { ...session.host, runner: { ...runner, patterns: [] } } };
  const isByPattern = runner.patterns.length > 0 && placeTests(free, source) !== null;
  return isByPattern
    ? `\`${runner.command}\` runs only tests whose path matches ${runner.patterns.join(' or ')}, and none of the usual places for this file does`
    : 'the Jest configuration finds tests at none of the usual places for this file';
}

/** Whether somebody else has something at this place of the host, or a link on the way leads elsewhere. */
function isTakenIn(root: string, file: string): boolean {
  if (isBehindLink(root, file)) return true;
  const stats = lstatSync(path.join(root, file), { throwIfNoEntry: false });
  return stats !== undefined && !(stats.isFile() && textOf(path.join(root, file)).startsWith(ownMarker));
}

/** Whether a folder on the way is none, but a link or a file, or belongs to another repository, such as a submodule. */
function isBehindLink(root: string, file: string): boolean {
  const folders = file.split('/').slice(0, -1);
  for (const count of folders.keys()) {
    const folder = path.join(root, ...folders.slice(0, count + 1));
    const stats = lstatSync(folder, { throwIfNoEntry: false });
    if (stats === undefined) return false;
    if (!stats.isDirectory() || existsSync(path.join(folder, '.git'))) return true;
  }
  return false;
}

/** Empty for what may not be read: that is not ours. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** The globs by which the host's runner finds tests, relative to the host. */
function globsOf({ box, config }: JestSession): string[] {
  const vitest = config.vitest?.flatMap(({ root, dir, include }) =>
    include.map((glob) => path.join(dir ?? root, glob)),
  );
  const all = vitest ?? config.projects.flatMap(({ testMatch }) => testMatch);
  return all.map((glob) => path.relative(box.root, glob).split(path.sep).join('/'));
}

/** The longest name of a file on the usual disks, less what the files of a pass add to it. */
const mostNameBytes = 255 - 20;

/**
 * Host-relative path of the test file for a source file, or null when Jest would find none of the usual ones. Where
 * somebody has a file of that very name, the next place is chosen, if there is one.
 *
 * @param isTaken whether the commit that the tests go on top of has something else there.
 */
export function placeTests(
  session: JestSession,
  source: string,
  isTaken: (file: string) => boolean = () => false,
): string | null {
  const { host, box, config } = session;
  const candidates = [...testFileCandidates(host, source), ...placesByGlob(globsOf(session), source)];
  const found = candidates.filter((file) => {
    if (Buffer.byteLength(path.basename(file)) > mostNameBytes) return false;
    const absolute = path.join(box.root, file);
    return (
      fitsPatterns(host.runner.patterns, absolute) &&
      config.projects.some((project) => finds(project, absolute)) &&
      (config.vitest?.some((project) => vitestFinds(project, absolute)) ?? true)
    );
  });
  const free = found.find((file) => !isTaken(file) && !isTakenIn(host.root, file));
  // A file of somebody else may be gone by the time of delivery; what is reached through a link is never ours to write.
  return free ?? found.find((file) => !isTaken(file) && !isBehindLink(host.root, file)) ?? null;
}
