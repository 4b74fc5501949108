/** Says in plain words what a condition of the source asks for. */
import { ts } from 'ts-morph';
import type { Condition } from './branch-condition.js';
import { sayComparison, sayEqual } from './say-comparison.js';
import { bare, isLength, sayLiteral, sayName, wordsOf } from './say-name.js';
import { sayCallCondition, sayMatch, type ParameterNames } from './say-predicate.js';

const { SyntaxKind } = ts;

const MAX_WORDS = 76;

const isLogical = (node: ts.Expression): boolean =>
  ts.isBinaryExpression(node) &&
  (node.operatorToken.kind === SyntaxKind.AmpersandAmpersandToken ||
    node.operatorToken.kind === SyntaxKind.BarBarToken);

function sayLogical(node: ts.BinaryExpression, isTrue: boolean, params: ParameterNames): string | null {
  const isAnd = node.operatorToken.kind === SyntaxKind.AmpersandAmpersandToken;
  const parts = [sayTest(node.left, isTrue, params), sayTest(node.right, isTrue, params)];
  const told = [...new Set(parts.filter((part) => part !== null))];
  // Where both hold, one of them is true by itself; where one of two holds, both have to be named.
  const isBoth = isAnd === isTrue;
  const isPart =
    parts[0] === null ? isLogical(bare(node.left)) : parts[1] === null && isLogical(bare(node.right));
  if (told.length === 0 || isPart || (!isBoth && parts.includes(null))) return null;
  if (told.some((part) => part.includes(isBoth ? ' or ' : ' and '))) return null;
  const missing = /^(.+) is null or \1 is undefined$/.exec(told.join(' or '));
  if (missing && !isBoth) return `${missing[1] ?? ''} is missing`;
  const given = /^(.+) is not null and (\1 is given)$/.exec(told.join(' and '));
  if (given && isBoth) return given[2] ?? null;
  if (told.join(' and ').split(/ and | or /).length > 2) return null;
  return told.join(isBoth ? ' and ' : ' or ');
}

/** Words for a test that holds or does not: `n is above 3`; null when they would not be plain. */
function sayTest(expression: ts.Expression, isTrue: boolean, params: ParameterNames): string | null {
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
    return subject === null ? null : `${subject} is ${isTrue ? 'not ' : ''}empty`;
  }
  const name = sayTruth(node, params);
  return name === null ? null : `${name} is ${isTrue ? '' : 'not '}set`;
}

/** Words for a value that is used as a condition; the code's own variables mean nothing to a reader. */
function sayTruth(node: ts.Expression, params: ParameterNames): string | null {
  if (sayLiteral(node) !== null) return null;
  const isOwn = ts.isIdentifier(node) && !params.has(node.text) && !isTakenOut(node);
  return isOwn && !/^(is|has|can|was)[A-Z]/.test(node.text) ? null : sayName(node, params);
}

/** Whether a name was taken out of an argument: `{ strict }`. */
function isTakenOut(node: ts.Identifier): boolean {
  for (let at: ts.Node = node; !ts.isSourceFile(at); at = at.parent) {
    const isFunction =
      ts.isFunctionLike(at) && at.parameters.some((param) => bindsByPattern(param.name, node.text));
    if (isFunction) return true;
    if (!ts.isBlock(at)) continue;
    const declarations = at.statements
      .filter(ts.isVariableStatement)
      .flatMap((s) => [...s.declarationList.declarations]);
    if (declarations.some(({ name }) => bindsByPattern(name, node.text))) return true;
  }
  return false;
}

const bindsByPattern = (name: ts.BindingName, wanted: string): boolean =>
  ts.isObjectBindingPattern(name) &&
  name.elements.some((element) => ts.isIdentifier(element.name) && element.name.text === wanted);

/** The initialiser of a variable in a condition, if it is assigned once: `const hit = pattern.exec(text)`. */
function originOf(node: ts.Expression): ts.Expression | null {
  if (!ts.isIdentifier(node)) return null;
  for (let at: ts.Node = node; !ts.isSourceFile(at); at = at.parent) {
    if (!ts.isBlock(at)) continue;
    const declarations = at.statements
      .filter(ts.isVariableStatement)
      .flatMap((s) => [...s.declarationList.declarations]);
    const found = declarations.find(({ name }) => ts.isIdentifier(name) && name.text === node.text);
    if (found) return found.initializer ? bare(found.initializer) : null;
  }
  return null;
}

/** A clause for a title: `when n is above 3`, `without discount`; null when the condition is not plain enough. */
export function sayCondition(condition: Condition, params: ParameterNames): string | null {
  const { test, isTrue, relation } = condition;
  const clause =
    relation === 'holds' ? sayHolding(bare(test), isTrue, params) : sayRelation(condition, params);
  return clause !== null && clause.length <= MAX_WORDS ? clause : null;
}

function sayRelation({ relation, test, value }: Condition, params: ParameterNames): string | null {
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

function sayHolding(node: ts.Expression, isTrue: boolean, params: ParameterNames): string | null {
  const isNegated = ts.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken;
  const inner = isNegated ? bare(node.operand) : node;
  const isSet = isNegated !== isTrue;
  const isNamed = ts.isIdentifier(inner) || ts.isPropertyAccessExpression(inner);
  if (!isNamed || isLength(inner)) {
    const said = sayTest(inner, isSet, params);
    return said === null ? null : `when ${said}`;
  }
  const origin = originOf(inner);
  const match = origin && ts.isCallExpression(origin) ? sayMatch(origin, isSet, params) : null;
  if (match !== null) return `when ${match}`;
  const name = sayTruth(inner, params);
  const root = name?.split('.')[0] ?? '';
  // A part of something that the function made for itself says nothing to a reader.
  if (name === null || (name.includes('.') && !params.has(root) && !/^[A-Z]/.test(root))) return null;
  return sayFlag(name, isSet);
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
