/** Keeps the repository's coverage from counting test files as sources that no test loads. */
import path from 'node:path';
import picomatch from 'picomatch';
import type { Host } from '../../domain/host.js';
import type { JestConfig, JestProject } from '../../io/jest/config/jest-config.js';
import type { JestSession } from '../../io/jest/run/jest-session.js';
import { matchesTest, placeTests } from '../delivery/place-tests.js';

const hints = { babel: '/* istanbul ignore file */', v8: '/* v8 ignore start */' };

/** Whether a project counts the file at this absolute path as a source: Jest leaves out the tests of the project itself only. */
function counts(project: JestProject, globs: readonly string[], file: string): boolean {
  const relative = path.relative(project.rootDir, file).split(path.sep).join('/');
  if (relative.startsWith('..')) return false;
  const taken = globs.filter((glob) => !glob.startsWith('!'));
  const left = globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1));
  return (
    picomatch.isMatch(relative, taken, { dot: true }) &&
    !picomatch.isMatch(relative, left, { dot: true }) &&
    !matchesTest(project, file)
  );
}

/** Whether the coverage globs of the configuration make sources of a test file at this absolute path. */
export function isCountedAsSource(
  { projects, collectCoverageFrom }: Pick<JestConfig, 'projects' | 'collectCoverageFrom'>,
  file: string,
): boolean {
  return (
    collectCoverageFrom !== null && projects.some((project) => counts(project, collectCoverageFrom, file))
  );
}

/** The host with the comment that its test files need, if the tests of any of the sources need one. */
export function withFileHint(session: JestSession, sources: readonly string[]): Host {
  const { host, config, box } = session;
  const isCounted = sources.some((source) => {
    const place = placeTests(session, source);
    return place !== null && isCountedAsSource(config, path.join(box.root, place));
  });
  if (!isCounted) return host;
  const fileHint = config.coverageProvider === 'v8' ? hints.v8 : hints.babel;
  return { ...host, conventions: { ...host.conventions, fileHint } };
}
