/** Writes down what an author has reached for targets, so that a later pass does not try again in vain. */
import type { AuthorName } from '../../domain/candidate.js';
import { countOpen } from '../../domain/measurement.js';
import type { Target } from '../../domain/target.js';
import type { Work } from '../pass.js';
import { timeWasUp } from '../time-limit.js';

export function recordAttempts(
  { ledger, prepared, progress, inputsOf }: Work,
  targets: readonly Target[],
  { author, startedAt }: { author: AuthorName; startedAt: number },
): void {
  const gained = new Set(
    progress.delivered
      .filter(({ candidate }) => candidate.author === author)
      .map(({ candidate }) => candidate.target),
  );
  const seconds = (Date.now() - startedAt) / 1000 / Math.max(1, targets.length);
  for (const target of targets) {
    const reason = progress.skipped.get(target.id) ?? null;
    const status = gained.has(target.id) ? 'improved' : reason === null ? 'unchanged' : 'skipped';
    ledger.recordTarget({
      runId: prepared.runId,
      targetId: target.id,
      hash: inputsOf(target, author),
      author,
      status,
      reason,
      seconds,
      openCounters: reason === timeWasUp ? null : countOpen(progress.coverage, target.file),
    });
  }
}
