/** Finds the source files that Jest cannot count while no test needs them, so that they can be set aside by name. */
import path from 'node:path';
import type { CoverageMapData } from 'istanbul-lib-coverage';
import type { Finding } from '../domain/finding.js';
import { jestWords } from '../io/jest/config/jest-words.js';
import type { JestRun } from '../io/jest/run/read-run.js';
import type { JestSession } from '../io/jest/run/run-jest.js';

/** More than this many runs are not worth finding the last of them. */
const MAX_RUNS = 60;

const escapeGlob = (file: string): string => file.replace(/[()[\]{}!*?+@|\\]/g, '\\$&');

/** A file as the globs of each project name it that it may belong to. */
export function globsOf({ config, box }: Pick<JestSession, 'config' | 'box'>, file: string): string[] {
  const absolute = path.join(box.root, file);
  const relative = config.projects.map(({ rootDir }) => path.relative(rootDir, absolute));
  const inside = relative.filter((name) => !name.startsWith('..') && !path.isAbsolute(name));
  return [...new Set([file, ...inside.map((name) => name.split(path.sep).join('/'))])].map(escapeGlob);
}

/** The session without these host-relative files among those that are counted. */
export const withoutSources = (session: JestSession, files: readonly string[]): JestSession => ({
  ...session,
  collectCoverageFrom: [
    ...session.collectCoverageFrom,
    ...files.flatMap((file) => globsOf(session, file)).map((glob) => `!${glob}`),
  ],
});

const onlySources = (session: JestSession, files: readonly string[]): JestSession => ({
  ...session,
  collectCoverageFrom: files.flatMap((file) => globsOf(session, file)),
});

/**
 * Of source files that no test loads, those with which Jest does not come to its end: tried by halves, down to single files.
 * @param runEmpty runs one empty test and counts the files of the session
 */
export async function findUncountable(
  session: JestSession,
  files: readonly string[],
  runEmpty: (session: JestSession) => Promise<JestRun>,
): Promise<{ file: string; run: JestRun }[]> {
  let runs = 0;
  const search = async (part: readonly string[]): Promise<{ file: string; run: JestRun }[]> => {
    const [file] = part;
    if (file === undefined || ++runs > MAX_RUNS) return [];
    const run = await runEmpty(onlySources(session, part));
    if (run.ended === 'well' && run.coverage) return [];
    if (part.length === 1) return [{ file, run }];
    const middle = Math.ceil(part.length / 2);
    return [...(await search(part.slice(0, middle))), ...(await search(part.slice(middle)))];
  };
  return search(files);
}

/** Whether all tests were through, and only the count of the files that no test loads failed. */
export function brokeWhileCounting({ ended, at, records, coverage }: JestRun): boolean {
  if (ended === 'well') return coverage === null;
  return at !== null && records.some(({ testPath }) => testPath === at.file);
}

/** The finding for a file that was set aside. */
export function uncountable(session: JestSession, file: string, run: JestRun): Finding {
  const said = jestWords(run.message, { copy: session.box.root, root: session.host.root }, 4);
  const isHang = run.ended === 'stalled' || run.ended === 'timeout';
  const how = isHang ? 'Jest does not come to an end with it' : 'Jest ends with it';
  return brokenFile(file, said === '' ? how : `${how}: ${said}`);
}

/** Findings for the files that Jest itself has left out because it could not read them. */
export function leftOutByJest(
  session: JestSession,
  files: readonly string[],
  run: JestRun & { coverage: CoverageMapData },
): Finding[] {
  const { root } = session.box;
  const said = run.message.split(/Failed to collect coverage from /).slice(1);
  return said.flatMap((text) => {
    const [name = '', ...rest] = text.split('\n');
    const file = path.relative(root, name.trim()).split(path.sep).join('/');
    if (!files.includes(file) || file in run.coverage) return [];
    const words = jestWords(rest.join('\n'), { copy: root, root: session.host.root }, 3);
    return [brokenFile(file, words.replace(/^ERROR: /, ''))];
  });
}

const brokenFile = (file: string, detail: string): Finding => ({
  kind: 'broken-file',
  target: file,
  title: 'Jest cannot measure this file, so no test is written for it',
  detail,
});
