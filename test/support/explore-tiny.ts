/** Explores files of a small host, and shows what came of it. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { exploreFiles } from '../../src/author/explorer/explore-files.js';
import type { ExploreResult } from '../../src/author/explorer/explore-request.js';
import { placeTests } from '../../src/pipeline/delivery/place-tests.js';
import type { TinySession } from './tiny-session.js';

/** @param cpuMsPerTarget null leaves it to the size of the targets */
export async function exploreTiny(
  { session, host, analysis }: TinySession,
  files: readonly string[],
  cpuMsPerTarget: number | null = null,
): Promise<ExploreResult[]> {
  const requests = await Promise.all(
    files.map(async (file) => ({
      file,
      sourceText: await readFile(path.join(host.root, file), 'utf8'),
      targets: analysis.targets.filter((target) => target.file === file),
      allTargets: analysis.targets,
      testFile: placeTests(session, file) ?? '',
      covered: new Set<string>(),
      seed: 1,
      cpuMsPerTarget,
    })),
  );
  return exploreFiles(session, requests, { signal: new AbortController().signal });
}

/** The candidates for one function, each below its title. */
export const bodiesOf = (result: ExploreResult | undefined, group: string): string =>
  (result?.candidates ?? [])
    .filter((candidate) => candidate.group === group)
    .map(({ title, body }) => `// ${title}\n${body}`)
    .join('\n');
