/** Checks that a test asserts something: with a matcher, awaited, able to fail, and certain to run. */
import type { ts } from 'ts-morph';
import { bare, cite, findFirst, isGlobal, rootName, type Body, type Refusal } from '../body.js';
import { chainModifiers } from '../names.js';
import { fastCheckMember } from './laws.js';
import { isSettled, outermost } from './promises.js';
import { certainlyRuns } from './certainty.js';

/** `expect(actual).not.toBe(expected)`, taken apart. */
interface Assertion {
  /** The call of the matcher. */
  call: ts.CallExpression;
  actual: ts.Expression | undefined;
  modifiers: string[];
  matcher: string;
}

/** The first thing wrong with what the test asserts, or undefined. */
export function refuseAssertions(body: Body): Refusal | undefined {
  const { ts, root } = body;
  const assertions: Assertion[] = [];
  const found = findFirst(ts, root, (node) => {
    if (!isExpectCall(body, node)) return undefined;
    const assertion = readAssertion(ts, node);
    if (assertion === undefined)
      return { node, words: `"${cite(node)}" without a call of a matcher asserts nothing` };
    assertions.push(assertion);
    return refuseAssertion(body, assertion);
  });
  const refusal = found ?? refuseFloating(body);
  if (refusal !== undefined) return refusal;
  const calls = [...assertions.map(({ call }) => call), ...otherAssertions(body)];
  const [first] = calls;
  if (first === undefined) return { node: root, words: 'the test has no expect(...) with a matcher' };
  const isCounted = countsAssertions(body);
  if (calls.some((call) => certainlyRuns(body, call, { isCounted }))) return undefined;
  return {
    node: first,
    words: 'every expectation stands where it may never run, or where its failure is caught',
  };
}

/** Assertions without an expect: by Node's own module, and laws whose answer is their outcome. */
function otherAssertions(body: Body): ts.CallExpression[] {
  const { ts, root } = body;
  const found: ts.CallExpression[] = [];
  findFirst(ts, root, (node) => {
    if (ts.isCallExpression(node) && (isNodeAssertion(body, node) || isAnsweringLaw(body, node)))
      found.push(node);
    return undefined;
  });
  return found;
}

const isNodeAssertion = (body: Body, { expression }: ts.CallExpression): boolean => {
  const root = rootName(body.ts, expression);
  return root !== undefined && /^assert(?:\/strict)?$/.test(body.builtins.get(root.text)?.module ?? '');
};

/** Whether a call judges its first argument: `expect(…)`, an assertion of Node's, or one of chai's. */
export function isJudging(body: Body, node: ts.Node): node is ts.CallExpression {
  if (!body.ts.isCallExpression(node)) return false;
  const { expression } = node;
  if (isExpectCall(body, node) || isNodeAssertion(body, node)) return true;
  const root = rootName(body.ts, expression);
  return root !== undefined && body.packages.get(root.text)?.name === 'chai';
}

/** `fc.assert(fc.property(…, (n) => f(n) === n))`: it gives an answer that is not written in the test. */
function isAnsweringLaw(body: Body, call: ts.CallExpression): boolean {
  const { ts } = body;
  const [law] = call.arguments;
  if (fastCheckMember(body, call.expression) !== 'assert' || law === undefined) return false;
  const property = bare(ts, law);
  const predicate = ts.isCallExpression(property) ? property.arguments.at(-1) : undefined;
  const fn = predicate && bare(ts, predicate);
  if (fn === undefined || !(ts.isArrowFunction(fn) || ts.isFunctionExpression(fn))) return false;
  if (!ts.isBlock(fn.body)) return !isConstant(body, fn.body);
  const last = fn.body.statements.at(-1);
  const answer = last !== undefined && ts.isReturnStatement(last) ? last.expression : undefined;
  return answer !== undefined && !isConstant(body, answer);
}

function isExpectCall(body: Body, node: ts.Node): node is ts.CallExpression {
  const { ts } = body;
  return (
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'expect' &&
    isGlobal(body, node.expression)
  );
}

function readAssertion(ts: Body['ts'], expectCall: ts.CallExpression): Assertion | undefined {
  const modifiers: string[] = [];
  let link: ts.Node = outermost(ts, expectCall);
  while (ts.isPropertyAccessExpression(link.parent) && link.parent.expression === link) {
    const access = link.parent;
    const name = access.name.text;
    link = outermost(ts, access);
    if (chainModifiers.has(name)) {
      modifiers.push(name);
      continue;
    }
    const call = link.parent;
    const isMatcher = /^(?:to[A-Z]|nth[A-Z]|last[A-Z])/.test(name) && !/^to(?:Locale)?String$/.test(name);
    if (!isMatcher || !ts.isCallExpression(call) || call.expression !== link) return undefined;
    return { call, actual: expectCall.arguments[0], modifiers, matcher: name };
  }
  return undefined;
}

function refuseAssertion(body: Body, assertion: Assertion): Refusal | undefined {
  const { call: node, modifiers, matcher, actual } = assertion;
  if (/snapshot/i.test(matcher))
    return { node, words: `"${matcher}" compares with a file that no one has read` };
  if (actual === undefined) return { node, words: 'expect() is given nothing' };
  const isPromise = modifiers.includes('resolves') || modifiers.includes('rejects');
  if (isPromise && !isSettled(body, node)) {
    return { node, words: `"${cite(node)}" is neither awaited nor returned` };
  }
  return isTautology(body, assertion)
    ? { node, words: `"${cite(node)}" cannot depend on the code` }
    : undefined;
}

