/** Checks constructs that can hang a test, leave something behind, or reach what the names do not show. */
import type { ts } from 'ts-morph';
import { bare, cite, findFirst, isGlobal, rootName, type Body, type Refusal } from './body.js';
import { refuseMarkup, refuseMarkupAssigned } from './markup.js';
import { isReadableKey } from './keys.js';
import { forbiddenMembers, languageValues } from './names.js';

/** The first construct that the policy does not allow, or undefined. */
export function refuseConstructs(body: Body): Refusal | undefined {
  const { ts, root } = body;
  return (
    root.body &&
    findFirst(ts, root.body, (node) => {
      const words =
        refuseStatement(body, node) ??
        refuseMemberAccess(body, node) ??
        refuseAssignment(body, node) ??
        refuseMarkupAssigned(body, node) ??
        refuseCall(body, node);
      return words === undefined ? undefined : { node, words };
    })
  );
}

function refuseStatement({ ts }: Body, node: ts.Node): string | undefined {
  switch (node.kind) {
    case ts.SyntaxKind.WithStatement:
      return '"with" is not for tests';
    case ts.SyntaxKind.DebuggerStatement:
      return '"debugger" is not for tests';
    case ts.SyntaxKind.LabeledStatement:
      return 'labels are not for tests';
    case ts.SyntaxKind.ImportKeyword:
      return 'import(...) inside a test: declare the import instead';
    case ts.SyntaxKind.MetaProperty:
      return `"${cite(node)}" is not for tests`;
    case ts.SyntaxKind.ModuleDeclaration:
      return 'namespaces are not for tests';
    default:
  }
  const isLoop = ts.isWhileStatement(node) || ts.isDoStatement(node);
  const condition = isLoop ? node.expression : ts.isForStatement(node) ? node.condition : null;
  if (condition === null) return undefined;
  return condition === undefined || isAlwaysTrue(ts, condition)
    ? 'a loop without an end of its own'
    : undefined;
}

const isAlwaysTrue = (ts: Body['ts'], condition: ts.Expression): boolean =>
  /^(?:true|!0|!false|[1-9]\d*|'[^']+'|"[^"]+"|\[\]|\{\})$/.test(bare(ts, condition).getText());

function refuseMemberAccess(body: Body, node: ts.Node): string | undefined {
  const { ts } = body;
  const name = memberName(ts, node);
  if (name !== undefined && forbiddenMembers.has(name)) return `"${name}" leads behind the value`;
  if (ts.isElementAccessExpression(node)) {
    const key = node.argumentExpression;
    return isReadableKey(body, key)
      ? undefined
      : `a member chosen by "${cite(key)}", which can become any name`;
  }
  if (
    ts.isBindingElement(node) &&
    node.propertyName !== undefined &&
    ts.isComputedPropertyName(node.propertyName)
  ) {
    return isReadableKey(body, node.propertyName.expression) ? undefined : 'destructuring by a computed name';
  }
  return undefined;
}

