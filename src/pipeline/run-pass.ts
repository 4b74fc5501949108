/** One pass over a host, from detection to report, as a list of steps. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Report } from '../domain/report.js';
import { writeOwnConfig } from '../io/jest/config/jest-config.js';
import { readSecrets, type Secrets } from '../io/system/redact.js';
import { ensureStateFolder, type StateFolder } from '../io/git/state-folder.js';
import { type Ledger, openLedger } from '../ledger/ledger.js';
import type { Measurement } from '../measure/measure-host.js';
import { withoutSources } from '../measure/set-aside.js';
import { makeReport } from './report/make-report.js';
import { measureAfter } from './report/measure-after.js';
import { writeShardFile } from './report/shard-file.js';
import { addressOf, readState, repeatReport, type RepositoryState } from './report/unchanged.js';
import { emptyUsage, openModelDesk } from './model/ask-model.js';
import { openSink } from './open-sink.js';
import { explainPassError } from './pass-error.js';
import type { FoundHost, Opened, PassRequest, Preparation, Work } from './pass.js';
import { closeHost, findHost, measureBaseline, newRunId, openHost, readPackages } from './prepare.js';
import { sealLedger, sealReport, sealRequest } from './seal.js';
import { SecondSession } from './second-session.js';
import { selectWork } from './select-work.js';
import { settleUnfinished } from './settle-unfinished.js';
import { endOf, isOutOfTime, limitTime, tooLittleTime } from './stream/stop.js';
import { addressInputs } from './stream/unit-inputs.js';
import { streamWork } from './stream/work-stream.js';

export type { PassRequest } from './pass.js';

/**
 * Runs one pass and returns its report; also after an interruption, with what was reached by then.
 * @throws NightshiftError when the pass cannot begin, or was interrupted before there was anything to report.
 */
export async function runPass(request: PassRequest): Promise<Report> {
  try {
    const secrets = readSecrets(process.env);
    return await passOver(sealRequest(request, secrets), new Date(), secrets);
  } catch (error) {
    throw explainPassError(error, request.signal);
  }
}

/** The resources that stay open for a whole pass. */
interface Frame {
  /** With the signal that also ends the work when the time is up. */
  request: PassRequest;
  /** The signal of whoever asked for the pass. */
  uncapped: AbortSignal;
  startedAt: Date;
  opened: Opened;
  state: StateFolder;
  ledger: Ledger;
  secrets: Secrets;
}

async function passOver(request: PassRequest, startedAt: Date, secrets: Secrets): Promise<Report> {
  const found = await findHost(request);
  const before = await readState(request, found.host, found.git);
  const nothingToDo = before && (await repeatEarlier(request, found, before, startedAt));
  if (nothingToDo) return nothingToDo;
  const opened = await openHost(request, found);
  try {
    const state = await openState(request, opened);
    const ledger = sealLedger(openLedger(path.join(state.path, 'ledger.db')), secrets.redact);
    const endsAt = endOf(request.config.maxMinutes, startedAt);
    const time = limitTime(request.signal, endsAt);
    const limited = { ...request, signal: time.signal, endsAt };
    try {
      const frame = { request: limited, uncapped: request.signal, startedAt, opened, state, ledger, secrets };
      const report = await takeSteps(frame);
      const now = report.run.outcome === 'finished' ? await readState(request, found.host, found.git) : null;
      // Changes made meanwhile are left to the next pass.
      if (now && now.sources === before?.sources) ledger.recordState(report.run.id, addressOf(now));
      return report;
    } finally {
      time.clear();
      ledger.close();
    }
  } finally {
    await closeHost(opened);
  }
}

/** The report of a pass over a repository in which an earlier one has left nothing to do; null for any other. */
async function repeatEarlier(
  { observer }: PassRequest,
  { host }: FoundHost,
  state: RepositoryState,
  startedAt: Date,
): Promise<Report | null> {
  if (!existsSync(path.join(host.root, '.nightshift'))) return null;
  const ledger = openLedger(path.join((await ensureStateFolder(host.root)).path, 'ledger.db'));
  try {
    const earlier = ledger.unfinishedDeliveries().length === 0 ? ledger.runInState(addressOf(state)) : null;
    if (earlier === null) return null;
    const text = `Nothing has changed since the pass of ${earlier.startedAt}, so there is nothing to do. Search again with another --seed.`;
    observer({ type: 'note', level: 'info', text });
    return repeatReport(earlier.report, { id: newRunId(startedAt), startedAt: startedAt.toISOString() });
  } finally {
    ledger.close();
  }
}

