/** One pass over a host, from detection to report: prepare, select, then batch by batch author, verify and deliver. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CoverageMapData } from 'istanbul-lib-coverage';
import type { findChangedTargets as FindChangedTargets } from '../analyze/changed-targets.js';
import type { Config } from '../domain/config.js';
import type { Totals } from '../domain/coverage.js';
import { NightshiftError } from '../domain/errors.js';
import type { Observer } from '../domain/events.js';
import type { Finding } from '../domain/finding.js';
import { emptyUsage, openModelDesk } from './ask-model.js';
import type { Report } from '../domain/report.js';
import type { Target } from '../domain/target.js';
import { changedSince } from '../io/git/git.js';
import { writeOwnConfig } from '../io/jest/config/jest-config.js';
import { readSecrets, type Secrets } from '../io/system/redact.js';
import { ensureStateFolder } from '../io/git/state-folder.js';
import { type Ledger, openLedger } from '../ledger/ledger.js';
import { measureHost } from '../measure/measure-host.js';
import { type FileWork, type Gap, groupByFile, rankGaps } from '../select/rank-gaps.js';
import { makeReport } from './make-report.js';
import { explainPassError } from './pass-error.js';
import { closeHost, newRunId, openHost, type Opened, type Preparation, prepare } from './prepare.js';
import { sealLedger, sealReport, sealRequest } from './seal.js';
import { isInterrupted, isOutOfTime, limitTime, tooLittleTime, withGrace } from './stop.js';
import { type Progress, type Work, workBatch } from './work-batch.js';

export interface PassRequest {
  /** The host's folder as the user gave it. */
  dir: string;
  config: Config;
  observer: Observer;
  signal: AbortSignal;
  /** Host-relative source files to restrict the pass to; undefined means all. */
  onlyFiles?: readonly string[];
}

export interface RankedTarget {
  target: Target;
  before: Totals;
  /** What closing the gap is worth; larger first. */
  worth: number;
}

/** Files worked on together. Larger batches start Jest less often; smaller ones deliver earlier. */
const BATCH_FILES = 12;
/** With a cap on the time, which may cut the running batch off: less is lost with a smaller one. */
const BATCH_FILES_UNDER_CAP = 4;
/** How long the last run of the whole suite may go on when the time is up. */
const LAST_RUN_MS = 60_000;

/**
 * Runs one pass and returns its report; also after an interruption, with what was reached by then.
 * @throws NightshiftError when the pass cannot begin, or was interrupted before there was anything to tell.
 */
export async function runPass(request: PassRequest): Promise<Report> {
  try {
    const secrets = readSecrets(process.env);
    return await passOver(sealRequest(request, secrets), new Date(), secrets);
  } catch (error) {
    throw explainPassError(error, request.signal);
  }
}

async function passOver(request: PassRequest, startedAt: Date, secrets: Secrets): Promise<Report> {
  const opened = await openHost(request);
  try {
    const state = await ensureStateFolder(opened.host.root);
    if (state.isFallback) {
      const text = `${state.reason ?? 'The repository cannot be written'}; the ledger is in ${state.path}.`;
      request.observer({ type: 'note', level: 'warning', text });
    }
    if (opened.host.jest.origin === 'nightshift')
      await writeOwnConfig(opened.host, opened.host.root, state.path);
    const ledger = sealLedger(openLedger(path.join(state.path, 'ledger.db')), secrets.redact);
    const time = limitTime(request.signal, request.config.maxMinutes, startedAt);
    try {
      const limited = { ...request, signal: time.signal };
      const prepared = await prepare(limited, opened, newRunId(startedAt), {
        state,
        ledger,
        secrets,
      }).catch((error: unknown) => {
        throw isOutOfTime(time.signal) ? tooLittleTime(request.config) : error;
      });
      return await workThrough({ request: limited, prepared, ledger, startedAt, uncapped: request.signal });
    } finally {
      time.clear();
      ledger.close();
    }
  } finally {
    await closeHost(opened);
  }
}

/** The ranked gaps of a host; measures the baseline but writes nothing to the host. */
export async function listTargets(request: PassRequest): Promise<RankedTarget[]> {
  try {
    return await measureTargets(sealRequest(request, readSecrets(process.env)));
  } catch (error) {
    throw explainPassError(error, request.signal);
  }
}

async function measureTargets(request: PassRequest): Promise<RankedTarget[]> {
  const opened = await openHost(request);
  try {
    const { observer, signal } = request;
    observer({ type: 'step', text: "running the repository's own tests" });
    const measurement = await measureHost(opened.session, {
      emptyTestFile: opened.emptyTestFile,
      plain: false,
      signal,
    });
    const gaps = rankGaps(opened.analysis.targets, measurement.coverage);
    return await restrict(request, opened, gaps);
  } finally {
    await closeHost(opened);
  }
}

/** Loaded with the compiler, on the first call only. */
const changedTargets: typeof FindChangedTargets = async (...args) =>
  (await import('../analyze/changed-targets.js')).findChangedTargets(...args);

/** The gaps that this pass was asked to look at. */
async function restrict(
  request: PassRequest,
  { host, analysis }: Pick<Opened, 'host' | 'analysis'>,
  gaps: readonly Gap[],
): Promise<Gap[]> {
  const { since } = request.config;
  const before = since === null ? null : await changedSince(host.root, since, analysis.files);
  const changed = before && (await changedTargets(host.root, analysis.targets, before));
  const only = request.onlyFiles ? new Set(request.onlyFiles) : null;
  return gaps.filter(({ target }) => (changed?.has(target.id) ?? true) && (only?.has(target.file) ?? true));
}

