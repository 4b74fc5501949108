/** Infers the type of a value from one of its uses. */
import { ts } from 'ts-morph';
import type { TypeShape } from '../../domain/type-shape.js';
import { makeUnion } from './merge-shapes.js';

export type Use =
  /** A guard asks whether the value is of a type, so it may be of another. */
  | { kind: 'is'; shape: TypeShape; isGuard?: true }
  /** Something with a length: text or a list; `element` is what one of its elements is used as. */
  | { kind: 'sequence'; element?: TypeShape }
  /** Only asked whether it is truthy. */
  | { kind: 'condition' }
  | { kind: 'property'; name: string; node: ts.Expression }
  | { kind: 'destructured'; names: { name: string; local: string }[] }
  /** Handed to a function of that name as its argument. */
  | { kind: 'argument'; callee: string; index: number; node: ts.Node };

const unknown: TypeShape = { kind: 'unknown' };
const list: TypeShape = { kind: 'array', of: unknown };
const is = (kind: 'string' | 'number' | 'boolean' | 'bigint' | 'symbol' | 'undefined'): Use => ({
  kind: 'is',
  shape: { kind },
});
const builtin = (name: string): Use => ({ kind: 'is', shape: { kind: 'builtin', name, args: [] } });

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const stringMethods = words(
  'charAt charCodeAt codePointAt endsWith localeCompare match matchAll normalize padEnd padStart repeat replace ' +
    'replaceAll search split startsWith substr substring toLocaleLowerCase toLocaleUpperCase toLowerCase toUpperCase ' +
    'trim trimEnd trimLeft trimRight trimStart',
);
const arrayMethods = words(
  'copyWithin every fill filter find findIndex findLast findLastIndex flat flatMap forEach join map pop push reduce ' +
    'reduceRight reverse shift some sort splice unshift',
);
const sequenceMembers = words('at concat includes indexOf lastIndexOf length slice');
const numberMethods = words('toExponential toFixed toPrecision');
const dateMethods = words(
  'getTime getFullYear getMonth getDate getDay getHours getMinutes getSeconds getMilliseconds toISOString ' +
    'getUTCFullYear getUTCMonth getUTCDate getUTCDay getUTCHours getTimezoneOffset setDate setMonth setHours',
);
const functionMembers = words('apply call bind');
const commonMembers = words('toString valueOf hasOwnProperty constructor toLocaleString prototype');

function classifyMember(node: ts.PropertyAccessExpression): Use | null {
  const name = node.name.text;
  const isCalled = ts.isCallExpression(node.parent) && node.parent.expression === node;
  if (sequenceMembers.has(name)) return { kind: 'sequence' };
  if (commonMembers.has(name)) return null;
  if (isCalled && stringMethods.has(name)) return is('string');
  if (isCalled && arrayMethods.has(name)) return { kind: 'is', shape: list };
  if (isCalled && numberMethods.has(name)) return is('number');
  if (isCalled && dateMethods.has(name)) return builtin('Date');
  if (isCalled && functionMembers.has(name)) {
    return { kind: 'is', shape: { kind: 'function', params: [unknown], returns: unknown } };
  }
  if (isCalled && (name === 'exec' || name === 'test')) return builtin('RegExp');
  return { kind: 'property', name, node };
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

const asGuard = (use: Use | null): Use | null => (use?.kind === 'is' ? { ...use, isGuard: true } : use);

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
      // Anything may be joined to a text.
      return ts.isNumericLiteral(other) ? is('number') : null;
    case SyntaxKind.EqualsEqualsToken:
    case SyntaxKind.EqualsEqualsEqualsToken:
    case SyntaxKind.ExclamationEqualsToken:
    case SyntaxKind.ExclamationEqualsEqualsToken:
      return byLiteral(other);
    case SyntaxKind.BarBarToken:
    case SyntaxKind.QuestionQuestionToken:
      return parent.left === node ? (byDefault(parent.right) ?? classifyCondition(parent)) : null;
    case SyntaxKind.AmpersandAmpersandToken:
      return parent.left === node ? { kind: 'condition' } : classifyCondition(parent);
    case SyntaxKind.InstanceOfKeyword:
      return parent.left === node ? asGuard(byInstance(parent.right)) : null;
    case SyntaxKind.InKeyword:
      return parent.right === node ? { kind: 'is', shape: { kind: 'object', properties: [] } } : null;
    default:
      return null;
  }
}

