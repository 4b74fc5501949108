/**
 * Which arguments make sense for what they are given for, by type and by name. What a type or a name asks for may be broken only in a
 * test about invalid input, and there once.
 */
import { paramsOf } from '../../notation/algebra.cjs';
import type { Parameter } from '../../../../domain/target.js';
import type { TypeShape } from '../../../../domain/type-shape.js';
import type { Case } from '../../notation/case.js';
import type { Expression } from '../../notation/expression.js';
import type { Unit } from '../../notation/plan.js';
import { paramAt, typeOfArgument, violations } from '../values/conform.cjs';
import { hasDocuments, isReadable } from './documents.cjs';
import { nounOf } from './nice-values.cjs';

/** Names that say that anything may be given. */
const isVague = (name: string): boolean =>
  /^(x|y|z|a|b|c|v|o|e|args?|arg\d|val|value|values|data|input|inputs|obj|object|target|source|src|item|items|element|thing|any|other|it|lhs|rhs|left|right|actual|expected|received)$/i.test(
    name,
  );
export const isFlag = (name: string): boolean =>
  /^(is|has|can|should|no|with|without|use|allow|enable|disable|force|strict|deep|silent|verbose|inclusive|exclusive|reverse|recursive|sorted|lazy|async|sync|flag)(?![a-z])/.test(
    name,
  );
export const isCallback = (name: string): boolean =>
  /^on[A-Z]/.test(name) ||
  /^(callback|cb|fn|func|function|handler|listener|iteratee|predicate|comparator|compare|cmp|reducer|mapper|visitor|resolver|factory|getter|setter|hook|next|done)$/.test(
    nounOf(name),
  );
/** Names of functions that order two things. */
export const isComparator = (name: string): boolean =>
  /^(?:cmp|compare|comparator|comparer|sorter)$/.test(nounOf(name));
const isOptions = (name: string): boolean =>
  /(opts?|options|config|settings|props|params|attrs|attributes|meta)$/i.test(name);

/** A day of our time, however it is written: where it looks like an ISO date, it has to be a whole one. */
function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d+)-(\d+)-(\d+)/.exec(text) ?? [];
  if (year !== undefined)
    return (
      /^(?:19|20)\d\d$/.test(year) && !isImplausible(Number(month), 'm') && !isImplausible(Number(day), 'd')
    );
  return /\d{1,4}[-/.]\d|^[A-Z][a-z]{2}|^\d{8}$|^\d{1,2} [A-Za-z]{3}/.test(text);
}

