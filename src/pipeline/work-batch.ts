/** The work on a few source files: their targets are explored, the candidates judged, and what is proven delivered. */
import { availableParallelism } from 'node:os';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import istanbul from 'istanbul-lib-coverage';
import { type ExploreRequest, exploreFiles } from '../author/explorer/explore-files.js';
import type { AuthorName, Candidate } from '../domain/candidate.js';
import type { CounterSet } from '../domain/coverage.js';
import type { Finding } from '../domain/finding.js';
import { composeTestFile } from '../test-file/test-file.js';
import type { Accepted, Judged } from '../domain/verdict.js';
import { commitMessage } from '../deliver/commit-message.js';
import { describeProcess } from '../io/files/temp-folder.js';
import type { Ledger } from '../ledger/ledger.js';
import type { DeliveryPlan, DeliveryRecord } from '../ledger/rows.js';
import type { FileWork } from '../select/rank-gaps.js';
import { verifyCandidates } from '../verify/gate.js';
import type { PlacedFile } from '../verify/test-runs.js';
import { placeCandidates } from './place-candidates.js';
import { sealJudged } from './seal.js';
import { isInterrupted } from './stop.js';
import { type ModelDesk, workWithModel } from './ask-model.js';
import { contentHash } from './open-sink.js';
import { placeTests } from './place-tests.js';
import type { Preparation } from './prepare.js';
import type { PassRequest } from './run-pass.js';

/** What a pass has reached so far; grows batch by batch. */
export interface Progress {
  covered: CounterSet;
  coverage: istanbul.CoverageMapData;
  judged: Judged[];
  /** Accepted tests with the file they went to and the commit that brought them. */
  delivered: (Accepted & { testFile: string; commit: string | null })[];
  findings: Finding[];
  /** Targets that were not tried, with the reason. */
  skipped: Map<string, string>;
  /** Text of each delivered test file as it is now. */
  texts: Map<string, string>;
}

export interface Work {
  request: PassRequest;
  prepared: Preparation;
  ledger: Ledger;
  progress: Progress;
  model: ModelDesk | null;
}

/** Explores, judges and delivers one batch. */
export async function workBatch(work: Work, batch: readonly FileWork[]): Promise<void> {
  const startedAt = Date.now();
  const before = new Set(work.progress.delivered.map(({ candidate }) => candidate.target));
  if (work.request.config.authors.includes('explorer')) {
    await judgeAndDeliver(work, await exploreBatch(work, batch));
    recordAttempts(work, batch, 'explorer', before, startedAt);
  }
  if (!work.model) return;
  const answered = await workWithModel(work, work.model, batch, (candidates) =>
    judgeAndDeliver(work, candidates),
  );
  recordAttempts(work, answered, 'model', before, startedAt);
}

function recordAttempts(
  work: Work,
  batch: readonly FileWork[],
  author: AuthorName,
  before: ReadonlySet<string>,
  startedAt: number,
): void {
  const { ledger, prepared, progress } = work;
  const gained = new Set(
    progress.delivered
      .filter(({ candidate }) => candidate.author === author)
      .map(({ candidate }) => candidate.target),
  );
  const targets = batch.flatMap((file) => file.targets);
  const seconds = (Date.now() - startedAt) / 1000 / Math.max(1, targets.length);
  for (const target of targets) {
    const reason = progress.skipped.get(target.id) ?? null;
    const isGained = gained.has(target.id) && !before.has(target.id);
    const status = isGained ? 'improved' : reason === null ? 'unchanged' : 'skipped';
    ledger.recordTarget({
      runId: prepared.runId,
      targetId: target.id,
      hash: target.hash,
      author,
      status,
      reason,
      seconds,
    });
  }
}

/** Deals the items out to so many hands, in turn. */
function deal<T>(items: readonly T[], hands: number): T[][] {
  const dealt = Array.from({ length: hands }, (): T[] => []);
  for (const [index, item] of items.entries()) dealt[index % hands]?.push(item);
  return dealt.filter((hand) => hand.length > 0);
}

