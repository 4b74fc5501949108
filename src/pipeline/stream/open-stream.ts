/** Opens the stations of a pass, their queues and the plan of its time. */
import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import PQueue from 'p-queue';
import { weightOf } from '../../author/explorer/plan/budget.js';
import type { CounterSet } from '../../domain/coverage.js';
import type { JestSession } from '../../io/jest/run/run-jest.js';
import type { FileWork } from '../../select/rank-gaps.js';
import type { Work } from '../pass.js';
import { overlayEarlier } from '../prepare/measure-baseline.js';
import { GateStation } from './gate-station.js';
import { followProgress, type ProgressBoard } from './progress-board.js';
import { TimePlan } from './time-plan.js';

/** More processes than these take more memory than they save time. */
const MOST_LANES = 4;
/** Servers limit how much is asked at once. */
const MODEL_LANES = 4;
/** For fewer files another copy of the host is not worth making. */
const FILES_FOR_SECOND_COPY = 3;
/** Above this, the host's own tests say little about how long a proof beside some of them takes. */
const MOST_PROOF_MS = 30_000;

/** The state that the units of a pass share. */
export interface Stream {
  work: Work;
  /** The jobs that take a core; those nearer to a commit go first. */
  cores: PQueue;
  gate: GateStation;
  /** Conversations with the model; the account holds the caps however many there are. */
  modelQueue: PQueue;
  deliveries: PQueue;
  board: ProgressBoard;
  plan: TimePlan;
  /** Aborts when nothing may go on. */
  signal: AbortSignal;
  /** Ends the work of all units, for what lets no unit go on. */
  stop: (error: unknown) => void;
  /** The counters covered for each file: by the host's tests, and by tests accepted for that file. */
  covered: Map<string, CounterSet>;
}

/** The counters covered by now, for work on a file. */
export const coveredOf = ({ covered, work }: Stream, { file }: Pick<FileWork, 'file'>): CounterSet =>
  covered.get(file) ?? work.prepared.measurement.covered;

/** Opens the stations; close the plan when the work has ended. */
export function openStream(work: Work, files: readonly FileWork[]): Stream {
  const { request, prepared } = work;
  const lanes = files.length < FILES_FOR_SECOND_COPY ? 1 : Math.min(MOST_LANES, availableParallelism());
  const cores = new PQueue({ concurrency: lanes });
  const stopping = new AbortController();
  const signal = AbortSignal.any([request.signal, stopping.signal]);
  const plan = new TimePlan({
    endsAt: request.endsAt ?? Infinity,
    lanes,
    weights: new Map(files.map(({ file, targets }) => [file, weightOf(targets)])),
    proofMs: Math.min(MOST_PROOF_MS, prepared.measurement.durationMs),
    interrupted: signal,
  });
  // Every unit waits for them in several queues.
  setMaxListeners(0, request.signal, signal, plan.searching, plan.judging, plan.proving);
  const second = lanes === 1 ? null : openSecond(work);
  const gate = new GateStation({
    work,
    session: () => second ?? Promise.resolve(prepared.session),
    onCore: (run, until) => cores.add(run, { priority: 1, signal: until }),
    plan,
  });
  gate.expect(files.length);
  return {
    work,
    cores,
    gate,
    modelQueue: new PQueue({ concurrency: MODEL_LANES }),
    deliveries: new PQueue({ concurrency: 1 }),
    board: followProgress(work, files),
    plan,
    signal,
    stop: (error) => stopping.abort(error),
    covered: new Map(),
  };
}

/** The copy for the gate, whose mutants would be in the way of those who explore. */
function openSecond({ prepared }: Work): Promise<JestSession> {
  const opening = prepared.second.get().then(async (session) => {
    await overlayEarlier(session, prepared.deliveryTarget);
    return session;
  });
  opening.catch(() => undefined);
  return opening;
}
