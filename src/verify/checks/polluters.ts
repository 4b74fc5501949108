/** `flaky`: of tests that pass alone and not in one file, finds the polluters, which make others fail by what they leave behind. */
import type { Candidate } from '../../domain/candidate.js';
import { smallestBreaking } from '../find-culprit.js';
import type { GateContext } from '../gate-context.js';
import type { Rejection } from '../sift.js';
import type { PlacedFile } from '../placed-files.js';
import { type RunConditions, runCandidates } from '../test-runs.js';

const MOST_POLLUTERS = 4;
const MOST_MISSES = 1;

interface PolluterSearch {
  /** Whether a candidate of the file failed in it. */
  isVictim: (candidate: Candidate) => boolean;
  conditions: RunConditions;
}

/**
 * Rejects the few polluters without which others pass. Where no single one can be blamed, the victims depend on a state
 * that any other test may change, and are rejected themselves.
 */
export async function findPolluters(
  context: GateContext,
  file: PlacedFile,
  { isVictim, conditions }: PolluterSearch,
): Promise<Rejection[]> {
  let victims = file.candidates.filter(isVictim);
  let others = file.candidates.filter((candidate) => !isVictim(candidate));
  let misses = 0;
  const rejected: Rejection[] = [];
  /** Those of the victims that fail when these others run before them. */
  const failingAfter = async (before: readonly Candidate[]): Promise<Candidate[]> => {
    const first = before.map((candidate) => ({ ...candidate, group: `before: ${candidate.group}` }));
    const placed = [{ ...file, candidates: [...first, ...victims] }];
    const { results } = await runCandidates(context, placed, conditions);
    return victims.filter((candidate) => results.get(candidate.id)?.ok === false);
  };
  for (let polluters = 0; polluters < MOST_POLLUTERS && victims.length > 0; polluters++) {
    victims = await failingAfter(others);
    if (victims.length === 0) return rejected;
    const breaks = async (first: number): Promise<boolean> =>
      (await failingAfter(others.slice(0, first))).length > 0;
    const polluter = others[(await smallestBreaking(others.length, breaks)) - 1];
    const rest = others.filter((candidate) => candidate !== polluter);
    const stillFailing = await failingAfter(rest);
    if (polluter === undefined) break;
    if (stillFailing.length === victims.length) {
      // One run may have misled the search.
      if (++misses > MOST_MISSES) break;
      continue;
    }
    const [rescued] = victims.filter((candidate) => !stillFailing.includes(candidate));
    const detail = `"${rescued?.title ?? ''}" passes alone and fails after it`;
    rejected.push({ candidate: polluter, reason: 'flaky', detail });
    others = rest;
    victims = stillFailing;
  }
  const detail = 'it passes alone and fails after other tests';
  return [...rejected, ...victims.map((candidate): Rejection => ({ candidate, reason: 'flaky', detail }))];
}
