/** Has the model write tests for what the explorer left uncovered, and correct those that the gate refused. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type ModelBudget, chargeBudget, createBudget } from '../author/model/budget.js';
import { createModelClient, type ModelClient } from '../author/model/client.js';
import { describeGap } from '../author/model/describe-gap.js';
import { proposeTests, repairableReasons, repairTest } from '../author/model/propose.js';
import type { ModelRequest, Proposal } from '../author/model/request.js';
import type { Candidate, ImportNeed } from '../domain/candidate.js';
import { isComplete } from '../domain/coverage.js';
import { plain, totalsOfTarget } from '../domain/measurement.js';
import type { Access, Target } from '../domain/target.js';
import { importLineFor } from '../domain/test-file.js';
import { testStyle } from '../domain/test-path.js';
import type { Judged } from '../domain/verdict.js';
import type { FileWork } from '../select/rank-gaps.js';
import { placeTests } from './place-tests.js';
import type { PassRequest } from './run-pass.js';
import type { Work } from './work-batch.js';

export interface ModelUsage {
  requests: number;
  inputTokens: number;
  outputTokens: number;
  usd: number | null;
}

export const emptyUsage = (): ModelUsage => ({ requests: 0, inputTokens: 0, outputTokens: 0, usd: null });

/** The conversation of one pass with the model: its budget, its usage, and what was asked, for repairs. */
export interface ModelDesk {
  client: ModelClient;
  budget: ModelBudget;
  usage: ModelUsage;
  /** Requests by candidate id, so that a repair can show the same target again. */
  asked: Map<string, ModelRequest>;
  /** Set when asking further is pointless: no key, no server, no budget. */
  isClosed: boolean;
  repair(work: Work, rejected: readonly Judged[]): Promise<Candidate[]>;
}

/** Opens the desk when the model author is wanted; the key is read from the environment by the client alone. */
export function openModelDesk({ config }: PassRequest): ModelDesk | null {
  if (!config.authors.includes('model') || config.model === null) return null;
  const { name, baseUrl } = config.model;
  const desk: ModelDesk = {
    client: createModelClient({ model: name, baseUrl, env: process.env }),
    budget: createBudget(config, config.modelPrices),
    usage: emptyUsage(),
    asked: new Map(),
    isClosed: false,
    repair: (work, rejected) => repairRejected(work, desk, rejected),
  };
  return desk;
}

/** Tests for every target of the batch that still has a gap. */
export async function askModel(
  work: Work,
  desk: ModelDesk,
  batch: readonly FileWork[],
): Promise<Candidate[]> {
  const { progress, ledger, request } = work;
  const candidates: Candidate[] = [];
  for (const target of batch.flatMap((file) => file.targets)) {
    const totals = totalsOfTarget(progress.coverage, target);
    const isOpen =
      totals !== null && !isComplete(totals) && !ledger.hasYieldedNothing(target.id, target.hash, 'model');
    if (!isOpen || desk.isClosed) continue;
    const modelRequest = await makeRequest(work, target);
    if (!modelRequest) continue;
    request.observer({ type: 'step', text: `asking ${desk.client.model} about ${target.name}` });
    const proposal = await proposeTests(modelRequest, desk.client, desk.budget, request.signal);
    request.signal.throwIfAborted();
    account(work, desk, proposal);
    for (const candidate of proposal.candidates) desk.asked.set(candidate.id, modelRequest);
    candidates.push(...proposal.candidates);
  }
  return candidates;
}

async function repairRejected(
  work: Work,
  desk: ModelDesk,
  rejected: readonly Judged[],
): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const { candidate, verdict } of rejected) {
    const modelRequest = desk.asked.get(candidate.id);
    if (
      !modelRequest ||
      desk.isClosed ||
      verdict.status !== 'rejected' ||
      !repairableReasons.has(verdict.reason)
    )
      continue;
    work.request.observer({
      type: 'step',
      text: `asking ${desk.client.model} to correct "${candidate.title}"`,
    });
    const proposal = await repairTest(
      modelRequest,
      { candidate, verdict },
      desk.client,
      desk.budget,
      work.request.signal,
    );
    work.request.signal.throwIfAborted();
    account(work, desk, proposal);
    candidates.push(...proposal.candidates);
  }
  return candidates;
}

function account(work: Work, desk: ModelDesk, proposal: Proposal): void {
  const { ledger, prepared, request, progress } = work;
  desk.budget = chargeBudget(desk.budget, proposal.calls);
  for (const call of proposal.calls) {
    desk.usage.requests++;
    desk.usage.inputTokens += call.inputTokens;
    desk.usage.outputTokens += call.outputTokens;
    if (call.usd !== null) desk.usage.usd = (desk.usage.usd ?? 0) + call.usd;
    const { target: targetId, ...rest } = call;
    ledger.recordModelCall({ runId: prepared.runId, targetId, ...rest });
  }
  for (const finding of proposal.findings) {
    progress.findings.push(finding);
    request.observer({ type: 'finding', finding });
  }
  if (proposal.problem === undefined) return;
  request.observer({ type: 'note', level: 'warning', text: proposal.problem });
  const last = proposal.calls.at(-1)?.outcome;
  const isHopeless = last === undefined || last === 'unauthorised' || last === 'unreachable';
  if (isHopeless) desk.isClosed = true;
}

/** How a test imports what leads to the target. */
function importFor(access: Access): ImportNeed {
  const from = { kind: 'file', path: access.module } as const;
  const base = path.posix
    .basename(access.module)
    .replace(/\.[^.]+$/, '')
    .replace(/[^A-Za-z0-9_$]+(.)?/g, (_, next: string | undefined) => (next ?? '').toUpperCase());
  if (access.export.kind === 'named') {
    const { name } = access.export;
    return { from, binding: { kind: 'named', imported: name, local: name } };
  }
  return { from, binding: { kind: access.export.kind === 'default' ? 'default' : 'namespace', local: base } };
}

async function makeRequest(work: Work, target: Target): Promise<ModelRequest | null> {
  const { prepared, progress } = work;
  const { host, session, analysis } = prepared;
  const testFile = placeTests(session, target.file);
  const entry = progress.coverage[target.file];
  if (testFile === null || !target.access || !entry) return null;
  const file = plain(entry);
  const source = await readFile(path.join(host.root, target.file), 'utf8');
  const uncovered = [
    ...Object.entries(file.s).flatMap(([id, hits]) => (hits === 0 ? [`s${id}`] : [])),
    ...Object.entries(file.b).flatMap(([id, paths]) =>
      paths.flatMap((hits, at) => (hits === 0 ? [`b${id}.${at}`] : [])),
    ),
  ];
  const need = importFor(target.access);
  const taken = progress.delivered.filter(({ candidate }) => candidate.target === target.id);
  return {
    target,
    source,
    uncovered: describeGap(file, uncovered, source, target.range),
    access: { line: importLineFor(host, testFile, need), need },
    testFile,
    hostFiles: new Set(analysis.files),
    style: {
      jestVersion: host.jest.version,
      moduleSystem: host.moduleSystem,
      typescript: host.typescript !== null,
      imports: testStyle(host, testFile),
      esModuleInterop: host.esModuleInterop,
      testFunction: host.conventions.testFunction,
      hasFastCheck: host.hasFastCheck,
    },
    observations: taken
      .slice(0, 6)
      .map(({ candidate }) => `${candidate.title}: ${candidate.body.replace(/\s+/g, ' ').slice(0, 200)}`),
    takenTitles: taken.map(({ candidate }) => candidate.title),
  };
}
