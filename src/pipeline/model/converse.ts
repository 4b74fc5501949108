/** One conversation with the model: a question, the gate's judgement, corrections of all that was rejected. */
import { askForTests, type Topic } from '../../author/model/ask-tests.js';
import type { FailedTest } from '../../author/model/brief.js';
import type { Written } from '../../author/model/candidates.js';
import { askForCorrections } from '../../author/model/prompt/questions.js';
import type { ChatMessage } from '../../author/model/server/chat.js';
import type { Candidate } from '../../domain/candidate.js';
import type { Judged, Reason } from '../../domain/verdict.js';
import { close, mayAsk, noteOutcome, type ModelMeans } from './model-means.js';
import { readDispute, settleDisputes, type Dispute } from './settle-disputes.js';

/** Of three turns the later two bring 27 and 13 % of the successes (CoverUp); more are not worth their price. */
const MOST_TURNS = 3;
/** The same error of the environment in so many files ends the asking. */
const MOST_EQUAL_ERRORS = 2;

/** Reasons for which showing the model what went wrong is worth another request. */
const repairable: ReadonlySet<Reason> = new Set<Reason>([
  'syntax',
  'policy',
  'types',
  'fails',
  'timeout',
  'flaky',
  'weak',
]);

export interface Conversation {
  /** Whether the model gave an answer that could be read. */
  isAnswered: boolean;
  /** Tests among the `pinning` ones that pin behaviour which is not as documented. */
  withheld: Set<Candidate['id']>;
}

/**
 * Asks, has the answer judged, and asks for corrections: once, and a second time where the first gained something.
 * `pinning` are tests that are not delivered yet and record what the code does
 */
export async function converse(
  means: ModelMeans,
  topic: Topic,
  { opening, pinning }: { opening: readonly ChatMessage[]; pinning: readonly Candidate[] },
): Promise<Conversation> {
  const result: Conversation = { isAnswered: false, withheld: new Set() };
  let messages = opening;
  for (let turn = 1; turn <= MOST_TURNS && mayAsk(means); turn++) {
    const asked = await askForTests(topic, messages, means.awaiting);
    if (!noteOutcome(means, asked)) return result;
    result.isAnswered = true;
    const candidates = asked.written.map(({ candidate }) => candidate);
    if (candidates.length === 0) break;
    const rejected = (await means.judge(candidates)).flatMap(asFailed);
    if (isEnvironment(means, candidates, rejected)) break;
    const isFirst = turn === 1;
    const { disputes, others } = isFirst
      ? sortOut(asked.written, rejected)
      : { disputes: [], others: rejected };
    const settled = disputes.length === 0 ? null : await settleDisputes(means, topic, { disputes, pinning });
    for (const id of settled?.withheld ?? []) result.withheld.add(id);
    const failed = [
      ...others.filter(({ verdict }) => repairable.has(verdict.reason)),
      ...(settled?.withdrawn ?? []),
    ];
    const gained = rejected.length < candidates.length;
    if (failed.length === 0 || !(isFirst || gained)) break;
    messages = askForCorrections(asked, failed);
  }
  return result;
}

const asFailed = ({ candidate, verdict }: Judged): FailedTest[] =>
  verdict.status === 'rejected' ? [{ candidate, verdict }] : [];

function sortOut(
  written: readonly Written[],
  rejected: readonly FailedTest[],
): { disputes: Dispute[]; others: FailedTest[] } {
  const promises = new Map(written.map(({ candidate, promise }) => [candidate.id, promise]));
  const disputes: Dispute[] = [];
  const others: FailedTest[] = [];
  for (const failed of rejected) {
    const dispute = readDispute(failed, promises.get(failed.candidate.id) ?? null);
    if (dispute === null) others.push(failed);
    else disputes.push(dispute);
  }
  return { disputes, others };
}

/**
 * Whether all tests of an answer end in the same error that is no expectation of theirs: then the surroundings are at fault,
 * and corrections cannot help. The second file with the same error ends the asking.
 */
function isEnvironment(
  { work, session }: ModelMeans,
  candidates: readonly Candidate[],
  rejected: readonly FailedTest[],
): boolean {
  if (candidates.length < 2 || rejected.length < candidates.length) return false;
  const errors = new Set(rejected.map(({ verdict }) => errorOf(verdict)));
  const [error] = errors;
  if (errors.size > 1 || error === undefined || error === null) return false;
  const count = (session.equalErrors.get(error) ?? 0) + 1;
  session.equalErrors.set(error, count);
  if (count >= MOST_EQUAL_ERRORS)
    close(
      { work, session },
      `the tests of ${count} files end in the same error of the surroundings (${error})`,
      true,
    );
  return true;
}

/** The error by which a test ended before any expectation, without what differs from file to file; null for others. */
function errorOf({ reason, detail }: FailedTest['verdict']): string | null {
  if (reason !== 'fails' && reason !== 'crash') return null;
  if (/expect\(|\bExpected\b|Property failed/.test(detail)) return null;
  const [first = ''] = detail.split('\n');
  return first.replaceAll(/\S*\.nightshift\S*/g, 'the test file').slice(0, 160);
}
