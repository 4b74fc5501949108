/** Makes the report of a pass, and writes it down where later commands look for it. */
import type { Report } from '../../domain/report.js';
import type { Work } from '../pass.js';
import { redactReport } from '../redact-pass.js';
import { makeReport } from './make-report.js';
import type { MeasuredAfter } from './measure-after.js';
import type { SelectedWork } from '../select-work.js';
import { recordLines } from './record-lines.js';
import { writeShardFile } from './shard-file.js';

/** The report, which the ledger holds from now on; that of a shard is written into a file for `merge` as well. */
export async function finishRun(
  work: Work,
  after: MeasuredAfter,
  { isCut, gaps }: { isCut: boolean; gaps: SelectedWork['gaps'] },
): Promise<Report> {
  const { request, prepared, ledger, progress } = work;
  const { runId, secrets, stateFolder } = prepared;
  const made = makeReport({
    request,
    prepared,
    progress,
    after,
    outcome: request.signal.aborted ? 'interrupted' : isCut ? 'budget' : 'finished',
    startedAt: prepared.startedAt,
    finishedAt: new Date(),
    model: work.model,
    gaps,
  });
  const report = redactReport(made, secrets.redact);
  for (const finding of [...prepared.measurement.findings, ...progress.findings])
    ledger.recordFinding(runId, finding);
  const { shard } = request.config;
  if (shard !== null) {
    const deliveries = [...progress.deliveries.values()];
    const result = { version: 1 as const, shard, report, coverage: after.coverage, deliveries };
    const file = await writeShardFile(stateFolder, result);
    request.observer({ type: 'note', level: 'info', text: `The result of this shard is in ${file}.` });
  }
  await recordLines(work, after);
  ledger.finishRun(runId, { endedAt: new Date().toISOString(), report });
  return report;
}
