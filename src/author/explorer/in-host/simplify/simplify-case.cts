/** Makes a chosen case small and sensible, as far as the step under test then still hits what the case was chosen for. */
import type { Case } from '../../notation/case.js';
import type { Unit } from '../../notation/plan.js';
import type { InputGenerator } from '../inputs/generate.cjs';
import { repairs } from '../inputs/repair.cjs';
import { execute, type Execution, type ExecutionContext } from '../run/execute.cjs';
import { caseViolations } from '../values/conform.cjs';
import { costOf, endingOf, isMeaningless, trimCase } from './cost.cjs';
import { prettifyCase } from './prettify.cjs';
import { countOddities } from '../sense/oddities.cjs';
import { shrinkCase } from './shrink.cjs';

/** The parts of a case's search that simplifying uses. */
export interface Means {
  context: ExecutionContext;
  generator: InputGenerator;
  /** Hears of each case before it runs. */
  note: (scenario: Case) => void;
  /** Whether a simpler case type-checks; absent where that is asked afterwards. */
  isFit?: (scenario: Case) => boolean;
}

const unusable = new Set<Execution['ended']>(['pending', 'out-of-fuel', 'refused']);
export const isUnusable = ({ ended }: Execution): boolean => unusable.has(ended);

const hitsAll = (done: Execution, owns: readonly number[]): boolean => {
  const hit = new Set(done.acted);
  return owns.every((index) => hit.has(index));
};

/** Whether types are broken; of steps on results only the number of arguments is known, which has to stay. */
const breaksTypes = (simpler: Case, scenario: Case, unit: Unit): boolean =>
  caseViolations(simpler, unit) > 0 ||
  simpler.steps.some(
    ({ on, member, args }) =>
      on && !scenario.steps.some((step) => step.member === member && step.args.length === args.length),
  );

/** The case with values that a person would have chosen, as far as it then ends alike and hits what it owns. */
async function prettify(
  { context, note, isFit }: Means,
  scenario: Case,
  owns: readonly number[],
): Promise<Case> {
  const before = await execute(context, scenario);
  // A more sensible argument may well give a value of another type.
  const endings = [false, true].map((isLoose) => endingOf(before, context, isLoose));
  const wasSenseless = isMeaningless(before.value);
  let isSenseless = wasSenseless;
  let limit = caseViolations(scenario, context.unit);
  let odd = countOddities(scenario, context.unit);
  const accepts = async (nicer: Case): Promise<boolean> => {
    const wrong = caseViolations(nicer, context.unit);
    const oddNow = countOddities(nicer, context.unit);
    if (wrong > limit || oddNow > odd) return false;
    note(nicer);
    const done = await execute(context, nicer);
    const isWorse = isMeaningless(done.value) && !isSenseless;
    const isLoose = oddNow < odd;
    const endsAlike = endingOf(done, context, isLoose) === endings[isLoose ? 1 : 0];
    if (isWorse || !endsAlike || !hitsAll(done, owns)) return false;
    if (isFit?.(nicer) === false) return false;
    isSenseless = isMeaningless(done.value);
    limit = wrong;
    odd = oddNow;
    return true;
  };
  return prettifyCase({ start: scenario, unit: context.unit, isSenseless: wasSenseless }, accepts);
}

/** Lower cost is simpler; null when the case no longer does what it was chosen for. */
async function judge(
  { context, generator, note, isFit }: Means,
  simpler: Case,
  { owns, of }: { owns: readonly number[]; of: Case },
): Promise<number | null> {
  if (generator.pools.isTyped && breaksTypes(simpler, of, context.unit)) return null;
  note(simpler);
  const done = await execute(context, simpler);
  if (isUnusable(done) || !hitsAll(done, owns) || isFit?.(simpler) === false) return null;
  return costOf(trimCase(simpler, done), done, context);
}

async function shrink(means: Means, scenario: Case, owns: readonly number[]): Promise<Case> {
  const aim = { owns, of: scenario };
  let start = scenario;
  let cost = await judge(means, scenario, aim);
  if (cost === null) return scenario;
  for (const conformed of repairs(means.generator, scenario)) {
    const other = await judge(means, conformed, aim);
    if (other === null || other >= cost) continue;
    start = conformed;
    cost = other;
  }
  return shrinkCase(start, (simpler) => judge(means, simpler, aim));
}

/**
 * The counters that a simpler case has to hit. Code that runs once, when something is loaded or cached, is behind a case that is run
 * again; such a case has to do all that it does by now.
 */
async function countersToKeep(
  { context, note }: Means,
  scenario: Case,
  owns: readonly number[],
): Promise<readonly number[]> {
  note(scenario);
  const done = await execute(context, scenario);
  return hitsAll(done, owns) ? owns : [...done.acted];
}

/** @param chosenFor counters that the step under test has to hit in any case */
export async function simplifyCase(
  means: Means,
  scenario: Case,
  chosenFor: readonly number[],
): Promise<Case> {
  const owns = await countersToKeep(means, scenario, chosenFor);
  const small = means.generator.pools.uses('shrinking') ? await shrink(means, scenario, owns) : scenario;
  return prettify(means, small, owns);
}
