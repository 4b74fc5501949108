/** Checks the names that a test refers to and the members that it reads from powerful objects. */
import type { ts } from 'ts-morph';
import { bare, cite, findFirst, isGlobal, type Body, type Refusal } from './body.js';
import {
  expectStatics,
  isAllowedGlobal,
  namespaceValues,
  restrictedMembers,
  testNames,
  windowMembers,
  windowNames,
} from './names.js';
import { isAnsweredSpy } from './stand-ins.js';

/** The first name or member that the policy does not allow, or undefined. */
export function refuseReferences(body: Body): Refusal | undefined {
  const { ts, root } = body;
  const check = (node: ts.Node): Refusal | undefined => {
    if (ts.isIdentifier(node)) return refuseIdentifier(body, node);
    if (node.kind === ts.SyntaxKind.ThisKeyword) return refuseThis(body, node);
    return undefined;
  };
  return root.body && findFirst(ts, root.body, (node) => (isTypeOnly(body, node) ? undefined : check(node)));
}

/** Types are erased before anything runs; what a class extends is an expression although the parser calls it a type. */
function isTypeOnly({ ts }: Body, node: ts.Node): boolean {
  let outer = node;
  while (!ts.isStatement(outer)) {
    if (ts.isTypeParameterDeclaration(outer)) return true;
    if (ts.isTypeNode(outer) && !ts.isExpressionWithTypeArguments(outer)) return true;
    outer = outer.parent;
  }
  return ts.isInterfaceDeclaration(outer) || ts.isTypeAliasDeclaration(outer);
}

function refuseIdentifier(body: Body, node: ts.Identifier): Refusal | undefined {
  const name = node.text;
  if (isDeclarationName(body, node)) {
    const isReserved = name === 'expect' || name === 'jest';
    return isReserved ? { node, words: `"${name}" must not be declared anew` } : undefined;
  }
  if (!isReference(body, node)) return undefined;
  if (name === 'undefined') return undefined;
  if (name === 'arguments') return refuseArguments(body, node);
  if (!isGlobal(body, node)) return undefined;
  if (testNames.has(name)) return { node, words: `"${name}" must not be called inside a test` };
  if (windowNames.has(name)) return refuseMember(body, node, (member) => isWindowMember(member));
  const members = restrictedMembers[name];
  if (members !== undefined) return refuseMember(body, node, (member) => members.has(member));
  if (name === 'globalThis' && isAnsweredSpy(body, node)) return undefined;
  if (namespaceValues.has(name) && !isSpied(body, node)) return refuseMember(body, node, () => true);
  if (name === 'expect') return refuseExpect(body, node);
  if (name === 'Function') return isMatcherArgument(body, node) ? undefined : forbid(node);
  if (name === 'setTimeout' || name === 'setImmediate') return refuseTimer(body, node);
  return isAllowedGlobal(name) ? undefined : forbid(node);
}

const forbid = (node: ts.Identifier): Refusal => ({
  node,
  words: `"${node.text}" is neither declared, nor imported, nor among the globals that tests may use`,
});

const isWindowMember = (member: string): boolean => windowMembers.has(member) || isAllowedGlobal(member);

/** The object may only be used as `object.member` with an allowed member, so that it cannot be handed on. */
function refuseMember(
  { ts }: Body,
  node: ts.Identifier,
  isAllowed: (member: string) => boolean,
): Refusal | undefined {
  const { parent } = node;
  if (ts.isTypeOfExpression(parent)) return undefined;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
    const member = parent.name.text;
    return isAllowed(member) ? undefined : { node, words: `"${node.text}.${member}" is not for tests` };
  }
  return { node, words: `"${node.text}" may only be used with one of its allowed members` };
}

function refuseExpect({ ts }: Body, node: ts.Identifier): Refusal | undefined {
  const { parent } = node;
  if (ts.isCallExpression(parent) && parent.expression === node) return undefined;
  if (
    ts.isPropertyAccessExpression(parent) &&
    parent.expression === node &&
    expectStatics.has(parent.name.text)
  ) {
    return undefined;
  }
  return { node, words: `"${cite(parent)}" is not a use of expect that tests need` };
}

/** `jest.spyOn(Math, 'random')`: which of them may be spied on is decided elsewhere. */
const isSpied = ({ ts }: Body, { parent }: ts.Identifier): boolean =>
  ts.isCallExpression(parent) && parent.expression.getText() === 'jest.spyOn';

