/** Chooses where the tests of a source file go: the first conventional place that is free and where Jest finds tests. */
import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import picomatch from 'picomatch';
import { ownMarker } from '../test-file/test-file.js';
import { testFileCandidates } from '../test-file/test-path.js';
import type { JestProject } from '../io/jest/config/jest-config.js';
import type { JestSession } from '../io/jest/run/run-jest.js';

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
  if (!roots.some((root) => isBelow(file, root))) return false;
  if (project.testPathIgnorePatterns.some((pattern) => new RegExp(pattern).test(file))) return false;
  const regexes = patternsOf(project);
  if (regexes.length > 0) return regexes.some((regex) => regex.test(file));
  return project.testMatch.length === 0 || picomatch.isMatch(file, project.testMatch, { dot: true });
}

/** Whether somebody else has something at this place of the host, or a link on the way leads elsewhere. */
function isTaken(root: string, file: string): boolean {
  const parts = file.split('/');
  for (const count of parts.keys()) {
    const place = path.join(root, ...parts.slice(0, count + 1));
    const stats = lstatSync(place, { throwIfNoEntry: false });
    if (stats === undefined) return false;
    const isLast = count === parts.length - 1;
    if (isLast ? !stats.isFile() : !stats.isDirectory()) return true;
  }
  return !textOf(path.join(root, file)).startsWith(ownMarker);
}

/** Empty for what may not be read: that is not ours. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/**
 * Host-relative path of the test file for a source file, or null when Jest would find none of the usual ones. Where
 * somebody has a file of that very name, the next place is chosen, if there is one.
 */
export function placeTests(session: JestSession, source: string): string | null {
  const { host, box, config } = session;
  const found = testFileCandidates(host, source).filter((file) =>
    config.projects.some((project) => finds(project, path.join(box.root, file))),
  );
  return found.find((file) => !isTaken(host.root, file)) ?? found[0] ?? null;
}
