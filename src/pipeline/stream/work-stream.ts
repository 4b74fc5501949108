/**
 * The scheduler of a pass. Each file's targets are a unit of work that goes its own way through the stations: explore,
 * verify, deliver, then the model. Stations have queues of their own, and nothing waits for all of anything.
 */
import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import PQueue from 'p-queue';
import type { Candidate } from '../../domain/candidate.js';
import type { CounterSet } from '../../domain/coverage.js';
import { NightshiftError } from '../../domain/errors.js';
import type { Judged } from '../../domain/verdict.js';
import type { JestSession } from '../../io/jest/run/run-jest.js';
import type { FileWork } from '../../select/rank-gaps.js';
import { errorMessage } from '../../io/system/system-error.js';
import { workWithModel } from '../model/ask-model.js';
import { overlayEarlier } from '../prepare.js';
import type { Work } from '../pass.js';
import { sealJudged } from '../seal.js';
import { deliverFile } from './deliver-file.js';
import { exploreFile } from './explore-file.js';
import { GateStation } from './gate-station.js';
import { followProgress, type ProgressBoard } from './progress-board.js';
import { recordAttempts } from './record-attempts.js';

/** More processes than these take more memory than they save time. */
const MOST_LANES = 4;
/** For fewer files another copy of the host is not worth making. */
const FILES_FOR_SECOND_COPY = 3;

interface Stream {
  work: Work;
  /** What takes a core; what is nearer to a commit goes first. */
  cores: PQueue;
  gate: GateStation;
  /** One conversation at a time: answers are paid for, and the budget is checked before each. */
  modelQueue: PQueue;
  deliveries: PQueue;
  board: ProgressBoard;
  signal: AbortSignal;
  /** Ends the work of all units, for what lets no unit go on. */
  stop: (error: NightshiftError) => void;
  /** What counts as covered for a file: by the host's tests, and by those accepted for this very file. */
  covered: Map<string, CounterSet>;
}

/** Works through the files, the worthiest first. Rejects with what ended the pass, when all running work has ended. */
export async function streamWork(work: Work, files: readonly FileWork[]): Promise<void> {
  const stream = openStream(work, files);
  const ends = await Promise.allSettled(files.map((file) => workFile(stream, file)));
  const failures = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
  if (failures.length > 0) throw failures[0];
}

function openStream(work: Work, files: readonly FileWork[]): Stream {
  const { request, prepared } = work;
  const lanes = files.length < FILES_FOR_SECOND_COPY ? 1 : Math.min(MOST_LANES, availableParallelism());
  const cores = new PQueue({ concurrency: lanes });
  const stopping = new AbortController();
  const signal = AbortSignal.any([request.signal, stopping.signal]);
  // Every unit waits for it in several queues.
  setMaxListeners(0, request.signal, signal);
  const second = lanes === 1 ? null : openSecond(work);
  const gate = new GateStation({
    work,
    session: () => second ?? Promise.resolve(prepared.session),
    onCore: (run) => cores.add(run, { priority: 1, signal }),
    signal,
  });
  gate.expect(files.length);
  return {
    work,
    cores,
    gate,
    modelQueue: new PQueue({ concurrency: 1 }),
    deliveries: new PQueue({ concurrency: 1 }),
    board: followProgress(work, files),
    signal,
    stop: (error) => stopping.abort(error),
    covered: new Map(),
  };
}

/** The copy for the gate, whose mutants would be in the way of those who explore. */
function openSecond({ prepared }: Work): Promise<JestSession> {
  const opening = prepared.second.get().then(async (session) => {
    await overlayEarlier(session, prepared.sink);
    return session;
  });
  opening.catch(() => undefined);
  return opening;
}

/** The way of one unit. What goes wrong in it costs the unit, unless nothing could go right any more. */
async function workFile(stream: Stream, file: FileWork): Promise<void> {
  const { work, signal, board } = stream;
  try {
    await workWithExplorer(stream, file);
    if (work.model) await stream.modelQueue.add(() => askModel(stream, file), { signal });
  } catch (error) {
    if (error instanceof NightshiftError) stream.stop(error);
    if (signal.aborted) throw error;
    for (const { id } of file.targets)
      work.progress.skipped.set(id, `internal error: ${errorMessage(error)}`);
    const text = `internal error, ${file.file} was skipped: ${errorMessage(error)}`;
    work.request.observer({ type: 'note', level: 'warning', text });
  } finally {
    board.end(file);
  }
}

async function workWithExplorer(stream: Stream, file: FileWork): Promise<void> {
  const { work, cores, gate, board, signal } = stream;
  const startedAt = Date.now();
  if (!work.request.config.authors.includes('explorer')) {
    gate.expect(-1);
    return;
  }
  let candidates: Candidate[];
  try {
    candidates = await cores.add(
      () => {
        board.begin(file);
        return exploreFile(work, file, signal);
      },
      { signal },
    );
  } catch (error) {
    gate.expect(-1);
    throw error;
  }
  await judgeAndDeliver(stream, file, candidates);
  recordAttempts(work, file.targets, 'explorer', startedAt);
}

async function askModel(stream: Stream, file: FileWork): Promise<void> {
  const { work, gate, board } = stream;
  if (!work.model) return;
  const startedAt = Date.now();
  board.begin(file);
  const answered = await workWithModel(work, work.model, file.targets, (candidates) => {
    gate.expect(1);
    return judgeAndDeliver(stream, file, candidates);
  });
  recordAttempts(work, answered, 'model', startedAt);
}

/** Puts expected candidates through the gate and delivers the accepted; returns the rejected. */
async function judgeAndDeliver(
  stream: Stream,
  { file }: FileWork,
  candidates: readonly Candidate[],
): Promise<Judged[]> {
  const { work, gate, deliveries, board } = stream;
  const covered = stream.covered.get(file) ?? work.prepared.measurement.covered;
  const settled = await gate.submit({ file, candidates, covered });
  if (!settled) return [];
  stream.covered.set(file, settled.covered);
  board.count(file, settled.judged);
  for (const delivery of settled.deliveries) await deliveries.add(() => deliverFile(work, delivery));
  return settled.judged
    .filter(({ verdict }) => verdict.status === 'rejected')
    .map((judged) => sealJudged(judged, work.prepared.secrets.redact));
}
