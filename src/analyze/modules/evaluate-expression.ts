/** Evaluates the expressions of a module's top level as far as functions, classes and exports are concerned. */
import { ts } from 'ts-morph';
import { evaluateCall } from './evaluate-call.js';
import { makeClass } from './evaluate-class.js';
import {
  bind,
  findBinding,
  makeValue,
  memberName,
  prototypeOf,
  readMember,
  setMember,
  type FunctionNode,
  type MemberPlace,
  type ModuleRecord,
  type Scope,
  type Value,
  type EvaluationContext,
} from './module-values.js';

export interface EvaluationPlace {
  context: EvaluationContext;
  module: ModuleRecord;
  scope: Scope;
  /** Runs the body of a module wrapper with its arguments and gives what it returns. */
  runWrapper: (
    node: ts.FunctionExpression | ts.FunctionDeclaration | ts.ArrowFunction,
    given: (Value | null)[],
    place: EvaluationPlace,
  ) => Value | null;
}

/** Removes parentheses and type assertions. */
export function strip(node: ts.Expression): ts.Expression {
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) {
    return strip(node.expression);
  }
  if (ts.isNonNullExpression(node) || ts.isTypeAssertionExpression(node) || ts.isAwaitExpression(node)) {
    return strip(node.expression);
  }
  return node;
}

/** The key of a member access or property, when it is written down. */
export function keyOf(node: ts.Node): string | null {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node)) return literalKey(node.argumentExpression);
  if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) return node.text;
  return literalKey(node);
}

/** The text of a literal that can be a key. */
export const literalKey = (node: ts.Node): string | null =>
  ts.isStringLiteralLike(node) || ts.isNumericLiteral(node) ? node.text : null;

/** Registers a function as a unit of its own. */
export function makeFunction(node: FunctionNode, place: EvaluationPlace, name: string): Value {
  const known = place.context.functions.get(node);
  if (known !== undefined) return known;
  const own = ts.isArrowFunction(node) ? undefined : node.name?.getText();
  const value = makeValue('function', {
    file: place.module.file,
    node,
    name: name === '' ? (own ?? 'default') : name,
  });
  value.scope = place.scope;
  place.context.functions.set(node, value);
  return value;
}

/** A value that cannot be evaluated, kept for the names in its expression and for members it gets later. */
export function makeOpaque(node: ts.Node | null, place: EvaluationPlace, name: string): Value {
  const value = makeValue('opaque', { file: place.module.file, node, name });
  value.scope = place.scope;
  return value;
}

const isUnbound = (node: ts.Expression, name: string, place: EvaluationPlace): boolean =>
  ts.isIdentifier(node) && node.text === name && findBinding(place.scope, name) === null;

/** `module`, or a variable that holds it. */
const isModule = (node: ts.Expression, place: EvaluationPlace): boolean =>
  isUnbound(node, 'module', place) ||
  (ts.isIdentifier(node) && findBinding(place.scope, node.text)?.read() === place.module.handle);

const isModuleExports = (node: ts.Expression, place: EvaluationPlace): boolean =>
  (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) &&
  keyOf(node) === 'exports' &&
  isModule(node.expression, place);

function readAccess(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  place: EvaluationPlace,
): Value | null {
  if (isModuleExports(node, place)) return place.module.root;
  const holder = evaluate(node.expression, place, '');
  const key = keyOf(node);
  return holder === null || key === null ? null : readMember(place.context, holder, key);
}

/** The one expression that a getter returns, if that is all it does. */
function returnedBy(node: ts.Node): ts.Expression | null {
  const body = 'body' in node ? (node.body as ts.Node | undefined) : undefined;
  if (body === undefined) return null;
  if (!ts.isBlock(body)) return body as ts.Expression;
  const [only] = body.statements;
  return only !== undefined && ts.isReturnStatement(only) ? (only.expression ?? null) : null;
}

