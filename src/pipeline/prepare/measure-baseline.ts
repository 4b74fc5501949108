/** Measures what the host's own tests cover, together with the tests of earlier passes. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Finding } from '../../domain/finding.js';
import { totalsOfAll } from '../../domain/measurement.js';
import type { SkippedFile } from '../../domain/target.js';
import type { JestSession } from '../../io/jest/run/run-jest.js';
import { measureHost, type Measurement, type MeasureRequest } from '../../measure/measure-host.js';
import { isOwnTestFile } from '../../test-file/test-path.js';
import type { DeliveryTarget } from '../delivery/delivery-target.js';
import type { OpenPass, PassRequest } from '../pass.js';
import { findStale, goneNote, retireStale, type StaleFile, staleFinding } from './retire-stale.js';

/** Lays the tests of earlier passes into the copy, and measures what the host's own tests cover. */
export async function measureBaseline(pass: OpenPass): Promise<Measurement> {
  const { request, signal, session, analysis, deliveryTarget, emptyTestFiles } = pass;
  const { observer } = request;
  await overlayEarlier(session, deliveryTarget);
  observer({ type: 'step', text: "running the repository's own tests" });
  const measure = (stop: Pick<MeasureRequest, 'stopAt'>): Promise<Measurement> =>
    measureHost(session, { emptyTestFiles, sources: analysis.files, plain: false, signal, ...stop });
  const first = await measure(stopOf(request));
  const stale = await findStale(session, first, pass);
  const measured =
    stale.length === 0
      ? first
      : await measureWithout(stale, pass, () => measure(isStopped(first) ? stopOf(request) : {}));
  const findings = [
    ...analysis.skipped.map(brokenFile),
    ...stale.filter(({ isSourceGone }) => !isSourceGone).map(staleFinding),
    ...measured.findings,
  ];
  for (const file of stale.filter(({ isSourceGone }) => isSourceGone))
    observer({ type: 'note', level: 'info', text: goneNote(file) });
  const measurement = { ...measured, findings };
  const failingFiles = measurement.testFiles.filter((file) => !file.passed).map((file) => file.path);
  observer({
    type: 'baseline',
    coverage: totalsOfAll(measurement.coverage),
    testFiles: measurement.testFiles.length,
    failingFiles,
  });
  for (const finding of findings) observer({ type: 'finding', finding });
  if (isStopped(measurement)) noteStopped(request, measurement);
  return measurement;
}

/** The share of the time that is left in which the repository's own tests may run. */
const BASELINE_SHARE = 0.5;

/** Whether the tests were stopped before all of them had run. */
export const isStopped = ({ durationMs }: Measurement): boolean => durationMs === Infinity;

function stopOf({ endsAt = Infinity }: PassRequest): Pick<MeasureRequest, 'stopAt'> {
  const leftMs = endsAt - Date.now();
  return Number.isFinite(leftMs) ? { stopAt: Date.now() + leftMs * BASELINE_SHARE } : {};
}

function noteStopped({ observer, config }: PassRequest, { testFiles }: Measurement): void {
  const text = `The repository's own tests were stopped after half of --max-minutes ${config.maxMinutes ?? ''}, when ${testFiles.length} of their files had run. The figures hold these alone, and no TypeScript, so new tests may cover what others cover already. Give more minutes to count them all.`;
  observer({ type: 'note', level: 'warning', text });
}

/** Retires what is stale first, so that it counts for nothing. */
async function measureWithout(
  stale: readonly StaleFile[],
  { session, runId, deliveryTarget, ledger }: OpenPass,
  measure: () => Promise<Measurement>,
): Promise<Measurement> {
  for (const { file, left } of stale) deliveryTarget.earlier.set(file, left);
  await overlayEarlier(session, deliveryTarget);
  await retireStale(stale, { runId, deliveryTarget, ledger });
  return measure();
}

const brokenFile = ({ file, reason }: SkippedFile): Finding => ({
  kind: 'broken-file',
  target: file,
  title: 'this file was skipped, no test is written for it',
  detail: reason,
});

/** Lays the tests of earlier passes into a copy, so that they count as covered. */
export async function overlayEarlier(session: JestSession, deliveryTarget: DeliveryTarget): Promise<void> {
  for (const [file, text] of deliveryTarget.earlier) {
    if (!isOwnTestFile(file)) continue;
    const absolute = path.join(session.box.root, file);
    if (text === null) {
      await rm(absolute, { force: true });
      continue;
    }
    await mkdir(path.dirname(absolute), { recursive: true });
    await writeFile(absolute, text);
  }
}
