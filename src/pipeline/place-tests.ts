/** Chooses where the tests of a source file go: the first conventional place at which the host's Jest finds tests. */
import path from 'node:path';
import picomatch from 'picomatch';
import { testFileCandidates } from '../domain/test-path.js';
import type { JestProject } from '../io/jest/jest-config.js';
import type { JestSession } from '../io/jest/run-jest.js';

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

/** Host-relative path of the test file for a source file, or null when Jest would find none of the usual ones. */
export function placeTests(session: JestSession, source: string): string | null {
  const { host, box, config } = session;
  const candidates = testFileCandidates(host, source);
  const found = candidates.find((file) =>
    config.projects.some((project) => finds(project, path.join(box.root, file))),
  );
  return found ?? null;
}
