/** Decides whether an expectation certainly runs and whether its failure reaches the runner. */
import type { ts } from 'ts-morph';
import { bare, findFirst, rootName, type Body } from '../body.js';
import { isSettled, outermost } from './promises.js';

/**
 * Whether a node runs in every run of the test that gets to its end. When the test counts its expectations
 * (`isCounted`), one that does not run fails the test, and only a swallowed failure is left to worry about.
 */
export function certainlyRuns(
  body: Body,
  node: ts.Node,
  { isCounted, seen = new Set() }: { isCounted: boolean; seen?: Set<ts.Node> },
): boolean {
  const { ts, root } = body;
  let inner = node;
  while (inner !== root) {
    const outer = inner.parent;
    if (swallows(ts, outer, inner)) return false;
    if (outer !== root && ts.isFunctionLike(outer)) {
      if (seen.has(outer)) return false;
      seen.add(outer);
      const sites = sitesOf(body, outer);
      if (sites.some((site) => certainlyRuns(body, site, { isCounted, seen }))) return true;
      if (!isCounted || isInsideExpect(ts, outer)) return false;
    } else if (!isCounted && isAvoidable(body, outer, inner)) return false;
    inner = outer;
  }
  return true;
}

/** A `try` or a promise whose `catch` does not throw again hides that an expectation failed. */
function swallows(ts: Body['ts'], outer: ts.Node, inner: ts.Node): boolean {
  if (ts.isTryStatement(outer)) {
    if (outer.tryBlock !== inner || outer.catchClause === undefined) return false;
    return !throwsAgain(ts, outer.catchClause.block);
  }
  if (!ts.isCallExpression(outer)) return false;
  if (outer.expression === inner) return isHandled(ts, outer);
  return outer.expression.getText() === 'Promise.allSettled';
}

const throwsAgain = (ts: Body['ts'], block: ts.Block): boolean =>
  block.statements.some((statement) => ts.isThrowStatement(statement));

/** Whether a call handles what the promise before it is rejected with: `.catch(f)`, `.then(g, f)`. */
function isHandled(ts: Body['ts'], call: ts.CallExpression): boolean {
  if (!ts.isPropertyAccessExpression(call.expression)) return false;
  const name = call.expression.name.text;
  const handler = name === 'catch' ? call.arguments[0] : name === 'then' ? call.arguments[1] : undefined;
  if (handler === undefined) return false;
  const fn = bare(ts, handler);
  const isFunction = ts.isArrowFunction(fn) || ts.isFunctionExpression(fn);
  return !(isFunction && ts.isBlock(fn.body) && throwsAgain(ts, fn.body));
}

/** `expect(() => { expect(…) }).toThrow()` takes the inner failure for the throw it waits for. */
function isInsideExpect(ts: Body['ts'], fn: ts.Node): boolean {
  const { parent } = outermost(ts, fn);
  return ts.isCallExpression(parent) && parent.expression.getText() === 'expect';
}

/** Whether control may pass `outer` without reaching `inner`. */
function isAvoidable(body: Body, outer: ts.Node, inner: ts.Node): boolean {
  const { ts } = body;
  if (ts.isIfStatement(outer)) return outer.expression !== inner;
  if (ts.isConditionalExpression(outer)) return outer.condition !== inner;
  if (ts.isCatchClause(outer)) return !certainlyThrows(ts, outer.parent.tryBlock);
  if (ts.isCaseOrDefaultClause(outer) || ts.isWhileStatement(outer)) return true;
  if (ts.isBinaryExpression(outer)) return isShortcut(ts, outer) && outer.right === inner;
  if (ts.isForOfStatement(outer)) return outer.statement === inner && !isFilled(body, outer.expression);
  if (ts.isForInStatement(outer)) return outer.statement === inner && !isFilled(body, outer.expression);
  if (ts.isForStatement(outer)) return outer.statement === inner && !isCountedLoop(body, outer);
  if (ts.isBlock(outer)) {
    const before = outer.statements.slice(0, outer.statements.indexOf(inner as ts.Statement));
    return before.some((statement) => mayLeave(ts, statement));
  }
  return false;
}

/** `try { f(); throw new Error('no error came'); }` gets to its `catch` in any case. */
const certainlyThrows = (ts: Body['ts'], { statements }: ts.Block): boolean => {
  const last = statements.at(-1);
  return (
    last !== undefined &&
    ts.isThrowStatement(last) &&
    !statements.some((statement) => mayLeave(ts, statement))
  );
};

const isShortcut = (ts: Body['ts'], { operatorToken: { kind } }: ts.BinaryExpression): boolean =>
  kind === ts.SyntaxKind.AmpersandAmpersandToken ||
  kind === ts.SyntaxKind.BarBarToken ||
  kind === ts.SyntaxKind.QuestionQuestionToken;

/** Whether a statement may end the function, or the turn of a loop, before what follows it. */
function mayLeave(ts: Body['ts'], node: ts.Node): boolean {
  if (ts.isReturnStatement(node) || ts.isBreakOrContinueStatement(node)) return true;
  if (ts.isFunctionLike(node)) return false;
  return ts.forEachChild(node, (child) => mayLeave(ts, child) || undefined) ?? false;
}

