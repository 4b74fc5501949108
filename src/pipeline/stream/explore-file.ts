/** The first station of a unit of work: the explorer proposes tests for the targets of one file. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { exploreFiles } from '../../author/explorer/explore-files.js';
import type { Candidate } from '../../domain/candidate.js';
import type { FileWork } from '../../select/rank-gaps.js';
import type { Work } from '../pass.js';
import { placeTests } from './place-tests.js';

/**
 * The candidates for one file. They follow from the file, what it uses, the config and the seed alone: what other files'
 * tests happen to cover plays no part, so that units may be worked on in any order.
 */
export async function exploreFile(
  work: Work,
  { file, targets }: FileWork,
  signal: AbortSignal,
): Promise<Candidate[]> {
  const { prepared, progress, request } = work;
  const { observer, config } = request;
  const testFile = placeTests(prepared.session, file, prepared.sink.isTaken);
  if (testFile === null) {
    const reason = 'the Jest configuration finds tests at none of the usual places for this file';
    for (const { id } of targets) progress.skipped.set(id, reason);
    return [];
  }
  observer({ type: 'step', file, text: `exploring ${path.basename(file)}` });
  const [found] = await exploreFiles(
    prepared.session,
    [
      {
        file,
        sourceText: await readFile(path.join(prepared.host.root, file), 'utf8'),
        targets,
        allTargets: prepared.analysis.targets,
        testFile,
        covered: prepared.measurement.covered.get(file) ?? new Set(),
        seed: config.seed,
        cpuMsPerTarget: config.targetSeconds === null ? null : config.targetSeconds * 1000,
      },
    ],
    signal,
  );
  if (!found) return [];
  for (const { target, reason } of found.skipped) progress.skipped.set(target, reason);
  for (const finding of found.findings) {
    progress.findings.push(finding);
    observer({ type: 'finding', finding });
  }
  return found.candidates;
}
