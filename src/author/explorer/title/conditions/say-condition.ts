/** Says in plain words what a condition of the source asks for. */
import { ts } from 'ts-morph';
import { bare } from './bare.js';
import type { Condition } from './branch-condition.js';
import { type GivenArguments, held } from './given.js';
import { originOf } from './origin.js';
import { sayComparison, sayEqual } from './say-comparison.js';
import { sayEmpty, wordsOf } from '../words.js';
import { isLength, sayLiteral, sayName } from './say-name.js';
import { sayCallCondition, sayMatch } from './say-predicate.js';

const { SyntaxKind } = ts;

const MAX_WORDS = 76;

const isLogical = (node: ts.Expression): boolean =>
  ts.isBinaryExpression(node) &&
  (node.operatorToken.kind === SyntaxKind.AmpersandAmpersandToken ||
    node.operatorToken.kind === SyntaxKind.BarBarToken);

/** `options && options.unit`: whoever gives an option gives options. */
const isBareOptions = (node: ts.Expression): boolean =>
  ts.isIdentifier(node) && /^(opts?|options|config|settings)$/.test(node.text);

function sayLogical(node: ts.BinaryExpression, isTrue: boolean, params: GivenArguments): string | null {
  const isAnd = node.operatorToken.kind === SyntaxKind.AmpersandAmpersandToken;
  if (isAnd && isTrue && isBareOptions(bare(node.left))) return sayTest(node.right, isTrue, params);
  const parts = [sayTest(node.left, isTrue, params), sayTest(node.right, isTrue, params)];
  const said = [...new Set(parts.filter((part) => part !== null))];
  // Where both hold, one of them is true by itself.
  if (isAnd !== isTrue) {
    const deciding = decidingPart(node, isTrue, params);
    return deciding ? sayTest(deciding, isTrue, params) : sayMissing(said, parts.length);
  }
  const isPart =
    parts[0] === null ? isLogical(bare(node.left)) : parts[1] === null && isLogical(bare(node.right));
  if (said.length === 0 || isPart || said.some((part) => part.includes(' or '))) return null;
  const given = /^(.+) is not null and (\1 is given)$/.exec(said.join(' and '));
  if (given) return given[2] ?? null;
  return said.join(' and ').split(' and ').length > 2 ? null : said.join(' and ');
}

/** Of two operands of which one is enough, the first that is known to have decided in this run. */
const decidingPart = (
  node: ts.BinaryExpression,
  isTrue: boolean,
  params: GivenArguments,
): ts.Expression | null => [node.left, node.right].find((part) => held(part, params) === isTrue) ?? null;

function sayMissing(said: readonly string[], count: number): string | null {
  const missing = said.length === count && /^(.+) is null or \1 is undefined$/.exec(said.join(' or '));
  return missing ? `${missing[1] ?? ''} is missing` : null;
}

/** Words for a test that holds or does not: `n is above 3`; null when they would not be plain. */
function sayTest(expression: ts.Expression, isTrue: boolean, params: GivenArguments): string | null {
  const node = bare(expression);
  if (ts.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken)
    return sayTest(node.operand, !isTrue, params);
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    if (kind === SyntaxKind.EqualsToken) return sayTest(node.right, isTrue, params);
    return isLogical(node) ? sayLogical(node, isTrue, params) : sayComparison(node, isTrue, params);
  }
  if (ts.isCallExpression(node)) return sayCallCondition(node, isTrue, params);
  if (isLength(node)) {
    const subject = sayName(node.expression, params);
    return subject === null ? null : sayEmpty(subject, !isTrue);
  }
  const origin = truthOriginOf(node);
  if (origin) return sayTest(origin, isTrue, params);
  const name = sayTruth(node, params);
  return name === null ? null : `${name} is ${isTrue ? '' : 'not '}set`;
}