async function exploreBatch(work: Work, batch: readonly FileWork[]): Promise<Candidate[]> {
  const { prepared, progress, request } = work;
  const { observer, config, signal } = request;
  observer({ type: 'step', text: `exploring ${batch.map(({ file }) => path.basename(file)).join(', ')}` });
  const requests: ExploreRequest[] = [];
  for (const { file, targets } of batch) {
    const testFile = placeTests(prepared.session, file, prepared.sink.isTaken);
    if (testFile === null) continue;
    requests.push({
      file,
      sourceText: await readFile(path.join(prepared.host.root, file), 'utf8'),
      targets,
      allTargets: prepared.analysis.targets,
      testFile,
      covered: progress.covered.get(file) ?? new Set(),
      seed: config.seed,
      cpuMsPerTarget: config.targetSeconds === null ? null : config.targetSeconds * 1000,
    });
  }
  const hands = deal(requests, Math.min(4, availableParallelism()));
  const results = await Promise.all(hands.map((hand) => exploreFiles(prepared.session, hand, signal)));
  const found = results.flat();
  for (const { target, reason } of found.flatMap(({ skipped }) => skipped))
    progress.skipped.set(target, reason);
  for (const finding of found.flatMap(({ findings }) => findings)) {
    progress.findings.push(finding);
    observer({ type: 'finding', finding });
  }
  return found.flatMap(({ candidates }) => candidates);
}

/** Puts candidates through the gate and delivers the accepted; returns the rejected. */
async function judgeAndDeliver(work: Work, candidates: readonly Candidate[]): Promise<Judged[]> {
  const { prepared, progress, request, ledger } = work;
  const files = await placeCandidates(work, candidates);
  if (files.length === 0) return [];
  const result = await verifyCandidates(prepared.session, {
    files,
    targets: prepared.analysis.targets,
    covered: progress.covered,
    hostTests: prepared.measurement.testFiles.filter((file) => file.passed),
    allowedPackages: prepared.allowedPackages,
    findSecret: prepared.secrets.find,
    seed: request.config.seed,
    signal: request.signal,
    onStep: (text) => request.observer({ type: 'step', text }),
  });
  const accepted = new Map(result.accepted.map((item) => [item.candidate.id, item]));
  const deliveries: Delivery[] = [];
  for (const file of result.files) {
    const members = file.candidates.flatMap((candidate) => accepted.get(candidate.id) ?? []);
    const delivery = await planDelivery(work, file, members);
    if (delivery !== null) deliveries.push(delivery);
  }
  // Verdicts and intentions together, so that a crash leaves no proven test without the means to deliver it.
  ledger.together(() => {
    for (const judged of result.judged) ledger.recordVerdict(prepared.runId, judged);
    for (const { record } of deliveries)
      ledger.recordDelivery({ ...record, state: 'intended', commit: null });
  });
  for (const judged of result.judged) {
    progress.judged.push(judged);
    request.observer({ type: 'verdict', ...judged });
    noteDisagreement(work, judged);
  }
  for (const finding of result.findings) {
    progress.findings.push(finding);
    request.observer({ type: 'finding', finding });
  }
  progress.covered = result.covered;
  if (result.coverage) progress.coverage = merge(progress.coverage, result.coverage);
  for (const delivery of deliveries) {
    // What is proven is delivered when the time is up; after an interruption the next pass does it.
    if (isInterrupted(request.signal)) request.signal.throwIfAborted();
    await deliverFile(work, delivery);
  }
  return result.judged
    .filter(({ verdict }) => verdict.status === 'rejected')
    .map((judged) => sealJudged(judged, prepared.secrets.redact));
}

