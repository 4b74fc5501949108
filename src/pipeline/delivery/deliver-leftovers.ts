/** Carries out what earlier runs had proven and were about to deliver when they were killed, or finds that they did. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { NightshiftError } from '../../domain/errors.js';
import type { Observer } from '../../domain/events.js';
import type { Host } from '../../domain/host.js';
import type { GitState } from '../../io/git/git.js';
import { mayRun } from '../../io/files/temp-folder.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { DeliveryPlan, DeliveryRecord, UnfinishedRow } from '../../ledger/rows.js';
import { contentHash, type Delivered, type DeliveryTarget, type Trace } from './delivery-target.js';

interface Leftovers {
  request: { observer: Observer };
  signal: AbortSignal;
  host: Host;
  git: GitState | null;
  ledger: Ledger;
  /** Gets to know the files that are delivered here, as those of an earlier pass. */
  deliveryTarget: DeliveryTarget;
}

/**
 * Finishes each delivery, unless the process that began it still runs. One is given up when it would go to
 * another place today, or when the code or the test file changed meanwhile: what was proven then is not proven now, and
 * this pass looks at those targets anyway.
 */
export async function deliverLeftovers(work: Leftovers): Promise<void> {
  const { request, signal, ledger } = work;
  for (const row of ledger.unfinishedDeliveries()) {
    signal.throwIfAborted();
    const { plan, runId, file, testFile } = row;
    // Passes of one process do not overlap, so what this one left unfinished was interrupted.
    if (plan !== null && plan.owner.pid !== process.pid && (await mayRun(plan.owner))) continue;
    const delivered = plan === null ? null : await deliverLeftover(work, row, plan);
    const record: Omit<DeliveryRecord, 'state' | 'commit'> = {
      runId,
      file,
      testFile,
      contentHash: row.contentHash,
      candidateIds: plan?.candidateIds ?? [],
    };
    if (delivered === null) {
      ledger.recordDelivery({ ...record, state: 'given-up', commit: null });
      continue;
    }
    ledger.recordDelivery({ ...record, state: 'done', commit: delivered.commit });
    const tests = record.candidateIds.length;
    request.observer({ type: 'delivered', file, testFile, tests, ...delivered });
  }
}

/** Where the delivery has arrived, now or before; null when it is given up. */
async function deliverLeftover(
  work: Leftovers,
  row: UnfinishedRow,
  plan: DeliveryPlan,
): Promise<Delivered | null> {
  const { deliveryTarget } = work;
  if (plan.mode !== deliveryTarget.mode || plan.branch !== deliveryTarget.branch) return null;
  const file = { path: row.testFile, content: plan.content };
  // A place that is taken meanwhile, by a link for example, holds no trace of ours.
  const trace = await deliveryTarget.trace(row.runId, file).catch(lostWhereRefused);
  if (trace.state === 'there') return trace.delivered;
  if (trace.state === 'lost') return null;
  if (trace.state === 'absent') {
    const hash = trace.current === null ? null : contentHash(trace.current);
    if (hash !== plan.previousHash || !(await isAsProven(work, row.file, plan))) return null;
  }
  const previous = trace.state === 'absent' ? trace.current : plan.content;
  const delivered = await deliveryTarget.deliver([file], plan.message, new Map([[file.path, previous]]));
  deliveryTarget.earlier.set(file.path, file.content);
  return delivered;
}

function lostWhereRefused(error: unknown): Trace {
  if (error instanceof NightshiftError) return { state: 'lost' };
  throw error;
}

/** Whether the tests would run on the very code that they were proven on. */
async function isAsProven({ host, git }: Leftovers, file: string, plan: DeliveryPlan): Promise<boolean> {
  if ((git?.head ?? null) !== plan.head) return false;
  const text = await readFile(path.join(host.root, file), 'utf8').catch(() => null);
  return text !== null && contentHash(text) === plan.sourceHash;
}