/** `expect.any(Function)`, `toBeInstanceOf(Function)` and `x instanceof Function` make nothing. */
function isMatcherArgument({ ts }: Body, node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) {
    return parent.right === node && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;
  }
  return (
    ts.isCallExpression(parent) &&
    ts.isPropertyAccessExpression(parent.expression) &&
    ['any', 'toBeInstanceOf'].includes(parent.expression.name.text) &&
    parent.arguments.length === 1
  );
}

/** In a DOM, a timer with a string runs it as code. */
function refuseTimer(body: Body, node: ts.Identifier): Refusal | undefined {
  const { ts } = body;
  const { parent } = node;
  const isSpied = ts.isCallExpression(parent) && parent.expression !== node;
  if (isSpied) return undefined;
  const first = ts.isCallExpression(parent) ? parent.arguments[0] : undefined;
  if (first !== undefined && isFunctionValue(body, bare(ts, first))) return undefined;
  return { node, words: `"${node.text}" must be called with a function` };
}

function isFunctionValue(body: Body, value: ts.Expression): boolean {
  const { ts } = body;
  if (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) return true;
  if (!ts.isIdentifier(value)) return false;
  const declaration = body.declarationOf(value);
  if (declaration === undefined) return body.imports.has(value.text);
  if (ts.isParameter(declaration) || ts.isFunctionDeclaration(declaration)) return true;
  if (!ts.isVariableDeclaration(declaration) || declaration.initializer === undefined) return false;
  const initial = bare(ts, declaration.initializer);
  return ts.isArrowFunction(initial) || ts.isFunctionExpression(initial) || ts.isCallExpression(initial);
}

function refuseArguments({ ts }: Body, node: ts.Identifier): Refusal | undefined {
  let outer: ts.Node = node;
  while (!ts.isFunctionLike(outer) || ts.isArrowFunction(outer)) outer = outer.parent;
  const isOfTest = ts.isFunctionDeclaration(outer) && ts.isSourceFile(outer.parent);
  return isOfTest ? { node, words: '"arguments" of the test itself are not for tests' } : undefined;
}

/** Outside of classes `this` may be the global object, unless it reads a member of the literal it stands in. */
function refuseThis({ ts }: Body, node: ts.Node): Refusal | undefined {
  let outer = node.parent;
  while (!ts.isClassLike(outer) && !ts.isSourceFile(outer)) {
    const isMethod = ts.isMethodDeclaration(outer) || ts.isAccessor(outer);
    if (isMethod && ts.isObjectLiteralExpression(outer.parent))
      return refuseLiteralThis(ts, node, outer.parent);
    if (ts.isFunctionDeclaration(outer) || ts.isFunctionExpression(outer)) break;
    outer = outer.parent;
  }
  return ts.isClassLike(outer)
    ? undefined
    : { node, words: '"this" outside of a class may be the global object' };
}

function refuseLiteralThis(
  ts: Body['ts'],
  node: ts.Node,
  literal: ts.ObjectLiteralExpression,
): Refusal | undefined {
  const own = new Set(literal.properties.map((property) => property.name?.getText()));
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && own.has(parent.name.text)) return undefined;
  return { node, words: '"this" may only read what its own object literal declares' };
}

function isDeclarationName({ ts }: Body, node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isVariableDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isBindingElement(parent) ||
      ts.isFunctionDeclaration(parent) ||
      ts.isFunctionExpression(parent) ||
      ts.isClassLike(parent) ||
      ts.isEnumDeclaration(parent) ||
      ts.isModuleDeclaration(parent)) &&
    parent.name === node
  );
}

/** Whether the identifier stands for a value, and not for the name of a member, label or attribute. */
function isReference({ ts }: Body, node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent))
    return !isRightSide(ts, parent, node);
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isBindingElement(parent)) return parent.propertyName !== node;
  if (ts.isJsxOpeningLikeElement(parent) || ts.isJsxClosingElement(parent)) return !/^[a-z]/.test(node.text);
  if (ts.isJsxAttribute(parent) || ts.isMetaProperty(parent) || ts.isJsxNamespacedName(parent)) return false;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return false;
  const isMember =
    ts.isPropertyAssignment(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isAccessor(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isEnumMember(parent);
  return !(isMember && parent.name === node);
}

const isRightSide = (
  ts: Body['ts'],
  parent: ts.PropertyAccessExpression | ts.QualifiedName,
  node: ts.Node,
): boolean => (ts.isQualifiedName(parent) ? parent.right === node : parent.name === node);
