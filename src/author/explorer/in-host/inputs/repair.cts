/** Brings chosen inputs back to the declared types, which the search had left to see what happens then. */
import { objectOf, paramsOf } from '../../notation/algebra.cjs';
import type { Case } from '../../notation/case.js';
import type { Expression } from '../../notation/expression.js';
import type { Parameter } from '../../../../domain/target.js';
import type { TypeShape } from '../../../../domain/type-shape.js';
import { caseViolations, paramAt, typeOfArgument, violations } from '../values/conform.cjs';
import type { InputGenerator } from './generate.cjs';

/** How many fillings of what is missing are tried. */
const DRAWS = 6;

function repairProperties(
  generator: InputGenerator,
  props: readonly [string, Expression][],
  shape: Extract<TypeShape, { kind: 'object' }>,
): Expression {
  const given = new Map(props);
  const known = shape.properties.flatMap(({ name, type, optional }): [string, Expression][] => {
    const value = given.get(name);
    if (value === undefined) return optional ? [] : [[name, generator.value(type, 1)]];
    return [[name, optional && value.k === 'undef' ? value : repaired(generator, value, type)]];
  });
  const isKnown = (name: string): boolean => shape.properties.some((property) => property.name === name);
  const others = props.filter(([name]) => !isKnown(name));
  const { index } = shape;
  if (index === undefined) return objectOf(shape, shape.properties.length === 0 ? others : known);
  return objectOf(shape, [
    ...known,
    ...others.map(([name, value]): [string, Expression] => [name, repaired(generator, value, index)]),
  ]);
}

/** The expression, changed where it is not of the shape. */
function repaired(generator: InputGenerator, expression: Expression, shape: TypeShape): Expression {
  if (violations(expression, shape) === 0) return expression;
  if (shape.kind === 'union') {
    const counts = shape.of.map((member) => violations(expression, member));
    const nearest = shape.of[counts.indexOf(Math.min(...counts))];
    return nearest ? repaired(generator, expression, nearest) : expression;
  }
  if (shape.kind === 'object' && expression.k === 'obj')
    return repairProperties(generator, expression.props, shape);
  if (shape.kind === 'array' && expression.k === 'arr')
    return { k: 'arr', items: expression.items.map((item) => repaired(generator, item, shape.of)) };
  return generator.value(shape, 1);
}

function repairedArgs(
  generator: InputGenerator,
  args: readonly Expression[],
  params: readonly Parameter[],
): Expression[] {
  const last = params.at(-1);
  const typed = args.slice(0, last?.rest ? args.length : params.length).map((arg, index) => {
    const param = paramAt(params, index);
    if (param === undefined || (param.optional && arg.k === 'undef')) return arg;
    return repaired(generator, arg, typeOfArgument(param));
  });
  const missing = params.slice(typed.length).filter(({ optional, rest }) => !optional && !rest);
  return [...typed, ...missing.map(({ type }) => generator.value(type, 1))];
}

/** The same case with arguments of the types of the parameters, filled in several ways; none when they are already. */
export function* repairs(given: InputGenerator, scenario: Case): Generator<Case> {
  const { unit } = given;
  if (caseViolations(scenario, unit) === 0) return;
  const generator = given.typed();
  for (let draw = 0; draw < DRAWS; draw++) {
    const steps = scenario.steps.map((step) => {
      const params = paramsOf(unit, step);
      return params === null ? step : { ...step, args: repairedArgs(generator, step.args, params) };
    });
    yield scenario.construct
      ? { ...scenario, construct: repairedArgs(generator, scenario.construct, unit.constructorParams), steps }
      : { ...scenario, steps };
    // One call at a time, when not all of them can be.
    for (const [index, step] of steps.entries())
      if (steps.length > 1 || scenario.construct)
        yield { ...scenario, steps: scenario.steps.map((old, at) => (at === index ? step : old)) };
  }
}
