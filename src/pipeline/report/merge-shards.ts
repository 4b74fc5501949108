/** Joins the results of the shards of a pass: their tests are delivered here, their reports become one. */
import path from 'node:path';
import istanbul from 'istanbul-lib-coverage';
import { NightshiftError } from '../../domain/errors.js';
import { totalsOfAll, totalsOfFile } from '../../domain/measurement.js';
import { type Report, reportSchema, type ReportTarget } from '../../domain/report.js';
import { ensureStateFolder } from '../../io/git/state-folder.js';
import { type Ledger, openLedger } from '../../ledger/ledger.js';
import {
  contentHash,
  openDeliveryTarget,
  readOwnFile,
  type DeliveryTarget,
} from '../delivery/delivery-target.js';
import type { FoundHost, PassRequest } from '../pass.js';
import { findHost, newRunId } from '../prepare/open-host.js';
import { readShardFile, type ShardFile } from './shard-file.js';

/**
 * Delivers what the shards have proven, and returns the report of them all.
 * @throws NightshiftError `usage` when the files are not all shards of one pass over the commit that is checked out.
 */
export async function mergeShards(request: PassRequest, files: readonly string[]): Promise<Report> {
  const startedAt = new Date();
  const shards = await Promise.all(files.map(readShardFile));
  const found = await findHost(request);
  checkShards(shards, found);
  const runId = newRunId(startedAt);
  const { path: stateFolder } = await ensureStateFolder(found.host.root);
  const note = (text: string): void => request.observer({ type: 'note', level: 'warning', text });
  const deliveryTarget = await openDeliveryTarget({
    ...found,
    config: request.config,
    runId,
    stateFolder,
    note,
  });
  const ledger = openLedger(path.join(stateFolder, 'ledger.db'));
  try {
    const joined = joinReports(shards, { id: runId, startedAt });
    const { run } = joined;
    ledger.startRun({ ...run, branch: found.git?.branch ?? null, authors: request.config.authors });
    const commits = await deliverAll({ request, found, deliveryTarget, ledger, runId }, shards);
    const tests = joined.tests.map((test) => ({ ...test, commit: commits.get(test.file) ?? null }));
    const report = reportSchema.parse({ ...joined, tests });
    ledger.finishRun(runId, { endedAt: new Date().toISOString(), report });
    return report;
  } finally {
    ledger.close();
  }
}

/** Whether the files are the shards of one pass, each once, over the very commit that is checked out. */
function checkShards(shards: readonly ShardFile[], { git }: FoundHost): void {
  const refuse = (why: string, remedy: string): never => {
    throw new NightshiftError('usage', `the shards cannot be merged: ${why}`, { remedy });
  };
  const [first] = shards;
  if (!first) return refuse('none was given', 'Give the files that jobs with --shard have written.');
  const { count } = first.shard;
  for (let index = 1; index <= count; index++) {
    const those = shards.filter(({ shard }) => shard.index === index && shard.count === count);
    if (those.length !== 1)
      refuse(`${index} of ${count} was given ${those.length} times`, 'Give each shard of one pass once.');
  }
  for (const { report } of shards) {
    if (report.run.seed !== first.report.run.seed || report.run.commit !== first.report.run.commit)
      refuse('they are of different commits or seeds', 'Run all shards on one commit with one --seed.');
  }
  if (first.report.run.commit !== (git?.head ?? null))
    refuse(`they are of commit ${first.report.run.commit ?? 'none'}`, 'Check that commit out first.');
}

interface Merging {
  request: PassRequest;
  found: FoundHost;
  deliveryTarget: DeliveryTarget;
  ledger: Ledger;
  runId: string;
}

/** The commit of each test file. */
async function deliverAll(
  { request, found, deliveryTarget, ledger, runId }: Merging,
  shards: readonly ShardFile[],
): Promise<Map<string, string | null>> {
  const commits = new Map<string, string | null>();
  const deliveries = shards.flatMap((shard) => shard.deliveries);
  for (const delivery of deliveries.sort((a, b) => (a.testFile < b.testFile ? -1 : 1))) {
    request.signal.throwIfAborted();
    const { file, testFile, content, message, candidateIds } = delivery;
    const before = deliveryTarget.earlier.get(testFile) ?? (await readOwnFile(found.host, testFile));
    const done = await deliveryTarget.deliver(
      [{ path: testFile, content }],
      message,
      new Map([[testFile, before]]),
    );
    commits.set(testFile, done.commit);
    const record = { runId, file, testFile, contentHash: contentHash(content), candidateIds };
    ledger.recordDelivery({ ...record, state: 'done', commit: done.commit });
    request.observer({ type: 'delivered', file, testFile, tests: candidateIds.length, ...done });
  }
  return commits;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function joinReports(shards: readonly ShardFile[], run: { id: string; startedAt: Date }): Report {
  const reports = shards.map(({ report }) => report);
  const [first] = reports;
  if (!first) throw new NightshiftError('usage', 'there is nothing to merge');
  const coverage = istanbul.createCoverageMap({});
  for (const shard of shards) coverage.merge(structuredClone(shard.coverage));
  const count = (of: (report: Report) => number): number => sum(reports.map(of));
  const rejected = { ...first.funnel.rejected };
  for (const reason of Object.keys(rejected) as (keyof typeof rejected)[])
    rejected[reason] = count(({ funnel }) => funnel.rejected[reason]);
  const joined: Report = {
    ...first,
    run: {
      ...first.run,
      id: run.id,
      startedAt: run.startedAt.toISOString(),
      seconds: Math.max(...reports.map((report) => report.run.seconds)),
      outcome: reports.find((report) => report.run.outcome !== 'finished')?.run.outcome ?? 'finished',
    },
    coverage: { before: first.coverage.before, after: totalsOfAll(coverage.data) },
    ...(first.files === undefined
      ? {}
      : {
          files: first.files.map(({ file, before }) => ({
            ...{ file, before, after: totalsOfFile(coverage.data, file) ?? before },
          })),
        }),
    targets: first.targets.map((target) => bestOf(target, reports)),
    funnel: {
      proposed: count(({ funnel }) => funnel.proposed),
      rejected,
      accepted: count(({ funnel }) => funnel.accepted),
      delivered: sum(shards.flatMap(({ deliveries }) => deliveries.map((one) => one.candidateIds.length))),
    },
    tests: reports
      .flatMap(({ tests }) => tests)
      .sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0)),
    findings: [
      ...new Map(
        reports.flatMap(({ findings }) => findings).map((one) => [JSON.stringify(one), one]),
      ).values(),
    ],
    model: {
      requests: count(({ model }) => model.requests),
      inputTokens: count(({ model }) => model.inputTokens),
      outputTokens: count(({ model }) => model.outputTokens),
      usd: reports.every(({ model }) => model.usd === null) ? null : count(({ model }) => model.usd ?? 0),
      answers: count(({ model }) => model.answers ?? 0),
      accepted: count(({ model }) => model.accepted ?? 0),
      findings: count(({ model }) => model.findings ?? 0),
    },
  };
  if (joined.tests.length > 0) delete joined.nothing;
  return joined;
}

/** The row of the shard that got furthest with a target. */
function bestOf(target: ReportTarget, reports: readonly Report[]): ReportTarget {
  const reached = ({ after }: ReportTarget): number => after.statements.covered + after.branches.covered;
  const rows = reports.flatMap(({ targets }) => targets.filter(({ id }) => id === target.id));
  return rows.reduce((best, row) => (reached(row) > reached(best) ? row : best), target);
}
