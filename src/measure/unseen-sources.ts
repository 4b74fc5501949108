/** Counts sources that no project of the host's Jest sees, such as a package without tests: at 0 %, and not left out of the total. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { CoverageMapData, FileCoverageData } from 'istanbul-lib-coverage';
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

/** Whether a file lies below no root of any project, so that Jest counts it under no globs. */
function isUnseen({ config, box }: JestSession, file: string): boolean {
  const absolute = path.join(box.root, file);
  return config.projects.every(({ roots, rootDir }) =>
    (roots.length > 0 ? [...roots, rootDir] : [rootDir]).every(
      (root) => !absolute.startsWith(root + path.sep),
    ),
  );
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

/** The report with the sources that no project sees; `sources` are host-relative. */
export async function addUnseen(
  session: JestSession,
  coverage: CoverageMapData,
  sources: readonly string[],
): Promise<CoverageMapData> {
  const unseen = sources.filter((file) => !(file in coverage) && isUnseen(session, file));
  const added: CoverageMapData = {};
  for (const file of unseen) {
    const text = await readFile(path.join(session.box.root, file), 'utf8').catch(() => '');
    const counters =
      countersOf(text, file) ?? countersOf(convertFlow(text, { keepsTypes: false }) ?? '', file);
    if (counters) added[file] = counters;
  }
  return { ...coverage, ...added };
}