/** A law that failed is something for a person. What the model expected in vain is told when it had its say. */
function noteDisagreement(work: Work, { candidate, verdict }: Judged): void {
  if (verdict.status !== 'rejected' || verdict.reason !== 'fails') return;
  if (candidate.kind !== 'property' || candidate.author === 'model') return;
  const finding: Finding = {
    kind: 'counterexample',
    target: candidate.target,
    title: `does not hold: ${candidate.title}`,
    detail: verdict.detail,
  };
  work.progress.findings.push(finding);
  work.request.observer({ type: 'finding', finding });
}

function merge(a: istanbul.CoverageMapData, b: istanbul.CoverageMapData): istanbul.CoverageMapData {
  const map = istanbul.createCoverageMap(structuredClone(a));
  const known = Object.fromEntries(Object.entries(b).filter(([file]) => file in a));
  map.merge(known);
  return Object.fromEntries(map.files().map((file) => [file, map.fileCoverageFor(file).data]));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** A test file on its way to the host. */
interface Delivery {
  file: PlacedFile;
  accepted: readonly Accepted[];
  content: string;
  record: Omit<DeliveryRecord, 'state' | 'commit'> & { plan: DeliveryPlan };
}

async function planDelivery(
  work: Work,
  file: PlacedFile,
  accepted: readonly Accepted[],
): Promise<Delivery | null> {
  const { host, git, runId, sink } = work.prepared;
  const [first] = accepted;
  if (!first) return null;
  const source = first.candidate.file;
  const content = composeTestFile(host, file.path, file.candidates, file.existing);
  const candidateIds = accepted.map(({ candidate }) => candidate.id);
  const plan: DeliveryPlan = {
    mode: sink.mode,
    branch: sink.branch,
    head: git?.head ?? null,
    sourceHash: contentHash(await readFile(path.join(host.root, source), 'utf8').catch(() => '')),
    previousHash: file.existing === null ? null : contentHash(file.existing),
    content,
    message: messageFor(work, source, accepted),
    candidateIds,
    owner: await describeProcess(process.pid),
  };
  const record = {
    runId,
    file: source,
    testFile: file.path,
    contentHash: contentHash(content),
    candidateIds,
  };
  return { file, accepted, content, record: { ...record, plan } };
}

async function deliverFile(work: Work, { file, accepted, content, record }: Delivery): Promise<void> {
  const { prepared, progress, request, ledger } = work;
  const previous = new Map([[file.path, file.existing]]);
  const done = await prepared.sink.deliver([{ path: file.path, content }], record.plan.message, previous);
  ledger.recordDelivery({ ...record, state: 'done', commit: done.commit });
  progress.texts.set(file.path, content);
  progress.delivered.push(...accepted.map((item) => ({ ...item, testFile: file.path, commit: done.commit })));
  if (prepared.sink.mode === 'none') return;
  const { file: source, testFile } = record;
  request.observer({ type: 'delivered', file: source, testFile, tests: accepted.length, ...done });
}

function messageFor(work: Work, file: string, accepted: readonly Accepted[]): string {
  const gains = new Map<string, number>();
  for (const { candidate, evidence } of accepted) {
    const gain = evidence.gain.statements + evidence.gain.branches;
    gains.set(candidate.group, (gains.get(candidate.group) ?? 0) + gain);
  }
  return commitMessage({
    file,
    targetNames: [...gains].sort((a, b) => b[1] - a[1]).map(([name]) => name),
    gain: {
      statements: sum(accepted.map(({ evidence }) => evidence.gain.statements)),
      branches: sum(accepted.map(({ evidence }) => evidence.gain.branches)),
    },
    tests: accepted.length,
    author: [...new Set(accepted.map(({ candidate }) => candidate.author))].join(', '),
    runId: work.prepared.runId,
    mutants: {
      killed: sum(accepted.map(({ evidence }) => evidence.mutants.killed)),
      tried: sum(accepted.map(({ evidence }) => evidence.mutants.tried)),
    },
  });
}
