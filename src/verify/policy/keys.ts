/** Decides whether a computed member can only be one whose name is written in the body. */
import type { ts } from 'ts-morph';
import { bare, findFirst, isGlobal, type Body } from './body.js';
import { forbiddenMembers } from './names.js';

/**
 * An allow-list: names written as literals, numbers, well-known symbols, and variables that hold nothing but these. What
 * a function computes, joins or is handed may spell any name, so it is no such key.
 */
export function isReadableKey(body: Body, key: ts.Expression): boolean {
  const { ts } = body;
  const inner = bare(ts, key);
  if (isPlainLiteral(ts, inner) || isCalculation(body, inner)) return true;
  if (ts.isConditionalExpression(inner))
    return isReadableKey(body, inner.whenTrue) && isReadableKey(body, inner.whenFalse);
  if (ts.isPropertyAccessExpression(inner)) return isSymbol(body, inner) || isLength(body, inner);
  return ts.isIdentifier(inner) && isReadableVariable(body, inner);
}

const isPlainLiteral = (ts: Body['ts'], node: ts.Node): boolean =>
  ts.isNumericLiteral(node) || (ts.isStringLiteralLike(node) && !forbiddenMembers.has(node.text));

/** Whether an expression gives a number, a boolean, or a text with a digit: no such name leads anywhere. */
function isCalculation({ ts }: Body, node: ts.Expression): boolean {
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return true;
  if (!ts.isBinaryExpression(node)) return false;
  const { left, right, operatorToken } = node;
  const kinds = [ts.SyntaxKind.MinusToken, ts.SyntaxKind.AsteriskToken, ts.SyntaxKind.PercentToken];
  if (kinds.some((kind) => kind === operatorToken.kind)) return true;
  const isSum = operatorToken.kind === ts.SyntaxKind.PlusToken;
  return isSum && [left, right].some((side) => ts.isNumericLiteral(bare(ts, side)));
}

function isSymbol(body: Body, node: ts.PropertyAccessExpression): boolean {
  const object = bare(body.ts, node.expression);
  return body.ts.isIdentifier(object) && object.text === 'Symbol' && isGlobal(body, object);
}

/** A length is a number unless the body makes an object that says otherwise. */
function isLength({ ts, root }: Body, node: ts.PropertyAccessExpression): boolean {
  if (node.name.text !== 'length') return false;
  const own = findFirst(ts, root, (each) => {
    const isNamed = ts.isObjectLiteralElement(each) || ts.isClassElement(each);
    return isNamed && /^['"]?length['"]?$/.test(each.name?.getText() ?? '')
      ? { node: each, words: '' }
      : undefined;
  });
  return own === undefined;
}

function isReadableVariable(body: Body, name: ts.Identifier): boolean {
  const { ts } = body;
  const declaration = body.declarationOf(name);
  if (declaration === undefined) return false;
  if (ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined) {
    const initial = bare(ts, declaration.initializer);
    if (ts.isNumericLiteral(initial)) return onlyCounts(body, declaration);
    return isConst(ts, declaration) && isReadableKey(body, initial);
  }
  const place = placeInSource(body, declaration);
  return place !== undefined && readableAt(body, place.source, place.path) && onlyCounts(body, declaration);
}

const isConst = (ts: Body['ts'], declaration: ts.Node): boolean =>
  (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;

/** Whether nothing is ever put into a variable but one more, one less, or a number. */
function onlyCounts(body: Body, declaration: ts.Declaration): boolean {
  const { ts, root } = body;
  const other = findFirst(ts, root, (node) => {
    const isUse = ts.isIdentifier(node) && body.declarationOf(node) === declaration;
    return isUse && isOverwritten(ts, node) ? { node, words: '' } : undefined;
  });
  return other === undefined;
}

function isOverwritten(ts: Body['ts'], use: ts.Identifier): boolean {
  let node: ts.Node = use;
  while (ts.isExpression(node.parent) && bare(ts, node.parent) === bare(ts, node as ts.Expression))
    node = node.parent;
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && parent.left === node) {
    const { kind } = parent.operatorToken;
    const isAssignment = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return isAssignment && !ts.isNumericLiteral(bare(ts, parent.right));
  }
  // `[k] = […]`, `({ a: k } = …)` and `for (k of …)`.
  const isPattern = (outer: ts.Node): boolean =>
    (ts.isArrayLiteralExpression(outer) || ts.isObjectLiteralElement(outer)) && isTarget(ts, outer);
  return (
    isPattern(parent) ||
    ((ts.isForOfStatement(parent) || ts.isForInStatement(parent)) && parent.initializer === node)
  );
}

function isTarget(ts: Body['ts'], pattern: ts.Node): boolean {
  let inner = pattern;
  while (!ts.isStatement(inner.parent) && !ts.isBinaryExpression(inner.parent)) inner = inner.parent;
  const { parent } = inner;
  if (ts.isBinaryExpression(parent))
    return parent.left === inner && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) && parent.initializer === inner;
}

