/** The last step but one: the whole suite once more with the delivered tests in place, for the figures of the report. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CoverageMapData } from 'istanbul-lib-coverage';
import { NightshiftError } from '../../domain/errors.js';
import type { Finding } from '../../domain/finding.js';
import { measureHost } from '../../measure/measure-host.js';
import type { Work } from '../pass.js';
import { isStopped } from '../prepare/measure-baseline.js';
import { limitTime } from '../time-limit.js';

/** How much longer than the first run the last one may take. */
const LONGER = 1.3;

export interface MeasuredAfter {
  coverage: CoverageMapData;
  /** Whether the whole suite was run; else the figures are the last that were measured on the way. */
  isWhole: boolean;
}

/** An ordinary run of the whole suite, where there is time for it. */
export async function measureAfter(work: Work): Promise<MeasuredAfter> {
  const { request, prepared, progress } = work;
  const { measurement } = prepared;
  const { signal, endsAt = Infinity } = request;
  if (progress.texts.size === 0) return { coverage: measurement.coverage, isWhole: !isStopped(measurement) };
  const lastKnown = { coverage: progress.coverage, isWhole: false };
  if (signal.aborted || Date.now() + LONGER * measurement.durationMs > endsAt) return lastKnown;
  request.observer({ type: 'step', text: 'measuring the whole suite with the new tests' });
  const time = limitTime(signal, endsAt);
  try {
    return { coverage: await measureWhole(work, time.signal), isWhole: true };
  } catch (error) {
    if (error instanceof NightshiftError || time.signal.aborted) return lastKnown;
    throw error;
  } finally {
    time.clear();
  }
}

async function measureWhole(work: Work, signal: AbortSignal): Promise<CoverageMapData> {
  const { request, prepared, progress } = work;
  const { session, measurement, emptyTestFiles } = prepared;
  for (const [file, text] of progress.texts) {
    const absolute = path.join(session.box.root, file);
    await mkdir(path.dirname(absolute), { recursive: true });
    await writeFile(absolute, text);
  }
  const { leftOut } = measurement;
  const after = await measureHost(session, {
    emptyTestFiles,
    leftOut,
    sources: prepared.analysis.files,
    plain: true,
    signal,
  });
  for (const finding of newFailures(work, after.testFiles)) {
    progress.findings.push(finding);
    request.observer({ type: 'finding', finding });
  }
  return after.coverage;
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
