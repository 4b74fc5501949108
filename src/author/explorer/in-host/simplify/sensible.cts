/** Values that make sense for what they are given for, and cases with such in place of others. */
import { literal, memberOf } from '../../notation/algebra.cjs';
import type { Parameter } from '../../../../domain/target.js';
import type { TypeShape } from '../../../../domain/type-shape.js';
import type { Case } from '../../notation/case.js';
import type { Expression } from '../../notation/expression.js';
import type { Unit } from '../../notation/plan.js';
import { nounOf, numbersByNameOnly, numbersFor, textsFor } from './nice-values.cjs';
import {
  families,
  isCallback,
  isFlag,
  isGivenUndefined,
  isOddDate,
  isOddText,
  numberNames,
  oddPlaces,
  paramsOf,
} from './oddities.cjs';

const MAX_SUGGESTIONS = 14;
const DATES = ['2024-03-15', '2024-12-25', '2030-01-01', '2019-06-30', '2024-02-29', '2015-01-01'];

/** Texts for something of this name: such as the host itself uses, then such as the name speaks of. */
export function wordsFor(name: string, unit: Unit): string[] {
  const words = (unit.words?.[name.toLowerCase()] ?? []).filter((word) => typeof word === 'string');
  // A number may be asked for as a text.
  const figures = numberNames.test(nounOf(name)) ? numbersFor(name, 0).slice(0, 4).map(String) : [];
  const isDate = /^(?:date|day|today|due|until|since|iso|deadline)$/.test(nounOf(name));
  return [...new Set([...words, ...figures, ...(isDate ? DATES : []), ...textsFor(name)])].filter(
    (text) => !isOddText(text, name),
  );
}

function figuresFor(name: string, unit: Unit): number[] {
  const words = (unit.words?.[name.toLowerCase()] ?? []).filter((word) => typeof word === 'number');
  return [...new Set([...words, ...numbersFor(name, 0).slice(0, 12)])];
}

/** Dates in parts of these names. */
const datesOf = (family: readonly string[]): Expression[] =>
  DATES.map((text) => {
    const parts = text.split('-').map(Number);
    return {
      k: 'obj',
      props: family.map((name, at): [string, Expression] => [name, literal(parts[at] ?? 1)]),
    };
  });

/** The same, where the code reads such from an object. */
function datesInParts(unit: Unit): Expression[] {
  const found = families.find((names) => names.every((name) => unit.properties.includes(name)));
  return found ? datesOf(found) : [];
}

function objectsFor(
  shape: Extract<TypeShape, { kind: 'object' }>,
  valuesOf: (type: TypeShape, name: string) => Expression[],
): Expression[] {
  const make = (isWanted: (optional: boolean) => boolean): Expression => ({
    k: 'obj',
    props: shape.properties.flatMap(({ name, type, optional }): [string, Expression][] => {
      const [value] = isWanted(optional) ? valuesOf(type, name) : [];
      return value ? [[name, value]] : [];
    }),
  });
  return [make((optional) => !optional), make(() => true)];
}

/** A type and a name that a value is to fit. */
interface Wanted {
  type: TypeShape;
  name: string;
  /** How deep in an argument it stands. */
  depth?: number;
}

/** Sensible values of a shape for something of this name, the most fitting first. */
function valuesFor({ type: shape, name, depth = 0 }: Wanted, unit: Unit): Expression[] {
  if (depth > 3) return [];
  const inner = (type: TypeShape, of: string): Expression[] =>
    valuesFor({ type, name: of, depth: depth + 1 }, unit);
  switch (shape.kind) {
    case 'string':
      return shape.brand ? [] : wordsFor(name, unit).map(literal);
    case 'number':
      return shape.brand ? [] : figuresFor(name, unit).map(literal);
    case 'boolean':
      return [literal(true), literal(false)];
    case 'literal':
      return [shape.access ? { k: 'lit', v: shape.value, access: shape.access } : literal(shape.value)];
    case 'union':
      return shape.of.flatMap((one) => inner(one, name).slice(0, 4));
    case 'array': {
      const items = inner(shape.of, name.replace(/ies$/, 'y').replace(/s$/, ''));
      return [items.slice(0, 2), items.slice(0, 1), items.slice(0, 3)].map((some) => ({
        k: 'arr',
        items: some,
      }));
    }
    case 'object': {
      const isDate = shape.properties.every((property) => /^(?:y|m|d|year|month|day)$/.test(property.name));
      const dates = isDate ? datesInParts(unit) : [];
      return dates.length > 0 ? dates : objectsFor(shape, inner);
    }
    case 'function':
      return [
        { k: 'fn', returns: { k: 'undef' } },
        { k: 'fn', returns: literal(true) },
      ];
    case 'builtin':
      return shape.name === 'Date' ? DATES.map((text) => ({ k: 'date', ms: Date.parse(text) })) : [];
    case 'class': {
      const args = shape.constructorParams
        .filter(({ optional, rest }) => !optional && !rest)
        .map((param) => inner(param.type, param.name)[0]);
      return args.includes(undefined)
        ? []
        : [{ k: 'construct', access: shape.access, args: args.filter((arg) => arg !== undefined) }];
    }
    case 'unknown':
      return valuesByName(name, unit);
    default:
      return [];
  }
}

function valuesByName(name: string, unit: Unit): Expression[] {
  if (isFlag(name)) return [literal(true), literal(false)];
  if (isCallback(name)) return [{ k: 'fn', returns: { k: 'undef' } }];
  if (/^(?:date|day|from|to|start|end|due|until|since)$/i.test(name)) {
    const dates = datesInParts(unit);
    if (dates.length > 0) return dates;
  }
  const texts = wordsFor(name, unit).map(literal);
  const numbers = figuresFor(name, unit).map(literal);
  const isNumber = numberNames.test(nounOf(name)) || numbersByNameOnly(name).length > 0;
  return isNumber ? [...numbers, ...texts] : [...texts.slice(0, 8), ...numbers];
}

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
    const params = paramsOf(step, unit);
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

/** An object with one of its odd fields replaced, before it is replaced as a whole. */
function withBetterFields(arg: Expression | undefined, param: Parameter, unit: Unit): Expression[] {
  if (arg?.k !== 'obj') return [];
  const { props } = arg;
  const family = isOddDate(arg, param.type)
    ? families.find(([year = '']) => props.some(([key]) => key === year))
    : undefined;
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
        k: 'obj',
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
