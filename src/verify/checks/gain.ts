/** `no-gain`: what is kept covers something that nothing before it does; repeats and mutants judge only such candidates. */
import { addCounters, type CounterSet, subtractCounters } from '../../domain/coverage.js';
import type { MutationOutcome } from '../mutants/subject.js';
import { type GateState, isOpen, reject, type Survivor } from '../gate-state.js';
import { checkMutants } from './mutants.js';
import { checkRepeats } from './repeats.js';

const SECOND_CHANCES = 2;

/** Where one is dropped that covered something first, another that covers it too gets its chance. */
export async function checkGain(
  state: GateState,
  survivors: readonly Survivor[],
  outcomes: Map<string, MutationOutcome>,
): Promise<Survivor[]> {
  const isChecked = ({ candidate }: Survivor): boolean => outcomes.has(candidate.id);
  for (let round = 0; round <= SECOND_CHANCES; round++) {
    if (takeGaining(state, survivors).every(isChecked)) break;
    state.request.onStep('repeating in other orders and time zones');
    await checkRepeats(state);
    state.request.onStep('breaking the code to see the tests fail');
    await checkMutants(state, outcomes);
  }
  const gaining = takeGaining(state, survivors.filter(isChecked));
  for (const { candidate } of survivors) {
    if (state.inPlay?.has(candidate.id)) continue;
    reject(state, candidate, 'no-gain', 'everything it covers was covered before');
  }
  return gaining;
}

/** In order, the open candidates that cover what nothing before them does. They are the ones in play from now on. */
function takeGaining(state: GateState, survivors: readonly Survivor[]): Survivor[] {
  let known: CounterSet = state.request.covered;
  const gaining = survivors.filter(({ candidate, hits, all }) => {
    if (!isOpen(state, candidate) || subtractCounters(hits, known).size === 0) return false;
    known = addCounters(known, all);
    return true;
  });
  state.inPlay = new Set(gaining.map(({ candidate }) => candidate.id));
  return gaining;
}
