/**
 * The scheduler of a pass. Each file's targets are a unit of work that goes its own way through the stations: explore,
 * ask for intentions, verify, deliver, ask for tests of the gaps. Stations have queues of their own, and nothing waits for all
 * of anything.
 */
import type { Candidate } from '../../domain/candidate.js';
import { NightshiftError } from '../../domain/errors.js';
import type { Judged } from '../../domain/verdict.js';
import { errorMessage } from '../../io/system/system-error.js';
import type { PlannedFile } from '../model/select-intentions.js';
import type { Work } from '../pass.js';
import { redactJudged } from '../redact-pass.js';
import { deliverFile } from './deliver-file.js';
import { exploreFile, type Explored } from './explore-file.js';
import { askAfterGate, askBeforeGate, askForWordings } from './model-station.js';
import type { Edits } from '../../verify/prefer-edits.js';
import { coveredOf, openStream, type Stream } from './open-stream.js';
import { recordAttempts } from './record-attempts.js';
import type { Look } from './time-plan.js';
import { isOutOfTime, timeWasUp } from '../time-limit.js';

/** Works through the files, the worthiest first; returns when all running work has ended. An interruption cuts it short. */
export async function streamWork(work: Work, files: readonly PlannedFile[]): Promise<{ isCut: boolean }> {
  const stream = openStream(work, files);
  const ends = await Promise.allSettled(files.map((file) => workFile(stream, file)));
  stream.plan.close();
  const failures = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
  if (failures.length > 0 && !work.request.signal.aborted) throw failures[0];
  return { isCut: stream.plan.isCut || failures.length > 0 };
}

/** The way of one unit. What goes wrong in it costs the unit, unless nothing could go right any more. */
async function workFile(stream: Stream, file: PlannedFile): Promise<void> {
  const { work, signal, board, plan } = stream;
  try {
    await workWithAuthors(stream, file);
    await askAfterGate(stream, file, (candidates) => judgeMore(stream, file, candidates));
  } catch (error) {
    if (error instanceof NightshiftError && !isOutOfTime(plan.searching)) stream.stop(error);
    if (signal.aborted) throw error;
    if (isOutOfTime(plan.searching)) plan.noteCut();
    else noteInternalError(work, file, error);
  } finally {
    board.end(file);
  }
}

function noteInternalError(
  { request, progress }: Work,
  { file, targets }: PlannedFile,
  error: unknown,
): void {
  const text = `internal error, ${file} was skipped: ${errorMessage(error)}`;
  for (const { id } of targets) progress.skipped.set(id, `internal error: ${errorMessage(error)}`);
  request.observer({ type: 'note', level: 'warning', text });
}

async function workWithAuthors(stream: Stream, file: PlannedFile): Promise<void> {
  const { work, gate, plan } = stream;
  const startedAt = Date.now();
  const isExplored = work.request.config.authors.includes('explorer') && file.targets.length > 0;
  // The model is asked once about a file, and about all that the explorer has to say.
  const looks: readonly Look[] = isExplored && work.model === null ? plan.looks : ['full'];
  for (const [index, look] of looks.entries()) {
    if (index > 0) gate.expect(1);
    const { kept, edits, ended, isCut } = await propose(stream, file, isExplored ? look : null).catch(
      (error: unknown) => {
        gate.expect(-1);
        throw error;
      },
    );
    if (kept.length === 0) gate.expect(-1);
    else await judgeAndDeliver(stream, file, { candidates: kept, edits });
    await ended;
    if (isCut) continue;
    if (look === 'first') plan.noteThrough(file.file);
    break;
  }
  if (isExplored) recordAttempts(work, file.targets, { author: 'explorer', startedAt });
}

/** The explorer's tests, less those that pin behaviour which is not as documented. */
async function propose(
  stream: Stream,
  file: PlannedFile,
  look: Look | null,
): Promise<{ kept: Candidate[]; edits: Edits; ended: Promise<void>; isCut: boolean }> {
  const { candidates, isCut } =
    look === null ? { candidates: [], isCut: false } : await explore(stream, file, look);
  const judge = (more: readonly Candidate[]): Promise<Judged[]> => judgeMore(stream, file, more);
  const { withheld, ended } = await askBeforeGate(stream, file, { candidates, judge });
  const kept = candidates.filter(({ id }) => !withheld.has(id));
  stream.plan.notePending(kept.length - candidates.length);
  const edits = await askForWordings(stream, file, kept);
  return { kept, edits, ended, isCut };
}

/** Judges candidates that the gate does not expect yet. */
function judgeMore(stream: Stream, file: PlannedFile, candidates: readonly Candidate[]): Promise<Judged[]> {
  stream.gate.expect(1);
  stream.plan.notePending(candidates.length);
  return judgeAndDeliver(stream, file, { candidates, edits: new Map() });
}

async function explore(stream: Stream, file: PlannedFile, look: Look): Promise<Explored> {
  const { work, cores, board, plan } = stream;
  const explored = await cores.add(
    () => {
      board.begin(file);
      return exploreFile(work, file, { plan, look, covered: coveredOf(stream, file) });
    },
    // All files are looked at before one is searched in full.
    { signal: plan.searching, priority: look === 'full' && plan.looks.length > 1 ? -1 : 0 },
  );
  plan.notePending(explored.candidates.length);
  return explored;
}

/** Candidates, and other wordings of them. */
interface Proposal {
  candidates: readonly Candidate[];
  edits: Edits;
}

/**
 * Puts candidates through the gate, which expects them, and delivers the accepted; returns the rejected. Where time is
 * short, some of them go first, so that these at least are delivered.
 */
async function judgeAndDeliver(
  stream: Stream,
  file: PlannedFile,
  { candidates, edits }: Proposal,
): Promise<Judged[]> {
  const { gate, plan, work } = stream;
  const rejected: Judged[] = [];
  for (let rest = [...candidates]; rest.length > 0;) {
    const submitted = rest.splice(0, plan.judgeable(rest.length));
    if (rest.length > 0) gate.expect(1);
    try {
      rejected.push(...(await judgeSome(stream, file, { candidates: submitted, edits })));
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
  stream: Stream,
  planned: PlannedFile,
  { candidates, edits }: Proposal,
): Promise<Judged[]> {
  const { work, gate, deliveries, board, covered } = stream;
  const { file } = planned;
  const settled = await gate.submit({ file, candidates, covered: coveredOf(stream, planned), edits });
  if (!settled) return [];
  covered.set(file, settled.covered);
  board.count(file, settled.judged);
  for (const delivery of settled.deliveries) await deliveries.add(() => deliverFile(work, delivery));
  return settled.judged
    .filter(({ verdict }) => verdict.status === 'rejected')
    .map((judged) => redactJudged(judged, work.prepared.secrets.redact));
}