/** Puts an accessor into a holder; a getter that hands out a known value is an alias of that value as well. */
export function defineAccessor(node: FunctionNode, at: Required<MemberPlace>, place: EvaluationPlace): void {
  const { holder, key, role } = at;
  const value = makeFunction(node, place, memberName(holder, key));
  setMember(at, value);
  const returned = role === 'getter' ? returnedBy(node) : null;
  const alias = returned === null ? null : evaluate(returned, place, memberName(holder, key));
  if (alias !== null) setMember({ holder, key }, alias);
}

/** Copies the members of one value to another, as `Object.assign` and spreading do. */
export function copyMembers(from: Value | null, to: Value, place: EvaluationPlace): void {
  if (from === null) return;
  for (const name of from.module?.exported.keys() ?? []) {
    const value = readMember(place.context, from, name);
    if (value !== null) setMember({ holder: to, key: name }, value);
  }
  for (const [key, value] of from.members) setMember({ holder: to, key }, value);
  for (const [key, value] of from.getters) setMember({ holder: to, key, role: 'getter' }, value);
}

function defineProperty(node: ts.ObjectLiteralElementLike, holder: Value, place: EvaluationPlace): void {
  if (ts.isSpreadAssignment(node)) {
    copyMembers(evaluate(node.expression, place, ''), holder, place);
    return;
  }
  const key = keyOf(node.name);
  if (key === null) {
    if (ts.isMethodDeclaration(node)) makeFunction(node, place, memberName(holder, node.name.getText()));
    return;
  }
  const name = memberName(holder, key);
  if (ts.isGetAccessorDeclaration(node)) defineAccessor(node, { holder, key, role: 'getter' }, place);
  else if (ts.isSetAccessorDeclaration(node)) defineAccessor(node, { holder, key, role: 'setter' }, place);
  else if (ts.isMethodDeclaration(node)) setMember({ holder, key }, makeFunction(node, place, name));
  else {
    const value = evaluate(ts.isPropertyAssignment(node) ? node.initializer : node.name, place, name);
    if (value !== null) setMember({ holder, key }, value);
  }
}

/** Evaluates the properties of an object literal into a holder. */
export function fillObject(node: ts.ObjectLiteralExpression, holder: Value, place: EvaluationPlace): Value {
  for (const property of node.properties) defineProperty(property, holder, place);
  return holder;
}

function evaluateArray(node: ts.ArrayLiteralExpression, place: EvaluationPlace, name: string): Value | null {
  const array = makeValue('array', { file: place.module.file, node, name });
  node.elements.forEach((element, index) => {
    const value = evaluate(element, place, memberName(array, String(index)));
    if (value !== null) setMember({ holder: array, key: String(index) }, value);
  });
  return array.members.size === 0 ? null : array;
}

function setPrototype(owner: Value, right: ts.Expression, place: EvaluationPlace): Value | null {
  const value = evaluate(right, place, owner.name);
  if (value === null) return null;
  if (value.kind === 'object' && value.madeFrom === null && value.prototypeOf === null) {
    for (const [key, member] of owner.prototype?.members ?? []) setMember({ holder: value, key }, member);
    value.prototypeOf = owner;
    owner.prototype = value;
    return value;
  }
  if (value.prototypeOf !== null && value.prototypeOf !== owner) owner.superclass = value.prototypeOf;
  else if (value.madeFrom !== null && value.madeFrom !== owner) owner.superclass = value.madeFrom;
  return prototypeOf(owner);
}

const isGivenRoot = (node: ts.Expression, place: EvaluationPlace): boolean =>
  ts.isCallExpression(node) && node.arguments.some((arg) => evaluate(arg, place, '') === place.module.root);

