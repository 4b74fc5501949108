/** Counts in how many places an input departs from the declared or inferred types. */
import { paramsOf } from '../../notation/algebra.cjs';
import type { Case } from '../../notation/case.js';
import type { ArgumentCount } from '../../notation/explore-line.js';
import type { Expression } from '../../notation/expression.js';
import type { Unit } from '../../notation/plan.js';
import type { Parameter } from '../../../../domain/target.js';
import type { TypeShape } from '../../../../domain/type-shape.js';

import { findProducer, isSameAccess } from './registry.cjs';

type Of<Kind extends TypeShape['kind']> = Extract<TypeShape, { kind: Kind }>;

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

function literalViolations(expression: Expression, shape: Of<'literal'>): number {
  const isSame = expression.k === 'lit' && expression.v === shape.value;
  return isSame && (shape.access === undefined) === (expression.access === undefined) ? 0 : 1;
}

function objectViolations(expression: Expression, shape: Of<'object'>): number {
  // The members of an instance are unknown here; only a shape without required members accepts it.
  if (expression.k === 'construct') return shape.properties.some(({ optional }) => !optional) ? 1 : 0;
  if (expression.k !== 'obj') return 1;
  const isCast = shape.cast === undefined || expression.cast !== undefined;
  const given = new Map(expression.props);
  const known = new Map(shape.properties.map((property) => [property.name, property]));
  const missing = shape.properties.filter(
    (property) => !property.optional && !given.has(property.name),
  ).length;
  const wrong = [...given].map(([name, value]) => {
    const property = known.get(name);
    if (!property) return shape.index ? violations(value, shape.index) : shape.properties.length > 0 ? 1 : 0;
    return property.optional && value.k === 'undef' ? 0 : violations(value, property.type);
  });
  return missing + sum(wrong) + (isCast ? 0 : 1);
}

function builtinViolations(expression: Expression, shape: Of<'builtin'>): number {
  const [first = { kind: 'unknown' } as const, second = { kind: 'unknown' } as const] = shape.args;
  const each = (items: readonly Expression[]): number => sum(items.map((item) => violations(item, first)));
  switch (expression.k) {
    case 'date':
      return shape.name === 'Date' ? 0 : 1;
    case 'regex':
      return shape.name === 'RegExp' ? 0 : 1;
    case 'promise':
      return shape.name === 'Promise' ? violations(expression.value, first) : 1;
    case 'set':
      return shape.name === 'Set' || shape.name === 'Iterable' ? each(expression.items) : 1;
    case 'arr':
      return /^(Async)?Iterable$/.test(shape.name) ? each(expression.items) : 1;
    case 'map':
      if (shape.name !== 'Map') return 1;
      return sum(
        expression.entries.map(([key, value]) => violations(key, first) + violations(value, second)),
      );
    case 'builtin':
      return expression.name === shape.name || (shape.name === 'Error' && expression.name.endsWith('Error'))
        ? 0
        : 1;
    default:
      return 1;
  }
}

const primitiveKinds: Partial<Record<TypeShape['kind'], (expression: Expression) => boolean>> = {
  unknown: () => true,
  boolean: (e) => e.k === 'lit' && typeof e.v === 'boolean',
  null: (e) => e.k === 'lit' && e.v === null,
  undefined: (e) => e.k === 'undef',
  bigint: (e) => e.k === 'big',
  symbol: (e) => e.k === 'symbol',
};

function compositeViolations(expression: Expression, shape: TypeShape): number {
  switch (shape.kind) {
    case 'string':
    case 'number': {
      if (expression.k === 'num') return shape.kind === 'number' && !shape.brand ? 0 : 1;
      const isKind = expression.k === 'lit' && typeof expression.v === shape.kind && !expression.access;
      return isKind && (shape.brand === undefined || expression.brand !== undefined) ? 0 : 1;
    }
    case 'literal':
      return literalViolations(expression, shape);
    case 'union':
      return shape.of.length === 0
        ? 0
        : Math.min(...shape.of.map((member) => violations(expression, member)));
    case 'array':
      return expression.k === 'arr' ? sum(expression.items.map((item) => violations(item, shape.of))) : 1;
    case 'tuple': {
      if (expression.k !== 'arr') return 1;
      const wrongLength =
        expression.items.length < shape.of.length ||
        (!shape.rest && expression.items.length > shape.of.length);
      const rest = shape.rest ?? ({ kind: 'unknown' } as const);
      return (
        (wrongLength ? 1 : 0) +
        sum(expression.items.map((item, index) => violations(item, shape.of[index] ?? rest)))
      );
    }
    case 'object':
      return objectViolations(expression, shape);
    case 'function':
      if (expression.k !== 'fn') return 1;
      // The type of what it gives depends on what it is given.
      if (expression.acts) return 0;
      return expression.returns.k === 'undef' && shape.returns.kind === 'unknown'
        ? 0
        : violations(expression.returns, shape.returns);
    case 'builtin':
      return builtinViolations(expression, shape);
    case 'class': {
      if (expression.k !== 'construct') return 1;
      // It may be of a class that extends this one, of whose constructor nothing is known here.
      const isSame = isSameAccess(expression.access, shape.access);
      return isSame ? argsViolations(expression.args, shape.constructorParams) : 0;
    }
    default:
      return 1;
  }
}