/** Literals on both sides, or the same name on both. */
function isTautology(body: Body, { call, actual, matcher }: Assertion): boolean {
  const { ts } = body;
  if (actual === undefined) return false;
  if (isConstant(body, actual) && call.arguments.every((argument) => isConstant(body, argument))) return true;
  const [expected] = call.arguments;
  if (!/^to(?:Be|Equal|StrictEqual)$/.test(matcher) || expected === undefined) return false;
  return isPath(ts, bare(ts, actual)) && sameText(ts, actual, expected);
}

const sameText = (ts: Body['ts'], a: ts.Expression, b: ts.Expression): boolean =>
  bare(ts, a).getText().replaceAll(/\s/g, '') === bare(ts, b).getText().replaceAll(/\s/g, '');

/** A name, or members of a name read with dots: nothing in it is computed. */
const isPath = (ts: Body['ts'], node: ts.Expression): boolean =>
  ts.isIdentifier(node) || (ts.isPropertyAccessExpression(node) && isPath(ts, bare(ts, node.expression)));

/** Whether a value is written in the test itself; a `const` counts only for values that nothing can change. */
function isConstant(body: Body, value: ts.Expression): boolean {
  const { ts } = body;
  const node = bare(ts, value);
  if (isPrimitive(ts, node)) return true;
  if (ts.isArrayLiteralExpression(node)) return node.elements.every((element) => isConstant(body, element));
  if (ts.isObjectLiteralExpression(node)) {
    return node.properties.every(
      (property) => ts.isPropertyAssignment(property) && isConstant(body, property.initializer),
    );
  }
  if (!ts.isIdentifier(node)) return false;
  const declaration = body.declarationOf(node);
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return false;
  const isConst = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  return (
    isConst && declaration.initializer !== undefined && isPrimitive(ts, bare(ts, declaration.initializer))
  );
}

const isPrimitive = (ts: Body['ts'], node: ts.Expression): boolean =>
  ts.isLiteralExpression(node) ||
  node.kind === ts.SyntaxKind.TrueKeyword ||
  node.kind === ts.SyntaxKind.FalseKeyword ||
  node.kind === ts.SyntaxKind.NullKeyword ||
  (ts.isIdentifier(node) && /^(?:undefined|NaN|Infinity)$/.test(node.text)) ||
  (ts.isPrefixUnaryExpression(node) && isPrimitive(ts, bare(ts, node.operand)));

/** Promises that carry expectations and that nobody waits for: they would fail after the test has passed. */
function refuseFloating(body: Body): Refusal | undefined {
  const { ts, root } = body;
  return findFirst(ts, root, (node) => {
    if (!ts.isExpressionStatement(node)) return undefined;
    const call = discarded(ts, node.expression);
    if (!ts.isCallExpression(call) || !makesPromise(body, call)) return undefined;
    const asserts = findFirst(ts, call, (inner) =>
      isExpectCall(body, inner) ? { node: inner, words: '' } : undefined,
    );
    const isOwnFunction =
      ts.isIdentifier(call.expression) && body.declarationOf(call.expression) !== undefined;
    if (asserts === undefined && !isOwnFunction && !isNodeAssertion(body, call)) return undefined;
    return { node, words: `"${cite(call)}" is neither awaited nor returned` };
  });
}

/** The value that a statement throws away, also behind `void` or as the first of a list. */
function discarded(ts: Body['ts'], expression: ts.Expression): ts.Expression {
  const node = bare(ts, expression);
  if (ts.isVoidExpression(node)) return discarded(ts, node.expression);
  const [first] = ts.isArrayLiteralExpression(node) ? node.elements : [];
  return first === undefined ? node : discarded(ts, first);
}

function makesPromise(body: Body, call: ts.CallExpression): boolean {
  const { ts } = body;
  const callee = bare(ts, call.expression);
  if (ts.isArrowFunction(callee) || ts.isFunctionExpression(callee)) return isAsync(ts, callee);
  if (ts.isIdentifier(callee)) {
    if (callee.text === 'waitFor' && body.imports.get('waitFor') === 'package') return true;
    const declaration = body.declarationOf(callee);
    if (declaration === undefined) return false;
    if (ts.isFunctionDeclaration(declaration)) return isAsync(ts, declaration);
    const initial = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    return initial !== undefined && ts.isArrowFunction(initial) && isAsync(ts, initial);
  }
  if (!ts.isPropertyAccessExpression(callee)) return false;
  if (isNodeAssertion(body, call)) return /^(?:rejects|doesNotReject)$/.test(callee.name.text);
  if (['then', 'catch', 'finally'].includes(callee.name.text)) return true;
  if (callee.getText() === 'fc.assert') return /\bfc\s*\.\s*asyncProperty\b/.test(call.getText());
  return /^Promise\.(?:all|allSettled|any|race)$/.test(callee.getText());
}

const isAsync = (ts: Body['ts'], node: ts.FunctionLikeDeclaration): boolean =>
  (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Async) !== 0;

/** Whether `expect.assertions(n)` or `expect.hasAssertions()` makes the test fail when an expectation does not run. */
function countsAssertions({ ts, statements }: Body): boolean {
  return statements.some((statement) => {
    if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return false;
    const { expression, arguments: args } = statement.expression;
    const name = expression.getText();
    return (
      name === 'expect.hasAssertions' ||
      (name === 'expect.assertions' && /^[1-9]/.test(args[0]?.getText() ?? ''))
    );
  });
}