const kindOfName: [RegExp, (text: string) => boolean][] = [
  [/^(?:date|day|today|due|until|since|iso|deadline|birthday)$/, isDay],
  [/^(?:url|uri|href|link)$/, (text) => /[:/.]/.test(text)],
  [/^(?:e-?mail)$/, (text) => text.includes('@')],
  [/^(?:html|markup)$/, (text) => text.includes('<')],
  [/^(?:separator|delimiter|sep|glue)$/, (text) => text !== '' && !/[a-z0-9]/i.test(text)],
  [/^json$/, (text) => /^\s*[[{"\d]/.test(text)],
];
const textNames =
  /^(?:path|file|filename|filepath|dir|directory|folder|url|uri|href|e-?mail|html|json|name|text|title|label|message|word|prefix|suffix|currency|country|locale|separator|delimiter|sep|glue|encoding|mime)$/;
export const numberNames =
  /^(?:price|amount|total|quantity|qty|percent|weight|width|height|count|size|index|offset|limit|year|month|port|age|radius)$/;

export function isOddText(text: string, name: string): boolean {
  const noun = nounOf(name);
  if (noun === 'year') return !/^(?:19|20)\d\d$/.test(text);
  if (numberNames.test(noun)) return !/^[-+(]?[€$£]?\s?[\d.,' ]+\)?\s?[%€$£a-zA-Z]{0,4}$/.test(text);
  return kindOfName.some(([names, fits]) => names.test(noun) && !fits(text));
}

/** A part of a date that is none of our time. */
function isImplausible(value: number, name: string): boolean {
  if (/^(?:y|year)$/.test(name)) return value < 1900 || value > 2100;
  if (/^(?:m|mo|month)$/.test(name)) return value < 0 || value > 12;
  return /^(?:d|day)$/.test(name) && (value < 1 || value > 31);
}

/** Names of one of many things that are alike. */
export const isItem = (name: string): boolean => /^(?:item|elem|element|node|entry)$/i.test(name);

/** Values that show nothing of what a function does with what it is given. */
const isEmptyHanded = (expression: Expression): boolean =>
  (expression.k === 'obj' && expression.props.length === 0) ||
  (expression.k === 'arr' && expression.items.length > 0 && expression.items.every(isEmptyHanded)) ||
  expression.k === 'symbol';

const kindOf = (expression: Expression): string =>
  expression.k === 'lit' ? (expression.v === null ? 'null' : typeof expression.v) : expression.k;

/** A list whose items are of several kinds, or no values that show anything. */
const isOddList = (expression: Expression): boolean =>
  expression.k === 'arr' &&
  (new Set(expression.items.map(kindOf)).size > 1 ||
    expression.items.some(
      (item) => isEmptyHanded(item) || kindOf(item) === 'null' || kindOf(item) === 'boolean',
    ));

/** An object with functions, where nothing is known of what the code calls: made of names that it has somewhere. */
const isMedley = (expression: Expression): boolean =>
  expression.k === 'obj' && expression.props.filter(([, value]) => value.k === 'fn').length > 1;

/** Whether something of which no type is known is odd for its name. */
function isOddByName(expression: Expression, name: string): boolean {
  const noun = nounOf(name);
  if (expression.k === 'lit' && isCallback(name)) return true;
  if (expression.k === 'lit' && typeof expression.v === 'string') return isOddText(expression.v, name);
  if (expression.k === 'lit' && typeof expression.v === 'number')
    return textNames.test(noun) || isImplausible(expression.v, name.toLowerCase());
  if (isItem(name) && ['null', 'boolean'].includes(kindOf(expression))) return true;
  if (isMedley(expression)) return true;
  if (isVague(name)) return isEmptyHanded(expression) || (isItem(name) && expression.k === 'arr');
  switch (expression.k) {
    case 'lit':
      return !isFlag(name);
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

/** Whether a literal of the right type is odd for its name. */
function isOddLiteral(expression: Expression, shape: TypeShape, name: string): boolean {
  if (expression.k !== 'lit') return false;
  if (typeof expression.v === 'number') return isImplausible(expression.v, name.toLowerCase());
  return typeof expression.v === 'string' && shape.kind === 'string' && isOddText(expression.v, name);
}

const insideNames = (expression: Expression): [Expression, string][] =>
  expression.k === 'obj' ? expression.props.map(([key, value]) => [value, key]) : [];

export const families = [
  ['y', 'm', 'd'],
  ['year', 'month', 'day'],
];

/** Whether an object has some parts of a date, and not all of them as plausible numbers. */
export function isOddDate(expression: Expression, shape: TypeShape): boolean {
  if (expression.k !== 'obj') return false;
  const given = new Map(expression.props);
  const family = families.find((names) => names.some((name) => given.has(name)));
  if (!family || ![...given.keys()].every((name) => family.includes(name))) return false;
  // A type that names two of them means no more.
  const isPart = shape.kind === 'object' && shape.properties.length > 0;
  if (isPart && !family.every((name) => shape.properties.some((property) => property.name === name)))
    return false;
  return !family.every((name) => {
    const value = given.get(name);
    return value?.k === 'lit' && typeof value.v === 'number' && !isImplausible(value.v, name);
  });
}

/** The name of one of many. */
export const singularOf = (name: string): string => name.replace(/ies$/, 'y').replace(/s$/, '');

/** Names of texts that functions are named after. */
const isThing = (name: string): boolean =>
  textNames.test(nounOf(name)) ||
  /^(?:digest|hash|token|key|id|slug|render|format|stringify|encode|translate)$/.test(nounOf(name));

/** Whether a function that stands in for something of this name gives what nobody expects of it. */
function isOddAnswer(answer: Expression, shape: TypeShape, name: string): boolean {
  const isDeclared =
    shape.kind !== 'unknown' && (shape.kind !== 'function' || shape.returns.kind !== 'unknown');
  if (isDeclared || name === '' || isCallback(name) || isFlag(name) || isVague(name)) return false;
  const isNumber = kindOf(answer) === 'number' && !numberNames.test(nounOf(name)) && isThing(name);
  return isNumber || ['null', 'boolean', 'symbol'].includes(kindOf(answer)) || isEmptyHanded(answer);
}

/** How many places of an argument make no sense. */
export function oddPlaces(expression: Expression, shape: TypeShape, name: string): number {
  if (shape.kind === 'union' && shape.of.length > 0)
    return Math.min(...shape.of.map((one) => oddPlaces(expression, one, name)));
  const wrong = violations(expression, shape);
  if (wrong > 0) return wrong;
  if (isOddDate(expression, shape)) return 1;
  if (expression.k === 'fn' && isComparator(name) && !expression.acts) return 1;
  if (expression.k === 'fn' && isOddAnswer(expression.returns, shape, name)) return 1;
  const isOfAny = shape.kind === 'unknown' || (shape.kind === 'array' && shape.of.kind === 'unknown');
  if (isOfAny && isOddList(expression)) return 1;
  if (expression.k === 'arr' && shape.kind === 'array')
    return expression.items.reduce((sum, item) => sum + oddPlaces(item, shape.of, singularOf(name)), 0);
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
  if (isText && shape.kind === 'string' && shape.holds && hasDocuments(shape.holds))
    return isReadable(shape.holds, expression.v as string) ? 0 : 1;
  // An object without anything in it is no better than an unknown value.
  const isBare =
    shape.kind === 'object' && !shape.index && expression.k === 'obj' && expression.props.length === 0;
  const isOdd =
    shape.kind === 'unknown' || isBare
      ? isOddByName(expression, name)
      : isOddLiteral(expression, shape, name);
  return inner + (isOdd ? 1 : 0);
}

export const isGivenUndefined = ({ k }: Expression): boolean => k === 'undef';

function oddArguments(args: readonly Expression[], params: readonly Parameter[]): number {
  const missing = params.slice(args.length).filter(({ optional, rest }) => !optional && !rest).length;
  return args.reduce((sum, arg, index) => {
    const param = paramAt(params, index);
    if (!param) return sum + (params.length > 0 ? 1 : 0);
    if (param.optional && isGivenUndefined(arg)) return sum;
    if (isGivenUndefined(arg) && param.type.kind === 'unknown') return sum + 1;
    return sum + oddPlaces(arg, typeOfArgument(param), param.name);
  }, missing);
}

/** How many places in a case's input make no sense for what they are given for. */
export function countOddities(scenario: Case, unit: Unit): number {
  const steps = scenario.steps.map((step) => {
    const params = paramsOf(unit, step);
    // A test calls nothing that is private by convention.
    const isPrivate = step.member?.startsWith('_') === true;
    return (isPrivate ? 1 : 0) + (params ? oddArguments(step.args, params) : 0);
  });
  const made = scenario.construct ? oddArguments(scenario.construct, unit.constructorParams) : 0;
  return steps.reduce((sum, count) => sum + count, made);
}
