/** The literals of a case with the names of what they are for, and the case with other literals in their places. */
import { paramsOf } from '../../notation/algebra.cjs';
import type { Case, Step } from '../../notation/case.js';
import type { Expression } from '../../notation/expression.js';
import type { Unit } from '../../notation/plan.js';

type LiteralExpression = Extract<Expression, { k: 'lit' }>;

/** A literal in a case, with the name of what it is for. */
export interface Spot {
  name: string;
  literal: LiteralExpression;
}

/** Makes another case by looking at each literal; the order of the spots is always the same. */
function mapLiterals(scenario: Case, unit: Unit, change: (spot: Spot) => Expression): Case {
  const inside = (expression: Expression, name: string): Expression => {
    switch (expression.k) {
      case 'lit':
        return change({ name, literal: expression });
      case 'arr':
      case 'set':
        return { ...expression, items: expression.items.map((item) => inside(item, name)) };
      case 'obj':
        return { ...expression, props: expression.props.map(([key, value]) => [key, inside(value, key)]) };
      case 'map':
        return {
          ...expression,
          entries: expression.entries.map(([key, value]) => [inside(key, name), inside(value, name)]),
        };
      case 'fn': {
        const { acts } = expression;
        if (!acts) return { ...expression, returns: inside(expression.returns, name) };
        if (acts.kind !== 'calls') return expression;
        return { ...expression, acts: { ...acts, args: acts.args.map((arg) => inside(arg, name)) } };
      }
      case 'promise':
        return { ...expression, value: inside(expression.value, name) };
      case 'construct':
      case 'call':
        return { ...expression, args: expression.args.map((arg) => inside(arg, name)) };
      case 'method': {
        const args = expression.args.map((arg) => inside(arg, name));
        return { ...expression, of: inside(expression.of, name), args };
      }
      default:
        return expression;
    }
  };
  const all = (args: readonly Expression[], names: readonly string[]): Expression[] =>
    args.map((arg, index) => inside(arg, names[Math.min(index, names.length - 1)] ?? ''));
  const namesOf = (step: Step): string[] => (paramsOf(unit, step) ?? []).map((param) => param.name);
  return {
    ...scenario,
    construct:
      scenario.construct &&
      all(
        scenario.construct,
        unit.constructorParams.map((param) => param.name),
      ),
    steps: scenario.steps.map((step) => ({ ...step, args: all(step.args, namesOf(step)) })),
  };
}

/** The literals of a case, in an order that is always the same. */
export function spotsOf(scenario: Case, unit: Unit): Spot[] {
  const spots: Spot[] = [];
  mapLiterals(scenario, unit, (spot) => {
    spots.push(spot);
    return spot.literal;
  });
  return spots;
}

/** Gives all literals of a value a new one at once, so that what was the same stays the same; or those of one name. */
export const renamed = (
  scenario: Case,
  unit: Unit,
  from: LiteralExpression['v'],
  to: LiteralExpression['v'],
  only: string | null,
): Case =>
  mapLiterals(scenario, unit, ({ literal, name }) =>
    literal.v === from && !literal.access && (only === null || only === name)
      ? { ...literal, v: to }
      : literal,
  );

/** The same for the literal at one place only. */
export function replaced(scenario: Case, unit: Unit, at: number, to: LiteralExpression['v']): Case {
  let index = -1;
  return mapLiterals(scenario, unit, ({ literal }) => (++index === at ? { ...literal, v: to } : literal));
}