/** The condition that a variable holds: `const isLate = today > due`. */
function truthOriginOf(node: ts.Expression): ts.Expression | null {
  const origin = originOf(node);
  const isCondition =
    origin !== null &&
    (ts.isBinaryExpression(origin) ||
      ts.isPrefixUnaryExpression(origin) ||
      (ts.isCallExpression(origin) && sayName(node, new Map()) === null));
  return isCondition ? origin : null;
}

/** Words for a value that is used as a condition. */
const sayTruth = (node: ts.Expression, params: GivenArguments): string | null =>
  sayLiteral(node) === null ? sayName(node, params) : null;

/** An option that is there or not, however the code asks for it. */
const sayOption = (clause: string): string =>
  clause
    .replace(/^when (the [^ ]+ option) is given$/, 'with $1')
    .replace(/^when (the [^ ]+ option) is missing$/, 'without $1');

/** A clause for a title: `when n is above 3`, `without discount`; null when the condition is not plain enough. */
export function sayCondition(condition: Condition, params: GivenArguments): string | null {
  const { test, isTrue, relation } = condition;
  // The code looked at something else than what it was given.
  if (relation === 'holds' && held(test, params) === !isTrue) return null;
  const clause =
    relation === 'holds' ? sayHolding(bare(test), isTrue, params) : sayRelation(condition, params);
  return clause !== null && clause.length <= MAX_WORDS ? sayOption(clause) : null;
}

function sayRelation({ relation, test, value }: Condition, params: GivenArguments): string | null {
  const name = sayName(test, params);
  if (relation === 'equals' && value) {
    const said =
      sayLiteral(bare(test)) === 'true'
        ? sayTest(value, true, params)
        : sayEqual({ left: bare(test), right: bare(value), isSame: true }, params);
    return said === null ? null : `when ${said}`;
  }
  if (name === null) return null;
  return relation === 'nullish' ? `when ${name} is missing` : `when ${name} is left out`;
}

function sayHolding(node: ts.Expression, isTrue: boolean, params: GivenArguments): string | null {
  const isNegated = ts.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken;
  const inner = isNegated ? bare(node.operand) : node;
  const isSet = isNegated !== isTrue;
  if (ts.isBinaryExpression(inner) && isLogical(inner)) {
    const isAnd = inner.operatorToken.kind === SyntaxKind.AmpersandAmpersandToken;
    if (isAnd && isSet && isBareOptions(bare(inner.left)))
      return sayHolding(bare(inner.right), isSet, params);
    const deciding = decidingPart(inner, isSet, params);
    const isEnough = (inner.operatorToken.kind === SyntaxKind.BarBarToken) === isSet;
    if (deciding && isEnough) return sayHolding(bare(deciding), isSet, params);
  }
  const isNamed = ts.isIdentifier(inner) || ts.isPropertyAccessExpression(inner);
  if (!isNamed || isLength(inner)) {
    const said = sayTest(inner, isSet, params);
    return said === null ? null : `when ${said}`;
  }
  const origin = originOf(inner);
  const match = origin && ts.isCallExpression(origin) ? sayMatch(origin, isSet, params) : null;
  if (match !== null) return `when ${match}`;
  const condition = truthOriginOf(inner);
  if (condition) return sayHolding(condition, isSet, params);
  const name = sayTruth(inner, params);
  return name === null ? null : sayFlag(name, isSet);
}

/** A name that is or is not set: adjectives and verbs stand after `when`, things after `with`. */
function sayFlag(name: string, isSet: boolean): string {
  const last = name.split('.').at(-1) ?? name;
  const [, verb, rest] = /^(is|has|can|should|was|does|allow|use)([A-Z].*)$/.exec(last) ?? [];
  if (verb === 'is' && rest) return `when ${isSet ? '' : 'not '}${wordsOf(rest)}`;
  if (verb) return `when ${name} is ${isSet ? 'true' : 'false'}`;
  if (name.startsWith('the ')) return `${isSet ? 'with' : 'without'} ${name}`;
  if (/(ed|able|ible|ive|ous|ful|less)$/.test(last)) return `when ${isSet ? '' : 'not '}${wordsOf(last)}`;
  return `${isSet ? 'with' : 'without'} ${name}`;
}
