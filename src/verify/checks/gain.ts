/** `no-gain`: what is kept covers something that nothing before it does; repeats and mutants judge only such candidates. */
import { addCounters, type CounterSet, subtractCounters } from '../../domain/coverage.js';
import type { GateContext, PassingCandidate } from '../gate-context.js';
import type { MutationOutcome } from '../mutants/subject.js';
import { onlyThose, type Rejection, type Sifted } from '../sift.js';
import { checkMutants } from './mutants.js';
import { checkRepeats } from './repeats.js';

const SECOND_CHANCES = 2;

/** The candidates with a gain that hold in every repeat and notice mutants. */
interface Gaining extends Sifted<PassingCandidate> {
  /** By candidate id. */
  outcomes: ReadonlyMap<string, MutationOutcome>;
}

/** Where one is rejected that covered something first, another that covers it too gets its chance. */
export async function checkGain(
  context: GateContext,
  passing: readonly PassingCandidate[],
): Promise<Gaining> {
  const { covered, files, onStep } = context.request;
  const outcomes = new Map<string, MutationOutcome>();
  const isChecked = ({ candidate }: PassingCandidate): boolean => outcomes.has(candidate.id);
  const rejected: Rejection[] = [];
  let open = passing;
  for (let round = 0; round <= SECOND_CHANCES; round++) {
    const gaining = takeGaining(covered, open);
    if (gaining.every(isChecked)) break;
    const ids = new Set(gaining.map(({ candidate }) => candidate.id));
    onStep('repeating in other orders and time zones');
    const repeated = await checkRepeats(
      context,
      onlyThose(files, ({ id }) => ids.has(id)),
    );
    onStep('breaking the code to see the tests fail');
    const broken = await checkMutants(context, repeated.kept, outcomes);
    for (const [id, outcome] of broken.outcomes) outcomes.set(id, outcome);
    rejected.push(...repeated.rejected, ...broken.rejected);
    open = open.filter(({ candidate }) => rejected.every((rejection) => rejection.candidate !== candidate));
  }
  const kept = takeGaining(covered, open.filter(isChecked));
  const detail = 'everything it covers was covered before';
  const others = open.filter((one) => !kept.includes(one));
  const idle = others.map(({ candidate }): Rejection => ({ candidate, reason: 'no-gain', detail }));
  return { kept, rejected: [...rejected, ...idle], outcomes };
}

/** In order, those that cover what nothing before them does. */
function takeGaining(covered: CounterSet, passing: readonly PassingCandidate[]): PassingCandidate[] {
  let known = covered;
  return passing.filter(({ hits, all }) => {
    if (subtractCounters(hits, known).size === 0) return false;
    known = addCounters(known, all);
    return true;
  });
}
