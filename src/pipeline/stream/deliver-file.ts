/** Brings the accepted tests of one file to the host; what is planned is in the ledger before anything is written. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { commitMessage } from '../../deliver/commit-message.js';
import { authorsOf } from '../../domain/candidate.js';
import { composeTestFile } from '../../test-file/test-file.js';
import type { Accepted } from '../../domain/verdict.js';
import { describeProcess } from '../../io/files/temp-folder.js';
import type { DeliveryPlan, DeliveryRecord } from '../../ledger/rows.js';
import type { PlacedFile } from '../../verify/placed-files.js';
import { contentHash } from '../delivery/delivery-target.js';
import type { Work } from '../pass.js';

/** A test file on its way to the host. */
export interface Delivery {
  file: PlacedFile;
  accepted: readonly Accepted[];
  content: string;
  record: Omit<DeliveryRecord, 'state' | 'commit'> & { plan: DeliveryPlan };
}

/** The plan for delivering the accepted tests of a file; null when there are none. */
export async function planDelivery(
  work: Work,
  file: PlacedFile,
  accepted: readonly Accepted[],
): Promise<Delivery | null> {
  const { host, git, runId, deliveryTarget } = work.prepared;
  const [first] = accepted;
  if (!first) return null;
  const source = first.candidate.file;
  const content = composeTestFile(host, file);
  const candidateIds = accepted.map(({ candidate }) => candidate.id);
  const plan: DeliveryPlan = {
    mode: deliveryTarget.mode,
    branch: deliveryTarget.branch,
    head: git?.head ?? null,
    sourceHash: contentHash(await readFile(path.join(host.root, source), 'utf8').catch(() => '')),
    previousHash: file.existing === null ? null : contentHash(file.existing),
    content,
    message: messageFor(work, source, accepted),
    candidateIds,
    owner: await describeProcess(process.pid),
  };
  const record = {
    runId,
    file: source,
    testFile: file.path,
    contentHash: contentHash(content),
    candidateIds,
  };
  return { file, accepted, content, record: { ...record, plan } };
}

/** Carries out a delivery. Does not hear of interruptions: what is proven is delivered in any case. */
export async function deliverFile(work: Work, { file, accepted, content, record }: Delivery): Promise<void> {
  const { prepared, progress, request, ledger } = work;
  const previous = new Map([[file.path, file.existing]]);
  const done = await prepared.deliveryTarget.deliver(
    [{ path: file.path, content }],
    record.plan.message,
    previous,
  );
  ledger.recordDelivery({ ...record, state: 'done', commit: done.commit });
  progress.texts.set(file.path, content);
  const { message, candidateIds } = record.plan;
  const earlier = progress.deliveries.get(file.path)?.candidateIds ?? [];
  progress.deliveries.set(file.path, {
    ...{ file: record.file, testFile: file.path, content, message },
    candidateIds: [...earlier, ...candidateIds],
  });
  progress.delivered.push(...accepted.map((item) => ({ ...item, testFile: file.path, commit: done.commit })));
  if (prepared.deliveryTarget.mode === 'none') return;
  const { file: source, testFile } = record;
  request.observer({ type: 'delivered', file: source, testFile, tests: accepted.length, ...done });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function messageFor(work: Work, file: string, accepted: readonly Accepted[]): string {
  const gains = new Map<string, number>();
  for (const { candidate, evidence } of accepted) {
    const gain = evidence.gain.statements + evidence.gain.branches;
    gains.set(candidate.group, (gains.get(candidate.group) ?? 0) + gain);
  }
  return commitMessage({
    file,
    targetNames: [...gains].sort((a, b) => b[1] - a[1]).map(([name]) => name),
    gain: {
      statements: sum(accepted.map(({ evidence }) => evidence.gain.statements)),
      branches: sum(accepted.map(({ evidence }) => evidence.gain.branches)),
    },
    tests: accepted.length,
    author: [...new Set(accepted.flatMap(({ candidate }) => authorsOf(candidate)))].join(', '),
    runId: work.prepared.runId,
    mutants: {
      killed: sum(accepted.map(({ evidence }) => evidence.mutants.killed)),
      tried: sum(accepted.map(({ evidence }) => evidence.mutants.tried)),
    },
  });
}
