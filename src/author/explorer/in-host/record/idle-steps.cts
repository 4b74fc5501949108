/** Takes away the steps of a case on which nothing depends that a test of it would assert. */
import type { Case } from '../../notation/case.js';
import type { ExecutionContext } from '../run/execute.cjs';
import { recordOnce, sameRecording } from './record.cjs';

const without = (scenario: Case, index: number): Case => ({
  ...scenario,
  steps: scenario.steps.filter((_, other) => other !== index),
});

/** The case without idle steps: deleted one by one, as long as outcome and observations stay the same. */
export async function withoutIdleSteps(
  context: ExecutionContext,
  scenario: Case,
  isTyped: boolean,
): Promise<Case> {
  if (scenario.steps.length < 2) return scenario;
  const wanted = await recordOnce(context, scenario, isTyped);
  if (wanted === null) return scenario;
  let best = scenario;
  for (let index = best.steps.length - 2; index >= 0; index--) {
    const shorter = without(best, index);
    const recorded = await recordOnce(context, shorter, isTyped);
    if (recorded !== null && sameRecording(wanted, recorded)) best = shorter;
  }
  return best;
}
