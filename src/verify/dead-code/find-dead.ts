/**
 * Finds code of a test that never ran. Some does not run in honest tests: callbacks that must not be called, guards that
 * throw, the other answers of a short stand-in.
 */
import type { ts } from 'ts-morph';
import { bare, type Body, cite, findFirst } from '../policy/body.js';
import type { MarkedBody, Part } from './mark-body.js';

/** The first part that should have run and did not, as `line 3: "…" never runs`; undefined when there is none. */
export function findDeadCode({ body, parts }: MarkedBody, ran: ReadonlySet<number>): string | undefined {
  const dead = parts.filter((_, index) => !ran.has(index));
  const hasRun = new Set(parts.filter((_, index) => ran.has(index)).map(({ node }) => node));
  const first = dead.find((part) => !isExcused(body, part, hasRun));
  return first && `line ${body.lineOf(first.node)}: "${cite(first.node)}" never runs`;
}

function isExcused(body: Body, { node, kind }: Part, hasRun: ReadonlySet<ts.Node>): boolean {
  const { ts, root } = body;
  if (kind === 'expectation') return false;
  const fn = ts.findAncestor(node.parent, (outer) => ts.isFunctionLike(outer)) ?? root;
  if (fn === root)
    return ts.isThrowStatement(node) || (kind === 'branch' && isPlain(ts, node)) || putsBack(ts, node);
  // Code of a function that ran in part is another answer of a stand-in; one that never ran was only handed over.
  if (!hasRunIn(ts, fn, hasRun)) return isHandedOver(body, fn) && !callsCheck(body, fn);
  return kind === 'branch' || ts.isThrowStatement(node) || ts.isReturnStatement(node);
}

const hasRunIn = (ts: Body['ts'], fn: ts.Node, hasRun: ReadonlySet<ts.Node>): boolean =>
  [...hasRun].some((node) => ts.findAncestor(node.parent, (outer) => ts.isFunctionLike(outer)) === fn);

/** Whether a function calls another one of the test that asserts something. */
function callsCheck(body: Body, fn: ts.Node): boolean {
  const { ts } = body;
  const call = findFirst(ts, fn, (node) => {
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
    const declaration = body.declarationOf(node.expression);
    return declaration !== undefined && /\bexpect\(/.test(declaration.getText())
      ? { node, words: '' }
      : undefined;
  });
  return call !== undefined;
}

/** One of two ways to put something back at the end: to delete it, or to assign what was there. */
function putsBack(ts: Body['ts'], node: ts.Node): boolean {
  if (!ts.isExpressionStatement(node)) return false;
  const { expression } = node;
  const isAssignment =
    ts.isBinaryExpression(expression) && expression.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  if (isAssignment ? !isPlain(ts, expression.right) : !ts.isDeleteExpression(expression)) return false;
  const isInFinally = (outer: ts.Node): boolean =>
    ts.isBlock(outer) && ts.isTryStatement(outer.parent) && outer.parent.finallyBlock === outer;
  return ts.findAncestor(node.parent, isInFinally) !== undefined;
}

/** A value that takes no computing: `''`, `null`, `user.name`. */
function isPlain(ts: Body['ts'], node: ts.Node): boolean {
  const plain = ts.isExpression(node) ? bare(ts, node) : node;
  if (ts.isCallExpression(plain) || ts.isNewExpression(plain) || ts.isFunctionLike(plain)) return false;
  return !ts.forEachChild(plain, (child) => !isPlain(ts, child) || undefined);
}

/** Whether a function is given to somebody who may call it. */
function isHandedOver(body: Body, fn: ts.Node): boolean {
  const { ts, root } = body;
  const outer = fn.parent;
  const declaration = ts.isFunctionDeclaration(fn) ? fn : ts.isVariableDeclaration(outer) ? outer : null;
  if (declaration === null) return true;
  const use = findFirst(ts, root, (node) => {
    if (!ts.isIdentifier(node) || node === declaration.name) return undefined;
    const isCalled = ts.isCallExpression(node.parent) && node.parent.expression === node;
    return !isCalled && body.declarationOf(node) === declaration ? { node, words: '' } : undefined;
  });
  return use !== undefined;
}
