/** Has the model write tests for what the explorer left uncovered, and correct those that the gate refused. */
import {
  describeDisagreement,
  proposeTests,
  repairableReasons,
  repairTest,
} from '../../author/model/propose.js';
import type { Proposal } from '../../author/model/request.js';
import type { Candidate } from '../../domain/candidate.js';
import type { Finding } from '../../domain/finding.js';
import { countOpen } from '../../domain/measurement.js';
import type { Target } from '../../domain/target.js';
import type { Judged } from '../../domain/verdict.js';
import { hopeless } from '../../author/model/server/chat.js';
import type { ModelSession, Work } from '../pass.js';
import { makeModelRequest } from './model-request.js';

/** Of three turns the later two bring 27 and 13 % of the successes (CoverUp); more are not worth their price. */
const MOST_REPAIRS = 2;

const MOST_FAILURES_IN_ROW = 3;

/** Puts candidates through the gate and returns the rejected. */
type Judge = (candidates: readonly Candidate[]) => Promise<Judged[]>;

/** The work with the model on the targets of one file. */
export interface Conversation {
  work: Work;
  modelSession: ModelSession;
  judge: Judge;
}

/**
 * Asks for tests of every target that still has a gap, has them judged, and asks for corrections.
 * Returns the targets that the model gave an answer for; the rest may be asked about another time.
 */
export async function workWithModel(
  { work, modelSession, judge }: Conversation,
  targets: readonly Target[],
): Promise<Target[]> {
  const candidates: Candidate[] = [];
  const answered: Target[] = [];
  for (const target of targets) {
    if (modelSession.closedBecause !== null || isSettled(work, target)) continue;
    const request = await makeModelRequest(work, target);
    if (!request) continue;
    showStep(work, target, `asking ${modelSession.client.model} about ${target.name}`);
    const { signal } = work.request;
    const proposal = await proposeTests(request, modelSession.client, signal);
    signal.throwIfAborted();
    if (account(work, modelSession, proposal)) answered.push(target);
    candidates.push(...proposal.candidates);
  }
  await judgeAndRepair(work, modelSession, candidates, judge);
  return answered;
}

const isSettled = ({ ledger, inputsOf, progress }: Work, target: Target): boolean =>
  ledger.isSettled(
    { targetId: target.id, hash: inputsOf(target, 'model'), author: 'model' },
    countOpen(progress.coverage, target.file),
  );

async function judgeAndRepair(
  work: Work,
  modelSession: ModelSession,
  candidates: readonly Candidate[],
  judge: Judge,
): Promise<void> {
  let rejected = candidates.length > 0 ? await judge(candidates) : [];
  for (let round = 0; rejected.length > 0; round++) {
    const corrected: Candidate[] = [];
    for (const judged of rejected) {
      const proposal = round < MOST_REPAIRS ? await repair(work, modelSession, judged) : null;
      corrected.push(...(proposal?.candidates ?? []));
      noteDisagreement(work, judged, proposal);
    }
    rejected = corrected.length > 0 ? await judge(corrected) : [];
  }
}

/** Asks for a correction, unless the verdict is final or the gap was closed meanwhile by other tests. */
async function repair(
  work: Work,
  modelSession: ModelSession,
  { candidate, verdict }: Judged,
): Promise<Proposal | null> {
  if (
    verdict.status !== 'rejected' ||
    !repairableReasons.has(verdict.reason) ||
    modelSession.closedBecause !== null
  )
    return null;
  const target = targetOf(work, candidate);
  const request = target && (await makeModelRequest(work, target));
  if (!request) return null;
  showStep(work, target, `asking ${modelSession.client.model} to correct "${candidate.title}"`);
  const { signal } = work.request;
  const proposal = await repairTest(request, { candidate, verdict }, modelSession.client, signal);
  signal.throwIfAborted();
  account(work, modelSession, proposal);
  return proposal;
}

const targetOf = ({ prepared }: Work, candidate: Candidate): Target | undefined =>
  prepared.analysis.targets.find(({ id }) => id === candidate.target);

const showStep = ({ request }: Work, { file }: Target, text: string): void =>
  request.observer({ type: 'step', file, text });

/**
 * A test whose expectation differs from the code's behaviour is reported once in any case: as the bug that the model
 * sees, or with its later outcome.
 */
function noteDisagreement(work: Work, { candidate, verdict }: Judged, proposal: Proposal | null): void {
  if (verdict.status !== 'rejected' || verdict.reason !== 'fails') return;
  if (proposal !== null && proposal.findings.length > 0) return;
  const wasCorrected = proposal !== null && proposal.candidates.length > 0;
  const finding = describeDisagreement(candidate, verdict.detail, wasCorrected);
  if (finding !== null) addFinding(work, finding);
}

function addFinding({ progress, request, model }: Work, finding: Finding): void {
  progress.findings.push(finding);
  request.observer({ type: 'finding', finding });
  if (model) model.findings++;
}

/** Keeps what an answer brought; false when there was no answer. */
function account(work: Work, modelSession: ModelSession, proposal: Proposal): boolean {
  for (const finding of proposal.findings) addFinding(work, finding);
  if (proposal.problem === undefined) {
    modelSession.failuresInRow = 0;
    modelSession.answers++;
    return true;
  }
  closeWhenHopeless(work, modelSession, proposal.problem, proposal.outcome);
  return false;
}

/** One line for the user; repeated trouble is reported once. */
function closeWhenHopeless(
  { request }: Work,
  modelSession: ModelSession,
  problem: string,
  outcome: Proposal['outcome'],
): void {
  modelSession.failuresInRow++;
  const isOver = hopeless.has(outcome) || modelSession.failuresInRow >= MOST_FAILURES_IN_ROW;
  if (isOver) modelSession.closedBecause = problem;
  const end = isOver ? '; the model is not asked any more in this run' : '';
  if (isOver || modelSession.failuresInRow === 1)
    request.observer({ type: 'note', level: 'warning', text: `${problem}${end}` });
}
