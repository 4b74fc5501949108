/** Infers the type of a value from one of its uses. */
import { ts } from 'ts-morph';
import type { TypeShape } from '../../../domain/type-shape.js';
import { makeUnion } from '../merge-shapes.js';
import { byInstance, classifyArgument } from './argument-uses.js';
import {
  arrayMethods,
  commonMembers,
  dateMethods,
  functionMembers,
  numberMethods,
  sequenceMembers,
  stringMethods,
  words,
} from './member-names.js';
import { asGuard, builtin, is, list, unknown, type Use } from './use.js';

function classifyMember(node: ts.PropertyAccessExpression): Use | null {
  const name = node.name.text;
  const isCalled = ts.isCallExpression(node.parent) && node.parent.expression === node;
  if (sequenceMembers.has(name)) return { kind: 'sequence' };
  if (commonMembers.has(name)) return null;
  if (isCalled && isServiceCall(node.parent, name)) return { kind: 'property', name, node };
  if (isCalled && stringMethods.has(name)) return is('string');
  if (isCalled && arrayMethods.has(name)) return byArrayMethod(name, node.parent);
  if (isCalled && numberMethods.has(name)) return is('number');
  if (isCalled && dateMethods.has(name)) return builtin('Date');
  if (isCalled && functionMembers.has(name)) {
    return { kind: 'is', shape: { kind: 'function', params: [unknown], returns: unknown } };
  }
  if (!isCalled && isQuestion(node)) {
    if (stringMethods.has(name)) return asGuard(is('string'));
    if (name === 'join' || name === 'forEach') return { kind: 'is', shape: list, isGuard: true };
  }
  if (isCalled && (name === 'exec' || name === 'test')) return builtin('RegExp');
  return { kind: 'property', name, node };
}

/** Whether it is only asked if there is such a member: `if (value.join)`, `value.trim && value.trim()`. */
const isQuestion = (node: ts.Expression): boolean =>
  classifyCondition(node) !== null ||
  (ts.isBinaryExpression(node.parent) &&
    node.parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken);

const eachMethods = /^(?:every|filter|find|findIndex|flatMap|forEach|map|reduce|some)$/;

/**
 * Whether a call is one of a service's method that has the name of a text's or a list's: their methods give no promises, and
 * those that go through a list take a function.
 */
function isServiceCall(call: ts.CallExpression, name: string): boolean {
  if (ts.isAwaitExpression(call.parent)) return true;
  const [first] = call.arguments;
  if (first !== undefined && ts.isObjectLiteralExpression(first)) return !takesObjects.has(name);
  return eachMethods.test(name) && (first === undefined || ts.isStringLiteralLike(first));
}

/** Methods of lists that take any value. */
const takesObjects = words('concat fill includes indexOf lastIndexOf push splice unshift');

/** The position of the element among the parameters of a callback, by the method that calls it. */
const elementIndex = (method: string): number => (/^reduce/.test(method) ? 1 : 0);

function byArrayMethod(method: string, { arguments: [callback] }: ts.CallExpression): Use {
  const isEach = /^(?:every|filter|find|flatMap|forEach|map|reduce|some|sort)/.test(method);
  if (!isEach || callback === undefined) return { kind: 'is', shape: list };
  return { kind: 'list', callback, index: elementIndex(method) };
}

const typeofNames = words('string number boolean bigint symbol undefined');

function byTypeof(name: string): Use | null {
  if (name === 'function') {
    return { kind: 'is', shape: { kind: 'function', params: [unknown], returns: unknown } };
  }
  if (name === 'object') return { kind: 'is', shape: { kind: 'object', properties: [] } };
  if (!typeofNames.has(name) || name === 'undefined') return null;
  return is(name as 'string');
}

function classifyTypeof(node: ts.TypeOfExpression): Use | null {
  const { parent } = node;
  if (ts.isSwitchStatement(parent)) {
    const labels = parent.caseBlock.clauses.flatMap((clause) =>
      ts.isCaseClause(clause) && ts.isStringLiteralLike(clause.expression) ? [clause.expression.text] : [],
    );
    const shapes = labels.map(byTypeof).flatMap((use) => (use?.kind === 'is' ? [use.shape] : []));
    return shapes.length === 0 ? null : { kind: 'is', shape: makeUnion(shapes), isGuard: true };
  }
  if (!ts.isBinaryExpression(parent)) return null;
  const other = parent.left === node ? parent.right : parent.left;
  return ts.isStringLiteralLike(other) ? asGuard(byTypeof(other.text)) : null;
}

