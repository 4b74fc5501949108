/** Says in plain words what a comparison of the source asks for. */
import { ts } from 'ts-morph';
import { bare } from './bare.js';
import type { GivenArguments } from './given.js';
import { sayEmpty, withArticle } from '../words.js';
import { isLength, sayLiteral, sayName } from './say-name.js';
import { sayCallCondition } from './say-predicate.js';

const { SyntaxKind } = ts;

const typeWords: Record<string, string> = { object: 'an object', undefined: 'undefined', bigint: 'a bigint' };

const flipped = new Map<ts.SyntaxKind, ts.SyntaxKind>([
  [SyntaxKind.LessThanToken, SyntaxKind.GreaterThanToken],
  [SyntaxKind.LessThanEqualsToken, SyntaxKind.GreaterThanEqualsToken],
  [SyntaxKind.GreaterThanToken, SyntaxKind.LessThanToken],
  [SyntaxKind.GreaterThanEqualsToken, SyntaxKind.LessThanEqualsToken],
]);

const opposite = new Map<ts.SyntaxKind, ts.SyntaxKind>([
  [SyntaxKind.LessThanToken, SyntaxKind.GreaterThanEqualsToken],
  [SyntaxKind.LessThanEqualsToken, SyntaxKind.GreaterThanToken],
  [SyntaxKind.GreaterThanToken, SyntaxKind.LessThanEqualsToken],
  [SyntaxKind.GreaterThanEqualsToken, SyntaxKind.LessThanToken],
]);

const order = new Map<ts.SyntaxKind, [plain: string, long: string]>([
  [SyntaxKind.LessThanToken, ['below', 'shorter than']],
  [SyntaxKind.LessThanEqualsToken, ['at most', 'no longer than']],
  [SyntaxKind.GreaterThanToken, ['above', 'longer than']],
  [SyntaxKind.GreaterThanEqualsToken, ['at least', 'no shorter than']],
]);

const isNegatedEquality = (kind: ts.SyntaxKind): boolean =>
  kind === SyntaxKind.ExclamationEqualsEqualsToken || kind === SyntaxKind.ExclamationEqualsToken;
const isLooseEquality = (kind: ts.SyntaxKind): boolean =>
  kind === SyntaxKind.EqualsEqualsToken || kind === SyntaxKind.ExclamationEqualsToken;
const isEquality = (kind: ts.SyntaxKind): boolean =>
  kind === SyntaxKind.EqualsEqualsEqualsToken || isLooseEquality(kind) || isNegatedEquality(kind);

const isMember = (node: ts.Expression, name: string): node is ts.PropertyAccessExpression =>
  ts.isPropertyAccessExpression(node) && node.name.text === name;

const isIndexOf = (node: ts.Expression): node is ts.CallExpression =>
  ts.isCallExpression(node) &&
  ts.isPropertyAccessExpression(node.expression) &&
  /^(indexOf|lastIndexOf|findIndex|search)$/.test(node.expression.name.text);

/** Two expressions that are equal, or are not. */
interface Equality<Left extends ts.Expression = ts.Expression> {
  left: Left;
  right: ts.Expression;
  isSame: boolean;
  /** By `==`, for which null and undefined are the same. */
  isLoose?: boolean;
}

/** Words for `left === right`. */
export function sayEqual({ left, right, isSame, isLoose }: Equality, params: GivenArguments): string | null {
  const is = isSame ? 'is' : 'is not';
  if (ts.isTypeOfExpression(left) && ts.isStringLiteralLike(right)) {
    const subject = sayName(left.expression, params);
    return subject === null ? null : `${subject} ${is} ${typeWords[right.text] ?? withArticle(right.text)}`;
  }
  if (isLength(left)) return sayLength({ left, right, isSame }, params);
  const start = firstCharacterOf(left);
  if (start && ts.isStringLiteralLike(right)) {
    const [subject, text] = [sayName(start, params), sayLiteral(right)];
    if (subject === null || text === null) return null;
    return `${subject} ${isSame ? 'starts' : 'does not start'} with ${text}`;
  }
  if (ts.isBinaryExpression(left) && left.operatorToken.kind === SyntaxKind.PercentToken)
    return sayRemainder({ left, right, isSame }, params);
  const subject = sayName(left, params);
  const value = sayName(right, params);
  if (subject === null || value === null) return null;
  if (value === '""') return `${subject} ${is} empty`;
  if (value === 'null' && isLoose) return `${subject} ${isSame ? 'is missing' : 'is given'}`;
  if (value === 'undefined' && !isSame) return `${subject} is given`;
  const isKnown = sayLiteral(right) !== null || /^[A-Z]/.test(value);
  if (!isKnown) return `${subject} ${isSame ? 'equals' : 'differs from'} ${value}`;
  return `${subject} ${is} ${value}`;
}

