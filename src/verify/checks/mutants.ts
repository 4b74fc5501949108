/** `weak`: a test that passes with the code broken shows nothing. */
import type { Candidate } from '../../domain/candidate.js';
import type { GateContext } from '../gate-context.js';
import { noticesOf } from '../mutants/read-play.js';
import { explainWeakness, type MutationOutcome, type SubjectState } from '../mutants/subject.js';
import { tryMutants } from '../mutants/try-mutants.js';
import { candidatesOf, keyOf, onlyThose, type Rejection, type Sifted, siftThrough } from '../sift.js';
import { type PlacedFile, removePlaced, writePlaced } from '../placed-files.js';
import { candidateLimits } from '../test-runs.js';
import { findPolluters } from './polluters.js';

const MUTATION_ROUNDS = 12;

interface Broken extends Sifted {
  /** The mutants' results by candidate id, of those that ran on the instrumented code. */
  outcomes: ReadonlyMap<string, MutationOutcome>;
}

/**
 * Tries mutants on the candidates that `known` does not name. One that does not pass beside the others before anything is
 * broken may be a victim of them, which is settled first.
 */
export async function checkMutants(
  context: GateContext,
  files: readonly PlacedFile[],
  known: ReadonlyMap<string, MutationOutcome>,
): Promise<Broken> {
  const outcomes = new Map<string, MutationOutcome>();
  const isMissing = ({ id }: Candidate): boolean => !known.has(id) && !outcomes.has(id);
  const breakCode = async (open: readonly PlacedFile[]): Promise<Rejection[]> => {
    const broken = await tryMissing(context, onlyThose(open, isMissing));
    for (const { candidate, state } of broken) outcomes.set(candidate.id, state.outcome);
    return broken.flatMap(judge);
  };
  const settle = async (open: readonly PlacedFile[]): Promise<Rejection[]> => {
    const rejected: Rejection[] = [];
    for (const file of open)
      rejected.push(...(await findPolluters(context, file, { isVictim: isMissing, conditions: {} })));
    return rejected;
  };
  const detail = 'it does not pass on the instrumented code, so nothing shows that it can fail';
  const giveUp = (open: readonly PlacedFile[]): Rejection[] =>
    candidatesOf(onlyThose(open, isMissing)).map((candidate) => ({ candidate, reason: 'weak', detail }));
  return { ...(await siftThrough(files, [breakCode, settle, breakCode, giveUp])), outcomes };
}

interface BrokenCandidate {
  candidate: Candidate;
  state: SubjectState;
}

/** The results of those that ran on the instrumented code. */
async function tryMissing(context: GateContext, files: readonly PlacedFile[]): Promise<BrokenCandidate[]> {
  if (files.length === 0) return [];
  const { session, request, limits } = context;
  const targets = new Map(request.targets.map((target) => [target.id, target]));
  const placed = files.flatMap((file) => file.candidates.map((candidate) => ({ file, candidate })));
  await writePlaced(session, files);
  const states = await tryMutants(session, {
    // Always the same list, so that a mutant has the same id whenever this is called.
    files: [...new Set(candidatesOf(request.files).map((candidate) => candidate.file))],
    testFiles: files.map((file) => file.path),
    subjects: placed.map(({ file, candidate }) => {
      const range = targets.get(candidate.target)?.range ?? null;
      const isNotice = noticesOf(candidate);
      return { key: keyOf(file, candidate), file: candidate.file, range, isNotice };
    }),
    maxRounds: MUTATION_ROUNDS,
    run: candidateLimits(files.length, limits),
  }).finally(() => removePlaced(session, files));
  return placed.flatMap(({ file, candidate }) => {
    const state = states.get(keyOf(file, candidate));
    return state ? [{ candidate, state }] : [];
  });
}

function judge({ candidate, state }: BrokenCandidate): Rejection[] {
  if (state.outcome.isSwallowed) {
    const detail = 'it passes although an expectation fails when the code is broken';
    return [{ candidate, reason: 'policy', detail }];
  }
  const weakness = explainWeakness(state);
  return weakness === undefined ? [] : [{ candidate, reason: 'weak', detail: weakness }];
}