async function openState(request: PassRequest, { host }: Opened): Promise<StateFolder> {
  const state = await ensureStateFolder(host.root);
  if (state.isFallback) {
    const text = `${state.reason ?? 'The repository cannot be written'}; the ledger is in ${state.path}.`;
    request.observer({ type: 'note', level: 'warning', text });
  }
  if (host.jest.origin === 'nightshift') await writeOwnConfig(host, host.root, state.path);
  return state;
}

async function takeSteps(frame: Frame): Promise<Report> {
  const { request, uncapped, startedAt, ledger, secrets } = frame;
  const prepared = await prepare(frame);
  // The work that follows plans its time itself.
  const work = await startWork({ ...frame, request: { ...request, signal: uncapped } }, prepared);

  const files = await selectWork(work);
  const { isCut } = await streamWork(work, files).catch((error: unknown) => {
    if (!uncapped.aborted) throw error;
    return { isCut: true };
  });
  const after = await measureAfter(work);

  const made = makeReport({
    request,
    prepared,
    progress: work.progress,
    after,
    outcome: uncapped.aborted ? 'interrupted' : isCut ? 'budget' : 'finished',
    startedAt,
    finishedAt: new Date(),
    usage: work.model?.usage ?? emptyUsage(),
  });
  const report = sealReport(made, secrets.redact);
  for (const finding of [...prepared.measurement.findings, ...work.progress.findings])
    ledger.recordFinding(prepared.runId, finding);
  const { shard } = request.config;
  if (shard !== null) {
    const deliveries = [...work.progress.deliveries.values()];
    const result = { version: 1 as const, shard, report, coverage: after.coverage, deliveries };
    const file = await writeShardFile(frame.state.path, result);
    request.observer({ type: 'note', level: 'info', text: `The result of this shard is in ${file}.` });
  }
  ledger.finishRun(prepared.runId, { endedAt: new Date().toISOString(), report });
  return report;
}

/** Opens the way of delivery, delivers what earlier runs had proven, and measures the host's own tests. */
async function prepare({ request, opened, state, ledger, secrets, startedAt }: Frame): Promise<Preparation> {
  const { config, observer } = request;
  const { host, git } = opened;
  const runId = newRunId(startedAt);
  const note = (text: string): void => observer({ type: 'note', level: 'warning', text });
  try {
    const sink = await openSink({ config, host, git, runId, stateFolder: state.path, note });
    await settleUnfinished({ request, host, git, ledger, sink });
    const measurement = await measureBaseline(request, opened, sink);
    const allowedPackages = await readPackages(host);
    return { ...withoutUncountable(opened, measurement), runId, measurement, sink, secrets, allowedPackages };
  } catch (error) {
    throw isOutOfTime(request.signal) ? tooLittleTime(config) : error;
  }
}

/** Later runs leave out what ended Jest in the baseline. */
function withoutUncountable(opened: Opened, { setAside }: Measurement): Opened {
  if (setAside.length === 0) return opened;
  const { session, second } = opened;
  return {
    ...opened,
    session: withoutSources(session, setAside),
    second: new SecondSession(async () => withoutSources(await second.get(), setAside)),
  };
}

/** Opens the run in the ledger. */
async function startWork({ request, ledger, startedAt }: Frame, prepared: Preparation): Promise<Work> {
  const { config } = request;
  const { git, runId, tier, measurement } = prepared;
  ledger.startRun({
    id: runId,
    startedAt: startedAt.toISOString(),
    commit: git?.head ?? null,
    branch: git?.branch ?? null,
    seed: config.seed,
    sandbox: tier,
    authors: config.authors,
  });
  const progress: Work['progress'] = {
    covered: measurement.covered,
    coverage: measurement.coverage,
    judged: [],
    delivered: [],
    findings: [],
    skipped: new Map(),
    texts: new Map(),
    deliveries: new Map(),
  };
  const inputsOf = await addressInputs(request, prepared);
  return { request, prepared, ledger, progress, inputsOf, model: openModelDesk(request) };
}
