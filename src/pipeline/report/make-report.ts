/** Makes the report of a pass out of what was measured and decided. */
import { authorsOf } from '../../domain/candidate.js';
import { isComplete, type Totals } from '../../domain/coverage.js';
import { totalsOfAll, totalsOfFile, totalsOfTarget } from '../../domain/measurement.js';
import { type Report, reportSchema, type ReportTarget } from '../../domain/report.js';
import type { Target } from '../../domain/target.js';
import { type Reason, reasons } from '../../domain/verdict.js';
import type { MeasuredAfter } from './measure-after.js';
import { type PassFacts, whyNothing } from './why-nothing.js';
import type { DeliveredTest, PassRequest, Preparation, Progress, Work } from '../pass.js';

export interface ReportInput {
  request: PassRequest;
  prepared: Preparation;
  progress: Progress;
  /** Coverage of the whole host with the delivered tests. */
  after: MeasuredAfter;
  outcome: Report['run']['outcome'];
  startedAt: Date;
  finishedAt: Date;
  model: Work['model'];
  gaps: PassFacts['gaps'];
}

const gainedAnything = (before: Totals, after: Totals): boolean =>
  after.statements.covered > before.statements.covered || after.branches.covered > before.branches.covered;

function reportTarget(input: ReportInput, target: Target): ReportTarget[] {
  const before = totalsOfTarget(input.prepared.measurement.coverage, target);
  if (!before) return [];
  const after = totalsOfTarget(input.after.coverage, target) ?? before;
  const reason = input.progress.skipped.get(target.id);
  const isDone = isComplete(after);
  const status = isDone
    ? 'complete'
    : gainedAnything(before, after)
      ? 'improved'
      : reason === undefined
        ? 'unchanged'
        : 'skipped';
  const row = {
    id: target.id,
    file: target.file,
    line: target.range.start.line,
    before,
    after,
    status,
  } as const;
  return [status === 'skipped' && reason !== undefined ? { ...row, reason } : row];
}

/** The figures of a file as Istanbul counts it, code outside of all targets included. */
function reportFile({ prepared, after }: ReportInput, file: string): NonNullable<Report['files']> {
  const before = totalsOfFile(prepared.measurement.coverage, file);
  if (!before) return [];
  return [{ file, before, after: totalsOfFile(after.coverage, file) ?? before }];
}

function explainNothing({ request, prepared, progress, gaps }: ReportInput): Pick<Report, 'nothing'> {
  const { files, targets } = prepared.analysis;
  const { skipped, judged, delivered } = progress;
  const nothing = whyNothing({
    ...{ config: request.config, files, targets, coverage: prepared.measurement.coverage },
    ...{ gaps, skipped, judged, delivered: delivered.length },
  });
  return nothing === null ? {} : { nothing };
}

function countReasons(progress: Progress): Record<Reason, number> {
  const counts = Object.fromEntries(reasons.map((reason) => [reason, 0])) as Record<Reason, number>;
  for (const { verdict } of progress.judged) if (verdict.status === 'rejected') counts[verdict.reason]++;
  return counts;
}

/** By test file, so that the order does not hang on which was through first. */
const inOrder = (tests: readonly DeliveredTest[]): DeliveredTest[] =>
  [...tests].sort((a, b) => (a.testFile < b.testFile ? -1 : a.testFile > b.testFile ? 1 : 0));

/** The costs of the model, and what they brought. */
function reportModel({ model, progress }: ReportInput): Report['model'] {
  if (model === null) return { requests: 0, inputTokens: 0, outputTokens: 0, usd: null };
  const accepted = progress.judged.filter(
    ({ candidate, verdict }) => candidate.author === 'model' && verdict.status === 'accepted',
  ).length;
  const problem = model.closedBecause === null ? {} : { problem: model.closedBecause };
  const { answers, findings } = model;
  return { ...model.account.usage(), answers, accepted, findings, ...problem };
}

/** The report, checked against its schema. */
export function makeReport(input: ReportInput): Report {
  const { request, prepared, progress } = input;
  const { host, git, tier, measurement, analysis } = prepared;
  const accepted = progress.judged.filter(({ verdict }) => verdict.status === 'accepted').length;
  const isDelivering = prepared.deliveryTarget.mode !== 'none';
  return reportSchema.parse({
    version: 1,
    run: {
      id: prepared.runId,
      startedAt: input.startedAt.toISOString(),
      seconds: Math.round((input.finishedAt.getTime() - input.startedAt.getTime()) / 100) / 10,
      commit: git?.head ?? null,
      seed: request.config.seed,
      sandbox: tier,
      authors: request.config.authors,
      outcome: input.outcome,
    },
    host: {
      root: host.root,
      jest: host.jest.version,
      node: process.versions.node,
      moduleSystem: host.moduleSystem,
      typescript: host.typescript,
      runner: {
        name: host.runner.name === 'other' ? 'none' : host.runner.name,
        version: host.runner.version,
        command: host.runner.command,
      },
    },
    coverage: {
      before: totalsOfAll(measurement.coverage),
      after: totalsOfAll(input.after.coverage),
      isWholeSuite: input.after.isWhole,
    },
    ...explainNothing(input),
    files: analysis.files.flatMap((file) => reportFile(input, file)),
    targets: analysis.targets.flatMap((target) => reportTarget(input, target)),
    funnel: {
      proposed: progress.judged.length,
      rejected: countReasons(progress),
      accepted,
      delivered: isDelivering ? progress.delivered.length : 0,
    },
    tests: inOrder(progress.delivered).map(({ candidate, evidence, testFile, commit }) => ({
      id: candidate.id,
      file: testFile,
      title: `${candidate.group} ${candidate.title}`,
      kind: candidate.kind,
      author: authorsOf(candidate).join(', '),
      target: candidate.target,
      gain: evidence.gain,
      mutants: evidence.mutants,
      commit,
    })),
    findings: [...measurement.findings, ...progress.findings],
    model: reportModel(input),
  });
}
