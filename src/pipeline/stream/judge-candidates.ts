/** Puts candidates of one file before the gate, and writes down what it decided. */
import istanbul, { type CoverageMapData } from 'istanbul-lib-coverage';
import { readTestTypes } from '../../analyze/process/read-test-types.js';
import type { Candidate } from '../../domain/candidate.js';
import { addCounters, type CounterSet } from '../../domain/coverage.js';
import type { Finding } from '../../domain/finding.js';
import type { Judged } from '../../domain/verdict.js';
import type { JestSession } from '../../io/jest/run/run-jest.js';
import { judgeCandidates, type Proof, type Unproven } from '../../verify/gate.js';
import { type Edits, preferEdits } from '../../verify/prefer-edits.js';
import type { Work } from '../pass.js';
import { type Delivery, planDelivery } from './deliver-file.js';
import { isStopped } from '../prepare/measure-baseline.js';
import { placeCandidates } from './place-candidates.js';

/** The candidates of one file on their way through the gate. */
export interface Submission {
  /** Host-relative source file. */
  file: string;
  candidates: readonly Candidate[];
  /** The counters covered before: by the host's tests, and by tests accepted for this file. */
  covered: CounterSet;
  /** Other wordings of the candidates, for those that are kept. */
  edits: Edits;
}

/** All checks but the last; null when there is nothing to judge. */
export async function judge(
  work: Work,
  { file, candidates, covered, edits }: Submission,
  { session, signal }: { session: JestSession; signal: AbortSignal },
): Promise<Unproven | null> {
  const { prepared, request } = work;
  const files = await placeCandidates(work, candidates);
  if (files.length === 0) return null;
  const unproven = await judgeCandidates(session, {
    files,
    targets: prepared.analysis.targets,
    covered,
    // Of a suite that was stopped, neither results nor durations are known.
    hostTests: isStopped(prepared.measurement)
      ? []
      : prepared.measurement.testFiles.filter((test) => test.passed),
    allowedPackages: prepared.allowedPackages,
    findSecret: prepared.secrets.find,
    findTypeErrors: (tests) => readTestTypes(session.host, tests, signal),
    seed: request.config.seed,
    signal,
    onStep: (text) => request.observer({ type: 'step', file, text }),
  });
  return preferEdits(session, unproven, edits);
}

export interface Settled {
  judged: Judged[];
  deliveries: Delivery[];
  /** The counters covered with the tests that were accepted for the file. */
  covered: CounterSet;
}

/**
 * Records the verdicts of a proof. Verdicts and intentions go into the ledger together, so that a crash leaves no proven
 * test without the means to deliver it.
 */
export async function settleProof(work: Work, proof: Proof): Promise<Settled[]> {
  const { prepared, progress, request, ledger } = work;
  const settled: Settled[] = [];
  for (const { judged, files, accepted, covered } of proof.results) {
    const byId = new Map(accepted.map((item) => [item.candidate.id, item]));
    const deliveries: Delivery[] = [];
    for (const file of files) {
      const members = file.candidates.flatMap((candidate) => byId.get(candidate.id) ?? []);
      const delivery = await planDelivery(work, file, members);
      if (delivery !== null) deliveries.push(delivery);
    }
    settled.push({ judged, deliveries, covered });
  }
  ledger.together(() => {
    for (const { judged, deliveries } of settled) {
      for (const one of judged) ledger.recordVerdict(prepared.runId, one);
      for (const { record } of deliveries)
        ledger.recordDelivery({ ...record, state: 'intended', commit: null });
    }
  });
  for (const { judged, covered } of settled) {
    for (const one of judged) {
      progress.judged.push(one);
      request.observer({ type: 'verdict', ...one });
      noteCounterexample(work, one);
    }
    progress.covered = addCounters(progress.covered, covered);
  }
  for (const finding of proof.findings) addFinding(work, finding);
  if (proof.coverage) progress.coverage = mergeCoverage(progress.coverage, proof.coverage);
  return settled;
}

function addFinding({ progress, request }: Work, finding: Finding): void {
  progress.findings.push(finding);
  request.observer({ type: 'finding', finding });
}

/** A law that failed is something for a person. The model's failed expectations are reported after its repairs. */
function noteCounterexample(work: Work, { candidate, verdict }: Judged): void {
  if (verdict.status !== 'rejected' || verdict.reason !== 'fails') return;
  if (candidate.kind !== 'property' || candidate.author === 'model' || candidate.editOf !== undefined) return;
  addFinding(work, {
    kind: 'counterexample',
    target: candidate.target,
    title: `does not hold: ${candidate.title}`,
    detail: verdict.detail,
  });
}

/** Adds hits to the files of the first report that the second knows as well; the others stay as they are. */
function mergeCoverage(a: CoverageMapData, b: CoverageMapData): CoverageMapData {
  const merged: CoverageMapData = { ...a };
  for (const [file, data] of Object.entries(b)) {
    const known = a[file];
    if (known === undefined) continue;
    const map = istanbul.createCoverageMap(structuredClone({ [file]: known }));
    map.merge({ [file]: data });
    merged[file] = map.fileCoverageFor(file).data;
  }
  return merged;
}
