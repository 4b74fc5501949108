/** Decides whether a promise is awaited. */
import type { ts } from 'ts-morph';
import { bare, findFirst, type Body } from '../body.js';

/** The node with the parentheses and type assertions around it. */
export function outermost(ts: Body['ts'], node: ts.Node): ts.Node {
  let outer = node;
  while (
    ts.isExpression(outer.parent) &&
    outer.parent !== bare(ts, outer.parent) &&
    bareIs(ts, outer.parent, outer)
  ) {
    outer = outer.parent;
  }
  return outer;
}

const bareIs = (ts: Body['ts'], wrapper: ts.Expression, inner: ts.Node): boolean =>
  bare(ts, wrapper) === (ts.isExpression(inner) ? bare(ts, inner) : inner);

/** Whether the promise that an expression gives is awaited or returned, by itself or among others. */
export function isSettled(body: Body, node: ts.Node): boolean {
  const { ts } = body;
  const inner = outermost(ts, node);
  const { parent } = inner;
  if (ts.isAwaitExpression(parent)) return true;
  if (ts.isReturnStatement(parent)) return isWaitedFor(body, enclosingFunction(ts, parent));
  if (ts.isArrowFunction(parent) && parent.body === inner) return isWaitedFor(body, parent);
  if (ts.isPropertyAccessExpression(parent) && ts.isCallExpression(parent.parent)) {
    return ['then', 'catch', 'finally'].includes(parent.name.text) && isSettled(body, parent.parent);
  }
  if (ts.isArrayLiteralExpression(parent)) return isSettled(body, parent);
  if (ts.isCallExpression(parent) && isCombinator(parent)) return isSettled(body, parent);
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return isSettledLater(body, parent);
  return false;
}

const isCombinator = (call: ts.CallExpression): boolean =>
  /^Promise\.(?:all|allSettled|race|any)$/.test(call.expression.getText());

/** A promise that is put into a variable first, as tests with fake timers do. */
function isSettledLater(body: Body, declaration: ts.VariableDeclaration): boolean {
  const { ts, root } = body;
  const use = findFirst(ts, root, (node) => {
    const isUse =
      ts.isIdentifier(node) && node !== declaration.name && body.declarationOf(node) === declaration;
    return isUse && isSettled(body, node) ? { node, words: '' } : undefined;
  });
  return use !== undefined;
}

/** Whether whoever calls a function waits for what it returns; `forEach` and timers do not. */
function isWaitedFor(body: Body, callee: ts.Node): boolean {
  const { ts } = body;
  const { parent } = outermost(ts, callee);
  if (!ts.isCallExpression(parent)) return true;
  const target = bare(ts, parent.expression);
  if (target === callee) return isSettled(body, parent);
  if (!ts.isPropertyAccessExpression(target))
    return !/^set(?:Timeout|Immediate|Interval)$/.test(target.getText());
  const name = target.name.text;
  if (name === 'map' || name === 'then') return isSettled(body, parent);
  return name !== 'forEach';
}

function enclosingFunction(ts: Body['ts'], node: ts.Node): ts.Node {
  let outer = node.parent;
  while (!ts.isFunctionLike(outer)) outer = outer.parent;
  return outer;
}
