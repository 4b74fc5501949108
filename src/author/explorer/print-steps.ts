/** Prints the steps of a case: calls and properties of an object, and of what its calls return. */
import type { Step } from './expression.js';
import { printCall, type PrintContext, printValue } from './print-value.js';

/** A member of something, as source reads it. */
export const memberOf = (holder: string, member: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(member) ? `${holder}.${member}` : `${holder}[${JSON.stringify(member)}]`;

/** One step: a call, a read or a write of a property. */
export function printStep(step: Step, callee: string, context: PrintContext): string {
  const target = step.member === null ? callee : memberOf(callee, step.member);
  if (step.kind === 'get') return target;
  if (step.kind === 'set') return `${target} = ${printValue(step.args[0] ?? { k: 'undef' }, context)}`;
  return printCall(target, step.args, context);
}

/** The step before the last ones that act on results, printed with them as one chain. */
export function printChain(steps: readonly Step[], callee: string, context: PrintContext): string {
  return steps.reduce((holder, step) => printStep(step, step.on ? holder : callee, context), callee);
}

/** Steps in groups: each begins with one that does not act on the result of the one before. */
export function chainsOf(steps: readonly Step[]): Step[][] {
  const chains: Step[][] = [];
  for (const step of steps) {
    if (step.on) chains.at(-1)?.push(step);
    else chains.push([step]);
  }
  return chains;
}