function assignToMember(
  left: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  right: ts.Expression,
  place: EvaluationPlace,
): Value | null {
  if (isModuleExports(left, place)) {
    const value = evaluate(right, place, '');
    // A function that decorates exports usually returns them.
    if (value === null && isGivenRoot(right, place)) return place.module.root;
    place.module.root = value ?? makeOpaque(right, place, '');
    return place.module.root;
  }
  const holder = evaluate(left.expression, place, '');
  const key = keyOf(left);
  if (holder === null || key === null) return evaluate(right, place, left.getText());
  if (key === 'prototype' && (holder.kind === 'function' || holder.kind === 'class')) {
    return setPrototype(holder, right, place);
  }
  const owner = holder.prototypeOf ?? holder;
  const name = memberName(owner, key);
  const value =
    evaluate(right, place, name) ?? (ts.isCallExpression(right) ? makeOpaque(right, place, name) : null);
  if (value !== null && !(key === 'constructor' && holder.prototypeOf !== null))
    setMember({ holder, key }, value);
  return value;
}

function assign(node: ts.BinaryExpression, place: EvaluationPlace): Value | null {
  const left = strip(node.left);
  if (ts.isPropertyAccessExpression(left) || ts.isElementAccessExpression(left)) {
    return assignToMember(left, node.right, place);
  }
  if (!ts.isIdentifier(left)) return null;
  const value = evaluate(node.right, place, left.text === 'exports' ? '' : left.text);
  const known = findBinding(place.scope, left.text);
  if (known !== null) {
    const before = known.read();
    known.read = () => value ?? before;
    known.init ??= node.right;
  } else if (value !== null) bind(place.scope, left.text, { value, init: node.right });
  return value;
}

function evaluateBinary(node: ts.BinaryExpression, place: EvaluationPlace, name: string): Value | null {
  const operator = node.operatorToken.kind;
  if (operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment) {
    return assign(node, place);
  }
  const left = evaluate(node.left, place, name);
  const right = evaluate(node.right, place, name);
  return operator === ts.SyntaxKind.CommaToken || operator === ts.SyntaxKind.AmpersandAmpersandToken
    ? right
    : (left ?? right);
}

/**
 * The value of an expression, or null when it is irrelevant or unknown. `name` is what a function made here is to be
 * called; empty means by its own name.
 */
export function evaluate(expression: ts.Node, place: EvaluationPlace, name: string): Value | null {
  if (!ts.isExpression(expression)) return null;
  const node = strip(expression);
  if (ts.isIdentifier(node)) {
    if (isUnbound(node, 'module', place)) return place.module.handle;
    return findBinding(place.scope, node.text)?.read() ?? null;
  }
  if (node.kind === ts.SyntaxKind.ThisKeyword) return place.scope.self;
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))
    return readAccess(node, place);
  if (ts.isFunctionExpression(node) || ts.isArrowFunction(node)) return makeFunction(node, place, name);
  if (ts.isClassExpression(node)) return makeClass(node, place, name);
  if (ts.isObjectLiteralExpression(node)) {
    return fillObject(node, makeValue('object', { file: place.module.file, node, name }), place);
  }
  if (ts.isArrayLiteralExpression(node)) return evaluateArray(node, place, name);
  if (ts.isBinaryExpression(node)) return evaluateBinary(node, place, name);
  if (ts.isConditionalExpression(node)) {
    const whenTrue = evaluate(node.whenTrue, place, name);
    return whenTrue ?? evaluate(node.whenFalse, place, name);
  }
  if (ts.isCallExpression(node)) return evaluateCall(node, place, name);
  if (ts.isNewExpression(node)) {
    const made = evaluate(node.expression, place, '');
    if (made?.kind !== 'class' && made?.kind !== 'function') return null;
    const instance = makeValue('instance', { file: place.module.file, node, name });
    instance.madeFrom = made;
    return instance;
  }
  return ts.isVoidExpression(node) || ts.isPrefixUnaryExpression(node) ? unary(node, place) : null;
}

/** `!function () { … }()` and `void function () { … }()` wrap modules too; they have no value. */
function unary(node: ts.VoidExpression | ts.PrefixUnaryExpression, place: EvaluationPlace): null {
  const operand = strip(ts.isVoidExpression(node) ? node.expression : node.operand);
  if (ts.isCallExpression(operand)) evaluate(operand, place, '');
  return null;
}
