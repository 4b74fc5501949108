/**
 * The model's two tasks in the work on a file: it says by tests what documented functions promise, before anything that the
 * explorer recorded is judged; and it closes the gaps that are left in the end.
 */
import type { Topic } from '../../author/model/ask-tests.js';
import type { TargetBrief } from '../../author/model/brief.js';
import { askForGaps, askForIntentions } from '../../author/model/prompt/questions.js';
import type { ChatMessage } from '../../author/model/server/chat.js';
import type { Candidate } from '../../domain/candidate.js';
import type { CounterSet } from '../../domain/coverage.js';
import { countOpen } from '../../domain/measurement.js';
import type { Target } from '../../domain/target.js';
import type { Work } from '../pass.js';
import { converse } from './converse.js';
import { describeFile, describeTarget } from './describe-file.js';
import { mayAsk, type ModelMeans } from './model-means.js';
import { findUnreachable } from './smoke-test.js';

/** Targets that one question is about. */
const MOST_TARGETS = 8;

export interface ModelResult {
  /** Targets that the model gave an answer for; the rest may be asked about another time. */
  answered: Target[];
  /** Tests of the explorer that pin behaviour which is not as documented. */
  withheld: Set<Candidate['id']>;
}

interface FileQuestion {
  file: string;
  targets: readonly Target[];
  /** The counters covered so far; null where gaps play no part. */
  covered: CounterSet | null;
  /** Tests of the explorer that wait for the gate. */
  pinning: readonly Candidate[];
  /** Whether a test of this file is known to load it. */
  isLoadable: boolean;
}

/** Asks what the targets promise. Where the model is the only author, their gaps are part of the question. */
export const askIntentions = (means: ModelMeans, question: FileQuestion): Promise<ModelResult> =>
  workThrough(means, question, (topic) => ({
    targets: topic.targets,
    opening: askForIntentions(topic.brief, topic.targets),
  }));

/** Asks for tests of the code that nothing covers yet. */
export const askGaps = (means: ModelMeans, question: FileQuestion): Promise<ModelResult> =>
  workThrough(means, question, ({ brief, targets }) => {
    const open = targets.filter(({ uncovered }) => uncovered.length > 0);
    return { targets: open, opening: open.length === 0 ? null : askForGaps(brief, open) };
  });

type Opening = (topic: Topic) => { targets: readonly TargetBrief[]; opening: ChatMessage[] | null };

async function workThrough(means: ModelMeans, question: FileQuestion, open: Opening): Promise<ModelResult> {
  const result: ModelResult = { answered: [], withheld: new Set() };
  const { work, session } = means;
  for (let at = 0; at < question.targets.length && mayAsk(means); at += MOST_TARGETS) {
    const part = { ...question, targets: question.targets.slice(at, at + MOST_TARGETS) };
    const topic = await openTopic(means, part);
    const { targets, opening } = topic === null ? { targets: [], opening: null } : open(topic);
    if (topic === null || opening === null) continue;
    const names = targets.map(({ target }) => target.name).join(', ');
    const text = `asking ${session.client.model} about ${names}`;
    work.request.observer({ type: 'step', file: question.file, text });
    const { isAnswered, withheld } = await converse(
      means,
      { ...topic, targets },
      { opening, pinning: question.pinning },
    );
    if (isAnswered) result.answered.push(...targets.map(({ target }) => target));
    for (const id of withheld) result.withheld.add(id);
  }
  return result;
}

/** The facts about those of the targets that a test can load and reach; null where there are none. */
async function openTopic(
  { work, session, onCore, awaiting }: ModelMeans,
  { file, targets, covered, isLoadable }: FileQuestion,
): Promise<Topic | null> {
  const brief = await describeFile(work, file, targets);
  if (brief === null) return null;
  const found = await Promise.all(targets.map((target) => describeTarget(work, brief, { target, covered })));
  const described = found.filter((each) => each !== null);
  if (described.length === 0) return null;
  if (isLoadable) return { client: session.client, brief, targets: described };
  const unreachable = await onCore(() =>
    findUnreachable(work.prepared.session, { testFile: brief.testFile, targets: described }, awaiting),
  );
  for (const [id, reason] of unreachable)
    if (!work.progress.skipped.has(id)) work.progress.skipped.set(id, `a test cannot load it: ${reason}`);
  const reachable = described.filter(({ target }) => !unreachable.has(target.id));
  return reachable.length === 0 ? null : { client: session.client, brief, targets: reachable };
}

/** Whether this model has done what it can for a target by the same inputs. */
export const isSettled = ({ ledger, inputsOf, progress }: Work, target: Target): boolean =>
  ledger.isSettled(
    { targetId: target.id, hash: inputsOf(target, 'model'), author: 'model' },
    countOpen(progress.coverage, target.file),
  );
