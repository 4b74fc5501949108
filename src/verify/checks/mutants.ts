/** `weak`: a test that passes with the code broken shows nothing. */
import type { Candidate } from '../../domain/candidate.js';
import { noticesOf } from '../mutants/read-play.js';
import { explainWeakness, type MutationOutcome } from '../mutants/subject.js';
import { tryMutants } from '../mutants/try-mutants.js';
import { type GateState, keyOf, limitsOf, onlyThose, openFiles, reject } from '../gate-state.js';
import { settleCompany } from './company.js';
import { candidateLimits, removePlaced, writePlaced } from '../test-runs.js';

const MUTATION_ROUNDS = 10;

/**
 * Adds the mutants' results for the candidates missing in `known`. One that does not pass beside the others before
 * anything is broken may be disturbed by them, which is settled first.
 */
export async function checkMutants(
  state: GateState,
  known: Map<string, MutationOutcome>,
  isSettled = false,
): Promise<void> {
  const { session, request } = state;
  const files = onlyThose(openFiles(state), ({ id }) => !known.has(id));
  const targets = new Map(request.targets.map((target) => [target.id, target]));
  const placed = files.flatMap((file) => file.candidates.map((candidate) => ({ file, candidate })));
  await writePlaced(session, files);
  const states = await tryMutants(session, {
    // Always the same list, so that a mutant has the same id whenever this is called.
    files: [...new Set(request.files.flatMap((file) => file.candidates.map((candidate) => candidate.file)))],
    testFiles: files.map((file) => file.path),
    subjects: placed.map(({ file, candidate }) => {
      const range = targets.get(candidate.target)?.range ?? null;
      const isNotice = noticesOf(candidate);
      return { key: keyOf(file, candidate), file: candidate.file, range, isNotice };
    }),
    maxRounds: MUTATION_ROUNDS,
    run: candidateLimits(files.length, limitsOf(state)),
  }).finally(() => removePlaced(session, files));
  for (const { file, candidate } of placed) {
    const subject = states.get(keyOf(file, candidate));
    if (!subject) continue;
    known.set(candidate.id, subject.outcome);
    const weakness = explainWeakness(subject);
    if (subject.outcome.isSwallowed)
      reject(state, candidate, 'policy', 'it passes although an expectation fails when the code is broken');
    else if (weakness !== undefined) reject(state, candidate, 'weak', weakness);
  }
  const isMissing = ({ id }: Candidate): boolean => !known.has(id);
  const missing = placed.map(({ candidate }) => candidate).filter(isMissing);
  if (missing.length === 0) return;
  if (!isSettled) {
    for (const file of openFiles(state)) await settleCompany(state, file, isMissing, {});
    return checkMutants(state, known, true);
  }
  const detail = 'it does not pass on the instrumented code, so nothing shows that it can fail';
  for (const candidate of missing) reject(state, candidate, 'weak', detail);
}