function sayLength(
  { left, right, isSame }: Equality<ts.PropertyAccessExpression>,
  params: GivenArguments,
): string | null {
  const subject = sayName(left.expression, params);
  const value = sayName(right, params);
  if (subject === null || value === null) return null;
  if (value === '0') return sayEmpty(subject, isSame);
  return `${subject} ${isSame ? 'has' : 'does not have'} length ${value}`;
}

function sayRemainder(
  { left, right, isSame }: Equality<ts.BinaryExpression>,
  params: GivenArguments,
): string | null {
  const subject = sayName(left.left, params);
  const by = sayName(left.right, params);
  if (subject === null || by === null || sayLiteral(right) !== '0') return null;
  if (by === '2') return `${subject} is ${isSame ? 'even' : 'odd'}`;
  return `${subject} is ${isSame ? '' : 'not '}divisible by ${by}`;
}

/** The text of which this is the first character, or null. */
function firstCharacterOf(node: ts.Expression): ts.Expression | null {
  if (ts.isElementAccessExpression(node) && sayLiteral(node.argumentExpression) === '0')
    return node.expression;
  const isCharAt =
    ts.isCallExpression(node) &&
    isMember(node.expression, 'charAt') &&
    (node.arguments[0] === undefined || sayLiteral(node.arguments[0]) === '0');
  return isCharAt && ts.isPropertyAccessExpression(node.expression) ? node.expression.expression : null;
}

/** Two expressions with the operator that orders them. */
interface Order {
  left: ts.Expression;
  kind: ts.SyntaxKind;
  right: ts.Expression;
}

function sayOrder({ left, kind, right }: Order, params: GivenArguments): string | null {
  if (sayLiteral(left) !== null && sayLiteral(right) === null)
    return sayOrder({ left: right, kind: flipped.get(kind) ?? kind, right: left }, params);
  const words = order.get(kind);
  const value = sayName(right, params);
  if (!words || value === null) return null;
  if (isLength(left)) {
    const subject = sayName(left.expression, params);
    if (subject === null) return null;
    const isNone = value === '0' && kind === SyntaxKind.LessThanEqualsToken;
    if (isNone || (value === '1' && kind === SyntaxKind.LessThanToken)) return sayEmpty(subject, true);
    const isSome = value === '0' && kind === SyntaxKind.GreaterThanToken;
    if (isSome || (value === '1' && kind === SyntaxKind.GreaterThanEqualsToken))
      return sayEmpty(subject, false);
    return `${subject} is ${words[1]} ${value}`;
  }
  const subject = sayName(left, params);
  if (subject === null) return null;
  if (value === '0' && kind === SyntaxKind.LessThanToken) return `${subject} is negative`;
  return `${subject} is ${words[0]} ${value}`;
}

/** `list.indexOf(x) >= 0` and its kin ask whether the list holds x; null when the comparison is another one. */
function holdsByIndex(kind: ts.SyntaxKind, right: ts.Expression): boolean | null {
  const value = sayLiteral(right);
  if (value === '-1' && isEquality(kind)) return isNegatedEquality(kind);
  if (value === '-1' && kind === SyntaxKind.GreaterThanToken) return true;
  if (value === '0' && kind === SyntaxKind.GreaterThanEqualsToken) return true;
  return value === '0' && kind === SyntaxKind.LessThanToken ? false : null;
}

/** Words for a comparison that holds or does not, or null when they would not be plain. */
export function sayComparison(
  node: ts.BinaryExpression,
  isTrue: boolean,
  params: GivenArguments,
): string | null {
  const { kind } = node.operatorToken;
  const [left, right] = [bare(node.left), bare(node.right)];
  if (isIndexOf(left)) {
    const isHeld = holdsByIndex(kind, right);
    return isHeld === null ? null : sayCallCondition(left, isHeld === isTrue, params);
  }
  if (kind === SyntaxKind.InstanceOfKeyword) {
    const subject = sayName(left, params);
    return subject === null ? null : `${subject} is ${isTrue ? '' : 'not '}${withArticle(right.getText())}`;
  }
  if (kind === SyntaxKind.InKeyword) {
    const [name, holder] = [sayName(left, params), sayName(right, params)];
    return name === null || holder === null ? null : `${holder} ${isTrue ? 'has' : 'does not have'} ${name}`;
  }
  if (isEquality(kind)) {
    const isSame = isNegatedEquality(kind) !== isTrue;
    const isTurned = sayLiteral(left) !== null && sayLiteral(right) === null;
    const sides = isTurned ? { left: right, right: left } : { left, right };
    return sayEqual({ ...sides, isSame, isLoose: isLooseEquality(kind) }, params);
  }
  return sayOrder({ left, kind: isTrue ? kind : (opposite.get(kind) ?? kind), right }, params);
}
