/** One pass over a host, from detection to report, as a list of steps. */
import type { Report } from '../domain/report.js';
import { readSecrets, type Secrets } from '../io/system/redact.js';
import { deliverLeftovers } from './delivery/deliver-leftovers.js';
import { explainPassError } from './pass-error.js';
import type { OpenPass, PassRequest } from './pass.js';
import { isStopped, measureBaseline } from './prepare/measure-baseline.js';
import { findHost } from './prepare/open-host.js';
import { openPass } from './prepare/open-pass.js';
import { startWork } from './prepare/start-work.js';
import { redactRequest } from './redact-pass.js';
import { finishRun } from './report/finish-run.js';
import { measureAfter } from './report/measure-after.js';
import { readState, rememberState, repeatEarlier } from './report/unchanged.js';
import { selectWork } from './select-work.js';
import { isOutOfTime, tooLittleTime } from './time-limit.js';
import { streamWork } from './stream/work-stream.js';

export type { PassRequest } from './pass.js';

/**
 * Runs one pass and returns its report; also after an interruption, with what was reached by then.
 * @throws NightshiftError when the pass cannot begin, or was interrupted before there was anything to report.
 */
export async function runPass(request: PassRequest): Promise<Report> {
  try {
    const secrets = readSecrets(process.env);
    return await passOver(redactRequest(request, secrets), secrets);
  } catch (error) {
    throw explainPassError(error, request.signal);
  }
}

async function passOver(request: PassRequest, secrets: Secrets): Promise<Report> {
  const startedAt = new Date();
  const found = await findHost(request);
  const before = await readState(request, found);
  const repeated = before && (await repeatEarlier(request, found, { state: before, startedAt }));
  if (repeated) return repeated;
  const pass = await openPass(request, found, { startedAt, secrets });
  try {
    const report = await takeSteps(pass);
    // A model that could not be asked may be asked by the next pass.
    const isFinished = report.run.outcome === 'finished' && report.model.problem === undefined;
    if (before && isFinished) await rememberState(request, pass, { before, runId: report.run.id });
    return report;
  } finally {
    await pass.close();
  }
}

async function takeSteps(pass: OpenPass): Promise<Report> {
  // 1. Prepare: deliver what a killed run had proven, then measure what the repository's own tests cover.
  const measurement = await inTime(pass, async () => {
    await deliverLeftovers(pass);
    return measureBaseline(pass);
  });
  const work = await startWork(pass, measurement);

  // 2. Select: the gaps worth closing, by file, the worthiest first.
  const { files, gaps } = await selectWork(work);

  // 3. Stream: each file goes its own way, from the explorer through the gate to its delivery, then to the model.
  const { isCut } = await streamWork(work, files);

  // 4. Report: run the whole suite with the new tests once more, and write down what was reached.
  const after = await measureAfter(work);
  return finishRun(work, after, { isCut: isCut || isStopped(measurement), gaps });
}

/** Explains the error when the time was up before the work had begun. */
async function inTime<T>({ request, signal }: OpenPass, prepare: () => Promise<T>): Promise<T> {
  try {
    return await prepare();
  } catch (error) {
    throw isOutOfTime(signal) ? tooLittleTime(request.config) : error;
  }
}
