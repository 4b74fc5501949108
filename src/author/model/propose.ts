/** Asks the model for tests of one target, or for a corrected one, and makes candidates of what it answers. */
import { createHash } from 'node:crypto';
import type { Candidate, ImportNeed } from '../../domain/candidate.js';
import type { Finding } from '../../domain/finding.js';
import type { Reason, Verdict } from '../../domain/verdict.js';
import type { CallOutcome } from './server/chat.js';
import type { ModelClient } from './server/client.js';
import { excerptSource } from './context/excerpt.js';
import { answerForm, parseAnswer, type ModelAnswer } from './answer/parse-answer.js';
import { buildMinimalPrompt, buildPrompt, buildRepairPrompt } from './prompt.js';
import type { ChatMessage } from './server/chat.js';
import type { ModelRequest, Proposal } from './request.js';
import { resolveImports } from './resolve-imports.js';
import type { WrittenTest } from './answer/split-tests.js';
import { namesOfTypes } from './answer/type-names.js';

/** A rejected candidate, as it goes back to the model. */
export interface FailedTest {
  candidate: Candidate;
  verdict: Extract<Verdict, { status: 'rejected' }>;
}

/** One request for tests of a target; a second, shorter one when the answer to the first cannot be used. */
export async function proposeTests(
  request: ModelRequest,
  client: ModelClient,
  signal?: AbortSignal,
): Promise<Proposal> {
  const shown = await excerptSource(request.source, request.target.file, request.target.range);
  const first = await askOnce({ request, client, messages: buildPrompt(request, shown) }, signal);
  if (first.outcome !== 'unusable') return finishProposal(request, first);
  const second = await askOnce({ request, client, messages: buildMinimalPrompt(request, shown) }, signal);
  // A budget that allows no second request is not the reason why there are no tests; the first answer is.
  return finishProposal(request, second.outcome === 'no-budget' ? first : second);
}

/**
 * One request for a corrected version of a rejected test. When the model holds that the code is wrong, there is a
 * finding and no candidate, so that a bug is not pinned by the test that showed it.
 */
export async function repairTest(
  request: ModelRequest,
  failed: FailedTest,
  client: ModelClient,
  signal?: AbortSignal,
): Promise<Proposal> {
  const { candidate, verdict } = failed;
  const { reason, detail } = verdict;
  const shown = await excerptSource(request.source, request.target.file, request.target.range);
  const messages = buildRepairPrompt(request, { candidate, reason, detail }, shown);
  const asked = await askOnce({ request, client, messages }, signal);
  const bug = asked.answer?.suspectedBug ?? null;
  if (bug !== null && reason === 'fails') {
    const finding = disagreement(candidate, `${bug.trim()}\n${sayValues(detail)}`);
    return { outcome: asked.outcome, candidates: [], findings: [finding] };
  }
  const proposal = await finishProposal(request, asked, candidate.title);
  return { ...proposal, candidates: proposal.candidates.filter(({ id }) => id !== candidate.id).slice(0, 1) };
}

interface Asked {
  outcome: CallOutcome;
  answer?: ModelAnswer;
  problem?: string;
}

async function askOnce(
  { request, client, messages }: { request: ModelRequest; client: ModelClient; messages: ChatMessage[] },
  signal: AbortSignal | undefined,
): Promise<Asked> {
  const reply = await client.ask({ about: request.target.id, messages, form: answerForm }, signal);
  if (reply.outcome !== 'ok') return { outcome: reply.outcome, problem: reply.message };
  const parsed = await parseAnswer(reply.text);
  return parsed.ok
    ? { outcome: 'ok', answer: parsed.answer }
    : {
        outcome: 'unusable',
        problem: reply.isCut ? `the answer was cut off: ${parsed.message}` : parsed.message,
      };
}

async function finishProposal(request: ModelRequest, asked: Asked, title?: string): Promise<Proposal> {
  const { answer, outcome, problem } = asked;
  const candidates = await toCandidates(request, answer?.tests ?? [], title);
  return { outcome, candidates, findings: [], ...(problem === undefined ? {} : { problem }) };
}

/** Candidates with titles of their own; a body that came twice counts once. */
async function toCandidates(
  request: ModelRequest,
  tests: readonly WrittenTest[],
  ownTitle?: string,
): Promise<Candidate[]> {
  const taken = new Set(request.takenTitles ?? []);
  if (ownTitle !== undefined) taken.delete(ownTitle);
  const byId = new Map<string, Candidate>();
  for (const test of tests) {
    const imports = await importsOf(test, request);
    const id = `${request.target.id}~model~${sha256(JSON.stringify([test.body, imports])).slice(0, 12)}`;
    if (byId.has(id)) continue;
    const title = uniqueTitle(test.title.replaceAll(/\s+/g, ' ').trim(), taken);
    taken.add(title);
    byId.set(id, {
      id,
      target: request.target.id,
      file: request.target.file,
      author: 'model',
      kind: test.kind,
      group: request.target.name,
      title,
      body: test.body,
      isAsync: test.isAsync,
      imports,
    });
  }
  return [...byId.values()];
}

async function importsOf(test: WrittenTest, request: ModelRequest): Promise<ImportNeed[]> {
  const needs = resolveImports(test, request);
  if (!request.style.typescript) return needs;
  const types = await namesOfTypes(
    test.body,
    needs.map(({ binding }) => binding.local),
  );
  return needs.map((need) =>
    need.binding.kind === 'named' && types.has(need.binding.local) ? { ...need, typeOnly: true } : need,
  );
}

const variants = ['another case', 'a third case', 'a fourth case', 'a fifth case'];

function uniqueTitle(title: string, taken: ReadonlySet<string>): string {
  if (!taken.has(title)) return title;
  for (const variant of variants) {
    if (!taken.has(`${title}, ${variant}`)) return `${title}, ${variant}`;
  }
  let count = variants.length + 2;
  while (taken.has(`${title}, case ${count}`)) count++;
  return `${title}, case ${count}`;
}

/**
 * The finding about a test that failed because its expectation differs from the code's behaviour; null when it failed
 * for a cause of its own.
 */
export function describeDisagreement(
  candidate: Candidate,
  message: string,
  wasCorrected: boolean,
): Finding | null {
  const isMismatch = /expected/i.test(message) && /received/i.test(message);
  if (!isMismatch && candidate.kind === 'unit') return null;
  const outcome = wasCorrected
    ? '\nShown both, the model held that the code is right, and wrote another test.'
    : '';
  return disagreement(candidate, `${sayValues(message)}${outcome}`);
}

function disagreement(candidate: Candidate, detail: string): Finding {
  const isLaw = candidate.kind === 'property';
  return {
    kind: isLaw ? 'counterexample' : 'disagreement',
    target: candidate.target,
    title: isLaw ? `does not hold: ${candidate.title}` : `a test expected otherwise: ${candidate.title}`,
    detail,
    reproduce: candidate.body,
  };
}

function sayValues(message: string): string {
  const expected = /^\s*Expected[^:\n]*:\s*(\S.*)$/m.exec(message)?.[1];
  const received = /^\s*Received[^:\n]*:\s*(\S.*)$/m.exec(message)?.[1];
  return expected !== undefined && received !== undefined
    ? `The test expects ${expected.trim()}, and the code gives ${received.trim()}.`
    : `The test failed with: ${message.trim()}`;
}

/** Reasons for which showing the model what went wrong is worth another request. */
export const repairableReasons: ReadonlySet<Reason> = new Set<Reason>([
  'syntax',
  'policy',
  'types',
  'fails',
  'timeout',
  'flaky',
  'no-gain',
  'weak',
]);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