/** The likely type of a value that is compared with a literal. */
function byLiteral(node: ts.Expression): Use | null {
  if (ts.isStringLiteralLike(node)) return is('string');
  if (ts.isNumericLiteral(node)) return is('number');
  const { kind } = node;
  return kind === ts.SyntaxKind.TrueKeyword || kind === ts.SyntaxKind.FalseKeyword
    ? { kind: 'condition' }
    : null;
}

function byDefault(node: ts.Expression): Use | null {
  if (ts.isObjectLiteralExpression(node)) return { kind: 'is', shape: { kind: 'object', properties: [] } };
  if (ts.isArrayLiteralExpression(node)) return { kind: 'is', shape: list };
  return byLiteral(node);
}

function classifyBinary(node: ts.Expression, parent: ts.BinaryExpression): Use | null {
  const { SyntaxKind } = ts;
  const operator = parent.operatorToken.kind;
  const other = parent.left === node ? parent.right : parent.left;
  switch (operator) {
    case SyntaxKind.MinusToken:
    case SyntaxKind.AsteriskToken:
    case SyntaxKind.SlashToken:
    case SyntaxKind.PercentToken:
    case SyntaxKind.AsteriskAsteriskToken:
    case SyntaxKind.AmpersandToken:
    case SyntaxKind.BarToken:
    case SyntaxKind.CaretToken:
    case SyntaxKind.LessThanLessThanToken:
    case SyntaxKind.GreaterThanGreaterThanToken:
    case SyntaxKind.GreaterThanGreaterThanGreaterThanToken:
    case SyntaxKind.MinusEqualsToken:
    case SyntaxKind.AsteriskEqualsToken:
      return is('number');
    case SyntaxKind.LessThanToken:
    case SyntaxKind.GreaterThanToken:
    case SyntaxKind.LessThanEqualsToken:
    case SyntaxKind.GreaterThanEqualsToken:
      return byLiteral(other) ?? is('number');
    case SyntaxKind.PlusToken:
      return bySum(parent);
    case SyntaxKind.EqualsEqualsToken:
    case SyntaxKind.EqualsEqualsEqualsToken:
    case SyntaxKind.ExclamationEqualsToken:
    case SyntaxKind.ExclamationEqualsEqualsToken:
      return byLiteral(other);
    case SyntaxKind.BarBarToken:
    case SyntaxKind.QuestionQuestionToken:
      return byFallback(node, parent);
    case SyntaxKind.AmpersandAmpersandToken:
      return parent.left === node ? { kind: 'condition' } : classifyCondition(parent);
    case SyntaxKind.InstanceOfKeyword:
      if (parent.left !== node) return null;
      return asGuard(byInstance(parent.right)) ?? { kind: 'instance', owner: parent.right };
    case SyntaxKind.EqualsToken:
      return other !== node && isOwnField(other) ? { kind: 'kept', field: other } : null;
    case SyntaxKind.InKeyword:
      return parent.right === node ? { kind: 'is', shape: { kind: 'object', properties: [] } } : null;
    default:
      return null;
  }
}

const isOwnField = (node: ts.Expression): node is ts.PropertyAccessExpression =>
  ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword;

/** The operands of a chain of additions. */
const operandsOf = (node: ts.Expression): ts.Expression[] =>
  ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken
    ? [...operandsOf(node.left), ...operandsOf(node.right)]
    : [node];

/** Anything may be joined to a text; a sum is one of numbers where another operand or its own use says so. */
function bySum(node: ts.BinaryExpression): Use | null {
  let sum: ts.BinaryExpression = node;
  while (ts.isBinaryExpression(sum.parent) && sum.parent.operatorToken.kind === ts.SyntaxKind.PlusToken)
    sum = sum.parent;
  const operands = operandsOf(sum);
  if (operands.some((one) => ts.isStringLiteralLike(one) || ts.isTemplateExpression(one))) return null;
  if (operands.some(ts.isNumericLiteral)) return is('number');
  const use = classifyUse(sum);
  if (use?.kind === 'argument') return { ...use, isSum: true };
  return use?.kind === 'is' && use.shape.kind === 'number' ? use : null;
}

/** The value is used where the other is used, if it is not missing. */
function byFallback(node: ts.Expression, parent: ts.BinaryExpression): Use | null {
  const use = classifyUse(parent);
  const isTelling = use !== null && use.kind !== 'condition' && use.kind !== 'sequence';
  if (isTelling || parent.left !== node) return use;
  return byDefault(parent.right) ?? classifyCondition(parent) ?? use;
}

/** One of two values is used; the other says of what type both are. */
function byBranch(node: ts.Expression, parent: ts.ConditionalExpression): Use | null {
  const other = parent.whenTrue === node ? parent.whenFalse : parent.whenTrue;
  const isNegative = ts.isPrefixUnaryExpression(other) && other.operator === ts.SyntaxKind.MinusToken;
  const use = byDefault(isNegative ? other.operand : other);
  return use?.kind === 'is' ? use : classifyUse(parent);
}

