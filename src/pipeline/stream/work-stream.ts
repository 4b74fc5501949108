/**
 * The scheduler of a pass. Each file's targets are a unit of work that goes its own way through the stations: explore,
 * verify, deliver, then the model. Stations have queues of their own, and nothing waits for all of anything.
 */
import type { Candidate } from '../../domain/candidate.js';
import { NightshiftError } from '../../domain/errors.js';
import type { Judged } from '../../domain/verdict.js';
import { errorMessage } from '../../io/system/system-error.js';
import type { FileWork } from '../../select/rank-gaps.js';
import { workWithModel } from '../model/ask-model.js';
import type { Work } from '../pass.js';
import { redactJudged } from '../redact-pass.js';
import { deliverFile } from './deliver-file.js';
import { exploreFile } from './explore-file.js';
import { openStream, type Stream } from './open-stream.js';
import { recordAttempts } from './record-attempts.js';
import { isOutOfTime, timeWasUp } from '../time-limit.js';

/** Works through the files, the worthiest first; returns when all running work has ended. An interruption cuts it short. */
export async function streamWork(work: Work, files: readonly FileWork[]): Promise<{ isCut: boolean }> {
  const stream = openStream(work, files);
  const ends = await Promise.allSettled(files.map((file) => workFile(stream, file)));
  stream.plan.close();
  const failures = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
  if (failures.length > 0 && !work.request.signal.aborted) throw failures[0];
  return { isCut: stream.plan.isCut || failures.length > 0 };
}

/** The way of one unit. What goes wrong in it costs the unit, unless nothing could go right any more. */
async function workFile(stream: Stream, file: FileWork): Promise<void> {
  const { work, signal, board, plan } = stream;
  try {
    await workWithExplorer(stream, file);
    if (work.model) await stream.modelQueue.add(() => askModel(stream, file), { signal: plan.searching });
  } catch (error) {
    if (error instanceof NightshiftError && !isOutOfTime(plan.searching)) stream.stop(error);
    if (signal.aborted) throw error;
    if (isOutOfTime(plan.searching)) plan.noteCut();
    else noteInternalError(work, file, error);
  } finally {
    board.end(file);
  }
}

function noteInternalError({ request, progress }: Work, { file, targets }: FileWork, error: unknown): void {
  const text = `internal error, ${file} was skipped: ${errorMessage(error)}`;
  for (const { id } of targets) progress.skipped.set(id, `internal error: ${errorMessage(error)}`);
  request.observer({ type: 'note', level: 'warning', text });
}

async function workWithExplorer(stream: Stream, file: FileWork): Promise<void> {
  const { work, gate } = stream;
  const startedAt = Date.now();
  let candidates: Candidate[] = [];
  try {
    if (work.request.config.authors.includes('explorer')) candidates = await explore(stream, file);
  } finally {
    if (candidates.length === 0) gate.expect(-1);
  }
  if (candidates.length > 0) await judgeAndDeliver(stream, file, candidates);
  if (work.request.config.authors.includes('explorer'))
    recordAttempts(work, file.targets, { author: 'explorer', startedAt });
}

async function explore(stream: Stream, file: FileWork): Promise<Candidate[]> {
  const { work, cores, board, plan } = stream;
  const candidates = await cores.add(
    () => {
      board.begin(file);
      return exploreFile(work, file, plan);
    },
    { signal: plan.searching },
  );
  plan.notePending(candidates.length);
  return candidates;
}

async function askModel(stream: Stream, file: FileWork): Promise<void> {
  const { work, gate, board, plan } = stream;
  if (!work.model) return;
  const startedAt = Date.now();
  board.begin(file);
  const limited = { ...work, request: { ...work.request, signal: plan.searching } };
  const judge = (candidates: readonly Candidate[]): Promise<Judged[]> => {
    gate.expect(1);
    plan.notePending(candidates.length);
    return judgeAndDeliver(stream, file, candidates);
  };
  const answered = await workWithModel({ work: limited, modelSession: work.model, judge }, file.targets);
  recordAttempts(work, answered, { author: 'model', startedAt });
}

/**
 * Puts candidates through the gate, which expects them, and delivers the accepted; returns the rejected. Where time is
 * short, some of them go first, so that these at least are delivered.
 */
async function judgeAndDeliver(
  stream: Stream,
  file: FileWork,
  candidates: readonly Candidate[],
): Promise<Judged[]> {
  const { gate, plan, work } = stream;
  const rejected: Judged[] = [];
  for (let rest = [...candidates]; rest.length > 0;) {
    const submitted = rest.splice(0, plan.judgeable(rest.length));
    if (rest.length > 0) gate.expect(1);
    try {
      rejected.push(...(await judgeSome(stream, file, submitted)));
    } catch (error) {
      if (rest.length > 0) gate.expect(-1);
      if (isOutOfTime(plan.judging)) noteUnjudged(work, [...submitted, ...rest]);
      throw error;
    }
  }
  return rejected;
}

function noteUnjudged({ progress }: Work, candidates: readonly Candidate[]): void {
  for (const { target } of candidates) progress.skipped.set(target, timeWasUp);
}

async function judgeSome(
  { work, gate, deliveries, board, covered }: Stream,
  { file }: FileWork,
  candidates: readonly Candidate[],
): Promise<Judged[]> {
  const before = covered.get(file) ?? work.prepared.measurement.covered;
  const settled = await gate.submit({ file, candidates, covered: before });
  if (!settled) return [];
  covered.set(file, settled.covered);
  board.count(file, settled.judged);
  for (const delivery of settled.deliveries) await deliveries.add(() => deliverFile(work, delivery));
  return settled.judged
    .filter(({ verdict }) => verdict.status === 'rejected')
    .map((judged) => redactJudged(judged, work.prepared.secrets.redact));
}
