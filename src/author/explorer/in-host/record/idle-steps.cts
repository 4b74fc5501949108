/** Takes away the steps of a case on which nothing depends that a test of it would assert. */
import type { Case } from '../../notation/case.js';
import type { ExecutionContext } from '../run/execute.cjs';
import type { Chosen } from '../search/choose.cjs';
import { hitsAll, recordOnce, sameRecording, type Recording } from './record.cjs';

const without = (scenario: Case, index: number): Case => ({
  ...scenario,
  steps: scenario.steps.filter((_, other) => other !== index),
});

/**
 * The case without idle steps: deleted one by one, as long as outcome and observations stay the same, and the last step still
 * runs the code that the case was chosen for: the second of two equal calls may be the one that a cache answers.
 */
export async function withoutIdleSteps(
  context: ExecutionContext,
  { scenario, owns }: Pick<Chosen, 'scenario' | 'owns'>,
  isTyped: boolean,
): Promise<Case> {
  if (scenario.steps.length < 2) return scenario;
  const wanted = await recordOnce(context, scenario, isTyped);
  if (wanted === null) return scenario;
  const aims = owns.filter((index) => wanted.touched.includes(index));
  const isAsGood = (recorded: Recording | null): boolean =>
    recorded !== null && sameRecording(wanted, recorded) && hitsAll(recorded, aims);
  let best = scenario;
  for (let index = best.steps.length - 2; index >= 0; index--) {
    const shorter = without(best, index);
    if (isAsGood(await recordOnce(context, shorter, isTyped))) best = shorter;
  }
  return best;
}