/** The name of a member that is read by name: with a dot, a literal in brackets, or by destructuring. */
function memberName(ts: Body['ts'], node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node)) {
    const key = bare(ts, node.argumentExpression);
    return ts.isStringLiteralLike(key) ? key.text : undefined;
  }
  if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
    const key = node.propertyName ?? node.name;
    if (ts.isComputedPropertyName(key)) {
      const inner = bare(ts, key.expression);
      return ts.isStringLiteralLike(inner) ? inner.text : undefined;
    }
    return ts.isIdentifier(key) || ts.isStringLiteral(key) ? key.text : undefined;
  }
  // `{ __proto__: value }` sets a prototype; `({ constructor: C } = value)` destructures.
  if (ts.isPropertyAssignment(node) && /^(['"]?)__proto__\1$/.test(node.name.getText())) return '__proto__';
  const isPattern =
    (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) &&
    ts.isObjectLiteralExpression(node.parent) &&
    isAssignmentTarget(ts, node.parent);
  return isPattern && (ts.isIdentifier(node.name) || ts.isStringLiteral(node.name))
    ? node.name.text
    : undefined;
}

function refuseAssignment(body: Body, node: ts.Node): string | undefined {
  const { ts } = body;
  for (const target of assignedBy(ts, node)) {
    const plain = bare(ts, target);
    if (prototypes.test(plain.getText())) return `"${cite(plain)}" changes a prototype`;
    const root = originOf(body, plain);
    if (root === 'prototype') return `"${cite(plain)}" changes a prototype`;
    if (root === undefined || body.declarationOf(root) !== undefined) continue;
    if (body.imports.has(root.text)) {
      if (plain === root) return `"${cite(plain)}" is an import and cannot be assigned`;
      continue;
    }
    // Variables of the environment are looked at again when the test ends.
    if (/^process\.env(?:\.\w+|\[(['"])\w+\1\])$/.test(plain.getText())) continue;
    // The document is there to be filled; every test file has its own.
    const isDocument = /^(?:window\.)?document\./.test(plain.getText());
    if (!isDocument) return `"${cite(plain)}" changes a global`;
  }
  return undefined;
}

/** The name that an expression starts from, through variables that only stand for another name or member. */
function originOf(body: Body, node: ts.Expression, depth = 0): ts.Identifier | 'prototype' | undefined {
  const { ts } = body;
  const root = rootName(ts, node);
  const declaration = root && body.declarationOf(root);
  if (declaration === undefined || !ts.isVariableDeclaration(declaration) || depth > 4) return root;
  const { initializer } = declaration;
  if (root === bare(ts, node) || initializer === undefined) return root;
  if (prototypes.test(initializer.getText())) return 'prototype';
  return originOf(body, initializer, depth + 1) ?? root;
}

function assignedBy(ts: Body['ts'], node: ts.Node): ts.Expression[] {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const isAssignment = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return isAssignment ? targetsOf(ts, node.left) : [];
  }
  if (ts.isDeleteExpression(node)) return [node.expression];
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    const { operator } = node;
    const isStep = operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
    return isStep ? [node.operand] : [];
  }
  const isBareLoop =
    (ts.isForOfStatement(node) || ts.isForInStatement(node)) && ts.isExpression(node.initializer);
  return isBareLoop ? targetsOf(ts, node.initializer) : [];
}

/** The places that an assignment writes to, through patterns. */
function targetsOf(ts: Body['ts'], target: ts.Expression): ts.Expression[] {
  const plain = bare(ts, target);
  if (ts.isArrayLiteralExpression(plain)) return plain.elements.flatMap((element) => targetsOf(ts, element));
  if (ts.isObjectLiteralExpression(plain)) {
    return plain.properties.flatMap((property) => {
      if (ts.isPropertyAssignment(property)) return targetsOf(ts, property.initializer);
      if (ts.isShorthandPropertyAssignment(property)) return [property.name];
      return ts.isSpreadAssignment(property) ? targetsOf(ts, property.expression) : [];
    });
  }
  if (ts.isSpreadElement(plain)) return targetsOf(ts, plain.expression);
  const hasDefault = ts.isBinaryExpression(plain) && plain.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return hasDefault ? targetsOf(ts, plain.left) : [plain];
}

function isAssignmentTarget(ts: Body['ts'], pattern: ts.Node): boolean {
  let outer = pattern.parent;
  while (
    ts.isParenthesizedExpression(outer) ||
    ts.isPropertyAssignment(outer) ||
    ts.isObjectLiteralExpression(outer)
  ) {
    outer = outer.parent;
  }
  return (
    ts.isBinaryExpression(outer) &&
    outer.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    outer.left.pos <= pattern.pos &&
    pattern.end <= outer.left.end
  );
}

const prototypes = /\.prototype\b|\bgetPrototypeOf\b/;

const mutators =
  /^Object\.(?:assign|defineProperty|defineProperties|setPrototypeOf|freeze|seal|preventExtensions)$/;

/** Calls that change their first argument, and DOM calls that make code out of strings. */
function refuseCall(body: Body, node: ts.Node): string | undefined {
  const { ts } = body;
  if (!ts.isCallExpression(node)) return undefined;
  const callee = bare(ts, node.expression).getText().replaceAll('?.', '.');
  const [first] = node.arguments;
  if (first === undefined) return undefined;
  const value = bare(ts, first);
  if (mutators.test(callee)) {
    if (prototypes.test(value.getText())) return `"${cite(node)}" changes a prototype`;
    const root = originOf(body, value);
    if (root === 'prototype') return `"${cite(node)}" changes a prototype`;
    if (root !== undefined && isGlobal(body, root)) return `"${cite(node)}" changes a global`;
  }
  if (/^(?:Object|Reflect)\.getOwnPropertyDescriptors?$/.test(callee)) {
    const key = node.arguments[1] && bare(ts, node.arguments[1]);
    const isOpen = key === undefined || !ts.isStringLiteralLike(key) || forbiddenMembers.has(key.text);
    if (isOpen) return `"${cite(node)}" can hand out any member`;
  }
  if (callee === 'jest.spyOn') {
    const root = originOf(body, value);
    const isLanguage =
      root === 'prototype' || (root !== undefined && isGlobal(body, root) && languageValues.has(root.text));
    if (isLanguage) return `"${cite(node)}" replaces a part of the language`;
  }
  return refuseMarkup(body, node, callee);
}