type HostValue = Extract<Expression, { k: 'ref' | 'call' | 'method' }>;

const isHostValue = (expression: Expression): expression is HostValue =>
  expression.k === 'ref' || expression.k === 'call' || expression.k === 'method';

/** Whether it is known of what the host gives that it is of the shape. */
function isGiven(product: HostValue, shape: TypeShape): boolean {
  if (shape.kind === 'unknown') return true;
  if (shape.kind === 'union') return shape.of.some((member) => isGiven(product, member));
  if (shape.kind === 'object' && shape.properties.length === 0 && !shape.isOpaque) return true;
  if (product.k === 'method') return isHostValue(product.of) && isGiven(product.of, shape);
  const given = 'givenBy' in shape ? (shape.givenBy ?? []) : [];
  const isCall = product.k === 'call';
  return given.some((one) => one.isCall === isCall && isSameAccess(one.access, product.access));
}

function hostValueViolations(product: HostValue, shape: TypeShape): number {
  const wrong = isGiven(product, shape) ? 0 : 1;
  if (product.k !== 'call') return wrong;
  const known = findProducer({ access: product.access, isCall: true });
  return wrong + (known ? argsViolations(product.args, known.params) : 0);
}

/** How many places of the expression are not of the shape. */
export function violations(expression: Expression, shape: TypeShape): number {
  if (isHostValue(expression)) return hostValueViolations(expression, shape);
  const isOf = primitiveKinds[shape.kind];
  if (isOf) return isOf(expression) ? 0 : 1;
  return compositeViolations(expression, shape);
}

/** The parameter that an argument is given for; none for one too many. */
export function paramAt(params: readonly Parameter[], index: number): Parameter | undefined {
  const last = params.at(-1);
  return params[index] ?? (last?.rest ? last : undefined);
}

/** The type of a single argument, also where the parameter takes all that are left. */
export const typeOfArgument = ({ type, rest }: Parameter): TypeShape =>
  rest && type.kind === 'array' ? type.of : type;

/** The same for an argument list: missing arguments, superfluous ones, wrong ones. */
function argsViolations(
  args: readonly Expression[],
  params: readonly Parameter[],
  ofDeclaredOnly = false,
): number {
  const isAsked = (param: Parameter | undefined): boolean =>
    !ofDeclaredOnly || typeof param?.declared === 'string';
  let count = params
    .slice(args.length)
    .filter((param) => !param.optional && !param.rest && isAsked(param)).length;
  for (const [index, arg] of args.entries()) {
    const param = paramAt(params, index);
    if (!isAsked(param ?? params.at(-1))) continue;
    if (!param) count++;
    else if (!(param.optional && arg.k === 'undef')) {
      count += violations(arg, typeOfArgument(param));
    }
  }
  return count;
}

/** The same for a whole case; on request only of what is declared, and not of what was inferred from use. */
export function caseViolations(scenario: Case, unit: Unit, ofDeclaredOnly = false): number {
  const steps = scenario.steps.map((step) => {
    const params = paramsOf(unit, step);
    return params === null ? 0 : argsViolations(step.args, params, ofDeclaredOnly);
  });
  const { construct } = scenario;
  return sum(steps) + (construct ? argsViolations(construct, unit.constructorParams, ofDeclaredOnly) : 0);
}

/** How many arguments of a case have a known type, declared or inferred, and how many of those conform to it. */
export function countArguments(scenario: Case, unit: Unit): ArgumentCount {
  const count: ArgumentCount = { declared: 0, conforming: 0, inferred: 0, conformingToInferred: 0 };
  const look = (args: readonly Expression[], params: readonly Parameter[]): void => {
    for (const [index, arg] of args.entries()) {
      const param = paramAt(params, index);
      if (param && isUnknown(param)) continue;
      const isFit = param !== undefined && argsViolations([arg], [param]) === 0;
      // More arguments than parameters break a declaration only where there is one.
      const isDeclared = typeof (param ?? params.at(-1))?.declared === 'string';
      count[isDeclared ? 'declared' : 'inferred']++;
      if (isFit) count[isDeclared ? 'conforming' : 'conformingToInferred']++;
    }
  };
  if (scenario.construct) look(scenario.construct, unit.constructorParams);
  for (const step of scenario.steps) {
    const params = paramsOf(unit, step);
    if (params !== null) look(step.args, params);
  }
  return count;
}

/** Whether all arguments of a case conform to types that are known, so that what comes of it is the code's own doing. */
export function isWellMeant(scenario: Case, unit: Unit): boolean {
  const isKnown = (args: readonly Expression[], params: readonly Parameter[]): boolean =>
    args.every((_, index) => {
      const param = paramAt(params, index);
      return param !== undefined && !isUnknown(param);
    });
  const isStepKnown = (step: Case['steps'][number]): boolean =>
    isKnown(step.args, paramsOf(unit, step) ?? []);
  if (caseViolations(scenario, unit) > 0 || !scenario.steps.every(isStepKnown)) return false;
  return scenario.construct === null || isKnown(scenario.construct, unit.constructorParams);
}

const isUnknown = ({ type, rest }: Parameter): boolean =>
  type.kind === 'unknown' || (rest && type.kind === 'array' && type.of.kind === 'unknown');
