/**
 * Decides about tests whose documented expectation the code does not meet: a second question, which does not see what was
 * expected, says whether the observed behaviour is as promised.
 */
import { askForOpinion, type Topic } from '../../author/model/ask-tests.js';
import type { FailedTest } from '../../author/model/brief.js';
import {
  describeDisagreement,
  observe,
  observeLaw,
  readMismatch,
  type Mismatch,
} from '../../author/model/disagreement.js';
import { askForReview, type ObservedBehaviour } from '../../author/model/prompt/questions.js';
import type { Candidate } from '../../domain/candidate.js';
import type { TargetId } from '../../domain/target.js';
import { addFinding, mayAsk, noteOutcome, type ModelMeans } from './model-means.js';
import { writeFinding } from './write-finding.js';

/** A failed test with the promise that it checks. */
export interface Dispute extends FailedTest {
  promise: string | null;
  values: Mismatch | null;
}

export interface Settlement {
  /** Disputes in which the second reader holds that the code is right, or that nothing is promised. */
  withdrawn: FailedTest[];
  /** Tests that pin behaviour which is not as documented. */
  withheld: Set<Candidate['id']>;
}

/** Longer lists are not read with care. */
const MOST_OBSERVATIONS = 30;

/** The dispute in a failed test, or null when it failed for a cause of its own. */
export function readDispute(failed: FailedTest, promise: string | null): Dispute | null {
  const { candidate, verdict } = failed;
  if (verdict.reason !== 'fails' || promise === null) return null;
  const values = readMismatch(verdict.detail);
  if (values === null && candidate.kind === 'unit') return null;
  return { ...failed, promise, values };
}

/**
 * Asks for the second opinion, reports what it confirms, and says which tests pin it.
 * `pinning` are tests that are not delivered yet and record what the code does
 */
export async function settleDisputes(
  means: ModelMeans,
  topic: Topic,
  { disputes, pinning }: { disputes: readonly Dispute[]; pinning: readonly Candidate[] },
): Promise<Settlement> {
  const callersOf = callersIn(means);
  const related = relatedTo(disputes, pinning, callersOf);
  const listed = related.slice(0, Math.max(0, MOST_OBSERVATIONS - disputes.length));
  const observations: ObservedBehaviour[] = [
    ...(await Promise.all(disputes.map(observeDispute))),
    ...listed.map(({ group, body }) => ({ target: group, text: body })),
  ];
  const verdictOf = await review(means, topic, observations);
  const settlement: Settlement = { withdrawn: [], withheld: new Set() };
  for (const [index, dispute] of disputes.entries()) {
    const verdict = verdictOf(index);
    if (verdict !== null && verdict.verdict !== 'contradicts') {
      settlement.withdrawn.push(dispute);
      continue;
    }
    const { target } = dispute.candidate;
    const callers = callersOf(target);
    const pins = related.filter((candidate) => {
      const isOwn = candidate.target === target;
      if (!isOwn && !callers.has(candidate.target)) return false;
      const at = listed.indexOf(candidate);
      const seen = at < 0 ? null : verdictOf(disputes.length + at);
      // Tests of the same target that nobody could look at are held back as well.
      return seen === null ? isOwn : seen.verdict === 'contradicts';
    });
    for (const { id } of pins) settlement.withheld.add(id);
    means.session.disputed.add(dispute.candidate.target);
    await report(means, dispute, { verdict, pins: pins.length });
  }
  return settlement;
}

const observeDispute = async ({ candidate, values, verdict }: Dispute): Promise<ObservedBehaviour> => ({
  target: candidate.group,
  text: values === null ? observeLaw(candidate, verdict.detail) : await observe(candidate, values),
});

type CallersOf = (target: TargetId) => ReadonlySet<TargetId>;

const callersIn =
  ({ work }: ModelMeans): CallersOf =>
  (target) =>
    new Set(work.prepared.analysis.targets.find(({ id }) => id === target)?.reachedThrough);

/** Tests of the disputed targets, and of those that call them; the disputed first. */
function relatedTo(
  disputes: readonly Dispute[],
  pinning: readonly Candidate[],
  callersOf: CallersOf,
): Candidate[] {
  const disputed = new Set<TargetId>(disputes.map(({ candidate }) => candidate.target));
  const callers = new Set([...disputed].flatMap((target) => [...callersOf(target)]));
  return [
    ...pinning.filter(({ target }) => disputed.has(target)),
    ...pinning.filter(({ target }) => !disputed.has(target) && callers.has(target)),
  ];
}

interface Opinion {
  verdict: 'promised' | 'contradicts' | 'open';
  sentence: string | null;
}

/** The opinion on each observation by its index; null where there is none. */
async function review(
  means: ModelMeans,
  topic: Topic,
  observations: readonly ObservedBehaviour[],
): Promise<(index: number) => Opinion | null> {
  if (!mayAsk(means)) return () => null;
  const messages = askForReview(topic.brief, topic.targets, observations);
  const answer = await askForOpinion(topic, messages, means.awaiting);
  const problem = answer.outcome === 'ok' ? null : answer.problem;
  noteOutcome(means, { outcome: answer.outcome, problem });
  if (answer.outcome !== 'ok') return () => null;
  const byNumber = new Map(answer.verdicts.map((each) => [each.number, each]));
  return (index) => byNumber.get(index + 1) ?? null;
}

async function report(
  means: ModelMeans,
  { candidate, values, verdict, promise }: Dispute,
  { verdict: opinion, pins }: { verdict: Opinion | null; pins: number },
): Promise<void> {
  const finding = describeDisagreement(
    candidate,
    { values, message: verdict.detail },
    {
      sentence: opinion?.sentence ?? promise,
      isConfirmed: opinion !== null,
    },
  );
  const held =
    pins === 0
      ? ''
      : `\n${pins === 1 ? 'A test that records' : `${pins} tests that record`} this behaviour was not delivered.`;
  const command = await writeFinding(means.work, candidate);
  const run = command === null ? '' : `\nRun it: ${command}`;
  addFinding(means, { ...finding, detail: `${finding.detail}${held}${run}` });
}