function classifyIndexed(parent: ts.ElementAccessExpression): Use | null {
  const { argumentExpression: index } = parent;
  if (ts.isNumericLiteral(index)) return withElement(parent);
  if (ts.isStringLiteralLike(index)) return { kind: 'property', name: index.text, node: parent };
  if (!ts.isIdentifier(index)) return null;
  if (/^[ijkn]$|^(?:idx|index|pos)$/.test(index.text)) return withElement(parent);
  const isKey = /^(?:key|k|name|column|col|prop|property|field|attr|attribute)$/.test(index.text);
  return isKey ? { kind: 'is', shape: { kind: 'object', properties: [], index: unknown } } : null;
}

/** The type of a member that is read, by the place where it is read. */
function byMember(node: ts.Expression): TypeShape {
  const use = classifyUse(node);
  return use?.kind === 'is' && use.isGuard !== true ? use.shape : unknown;
}

function withElement(node: ts.ElementAccessExpression): Use {
  const use = classifyUse(node);
  if (use?.kind === 'property') {
    const properties = [{ name: use.name, type: byMember(use.node), optional: true }];
    return { kind: 'sequence', element: { kind: 'object', properties } };
  }
  return use?.kind === 'is' && use.isGuard !== true
    ? { kind: 'sequence', element: use.shape }
    : { kind: 'sequence' };
}

function classifyDestructuring(node: ts.VariableDeclaration): Use | null {
  if (ts.isArrayBindingPattern(node.name)) return { kind: 'is', shape: list };
  if (!ts.isObjectBindingPattern(node.name)) return null;
  const names = node.name.elements.flatMap(({ name, propertyName }) => {
    const key = propertyName ?? name;
    return ts.isIdentifier(key) && ts.isIdentifier(name) ? [{ name: key.text, local: name.text }] : [];
  });
  return { kind: 'destructured', names };
}

/** Whether an expression decides a branch. */
function classifyCondition(node: ts.Expression): Use | null {
  const { parent } = node;
  const isTested =
    ((ts.isIfStatement(parent) || ts.isWhileStatement(parent)) && parent.expression === node) ||
    (ts.isConditionalExpression(parent) && parent.condition === node) ||
    (ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken);
  return isTested ? { kind: 'condition' } : null;
}

/** A value that picks a member of another is a name, or a position when it is called like one. */
const byIndexing = (node: ts.Expression): Use =>
  /^(?:[ijkn]|idx|index|pos|position|offset)$/.test(node.getText())
    ? is('number')
    : { kind: 'converted', shape: { kind: 'string' } };

/** Infers the type of an expression from its place in the code; null when nothing follows. */
export function classifyUse(node: ts.Expression): Use | null {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent)) return classifyUse(parent);
  if (ts.isPropertyAccessExpression(parent)) return classifyMember(parent);
  if (ts.isElementAccessExpression(parent))
    return parent.expression === node ? classifyIndexed(parent) : byIndexing(node);
  if (ts.isTypeOfExpression(parent)) return classifyTypeof(parent);
  if (ts.isBinaryExpression(parent)) return classifyBinary(node, parent);
  if (ts.isConditionalExpression(parent) && parent.condition !== node) return byBranch(node, parent);
  if (ts.isForOfStatement(parent)) return parent.expression === node ? byLoop(parent) : null;
  if (ts.isForInStatement(parent)) return { kind: 'is', shape: { kind: 'object', properties: [] } };
  if (ts.isSpreadElement(parent)) return { kind: 'sequence' };
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    return parent.operator === ts.SyntaxKind.ExclamationToken ? { kind: 'condition' } : is('number');
  }
  if (ts.isSwitchStatement(parent)) return bySwitch(parent);
  if (ts.isVariableDeclaration(parent))
    return parent.initializer === node ? classifyDestructuring(parent) : null;
  if (!ts.isCallExpression(parent) && !ts.isNewExpression(parent)) return classifyCondition(node);
  if (parent.expression !== node) return classifyArgument(node, parent);
  return { kind: 'called', call: parent };
}

function byLoop({ initializer, statement }: ts.ForOfStatement): Use {
  const [variable] = ts.isVariableDeclarationList(initializer) ? initializer.declarations : [];
  return variable !== undefined && ts.isIdentifier(variable.name)
    ? { kind: 'each', name: variable.name.text, statement }
    : { kind: 'sequence' };
}

function bySwitch(node: ts.SwitchStatement): Use | null {
  for (const clause of node.caseBlock.clauses) {
    const use = ts.isCaseClause(clause) ? byLiteral(clause.expression) : null;
    if (use !== null) return use;
  }
  return null;
}
