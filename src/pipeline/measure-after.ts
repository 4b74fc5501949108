/** The last step but one: the whole suite once more with the delivered tests in place, for the figures of the report. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CoverageMapData } from 'istanbul-lib-coverage';
import { NightshiftError } from '../domain/errors.js';
import type { Finding } from '../domain/finding.js';
import { measureHost } from '../measure/measure-host.js';
import type { Work } from './pass.js';
import { withGrace } from './stream/stop.js';

/** How long the last run of the whole suite may go on when the time is up. */
const LAST_RUN_MS = 60_000;

/**
 * An ordinary run of the whole suite. When the time is up, it goes on for a minute at the most; else the figures are those
 * that were measured on the way.
 */
export async function measureAfter(work: Work, uncapped: AbortSignal): Promise<CoverageMapData> {
  const { request, prepared, progress } = work;
  const { session, measurement, emptyTestFile } = prepared;
  if (progress.texts.size === 0) return measurement.coverage;
  for (const [file, text] of progress.texts) {
    const absolute = path.join(session.box.root, file);
    await mkdir(path.dirname(absolute), { recursive: true });
    await writeFile(absolute, text);
  }
  request.observer({ type: 'step', text: 'measuring the whole suite with the new tests' });
  const grace = withGrace(request.signal, uncapped, LAST_RUN_MS);
  try {
    const { leftOut } = measurement;
    const after = await measureHost(session, { emptyTestFile, leftOut, plain: true, signal: grace.signal });
    for (const finding of newFailures(work, after.testFiles)) {
      progress.findings.push(finding);
      request.observer({ type: 'finding', finding });
    }
    return after.coverage;
  } catch (error) {
    if (error instanceof NightshiftError || grace.signal.aborted) return progress.coverage;
    throw error;
  } finally {
    grace.clear();
  }
}

/** Test files that passed before, or are ours, and fail now. */
function newFailures(
  work: Work,
  files: readonly { path: string; passed: boolean; message: string }[],
): Finding[] {
  const passedBefore = new Set(
    work.prepared.measurement.testFiles.filter((file) => file.passed).map((file) => file.path),
  );
  return files
    .filter((file) => !file.passed && (passedBefore.has(file.path) || work.progress.texts.has(file.path)))
    .map((file) => ({
      kind: 'flaky-host-test' as const,
      target: file.path,
      title: 'this test file passed at first and fails in the last run of the whole suite',
      detail: file.message
        .split('\n')
        .filter((line) => line.trim() !== '')
        .slice(0, 8)
        .join('\n'),
    }));
}
