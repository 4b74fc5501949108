/** Asks the model for tests, for corrections and for a second opinion, and reads the answers. */
import { answerForm, parseAnswer, plainTextNote, type SuspectedBug } from './answer/parse-answer.js';
import { parseReview, reviewForm, type ReviewVerdict } from './answer/parse-review.js';
import type { FileBrief, TargetBrief } from './brief.js';
import { toCandidates, type Written } from './candidates.js';
import type { CallOutcome, ChatMessage } from './server/chat.js';
import type { ModelClient } from './server/client.js';

/** A conversation about some targets of a file. */
export interface Topic {
  client: ModelClient;
  brief: FileBrief;
  targets: readonly TargetBrief[];
}

export interface TestsAnswer {
  outcome: CallOutcome;
  /** Why there is nothing, or less than asked for, in words for the user. */
  problem: string | null;
  /** The messages up to the answer, and the answer, for going on. */
  before: readonly ChatMessage[];
  answer: string;
  written: Written[];
  suspectedBugs: SuspectedBug[];
}

/** One question for tests; asked once more in other words when the answer cannot be read. */
export async function askForTests(
  topic: Topic,
  messages: readonly ChatMessage[],
  signal?: AbortSignal,
): Promise<TestsAnswer> {
  const first = await askOnce(topic, messages, signal);
  if (first.outcome !== 'unusable') return first;
  const complaint = `This could not be read: ${first.problem ?? ''}. ${plainTextNote}`;
  const again: ChatMessage[] = [
    ...messages,
    { role: 'assistant', content: first.answer || '(nothing)' },
    { role: 'user', content: complaint },
  ];
  const second = await askOnce(topic, again, signal);
  // A budget that allows no second request is not the reason why there are no tests; the first answer is.
  return second.outcome === 'no-budget' ? first : second;
}

async function askOnce(
  { client, brief, targets }: Topic,
  messages: readonly ChatMessage[],
  signal: AbortSignal | undefined,
): Promise<TestsAnswer> {
  const about = targets.length === 1 ? (targets[0]?.target.id ?? brief.file) : brief.file;
  const nothing = { before: messages, answer: '', written: [], suspectedBugs: [] };
  const reply = await client.ask({ about, messages, form: answerForm }, signal);
  if (reply.outcome !== 'ok') return { ...nothing, outcome: reply.outcome, problem: reply.message };
  const parsed = await parseAnswer(reply.text);
  if (!parsed.ok) {
    const cut = reply.isCut ? 'the answer was cut off: ' : '';
    return { ...nothing, answer: reply.text, outcome: 'unusable', problem: `${cut}${parsed.message}` };
  }
  const { tests, suspectedBugs } = parsed.answer;
  const written = await toCandidates(brief, targets, tests);
  return { outcome: 'ok', problem: null, before: messages, answer: reply.text, written, suspectedBugs };
}

export type ReviewAnswer =
  { outcome: 'ok'; verdicts: ReviewVerdict[] } | { outcome: Exclude<CallOutcome, 'ok'>; problem: string };

/** One question for a second opinion; not asked again when the answer cannot be read. */
export async function askForOpinion(
  { client, brief }: Pick<Topic, 'client' | 'brief'>,
  messages: readonly ChatMessage[],
  signal?: AbortSignal,
): Promise<ReviewAnswer> {
  const reply = await client.ask({ about: brief.file, messages, form: reviewForm }, signal);
  if (reply.outcome !== 'ok') return { outcome: reply.outcome, problem: reply.message };
  const verdicts = parseReview(reply.text);
  if (verdicts.length > 0) return { outcome: 'ok', verdicts };
  return { outcome: 'unusable', problem: 'the second opinion could not be read' };
}
