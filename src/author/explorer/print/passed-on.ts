/** Finds results that are only what a callback gave back, as in `return done(error)`. */
import type { Expression } from '../notation/expression.js';
import type { Unit } from '../notation/plan.js';
import type { RecordedCase } from '../notation/recorded-case.js';

const isNothing = (value: Expression | undefined): boolean =>
  value?.k === 'undef' || (value?.k === 'lit' && value.v === null);

/** Whether a callback was called once, in the manner of Node: with an error, or with nothing and a result. */
function isAnswered(calls: Expression): boolean {
  const [first, ...more] = calls.k === 'arr' ? calls.items : [];
  if (first?.k !== 'arr' || more.length > 0) return false;
  const [failure] = first.items;
  return failure?.k === 'error' || (isNothing(failure) && first.items.length === 2);
}

/**
 * Whether the result of a case is that of its callback, which is no behaviour of the code. A function that asks its
 * argument something (`some`, `every`) calls it otherwise.
 * @param name of the parameter that the callback is given for
 */
export function isPassedOn(recorded: RecordedCase, index: number, name: string): boolean {
  const { outcome, observations, case: scenario } = recorded;
  const callback = scenario.steps.at(-1)?.args[index];
  if (callback?.k !== 'fn' || outcome.kind !== 'returns' || outcome.value.k === 'undef') return false;
  const calls = observations.find(({ of }) => of.kind === 'calls' && of.index === index)?.value;
  if (!calls || calls.k !== 'arr' || calls.items.length === 0) return false;
  const isCallback = /^(callback|cb|done|next)$/i.test(name) || isAnswered(calls);
  return isCallback && JSON.stringify(callback.returns) === JSON.stringify(outcome.value);
}

/** The same for an argument of the last call of a unit's case. */
export function passesOn(recorded: RecordedCase, unit: Unit, index: number): boolean {
  const last = recorded.case.steps.at(-1);
  const member = unit.members.find((item) => item.name === last?.member && item.kind === last.kind);
  return isPassedOn(recorded, index, member?.params[index]?.name ?? '');
}
