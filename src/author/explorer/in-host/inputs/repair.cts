/** Brings chosen inputs back to the declared types, which the search had left to see what happens then. */
import type { Case, Expression, Unit } from '../../notation/expression.js';
import type { Parameter } from '../../../../domain/target.js';
import type { TypeShape } from '../../../../domain/type-shape.js';
import { caseViolations, paramAt, typeOfArgument, violations } from '../values/conform.cjs';
import { generateValue, type Pools } from './generate.cjs';
import type { Random } from '../values/random.cjs';

/** How many fillings of what is missing are tried. */
const DRAWS = 6;

function repairProperties(
  props: readonly [string, Expression][],
  shape: Extract<TypeShape, { kind: 'object' }>,
  pools: Pools,
  random: Random,
): Expression {
  const given = new Map(props);
  const known = shape.properties.flatMap(({ name, type, optional }): [string, Expression][] => {
    const value = given.get(name);
    if (value === undefined) return optional ? [] : [[name, generateValue(type, pools, random, 1)]];
    return [[name, optional && value.k === 'undef' ? value : repaired(value, type, pools, random)]];
  });
  const isKnown = (name: string): boolean => shape.properties.some((property) => property.name === name);
  const others = props.filter(([name]) => !isKnown(name));
  const { index } = shape;
  if (index === undefined) return { k: 'obj', props: shape.properties.length === 0 ? [...others] : known };
  return {
    k: 'obj',
    props: [
      ...known,
      ...others.map(([name, value]): [string, Expression] => [name, repaired(value, index, pools, random)]),
    ],
  };
}

/** The expression, changed where it is not of the shape. */
function repaired(expression: Expression, shape: TypeShape, pools: Pools, random: Random): Expression {
  if (violations(expression, shape) === 0) return expression;
  if (shape.kind === 'union') {
    const counts = shape.of.map((member) => violations(expression, member));
    const nearest = shape.of[counts.indexOf(Math.min(...counts))];
    return nearest ? repaired(expression, nearest, pools, random) : expression;
  }
  if (shape.kind === 'object' && expression.k === 'obj')
    return repairProperties(expression.props, shape, pools, random);
  if (shape.kind === 'array' && expression.k === 'arr')
    return { k: 'arr', items: expression.items.map((item) => repaired(item, shape.of, pools, random)) };
  return generateValue(shape, pools, random, 1);
}

function repairedArgs(
  args: readonly Expression[],
  params: readonly Parameter[],
  pools: Pools,
  random: Random,
): Expression[] {
  const last = params.at(-1);
  const typed = args.slice(0, last?.rest ? args.length : params.length).map((arg, index) => {
    const param = paramAt(params, index);
    if (param === undefined || (param.optional && arg.k === 'undef')) return arg;
    return repaired(arg, typeOfArgument(param), pools, random);
  });
  const missing = params.slice(typed.length).filter(({ optional, rest }) => !optional && !rest);
  return [...typed, ...missing.map(({ type }) => generateValue(type, pools, random, 1))];
}

/** The same case with arguments of the types of the parameters, filled in several ways; none when they are already. */
export function* repairs(kase: Case, unit: Unit, given: Pools, random: Random): Generator<Case> {
  if (caseViolations(kase, unit) === 0) return;
  const pools = { ...given, isTyped: true };
  for (let draw = 0; draw < DRAWS; draw++) {
    const steps = kase.steps.map((step) => {
      const member = unit.members.find(({ name, kind }) => name === step.member && kind === step.kind);
      const isFree = step.on !== undefined || member === undefined;
      return isFree ? step : { ...step, args: repairedArgs(step.args, member.params, pools, random) };
    });
    yield kase.construct
      ? { ...kase, construct: repairedArgs(kase.construct, unit.constructorParams, pools, random), steps }
      : { ...kase, steps };
    // One call at a time, when not all of them can be.
    for (const [index, step] of steps.entries())
      if (steps.length > 1 || kase.construct)
        yield { ...kase, steps: kase.steps.map((old, at) => (at === index ? step : old)) };
  }
}
