/** Counts sources that no project of the host's Jest sees, such as a package without tests: at 0 %, and not left out of the total. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { CoverageMapData, FileCoverageData } from 'istanbul-lib-coverage';
import type { JestProject } from '../io/jest/config/jest-config.js';
import type { JestSession } from '../io/jest/run/run-jest.js';
import { convertFlow } from '../io/source/flow.js';

interface Instrumenter {
  instrumentSync(text: string, file: string): string;
  lastFileCoverage(): FileCoverageData;
}

const require = createRequire(import.meta.url);
const { createInstrumenter } = require('istanbul-lib-instrument') as {
  createInstrumenter: (options: object) => Instrumenter;
};

const isBelow = ({ roots, rootDir }: JestProject, file: string): boolean =>
  (roots.length > 0 ? [...roots, rootDir] : [rootDir]).some((root) => file.startsWith(root + path.sep));

/** Whether a file belongs to no project in which tests ran: Jest counts untested files only in those. */
export function isUnseen({ config, box }: JestSession, ran: readonly string[], file: string): boolean {
  // Globs of the repository may leave out what Jest would count.
  const isByGlobs = ran.length === 0 || config.collectCoverageFrom !== null;
  const active = config.projects.filter(
    (project) => isByGlobs || ran.some((test) => isBelow(project, path.join(box.root, test))),
  );
  return active.every((project) => !isBelow(project, path.join(box.root, file)));
}

/** Istanbul's counters of a file, all at zero; null where its syntax is beyond Istanbul. */
function countersOf(text: string, file: string): FileCoverageData | null {
  const language = /\.[cm]?tsx?$/.test(file) ? ['typescript'] : [];
  const jsx = /\.[cm]?ts$/.test(file) ? [] : ['jsx'];
  const instrumenter = createInstrumenter({
    esModules: true,
    parserPlugins: [...language, ...jsx, 'decorators-legacy', 'topLevelAwait', 'importMeta'],
  });
  try {
    instrumenter.instrumentSync(text, file);
    return { ...instrumenter.lastFileCoverage(), path: file };
  } catch {
    return null;
  }
}

/** The sources that a report lacks because no test ran in their project; `ran` are the test files, all host-relative. */
export const findUnseen = (
  session: JestSession,
  ran: readonly string[],
  { coverage, sources }: { coverage: CoverageMapData; sources: readonly string[] },
): string[] => sources.filter((file) => !(file in coverage) && isUnseen(session, ran, file));

/** The report with those of the sources that it lacks, each counted at zero by Istanbul. */
export async function addUnseen(
  session: JestSession,
  coverage: CoverageMapData,
  sources: readonly string[],
): Promise<CoverageMapData> {
  const added: CoverageMapData = {};
  for (const file of sources.filter((source) => !(source in coverage))) {
    const text = await readFile(path.join(session.box.root, file), 'utf8').catch(() => '');
    const counters =
      countersOf(text, file) ?? countersOf(convertFlow(text, { keepsTypes: false }) ?? '', file);
    if (counters) added[file] = counters;
  }
  return { ...coverage, ...added };
}