const instances = words(
  'Date RegExp Map Set Error TypeError Uint8Array Buffer URL Promise ArrayBuffer WeakMap',
);

function byInstance(node: ts.Expression): Use | null {
  const name = node.getText();
  if (name === 'Array') return { kind: 'is', shape: list };
  if (name === 'Function') return { kind: 'is', shape: { kind: 'function', params: [], returns: unknown } };
  return instances.has(name) ? builtin(name) : null;
}

/** Infers a type from the library function that takes the value. */
function classifyArgument(node: ts.Expression, call: ts.CallExpression | ts.NewExpression): Use | null {
  const callee = call.expression.getText();
  const index = call.arguments?.indexOf(node) ?? -1;
  if (index === -1) return null;
  if (
    /^(?:parseInt|parseFloat|JSON\.parse|encodeURIComponent|decodeURIComponent|decodeURI|encodeURI)$/.test(
      callee,
    )
  ) {
    return index === 0 ? is('string') : null;
  }
  if (/^(?:Math\.\w+|isNaN|isFinite|Number\.is\w+|String\.fromCharCode)$/.test(callee)) return is('number');
  if (callee === 'String') return asGuard(is('string'));
  if (callee === 'Array.isArray') return { kind: 'is', shape: list, isGuard: true };
  if (callee === 'Buffer.isBuffer') return asGuard(builtin('Buffer'));
  if (/^Object\.(?:keys|values|entries|assign|getOwnPropertyNames)$/.test(callee)) {
    return { kind: 'is', shape: { kind: 'object', properties: [] } };
  }
  // The text that a written-down regular expression is tried on.
  if (
    /^\/.*\.(?:test|exec)$/s.test(callee) ||
    /(?:regex|regexp|Regex|RegExp|_re|RE)\.(?:test|exec)$/.test(callee)
  ) {
    return is('string');
  }
  return ts.isCallExpression(call) ? { kind: 'argument', callee, index, node: call } : null;
}

function classifyIndexed(parent: ts.ElementAccessExpression): Use | null {
  const { argumentExpression: index } = parent;
  if (ts.isNumericLiteral(index)) return withElement(parent);
  if (ts.isStringLiteralLike(index)) return { kind: 'property', name: index.text, node: parent };
  return ts.isIdentifier(index) && /^[ijkn]$|^(?:idx|index|pos)$/.test(index.text)
    ? withElement(parent)
    : null;
}

function withElement(node: ts.ElementAccessExpression): Use {
  const use = classifyUse(node);
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
  is(/^(?:[ijkn]|idx|index|pos|position|offset)$/.test(node.getText()) ? 'number' : 'string');

/** Infers the type of an expression from its place in the code; null when nothing follows. */
export function classifyUse(node: ts.Expression): Use | null {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent)) return classifyUse(parent);
  if (ts.isPropertyAccessExpression(parent)) return classifyMember(parent);
  if (ts.isElementAccessExpression(parent))
    return parent.expression === node ? classifyIndexed(parent) : byIndexing(node);
  if (ts.isTypeOfExpression(parent)) return classifyTypeof(parent);
  if (ts.isBinaryExpression(parent)) return classifyBinary(node, parent);
  if (ts.isForOfStatement(parent)) return parent.expression === node ? { kind: 'sequence' } : null;
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
  const params = (parent.arguments ?? []).map(() => unknown);
  return { kind: 'is', shape: { kind: 'function', params, returns: unknown } };
}

function bySwitch(node: ts.SwitchStatement): Use | null {
  for (const clause of node.caseBlock.clauses) {
    const use = ts.isCaseClause(clause) ? byLiteral(clause.expression) : null;
    if (use !== null) return use;
  }
  return null;
}
