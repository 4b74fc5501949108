/** `flaky`: of tests that pass alone and not in one file, finds out which one disturbs the others. */
import type { Candidate } from '../../domain/candidate.js';
import { smallestBreaking } from '../find-culprit.js';
import { type GateState, limitsOf, reject } from '../gate-state.js';
import { type PlacedFile, type RunConditions, runCandidates } from '../test-runs.js';

const MOST_CULPRITS = 3;

/**
 * Rejects the few whose leaving lets others pass; what disturbs is what they leave behind. Where no single one can be
 * blamed, the disturbed ones hang on a state that any other may change, and go themselves.
 * @param isDisturbed whether a candidate of the file failed in it
 */
export async function settleCompany(
  state: GateState,
  file: PlacedFile,
  isDisturbed: (candidate: Candidate) => boolean,
  conditions: RunConditions,
): Promise<void> {
  let victims = file.candidates.filter(isDisturbed);
  let others = file.candidates.filter((candidate) => !isDisturbed(candidate));
  /** Those of the victims that fail when these others run before them. */
  const disturbedBy = async (before: readonly Candidate[]): Promise<Candidate[]> => {
    const first = before.map((candidate) => ({ ...candidate, group: `before: ${candidate.group}` }));
    const placed = [{ ...file, candidates: [...first, ...victims] }];
    const { results } = await runCandidates(state.session, placed, conditions, limitsOf(state));
    return victims.filter((candidate) => results.get(candidate.id)?.ok !== true);
  };
  for (let culprits = 0; culprits < MOST_CULPRITS && victims.length > 0; culprits++) {
    victims = await disturbedBy(others);
    if (victims.length === 0) return;
    const breaks = async (first: number): Promise<boolean> =>
      (await disturbedBy(others.slice(0, first))).length > 0;
    const culprit = others[(await smallestBreaking(others.length, breaks)) - 1];
    const rest = others.filter((candidate) => candidate !== culprit);
    const stillDisturbed = await disturbedBy(rest);
    if (culprit === undefined || stillDisturbed.length === victims.length) break;
    const [rescued] = victims.filter((candidate) => !stillDisturbed.includes(candidate));
    reject(state, culprit, 'flaky', `"${rescued?.title ?? ''}" passes alone and fails after it`);
    others = rest;
    victims = stillDisturbed;
  }
  for (const candidate of victims)
    reject(state, candidate, 'flaky', 'it passes alone and fails after other tests');
}