interface KeyPlace {
  /** The value that is iterated. */
  source: ts.Expression;
  /** Where in an element the variable gets its value from: indices of array patterns. */
  path: readonly number[];
}

const walkers = new Set(['forEach', 'map', 'flatMap', 'every', 'some', 'filter', 'find']);

/** For a variable of a `for … of`, or the first parameter of a callback of `forEach` and the like. */
function placeInSource({ ts }: Body, declaration: ts.Declaration): KeyPlace | undefined {
  const path: number[] = [];
  let inner: ts.Node = declaration;
  while (ts.isBindingElement(inner)) {
    const pattern: ts.BindingPattern = inner.parent;
    if (!ts.isArrayBindingPattern(pattern) || inner.initializer || inner.dotDotDotToken) return undefined;
    path.unshift(pattern.elements.indexOf(inner));
    inner = pattern.parent;
  }
  if (ts.isVariableDeclaration(inner)) {
    const loop = inner.parent.parent;
    return ts.isForOfStatement(loop) ? { source: loop.expression, path } : undefined;
  }
  if (!ts.isParameter(inner) || inner.initializer || inner.dotDotDotToken) return undefined;
  const callback = inner.parent;
  const call = callback.parent;
  if (callback.parameters[0] !== inner || !ts.isCallExpression(call) || call.arguments[0] !== callback)
    return undefined;
  const callee = bare(ts, call.expression);
  const isWalk = ts.isPropertyAccessExpression(callee) && walkers.has(callee.name.text);
  return isWalk ? { source: callee.expression, path } : undefined;
}

/** Whether all elements of a source hold a plain literal at that place. */
function readableAt(body: Body, source: ts.Expression, path: readonly number[]): boolean {
  const { ts } = body;
  const node = resolveConst(body, bare(ts, source));
  if (ts.isArrayLiteralExpression(node)) {
    return node.elements.every((element) => {
      const found = path.reduce<ts.Node | undefined>((at, index) => {
        const row = at && ts.isExpression(at) ? bare(ts, at) : undefined;
        return row && ts.isArrayLiteralExpression(row) ? row.elements[index] : undefined;
      }, element);
      return found !== undefined && ts.isExpression(found) && isPlainLiteral(ts, bare(ts, found));
    });
  }
  if (!ts.isCallExpression(node)) return false;
  const keys = node.expression.getText();
  const isKey =
    (keys === 'Object.keys' && path.length === 0) || (keys === 'Object.entries' && path.join() === '0');
  const [object] = node.arguments;
  return isKey && object !== undefined && hasReadableNames(body, resolveConst(body, bare(ts, object)));
}

/** An object literal whose names are all written down. */
const hasReadableNames = ({ ts }: Body, node: ts.Expression): boolean =>
  ts.isObjectLiteralExpression(node) &&
  node.properties.every((property) => {
    const { name } = property;
    if (name === undefined || !(ts.isIdentifier(name) || isPlainLiteral(ts, name))) return false;
    return !forbiddenMembers.has(name.getText().replaceAll(/['"]/g, ''));
  });

/** The literal behind a name that is declared with `const`; lists that are changed later do not count. */
function resolveConst(body: Body, node: ts.Expression): ts.Expression {
  const { ts } = body;
  if (!ts.isIdentifier(node)) return node;
  const declaration = body.declarationOf(node);
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return node;
  const { initializer } = declaration;
  if (initializer === undefined || !isConst(ts, declaration) || isChanged(body, declaration)) return node;
  return bare(ts, initializer);
}

/** Anything but reading members of a list by number, going through it, or comparing it may put something else into it. */
function isChanged(body: Body, declaration: ts.Declaration): boolean {
  const { ts, root } = body;
  const change = findFirst(ts, root, (node) => {
    if (!ts.isIdentifier(node) || body.declarationOf(node) !== declaration) return undefined;
    const { parent } = node;
    const isWalked =
      ts.isPropertyAccessExpression(parent) &&
      (walkers.has(parent.name.text) || parent.name.text === 'length');
    const isRead =
      ts.isElementAccessExpression(parent) &&
      parent.expression === node &&
      !isOverwritten(ts, parent as never);
    const isSource =
      (ts.isForOfStatement(parent) && parent.expression === node) || ts.isVariableDeclaration(parent);
    const isListed =
      ts.isCallExpression(parent) &&
      /^(?:Object\.(?:keys|entries)|expect)$/.test(parent.expression.getText());
    return isWalked || isRead || isSource || isListed ? undefined : { node, words: '' };
  });
  return change !== undefined;
}
