/**
 * Which arguments make sense for what they are given for, by type and by name, and which values do in place of others. What a
 * type or a name asks for may be broken only in a test about invalid input, and there once.
 */
import type { Parameter } from '../../../../domain/target.js';
import type { TypeShape } from '../../../../domain/type-shape.js';
import type { Case, Expression, Step, Unit } from '../../notation/expression.js';
import { paramAt, typeOfArgument, violations } from '../values/conform.cjs';
import { nounOf, numbersByNameOnly, numbersFor, textsFor } from './nice-values.cjs';

const lit = (v: string | number | boolean | null): Expression => ({ k: 'lit', v });
const MAX_OFFERS = 14;
const DATES = ['2024-03-15', '2024-12-25', '2030-01-01', '2019-06-30', '2024-02-29', '2015-01-01'];

/** Names that say that anything may be given. */
const isVague = (name: string): boolean =>
  /^(x|y|z|a|b|c|v|o|e|args?|arg\d|val|value|values|data|input|inputs|obj|object|target|source|src|item|items|element|thing|any|other|it|lhs|rhs|left|right|actual|expected|received)$/i.test(
    name,
  );
const isFlag = (name: string): boolean =>
  /^(is|has|can|should|no|with|without|use|allow|enable|disable|force|strict|deep|silent|verbose|inclusive|exclusive|reverse|recursive|sorted|lazy|async|sync|flag)(?![a-z])/.test(
    name,
  );
const isCallback = (name: string): boolean =>
  /^on[A-Z]/.test(name) ||
  /^(callback|cb|fn|func|function|handler|listener|iteratee|predicate|comparator|compare|reducer|mapper|visitor|resolver|factory|getter|setter|hook|next|done)$/.test(
    nounOf(name),
  );
const isOptions = (name: string): boolean =>
  /(opts?|options|config|settings|props|params|attrs|attributes|meta)$/i.test(name);

