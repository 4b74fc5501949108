/** The stations of a unit of work at which the model is asked: for intentions before the gate, for gaps after it. */
import type { Candidate } from '../../domain/candidate.js';
import type { Target } from '../../domain/target.js';
import { askEdits } from '../model/ask-edits.js';
import { askGaps, askIntentions, isSettled, type ModelResult } from '../model/ask-model.js';
import type { Judge, ModelMeans } from '../model/model-means.js';
import type { PlannedFile } from '../model/select-intentions.js';
import type { ModelSession } from '../pass.js';
import type { Edits } from '../../verify/prefer-edits.js';
import { coveredOf, type Stream } from './open-stream.js';
import { recordAttempts } from './record-attempts.js';

const nothing = (): ModelResult => ({ answered: [], withheld: new Set() });

/**
 * Asks what the file's targets promise, and has the answer judged. Resolves with the explorer's tests that are to be held
 * back; when searching has to end meanwhile, with none, and the answer is still awaited and judged by `ended`.
 */
export async function askBeforeGate(
  stream: Stream,
  file: PlannedFile,
  { candidates, judge }: { candidates: readonly Candidate[]; judge: Judge },
): Promise<{ withheld: ReadonlySet<Candidate['id']>; ended: Promise<void> }> {
  const { work, plan, modelQueue } = stream;
  const { model } = work;
  const targets = file.intentions;
  if (model === null || targets.length === 0) return { withheld: new Set(), ended: Promise.resolve() };
  const isAlone = !work.request.config.authors.includes('explorer');
  const startedAt = Date.now();
  const asking = modelQueue.add(async () => {
    stream.board.begin(file);
    const covered = isAlone ? coveredOf(stream, file) : null;
    const isLoadable = candidates.length > 0;
    const question = { file: file.file, targets, covered, pinning: candidates, isLoadable };
    const result = await askIntentions(meansOf(stream, model, judge), question);
    recordAttempts(work, withoutGaps(stream, file, result.answered), { author: 'model', startedAt });
    return result;
  });
  const ended = asking.then(() => undefined);
  // Whoever waits for it hears of its failure; until then it is nobody's.
  ended.catch(() => undefined);
  const result = await Promise.race([asking, whenAborted(plan.searching).then(nothing)]);
  return { withheld: result.withheld, ended };
}

/**
 * Asks for better wordings of tests that the explorer proposes; none when searching has to end meanwhile, and none when the asking
 * fails, because the tests are good without.
 */
export async function askForWordings(
  { work, plan, modelQueue }: Stream,
  { file }: PlannedFile,
  candidates: readonly Candidate[],
): Promise<Edits> {
  const { model: session } = work;
  if (session === null || candidates.length === 0 || !work.request.config.modelOptions.edits)
    return new Map();
  const until = plan.searching;
  const asking = modelQueue.add(() => askEdits({ work, session, until }, { file, candidates }));
  return Promise.race([asking.catch(() => new Map()), whenAborted(until).then(() => new Map())]);
}

/** Targets with a gap are through only when their gap was asked about as well. */
function withoutGaps({ work }: Stream, { targets }: PlannedFile, answered: readonly Target[]): Target[] {
  if (!work.request.config.authors.includes('explorer')) return [...answered];
  const open = new Set(targets.map(({ id }) => id));
  return answered.filter(({ id }) => !open.has(id));
}

/** Asks for tests of the gaps that are left. */
export async function askAfterGate(stream: Stream, file: PlannedFile, judge: Judge): Promise<void> {
  const { work, plan, modelQueue, board } = stream;
  const { model } = work;
  if (model === null || plan.searching.aborted) return;
  await modelQueue.add(async () => {
    const startedAt = Date.now();
    const targets = file.targets.filter((target) => !isSettled(work, target) && isOpen(stream, target));
    if (targets.length === 0) return;
    board.begin(file);
    const isLoadable = work.progress.delivered.some(({ candidate }) => candidate.file === file.file);
    const question = { file: file.file, targets, covered: coveredOf(stream, file), pinning: [], isLoadable };
    const { answered } = await askGaps(meansOf(stream, model, judge), question);
    recordAttempts(work, answered, { author: 'model', startedAt });
  });
}

/** Where the explorer could not load a module, no test can. */
function isOpen({ work }: Stream, { id, access }: Target): boolean {
  return (
    access !== null && !/cannot be loaded|a test cannot load it/.test(work.progress.skipped.get(id) ?? '')
  );
}

function meansOf({ work, plan, cores }: Stream, session: ModelSession, judge: Judge): ModelMeans {
  return {
    work,
    session,
    judge,
    onCore: (run) => cores.add(run, { priority: 1 }),
    asking: plan.searching,
    awaiting: plan.judging,
  };
}

const whenAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
