/** Writes down which lines are covered, for pages that show the sources. */
import path from 'node:path';
import { linesOf } from '../../domain/measurement.js';
import { readBelow } from '../../io/files/below.js';
import { contentHash } from '../delivery/delivery-target.js';
import type { Work } from '../pass.js';
import type { MeasuredAfter } from './measure-after.js';

const maxSourceBytes = 2 * 1024 * 1024;

/** Records the lines of every source file, with the hash of the text that was tested. */
export async function recordLines(
  { prepared, ledger }: Pick<Work, 'prepared' | 'ledger'>,
  after: MeasuredAfter,
): Promise<void> {
  const { session, analysis, measurement, runId } = prepared;
  const { root } = session.box;
  const lines = [];
  for (const file of analysis.files) {
    const states = linesOf(measurement.coverage, after.coverage, file);
    if (states === '') continue;
    const source = await readBelow(root, path.join(root, file), maxSourceBytes);
    if (!source.ok) continue;
    lines.push({ file, states, sourceHash: contentHash(source.text) });
  }
  ledger.recordLines(runId, lines);
}