const kindOfName: [RegExp, (text: string) => boolean][] = [
  [
    /^(?:date|day|today|due|until|since|iso|deadline|birthday)$/,
    (text) => /\d{1,4}[-/.]\d|^[A-Z][a-z]{2}/.test(text),
  ],
  [/^(?:url|uri|href|link)$/, (text) => /[:/.]/.test(text)],
  [/^(?:e-?mail)$/, (text) => text.includes('@')],
  [/^(?:html|markup)$/, (text) => text.includes('<')],
  [/^json$/, (text) => /^\s*[[{"\d]/.test(text)],
];
const textNames =
  /^(?:path|file|filename|filepath|dir|directory|folder|url|uri|href|e-?mail|html|json|name|text|title|label|message|word|prefix|suffix|currency|country|locale)$/;
const numberNames =
  /^(?:price|amount|total|quantity|qty|percent|weight|width|height|count|size|index|offset|limit|year|month|port|age|radius)$/;

function isOddText(text: string, name: string): boolean {
  const noun = nounOf(name);
  if (numberNames.test(noun)) return !/\d/.test(text);
  return kindOfName.some(([names, fits]) => names.test(noun) && !fits(text));
}

/** Whether something of which no type is known is odd for its name. */
function isOddByName(expression: Expression, name: string): boolean {
  const noun = nounOf(name);
  if (expression.k === 'lit' && typeof expression.v === 'string') return isOddText(expression.v, name);
  if (expression.k === 'lit' && typeof expression.v === 'number') return textNames.test(noun);
  if (isVague(name)) return false;
  switch (expression.k) {
    case 'lit':
      return expression.v !== null && !isFlag(name);
    case 'fn':
      return !isCallback(name);
    case 'obj':
      return expression.props.length === 0 && !isOptions(name);
    case 'arr':
      return expression.items.length === 0 && (textNames.test(noun) || numberNames.test(noun));
    case 'symbol':
    case 'big':
      return true;
    default:
      return false;
  }
}

const insideNames = (expression: Expression): [Expression, string][] =>
  expression.k === 'obj' ? expression.props.map(([key, value]) => [value, key]) : [];

/** How many places of an argument make no sense. */
function oddPlaces(expression: Expression, shape: TypeShape, name: string): number {
  const wrong = violations(expression, shape);
  if (wrong > 0) return wrong;
  if (shape.kind !== 'unknown' && expression.k !== 'lit' && expression.k !== 'obj') return 0;
  const typeOf = (key: string): TypeShape =>
    (shape.kind === 'object' && shape.properties.find((property) => property.name === key)?.type) || {
      kind: 'unknown',
    };
  const inner = insideNames(expression).reduce(
    (sum, [value, key]) => sum + (isGivenUndefined(value) ? 0 : oddPlaces(value, typeOf(key), key)),
    0,
  );
  const isText = expression.k === 'lit' && typeof expression.v === 'string';
  const isOdd =
    shape.kind === 'unknown'
      ? isOddByName(expression, name)
      : isText && shape.kind === 'string' && isOddText(expression.v as string, name);
  return inner + (isOdd ? 1 : 0);
}

const isGivenUndefined = ({ k }: Expression): boolean => k === 'undef';

function oddArguments(args: readonly Expression[], params: readonly Parameter[]): number {
  const missing = params.slice(args.length).filter(({ optional, rest }) => !optional && !rest).length;
  return args.reduce((sum, arg, index) => {
    const param = paramAt(params, index);
    if (!param) return sum + (params.length > 0 ? 1 : 0);
    if (param.optional && isGivenUndefined(arg)) return sum;
    return sum + oddPlaces(arg, typeOfArgument(param), param.name);
  }, missing);
}

function paramsOf(step: Step, unit: Unit): readonly Parameter[] | null {
  // Nothing is known of the parameters of what a call gave.
  if (step.on) return null;
  const member = unit.members.find((item) => item.name === step.member && item.kind === step.kind);
  return member?.params ?? [];
}

/** How many places in a case's input make no sense for what they are given for. */
export function countOddities(kase: Case, unit: Unit): number {
  const steps = kase.steps.map((step) => {
    const params = paramsOf(step, unit);
    return params ? oddArguments(step.args, params) : 0;
  });
  const made = kase.construct ? oddArguments(kase.construct, unit.constructorParams) : 0;
  return steps.reduce((sum, count) => sum + count, made);
}

/** Texts for something of this name: such as the host itself uses, then such as the name speaks of. */
export function wordsFor(name: string, unit: Unit): string[] {
  const words = (unit.words?.[name.toLowerCase()] ?? []).filter((word) => typeof word === 'string');
  const isDate = /^(?:date|day|today|due|until|since|iso|deadline)$/.test(nounOf(name));
  return [...new Set([...words, ...(isDate ? DATES : []), ...textsFor(name)])].filter(
    (text) => !isOddText(text, name),
  );
}

function figuresFor(name: string, unit: Unit): number[] {
  const words = (unit.words?.[name.toLowerCase()] ?? []).filter((word) => typeof word === 'number');
  return [...new Set([...words, ...numbersFor(name, 0).slice(0, 12)])];
}

function objectsFor(shape: Extract<TypeShape, { kind: 'object' }>, unit: Unit, depth: number): Expression[] {
  const make = (isWanted: (optional: boolean) => boolean): Expression => ({
    k: 'obj',
    props: shape.properties.flatMap(({ name, type, optional }): [string, Expression][] => {
      const [value] = isWanted(optional) ? valuesFor(type, name, unit, depth + 1) : [];
      return value ? [[name, value]] : [];
    }),
  });
  return [make((optional) => !optional), make(() => true)];
}

/** Sensible values of a shape for something of this name, the most fitting first. */
function valuesFor(shape: TypeShape, name: string, unit: Unit, depth = 0): Expression[] {
  if (depth > 3) return [];
  switch (shape.kind) {
    case 'string':
      return shape.brand ? [] : wordsFor(name, unit).map(lit);
    case 'number':
      return shape.brand ? [] : figuresFor(name, unit).map(lit);
    case 'boolean':
      return [lit(true), lit(false)];
    case 'literal':
      return [shape.access ? { k: 'lit', v: shape.value, access: shape.access } : lit(shape.value)];
    case 'union':
      return shape.of.flatMap((one) => valuesFor(one, name, unit, depth + 1).slice(0, 4));
    case 'array': {
      const items = valuesFor(shape.of, name.replace(/ies$/, 'y').replace(/s$/, ''), unit, depth + 1);
      return [items.slice(0, 2), items.slice(0, 1), items.slice(0, 3)].map((some) => ({
        k: 'arr',
        items: some,
      }));
    }
    case 'object':
      return objectsFor(shape, unit, depth);
    case 'function':
      return [
        { k: 'fn', returns: { k: 'undef' } },
        { k: 'fn', returns: lit(true) },
      ];
    case 'builtin':
      return shape.name === 'Date' ? DATES.map((text) => ({ k: 'date', ms: Date.parse(text) })) : [];
    case 'class': {
      const args = shape.constructorParams
        .filter(({ optional, rest }) => !optional && !rest)
        .map((param) => valuesFor(param.type, param.name, unit, depth + 1)[0]);
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
  if (isFlag(name)) return [lit(true), lit(false)];
  if (isCallback(name)) return [{ k: 'fn', returns: { k: 'undef' } }];
  const texts = wordsFor(name, unit).map(lit);
  const numbers = figuresFor(name, unit).map(lit);
  const isNumber = numberNames.test(nounOf(name)) || numbersByNameOnly(name).length > 0;
  return isNumber ? [...numbers, ...texts] : [...texts.slice(0, 8), ...numbers];
}

const withArgs = (kase: Case, at: number, args: Expression[]): Case =>
  at < 0
    ? { ...kase, construct: args }
    : { ...kase, steps: kase.steps.map((step, index) => (index === at ? { ...step, args } : step)) };

interface Place {
  /** -1 for the constructor. */
  at: number;
  args: readonly Expression[];
  params: readonly Parameter[];
  examples: readonly Expression[][];
}

function placesOf(kase: Case, unit: Unit): Place[] {
  const steps = kase.steps.flatMap((step, at): Place[] => {
    const params = paramsOf(step, unit);
    const member = unit.members.find((item) => item.name === step.member && item.kind === step.kind);
    return params ? [{ at, args: step.args, params, examples: member?.examples ?? [] }] : [];
  });
  const { construct } = kase;
  const made = { at: -1, params: unit.constructorParams, examples: unit.constructorExamples ?? [] };
  return construct ? [...steps, { ...made, args: construct }] : steps;
}

/** The case with arguments that people gave, one call at a time; calls that have such already are left alone. */
export function* withExamples(kase: Case, unit: Unit): Generator<Case> {
  for (const { at, args, examples } of placesOf(kase, unit)) {
    const isGiven = examples.some((example) => JSON.stringify(example) === JSON.stringify(args));
    if (isGiven || args.length === 0) continue;
    const alike = examples.filter(({ length }) => length === args.length);
    for (const example of [...alike, ...examples.filter(({ length }) => length !== args.length)])
      yield withArgs(kase, at, example);
  }
}

/** An object with one of its odd fields replaced, before it is replaced as a whole. */
function withBetterFields(arg: Expression | undefined, param: Parameter, unit: Unit): Expression[] {
  if (arg?.k !== 'obj') return [];
  const { props } = arg;
  const shape = param.type;
  return props.flatMap(([key, value], at) => {
    const declared =
      shape.kind === 'object' ? shape.properties.find(({ name }) => name === key)?.type : undefined;
    const type = declared ?? { kind: 'unknown' as const };
    if (isGivenUndefined(value) || oddPlaces(value, type, key) === 0) return [];
    return valuesFor(type, key, unit)
      .slice(0, 6)
      .map((better): Expression => ({
        k: 'obj',
        props: props.map((prop, index): [string, Expression] => (index === at ? [key, better] : prop)),
      }));
  });
}

/** The case with one argument that makes no sense replaced by such as do. */
export function* withSense(kase: Case, unit: Unit): Generator<Case> {
  for (const { at, args, params } of placesOf(kase, unit)) {
    if (args.length > params.length && params.at(-1)?.rest !== true && params.length > 0)
      yield withArgs(kase, at, args.slice(0, params.length));
    for (const [index, param] of params.entries()) {
      if (param.rest || index > args.length) break;
      const arg = args[index];
      if (arg === undefined ? param.optional : oddPlaces(arg, param.type, param.name) === 0) continue;
      for (const value of [
        ...withBetterFields(arg, param, unit),
        ...valuesFor(param.type, param.name, unit).slice(0, MAX_OFFERS),
      ])
        yield withArgs(kase, at, [...args.slice(0, index), value, ...args.slice(index + 1)]);
    }
  }
}
