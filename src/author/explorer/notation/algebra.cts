/** Small operations on the notation that all rooms need. */
import type { Parameter } from '../../../domain/target.js';
import type { TypeShape } from '../../../domain/type-shape.js';
import type { Case, Step } from './case.js';
import type { Act, Expression } from './expression.js';
import type { Unit, UnitMember } from './plan.js';

/** A text, a number, a truth value or null as it is printed. */
export const literal = (v: string | number | boolean | null): Expression => ({ k: 'lit', v });

/** An object of the type with these properties: cast to it where they are a part of what it asks for. */
export const objectOf = (
  { cast }: Extract<TypeShape, { kind: 'object' }>,
  props: [string, Expression][],
): Expression => (cast ? { k: 'obj', props, cast } : { k: 'obj', props });

/** The member of a unit that a step uses; undefined for a step on what a call gave. */
export const memberOf = (
  { members }: Unit,
  step: Pick<Step, 'member' | 'kind' | 'on'> | undefined,
): UnitMember | undefined =>
  step?.on ? undefined : members.find(({ name, kind }) => name === step?.member && kind === step.kind);

/** The parameters that a step is given arguments for; null for a step on what a call gave of which nothing is known. */
export function paramsOf(unit: Unit, step: Step | undefined): readonly Parameter[] | null {
  if (!step?.on) return memberOf(unit, step)?.params ?? [];
  return step.takes === undefined ? null : (unit.made?.[step.takes]?.params ?? null);
}

/** Whether the calls of a function say something besides what it did in them. */
export const isWatchable = (acts: Act | undefined): boolean => acts === undefined || acts.kind === 'fails';

export type FunctionExpression = Extract<Expression, { k: 'fn' }>;

function functionsIn(expression: Expression): FunctionExpression[] {
  switch (expression.k) {
    case 'fn':
      return [expression];
    case 'arr':
    case 'set':
      return expression.items.flatMap(functionsIn);
    case 'obj':
      return expression.props.flatMap(([, value]) => functionsIn(value));
    case 'map':
      return expression.entries.flatMap((entry) => entry.flatMap(functionsIn));
    case 'construct':
    case 'call':
      return expression.args.flatMap(functionsIn);
    case 'method':
      return [...functionsIn(expression.of), ...expression.args.flatMap(functionsIn)];
    default:
      return [];
  }
}

/** The functions in the arguments of a case, in the order of its text. */
export const allFunctions = ({ construct, steps }: Case): FunctionExpression[] =>
  [...(construct ?? []), ...steps.flatMap(({ args }) => args)].flatMap(functionsIn);

/** The functions that a case hands over before its last step, and inside of its last arguments, in the order of its text. */
export function earlierFunctions({ construct, steps }: Case): FunctionExpression[] {
  const before = [...(construct ?? []), ...steps.slice(0, -1).flatMap(({ args }) => args)];
  const inside = (steps.at(-1)?.args ?? []).filter(({ k }) => k !== 'fn');
  return [...before, ...inside].flatMap(functionsIn);
}

/** The functions that stand in several places of a case, each with its places in the order of the text. */
export function placesOfShared(scenario: Case): FunctionExpression[][] {
  const byId = new Map<number, FunctionExpression[]>();
  for (const one of allFunctions(scenario))
    if (one.id !== undefined) byId.set(one.id, [...(byId.get(one.id) ?? []), one]);
  return [...byId.values()].filter(({ length }) => length > 1);
}
