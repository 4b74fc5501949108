/** Cases with values that make sense in place of others. */
import { memberOf, paramsOf } from '../../notation/algebra.cjs';
import type { Parameter } from '../../../../domain/target.js';
import type { Case } from '../../notation/case.js';
import type { Expression } from '../../notation/expression.js';
import type { Unit } from '../../notation/plan.js';
import { families, isGivenUndefined, isOddDate, oddPlaces } from '../sense/oddities.cjs';
import { datesOf, everyDay, valuesFor } from '../sense/sensible-values.cjs';

const MAX_SUGGESTIONS = 14;

const withArgs = (scenario: Case, at: number, args: Expression[]): Case =>
  at < 0
    ? { ...scenario, construct: args }
    : { ...scenario, steps: scenario.steps.map((step, index) => (index === at ? { ...step, args } : step)) };

interface SensiblePlace {
  /** -1 for the constructor. */
  at: number;
  args: readonly Expression[];
  params: readonly Parameter[];
  examples: readonly Expression[][];
}

function placesOf(scenario: Case, unit: Unit): SensiblePlace[] {
  const steps = scenario.steps.flatMap((step, at): SensiblePlace[] => {
    const params = paramsOf(unit, step);
    const member = memberOf(unit, step);
    return params ? [{ at, args: step.args, params, examples: member?.examples ?? [] }] : [];
  });
  const { construct } = scenario;
  const made = { at: -1, params: unit.constructorParams, examples: unit.constructorExamples ?? [] };
  return construct ? [...steps, { ...made, args: construct }] : steps;
}

/** The case with arguments that people gave, one call at a time; calls that have such already are left alone. */
export function* withExamples(scenario: Case, unit: Unit): Generator<Case> {
  for (const { at, args, examples } of placesOf(scenario, unit)) {
    const isGiven = examples.some((example) => JSON.stringify(example) === JSON.stringify(args));
    if (isGiven || args.length === 0) continue;
    const alike = examples.filter(({ length }) => length === args.length);
    for (const example of [...alike, ...examples.filter(({ length }) => length !== args.length)])
      yield withArgs(scenario, at, example);
  }
}

/** The names of the parts of a date that makes no sense. */
const familyOf = (arg: Expression | undefined, param: Parameter): string[] | undefined =>
  arg?.k === 'obj' && isOddDate(arg, param.type)
    ? families.find(([year = '']) => arg.props.some(([key]) => key === year))
    : undefined;

/** The case with one day after the other in place of a date that makes no sense. */
export function* withEveryDay(scenario: Case, unit: Unit): Generator<Case> {
  for (const { at, args, params } of placesOf(scenario, unit))
    for (const [index, param] of params.entries()) {
      const family = familyOf(args[index], param);
      for (const day of family ? everyDay(family) : [])
        yield withArgs(
          scenario,
          at,
          args.map((arg, other) => (other === index ? day : arg)),
        );
    }
}

/** An object with one of its odd fields replaced, before it is replaced as a whole. */
function withBetterFields(arg: Expression | undefined, param: Parameter, unit: Unit): Expression[] {
  if (arg?.k !== 'obj') return [];
  const { props } = arg;
  const family = familyOf(arg, param);
  if (family) return datesOf(family);
  const shape = param.type;
  return props.flatMap(([key, value], at) => {
    const declared =
      shape.kind === 'object' ? shape.properties.find(({ name }) => name === key)?.type : undefined;
    const type = declared ?? { kind: 'unknown' as const };
    if (isGivenUndefined(value) || oddPlaces(value, type, key) === 0) return [];
    return valuesFor({ type, name: key }, unit)
      .slice(0, 6)
      .map((better): Expression => ({
        ...arg,
        props: props.map((prop, index): [string, Expression] => (index === at ? [key, better] : prop)),
      }));
  });
}

const isSame = (a: Expression, b: Expression): boolean =>
  a.k === 'lit' && b.k === 'lit' && String(a.v) === String(b.v);

function replacedEverywhere(scenario: Case, old: Expression, value: Expression): Case {
  const change = (args: readonly Expression[]): Expression[] =>
    args.map((arg) => (isSame(arg, old) ? value : arg));
  return {
    ...scenario,
    construct: scenario.construct && change(scenario.construct),
    steps: scenario.steps.map((step) => ({ ...step, args: change(step.args) })),
  };
}

type ArgumentPlace = SensiblePlace & { index: number };

/** One argument that makes no sense, replaced by such as do. */
function* betterArguments(
  scenario: Case,
  unit: Unit,
  { at, args, params, index }: ArgumentPlace,
): Generator<Case> {
  const param = params[index];
  const arg = args[index];
  if (!param || (arg === undefined ? param.optional : oddPlaces(arg, param.type, param.name) === 0)) return;
  const suggestions = valuesFor(param, unit).slice(0, MAX_SUGGESTIONS);
  for (const value of [...withBetterFields(arg, param, unit), ...suggestions]) {
    // A value shared by several calls stays shared.
    if (arg?.k === 'lit') yield replacedEverywhere(scenario, arg, value);
    yield withArgs(scenario, at, [...args.slice(0, index), value, ...args.slice(index + 1)]);
  }
}

/** The case with one argument that makes no sense replaced by such as do. */
export function* withSense(scenario: Case, unit: Unit): Generator<Case> {
  for (const place of placesOf(scenario, unit)) {
    const { at, args, params } = place;
    if (args.length > params.length && params.at(-1)?.rest !== true && params.length > 0)
      yield withArgs(scenario, at, args.slice(0, params.length));
    const last = params.findIndex(({ rest }) => rest);
    const count = Math.min(args.length + 1, last < 0 ? params.length : last);
    for (let index = 0; index < count; index++) yield* betterArguments(scenario, unit, { ...place, index });
  }
}
