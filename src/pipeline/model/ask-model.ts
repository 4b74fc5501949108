/** Has the model write tests for what the explorer left uncovered, and correct those that the gate refused. */
import { chargeBudget, createBudget } from '../../author/model/budget.js';
import { createModelClient } from '../../author/model/client.js';
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
import type { ModelSession, ModelUsage, PassRequest, Work } from '../pass.js';
import { makeModelRequest } from './model-request.js';

export const emptyUsage = (): ModelUsage => ({ requests: 0, inputTokens: 0, outputTokens: 0, usd: null });

/** Of three turns the later two bring 27 and 13 % of the successes (CoverUp); more are not worth their price. */
const MOST_REPAIRS = 2;

const MOST_FAILURES_IN_ROW = 3;

/** The work with the model on the targets of one file. */
export interface Conversation {
  work: Work;
  modelSession: ModelSession;
  /** Puts candidates through the gate and returns the rejected. */
  judge: (candidates: readonly Candidate[]) => Promise<Judged[]>;
}

/** Opens the modelSession when the model author is wanted; the key is read from the environment by the client alone. */
export function openModelSession({ config }: PassRequest): ModelSession | null {
  if (!config.authors.includes('model') || config.model === null) return null;
  const { name, baseUrl } = config.model;
  return {
    client: createModelClient({ model: name, baseUrl, env: process.env }),
    budget: createBudget(config, config.modelPrices),
    usage: emptyUsage(),
    isClosed: false,
    failuresInRow: 0,
  };
}

/**
 * Asks for tests of every target that still has a gap, has them judged, and asks for corrections.
 * Returns the targets that the model gave an answer for; the rest may be asked about another time.
 */
export async function workWithModel(
  conversation: Conversation,
  targets: readonly Target[],
): Promise<Target[]> {
  const { work, modelSession } = conversation;
  const candidates: Candidate[] = [];
  const answered: Target[] = [];
  for (const target of targets) {
    if (modelSession.isClosed || isSettled(work, target)) continue;
    const request = await makeModelRequest(work, target);
    if (!request) continue;
    tell(work, target, `asking ${modelSession.client.model} about ${target.name}`);
    const { signal } = work.request;
    const proposal = await proposeTests(request, modelSession.client, modelSession.budget, signal);
    signal.throwIfAborted();
    if (account(conversation, proposal)) answered.push(target);
    candidates.push(...proposal.candidates);
  }
  await judgeAndRepair(conversation, candidates);
  return answered;
}

const isSettled = ({ ledger, inputsOf, progress }: Work, target: Target): boolean =>
  ledger.isSettled(
    { targetId: target.id, hash: inputsOf(target, 'model'), author: 'model' },
    countOpen(progress.coverage, target.file),
  );

async function judgeAndRepair(conversation: Conversation, candidates: readonly Candidate[]): Promise<void> {
  const { work, judge } = conversation;
  let rejected = candidates.length > 0 ? await judge(candidates) : [];
  for (let round = 0; rejected.length > 0; round++) {
    const corrected: Candidate[] = [];
    for (const judged of rejected) {
      const proposal = round < MOST_REPAIRS ? await repair(conversation, judged) : null;
      corrected.push(...(proposal?.candidates ?? []));
      noteDisagreement(work, judged, proposal);
    }
    rejected = corrected.length > 0 ? await judge(corrected) : [];
  }
}

/** Asks for a correction, unless the verdict is final or the gap was closed meanwhile by other tests. */
async function repair(conversation: Conversation, { candidate, verdict }: Judged): Promise<Proposal | null> {
  const { work, modelSession } = conversation;
  if (verdict.status !== 'rejected' || !repairableReasons.has(verdict.reason) || modelSession.isClosed)
    return null;
  const target = targetOf(work, candidate);
  const request = target && (await makeModelRequest(work, target));
  if (!request) return null;
  tell(work, target, `asking ${modelSession.client.model} to correct "${candidate.title}"`);
  const { signal } = work.request;
  const proposal = await repairTest(
    request,
    { candidate, verdict },
    modelSession.client,
    modelSession.budget,
    signal,
  );
  signal.throwIfAborted();
  account(conversation, proposal);
  return proposal;
}

const targetOf = ({ prepared }: Work, candidate: Candidate): Target | undefined =>
  prepared.analysis.targets.find(({ id }) => id === candidate.target);

const tell = ({ request }: Work, { file }: Target, text: string): void =>
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

function addFinding({ progress, request }: Work, finding: Finding): void {
  progress.findings.push(finding);
  request.observer({ type: 'finding', finding });
}

/** Records the exchange; false when there was no answer. */
function account(conversation: Conversation, proposal: Proposal): boolean {
  const { work, modelSession } = conversation;
  const { ledger, prepared } = work;
  modelSession.budget = chargeBudget(modelSession.budget, proposal.calls);
  for (const call of proposal.calls) {
    modelSession.usage.requests++;
    modelSession.usage.inputTokens += call.inputTokens;
    modelSession.usage.outputTokens += call.outputTokens;
    if (call.usd !== null) modelSession.usage.usd = (modelSession.usage.usd ?? 0) + call.usd;
    const { target: targetId, ...rest } = call;
    ledger.recordModelCall({ runId: prepared.runId, targetId, ...rest });
  }
  for (const finding of proposal.findings) addFinding(work, finding);
  if (proposal.problem === undefined) {
    modelSession.failuresInRow = 0;
    return true;
  }
  closeWhenHopeless(conversation, proposal.problem, proposal.calls.at(-1)?.outcome);
  return false;
}

/** One line for the user; repeated trouble is reported once. */
function closeWhenHopeless(
  { work, modelSession }: Conversation,
  problem: string,
  outcome: Proposal['calls'][number]['outcome'] | undefined,
): void {
  modelSession.failuresInRow++;
  const isHopeless = outcome === undefined || outcome === 'unauthorised' || outcome === 'unreachable';
  modelSession.isClosed = isHopeless || modelSession.failuresInRow >= MOST_FAILURES_IN_ROW;
  const isNews = modelSession.isClosed || modelSession.failuresInRow === 1;
  const end = modelSession.isClosed ? '; the model is not asked any more in this run' : '';
  if (isNews) work.request.observer({ type: 'note', level: 'warning', text: `${problem}${end}` });
}
