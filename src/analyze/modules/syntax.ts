/** Small questions about syntax that several steps of the analysis ask. */
import { ts } from 'ts-morph';
import type { FunctionNode } from './module-values.js';

/** Whether a node is a function of any kind that has its own `this`, or an arrow function. */
export const isFunction = (node: ts.Node): node is FunctionNode =>
  ts.isFunctionDeclaration(node) ||
  ts.isFunctionExpression(node) ||
  ts.isArrowFunction(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isConstructorDeclaration(node) ||
  ts.isGetAccessorDeclaration(node) ||
  ts.isSetAccessorDeclaration(node);

export const hasModifier = (node: ts.Node, kind: ts.SyntaxKind): boolean =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((modifier) => modifier.kind === kind) ?? false);

/** Whether any node under `node` (itself included) satisfies the test. */
function someNode(node: ts.Node, test: (node: ts.Node) => boolean): boolean {
  return test(node) || (ts.forEachChild(node, (child) => someNode(child, test) || undefined) ?? false);
}

/** Whether a function uses the `this` that it is called with. */
export function usesThis(node: FunctionNode): boolean {
  const body: ts.Node | undefined = node.body;
  if (body === undefined || ts.isArrowFunction(node)) return false;
  const visit = (child: ts.Node): boolean => {
    if (child.kind === ts.SyntaxKind.ThisKeyword) return true;
    if (isFunction(child) && !ts.isArrowFunction(child)) return false;
    return ts.forEachChild(child, (next) => visit(next) || undefined) ?? false;
  };
  return visit(body);
}

/** Whether a function assigns properties of its `this`, as constructors do. */
export const assignsThis = (node: FunctionNode): boolean =>
  node.body !== undefined &&
  someNode(
    node.body,
    (child) =>
      ts.isBinaryExpression(child) &&
      child.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isPropertyAccessExpression(child.left) &&
      child.left.expression.kind === ts.SyntaxKind.ThisKeyword,
  );

/** Whether a function reads its arguments through `arguments`. */
export const usesArguments = (node: FunctionNode): boolean =>
  node.body !== undefined &&
  !ts.isArrowFunction(node) &&
  someNode(node.body, (child) => ts.isIdentifier(child) && child.text === 'arguments');

/** A function with that many functions declared in it, and called while its module loads, is the module's body. */
const minBodyFunctions = 8;

/** Whether a function holds so many others that it is rather the body of a module. */
export function isModuleBody(node: ts.Node): node is ts.FunctionExpression | ts.FunctionDeclaration {
  if (!ts.isFunctionExpression(node) && !ts.isFunctionDeclaration(node)) return false;
  const declared = node.body?.statements.filter((statement) => ts.isFunctionDeclaration(statement)) ?? [];
  return declared.length >= minBodyFunctions;
}

const isFunctionValue = (node: ts.Node): boolean =>
  ts.isParenthesizedExpression(node)
    ? isFunctionValue(node.expression)
    : ts.isFunctionExpression(node) || ts.isArrowFunction(node);

/** Whether a function gives back a function that it makes. */
export function returnsFunction({ body }: FunctionNode): boolean {
  if (body === undefined) return false;
  if (!ts.isBlock(body)) return isFunctionValue(body);
  const declared = new Set(
    body.statements.flatMap((statement) =>
      ts.isFunctionDeclaration(statement) ? [statement.name?.text] : [],
    ),
  );
  const visit = (child: ts.Node): boolean => {
    if (isFunction(child)) return false;
    if (ts.isReturnStatement(child) && child.expression !== undefined) {
      const given = child.expression;
      return isFunctionValue(given) || (ts.isIdentifier(given) && declared.has(given.text));
    }
    return ts.forEachChild(child, (next) => visit(next) || undefined) ?? false;
  };
  return visit(body);
}