interface Begun {
  /** With the signal that also ends the work when the time is up. */
  request: PassRequest;
  prepared: Preparation;
  ledger: Ledger;
  startedAt: Date;
  /** The signal of whoever asked for the pass. */
  uncapped: AbortSignal;
}

async function workThrough({ request, prepared, ledger, startedAt, uncapped }: Begun): Promise<Report> {
  const { config } = request;
  const { git, runId, tier } = prepared;
  ledger.startRun({
    id: runId,
    startedAt: startedAt.toISOString(),
    commit: git?.head ?? null,
    branch: git?.branch ?? null,
    seed: config.seed,
    sandbox: tier,
    authors: config.authors,
  });
  const progress: Progress = {
    covered: prepared.measurement.covered,
    coverage: prepared.measurement.coverage,
    judged: [],
    delivered: [],
    findings: [],
    skipped: new Map(),
    texts: new Map(),
  };
  const work: Work = { request, prepared, ledger, progress, model: openModelDesk(request) };
  const batches = await selectWork(work);
  const worked = await workBatches(work, batches);
  const after = uncapped.aborted ? progress.coverage : await measureAfter(work, uncapped);
  const outcome = uncapped.aborted ? 'interrupted' : worked;
  const usage = work.model?.usage ?? emptyUsage();
  const made = makeReport({
    request,
    prepared,
    progress,
    after,
    outcome,
    startedAt,
    finishedAt: new Date(),
    usage,
  });
  const report = sealReport(made, prepared.secrets.redact);
  for (const finding of [...prepared.measurement.findings, ...progress.findings])
    ledger.recordFinding(runId, finding);
  ledger.finishRun(runId, { endedAt: new Date().toISOString(), report });
  return report;
}

/** Ranks the gaps, leaves out what cannot or need not be tried, and says why. */
async function selectWork(work: Work): Promise<FileWork[][]> {
  const { request, prepared, progress, ledger } = work;
  const { analysis, measurement, tier } = prepared;
  const gaps = await restrict(request, prepared, rankGaps(analysis.targets, measurement.coverage));
  const mayBeTried = (target: Target): boolean => {
    const isExhausted = request.config.authors.every((author) =>
      ledger.hasYieldedNothing(target.id, target.hash, author),
    );
    const reason = isExhausted
      ? 'an earlier pass found nothing for this very text'
      : tier !== 'full' && target.reachesOutside.length > 0
        ? `imports ${target.reachesOutside.slice(0, 3).join(', ')}, which this sandbox cannot hold`
        : null;
    if (reason !== null) progress.skipped.set(target.id, reason);
    return reason === null;
  };
  const works = groupByFile(gaps, analysis.targets)
    .map((file) => ({ ...file, targets: file.targets.filter(mayBeTried) }))
    .filter((file) => file.targets.length > 0);
  request.observer({
    type: 'selected',
    targets: analysis.targets.length,
    withGaps: gaps.length,
    files: works.length,
  });
  const batches: FileWork[][] = [];
  const size = request.config.maxMinutes === null ? BATCH_FILES : BATCH_FILES_UNDER_CAP;
  for (let at = 0; at < works.length; at += size) batches.push(works.slice(at, at + size));
  return batches;
}

async function workBatches(work: Work, batches: readonly FileWork[][]): Promise<Report['run']['outcome']> {
  const { request } = work;
  const { signal } = request;
  const ending = (): Report['run']['outcome'] =>
    isOutOfTime(signal) ? 'budget' : signal.aborted ? 'interrupted' : 'finished';
  const total = batches.reduce((sum, batch) => sum + batch.length, 0);
  let index = 0;
  for (const batch of batches) {
    if (ending() !== 'finished') return ending();
    for (const { file, targets } of batch) {
      request.observer({ type: 'file', file, index: ++index, of: total, targets: targets.length });
    }
    try {
      await workBatch(work, batch);
    } catch (error) {
      if (ending() !== 'finished') return ending();
      throw error;
    }
  }
  // Time that ran out after the last batch has cut nothing short.
  return isInterrupted(signal) ? 'interrupted' : 'finished';
}

/**
 * The whole suite once more with the delivered tests in place, in an ordinary run: the figures of the report. When the time
 * is up, for a minute at the most; else the figures are those that were measured on the way.
 */
async function measureAfter(work: Work, uncapped: AbortSignal): Promise<CoverageMapData> {
  const { request, prepared, progress } = work;
  const { session, measurement, emptyTestFile } = prepared;
  if (progress.texts.size === 0) return measurement.coverage;
  for (const [file, text] of progress.texts) {
    const absolute = path.join(session.box.root, file);
    await mkdir(path.dirname(absolute), { recursive: true });
    await writeFile(absolute, text);
  }
  request.observer({ type: 'step', text: 'measuring the whole suite with the new tests' });
  const grace = withGrace(request.signal, uncapped, LAST_RUN_MS);
  try {
    const { leftOut } = measurement;
    const after = await measureHost(session, { emptyTestFile, leftOut, plain: true, signal: grace.signal });
    for (const finding of newFailures(work, after.testFiles)) {
      progress.findings.push(finding);
      request.observer({ type: 'finding', finding });
    }
    return after.coverage;
  } catch (error) {
    if (error instanceof NightshiftError || grace.signal.aborted) return progress.coverage;
    throw error;
  } finally {
    grace.clear();
  }
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
