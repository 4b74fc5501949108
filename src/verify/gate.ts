/** The gate: every check in its order, from reading a candidate to the final proof under the host's plain Jest. */
import type { CoverageMapData } from 'istanbul-lib-coverage';
import { addCounters, countGain, type CounterSet, subtractCounters } from '../domain/coverage.js';
import type { Finding } from '../domain/finding.js';
import { printable } from '../io/system/printable.js';
import type { Accepted, Judged } from '../domain/verdict.js';
import type { JestSession } from '../io/jest/run/run-jest.js';
import { fullNameOf } from '../test-file/test-file.js';
import { checkAlone } from './checks/alone.js';
import { checkGain } from './checks/gain.js';
import { proveByOwnCommand } from './checks/own-command.js';
import { proveBesideHost } from './checks/proof.js';
import { dropRedundant } from './checks/redundant.js';
import { checkStatically } from './checks/static.js';
import { contextOf, type GateContext, type GateRequest, type PassingCandidate } from './gate-context.js';
import type { MutationOutcome } from './mutants/subject.js';
import { onlyThose, type Rejection } from './sift.js';
import type { PlacedFile } from './placed-files.js';

export type { GateRequest } from './gate-context.js';

export interface GateResult {
  judged: Judged[];
  /** The files as they are to be delivered, without those that nothing was accepted for. */
  files: PlacedFile[];
  accepted: Accepted[];
  /** The coverage including the accepted tests. */
  covered: CounterSet;
  /** Istanbul's report of the plain run over the files, null when nothing got so far. */
  coverage: CoverageMapData | null;
  /** Findings about the host's own tests. */
  findings: Finding[];
}

/** Candidates that went through every check but the last, the proof beside the host's own tests. */
export interface Unproven {
  context: GateContext;
  kept: readonly PassingCandidate[];
  rejected: readonly Rejection[];
  outcomes: ReadonlyMap<string, MutationOutcome>;
}

export interface Proof {
  /** One for each of the unproven, in their order. */
  results: Omit<GateResult, 'coverage' | 'findings'>[];
  /** Istanbul's report of the plain run over all their files, null when nothing got so far. */
  coverage: CoverageMapData | null;
  findings: Finding[];
}

/** Alone, in three orders, on the instrumented code, and in the final proof. */
const RUNS = 6;

/** Titles are printed by the runner, in reports and in commits, and name a test, so each stands once in a file. */
function withPrintableTitles(file: PlacedFile): PlacedFile {
  const taken = new Set<string>();
  const candidates = file.candidates.map((candidate) => {
    const named = { ...candidate, group: printable(candidate.group), title: printable(candidate.title) };
    const { title } = named;
    for (let count = 2; taken.has(fullNameOf(named)); count++) named.title = `${title} (${count})`;
    taken.add(fullNameOf(named));
    return named;
  });
  return { ...file, candidates };
}

/** Puts candidates through all checks. One bad candidate costs only itself. */
export async function verifyCandidates(session: JestSession, request: GateRequest): Promise<GateResult> {
  const unproven = await judgeCandidates(session, request);
  const { results, coverage, findings } = await proveTogether([unproven], request);
  const [result = conclude(unproven, [])] = results;
  return { ...result, coverage, findings };
}

/** All checks but the last. */
export async function judgeCandidates(session: JestSession, request: GateRequest): Promise<Unproven> {
  const context = contextOf(session, { ...request, files: request.files.map(withPrintableTitles) });
  const { files, covered, onStep } = context.request;

  // syntax, policy, types
  const readable = await checkStatically(context, files);

  // fails, timeout, crash
  onStep('running each candidate alone');
  const alone = await checkAlone(context, readable.kept);

  // no-gain; of those with a gain: flaky, weak
  const gaining = await checkGain(context, alone.kept);

  // redundant
  const needed = dropRedundant(covered, gaining.kept, gaining.outcomes);

  const rejected = [readable, alone, gaining, needed].flatMap((check) => check.rejected);
  return { context, kept: needed.kept, rejected, outcomes: gaining.outcomes };
}

/** The last checks: flaky in the final file, interferes. One start of Jest serves what was judged meanwhile. */
export async function proveTogether(
  unproven: readonly Unproven[],
  { signal, onStep }: Pick<GateRequest, 'signal' | 'onStep'>,
): Promise<Proof> {
  onStep('proving the final files under plain Jest');
  const inputs = unproven.map((one) => ({ ...one, passing: one.kept, files: filesOf(one) }));
  const proven = await proveBesideHost(inputs, signal);
  const own = await proveByOwnCommand(unproven[0]?.context.session, proven.kept, signal);
  const rejected = [...proven.rejected, ...own.rejected];
  return {
    results: unproven.map((one) => conclude(one, rejected)),
    coverage: proven.coverage,
    findings: [...proven.findings, ...own.findings],
  };
}

/** The files with the candidates that passed all checks so far. */
function filesOf({ context, kept }: Unproven): PlacedFile[] {
  const ids = new Set(kept.map(({ candidate }) => candidate.id));
  return onlyThose(context.request.files, ({ id }) => ids.has(id));
}

/** Verdicts for all candidates, with each accepted test's gain over those before it. */
function conclude(unproven: Unproven, unprovable: readonly Rejection[]): Proof['results'][number] {
  const { context, kept, outcomes } = unproven;
  const rejections = new Map(
    // The first reason stays, so it is set last.
    [...unproven.rejected, ...unprovable].reverse().map((one) => [one.candidate.id, one]),
  );
  let known: CounterSet = context.request.covered;
  const accepted: Accepted[] = [];
  for (const { candidate, hits, all } of kept) {
    if (rejections.has(candidate.id)) continue;
    const outcome = outcomes.get(candidate.id);
    const mutants = { killed: outcome?.killed.size ?? 0, tried: outcome?.tried ?? 0 };
    const gain = countGain(subtractCounters(hits, known));
    accepted.push({ candidate, evidence: { runs: RUNS, gain, mutants } });
    known = addCounters(known, all);
  }
  const evidenceOf = new Map(accepted.map(({ candidate, evidence }) => [candidate.id, evidence]));
  const lost = { reason: 'crash' as const, detail: 'it was lost on the way' };
  const judged = context.request.files.flatMap((file) =>
    file.candidates.map((candidate): Judged => {
      const evidence = evidenceOf.get(candidate.id);
      const { reason, detail } = rejections.get(candidate.id) ?? lost;
      return {
        candidate,
        verdict: evidence ? { status: 'accepted', evidence } : { status: 'rejected', reason, detail },
      };
    }),
  );
  const files = onlyThose(context.request.files, ({ id }) => evidenceOf.has(id));
  return { judged, files, accepted, covered: known };
}
