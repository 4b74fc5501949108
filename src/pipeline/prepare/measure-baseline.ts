/** Measures what the host's own tests cover, together with the tests of earlier passes. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Finding } from '../../domain/finding.js';
import { totalsOfAll } from '../../domain/measurement.js';
import type { SkippedFile } from '../../domain/target.js';
import type { JestSession } from '../../io/jest/run/run-jest.js';
import { measureHost, type Measurement } from '../../measure/measure-host.js';
import { isOwnTestFile } from '../../test-file/test-path.js';
import type { DeliveryTarget } from '../delivery/delivery-target.js';
import type { OpenPass } from '../pass.js';

/** Lays the tests of earlier passes into the copy, and measures what the host's own tests cover. */
export async function measureBaseline({
  request,
  signal,
  session,
  analysis,
  deliveryTarget,
  emptyTestFile,
}: OpenPass): Promise<Measurement> {
  const { observer } = request;
  await overlayEarlier(session, deliveryTarget);
  observer({ type: 'step', text: "running the repository's own tests" });
  const measured = await measureHost(session, {
    emptyTestFile,
    sources: analysis.files,
    plain: false,
    signal,
  });
  const findings = [...analysis.skipped.map(brokenFile), ...measured.findings];
  const measurement = { ...measured, findings };
  const failingFiles = measurement.testFiles.filter((file) => !file.passed).map((file) => file.path);
  observer({
    type: 'baseline',
    coverage: totalsOfAll(measurement.coverage),
    testFiles: measurement.testFiles.length,
    failingFiles,
  });
  for (const finding of findings) observer({ type: 'finding', finding });
  return measurement;
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
    await mkdir(path.dirname(absolute), { recursive: true });
    await writeFile(absolute, text);
  }
}