/** Whether something to iterate has at least one element, as far as the text shows. */
function isFilled(body: Body, value: ts.Expression): boolean {
  const { ts } = body;
  const node = bare(ts, value);
  if (ts.isArrayLiteralExpression(node)) return node.elements.some((element) => !ts.isSpreadElement(element));
  if (ts.isObjectLiteralExpression(node)) return node.properties.length > 0;
  if (ts.isStringLiteralLike(node)) return node.text !== '';
  if (ts.isNewExpression(node)) {
    const [first] = node.arguments ?? [];
    return /^(?:Map|Set)$/.test(node.expression.getText()) && first !== undefined && isFilled(body, first);
  }
  if (ts.isCallExpression(node)) return isFilledCall(body, node);
  if (!ts.isIdentifier(node)) return false;
  const declaration = body.declarationOf(node);
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return false;
  return declaration.initializer !== undefined && isFilled(body, declaration.initializer);
}

function isFilledCall(body: Body, node: ts.CallExpression): boolean {
  const { ts } = body;
  const name = node.expression.getText();
  const [first] = node.arguments;
  if (/^(?:Object\.(?:entries|keys|values)|Array\.from)$/.test(name))
    return first !== undefined && isFilled(body, first);
  const callee = bare(ts, node.expression);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  return (
    /^(?:entries|keys|values|map|slice|reverse|sort)$/.test(callee.name.text) &&
    isFilled(body, callee.expression)
  );
}

/** `for (let i = 0; i < 3; i++)`, or up to the length of something filled. */
function isCountedLoop(body: Body, { initializer, condition }: ts.ForStatement): boolean {
  const { ts } = body;
  if (initializer === undefined || !ts.isVariableDeclarationList(initializer)) return false;
  const start = initializer.declarations[0]?.initializer;
  if (start === undefined || condition === undefined || !ts.isBinaryExpression(condition)) return false;
  const limit = bare(ts, condition.right);
  if (ts.isPropertyAccessExpression(limit)) {
    return limit.name.text === 'length' && start.getText() === '0' && isFilled(body, limit.expression);
  }
  const [from, to] = [Number(start.getText()), Number(limit.getText())];
  switch (condition.operatorToken.kind) {
    case ts.SyntaxKind.LessThanToken:
      return from < to;
    case ts.SyntaxKind.LessThanEqualsToken:
      return from <= to;
    case ts.SyntaxKind.GreaterThanToken:
      return from > to;
    case ts.SyntaxKind.GreaterThanEqualsToken:
      return from >= to;
    default:
      return false;
  }
}

/** Where a function is certainly called from, if those places run. */
function sitesOf(body: Body, fn: ts.SignatureDeclaration): ts.Node[] {
  const { ts, root } = body;
  const isPromise = (ts.getCombinedModifierFlags(fn) & ts.ModifierFlags.Async) !== 0;
  const accept = (site: ts.Node | undefined): ts.Node[] =>
    site !== undefined && (!isPromise || isSettled(body, site)) ? [site] : [];
  const outer = outermost(ts, fn);
  const { parent } = outer;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return accept(callerOf(body, parent, outer));
  const isNamed = ts.isFunctionDeclaration(fn) || ts.isVariableDeclaration(parent);
  if (!isNamed) return [];
  const declaration: ts.Node = ts.isFunctionDeclaration(fn) ? fn : parent;
  const sites: ts.Node[] = [];
  findFirst(ts, root, (node) => {
    const isUse = ts.isIdentifier(node) && body.declarationOf(node) === declaration;
    if (isUse && (ts.isCallExpression(node.parent) || ts.isNewExpression(node.parent))) {
      sites.push(...accept(callerOf(body, node.parent, node)));
    }
    return undefined;
  });
  return sites;
}

const eager = new Set(['forEach', 'map', 'flatMap', 'every', 'some', 'filter', 'find']);

/** The call that certainly runs `fn`, given the call that it is the callee or an argument of. */
function callerOf(body: Body, call: ts.CallExpression | ts.NewExpression, fn: ts.Node): ts.Node | undefined {
  const { ts } = body;
  const callee = bare(ts, call.expression);
  if (call.expression === fn) return call;
  if (ts.isNewExpression(call)) return callee.getText() === 'Promise' ? call : undefined;
  const name = callee.getText();
  if (/^fc\.(?:property|asyncProperty)$/.test(name)) return assertOf(body, call);
  if (ts.isPropertyAccessExpression(callee)) {
    const member = callee.name.text;
    if (eager.has(member) && isFilled(body, callee.expression)) return call;
    if (member === 'then' && call.arguments[0] === fn && isSettled(body, call)) return call;
  }
  if (name === 'Array.from' && call.arguments[0] !== undefined && isFilled(body, call.arguments[0]))
    return call;
  // Helpers of test libraries, such as `act` and `waitFor`, run what they are given; the host's code need not.
  const root = rootName(ts, callee);
  const isLibrary = root !== undefined && root.text !== 'fc' && body.declarationOf(root) === undefined;
  return isLibrary && body.imports.get(root.text) === 'package' ? call : undefined;
}

/** The `fc.assert(...)` around a property, awaited when the property is asynchronous. */
function assertOf(body: Body, property: ts.CallExpression): ts.Node | undefined {
  const { ts } = body;
  const { parent } = outermost(ts, property);
  if (!ts.isCallExpression(parent) || parent.expression.getText() !== 'fc.assert') return undefined;
  const isAsync = property.expression.getText() === 'fc.asyncProperty';
  return !isAsync || isSettled(body, parent) ? parent : undefined;
}
