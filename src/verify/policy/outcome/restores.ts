/** Checks that a test puts back what it changes for all: spies and the clock. */
import type { ts } from 'ts-morph';
import { bare, cite, findFirst, rootName, type Body, type Refusal } from '../body.js';
import { certainlyRuns } from './certainty.js';

/** The first spy or stopped clock that the test leaves to whatever runs after it, or undefined. */
export function refuseLeaving(body: Body): Refusal | undefined {
  const { ts, root } = body;
  return findFirst(ts, root, (node) => {
    if (!ts.isCallExpression(node)) return undefined;
    const name = node.expression.getText();
    if (name === 'jest.useFakeTimers' && !restores(body, node, /^jest\.useRealTimers$/)) {
      return { node, words: `"${cite(node)}" without a jest.useRealTimers() that certainly follows` };
    }
    if (name !== 'jest.spyOn' || isOwnObject(body, node.arguments[0])) return undefined;
    const spy = nameOfSpy(body, node);
    const ways = spy === undefined ? 'jest\\.restoreAllMocks' : `jest\\.restoreAllMocks|${spy}\\.mockRestore`;
    if (restores(body, node, new RegExp(`^(?:${ways})$`))) return undefined;
    const remedy = spy === undefined ? 'jest.restoreAllMocks()' : `${spy}.mockRestore()`;
    return { node, words: `"${cite(node)}" without a ${remedy} that certainly follows` };
  });
}

/** Whether a call of such a name certainly runs behind a place. */
function restores(body: Body, behind: ts.Node, name: RegExp): boolean {
  const { ts, root } = body;
  const call = findFirst(ts, root, (node) => {
    const isIt = ts.isCallExpression(node) && name.test(node.expression.getText());
    return isIt && node.pos > behind.pos && certainlyRuns(body, node, { isCounted: false })
      ? { node, words: '' }
      : undefined;
  });
  return call !== undefined;
}

/** Objects that the test made itself go away with it. */
function isOwnObject(body: Body, object: ts.Expression | undefined): boolean {
  const { ts } = body;
  const root = object && rootName(ts, object);
  const declaration = root && body.declarationOf(root);
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return false;
  const initial = declaration.initializer && bare(ts, declaration.initializer);
  return initial !== undefined && (ts.isObjectLiteralExpression(initial) || ts.isNewExpression(initial));
}

/** The variable that holds a spy, however many calls configure it first. */
function nameOfSpy({ ts }: Body, call: ts.Node): string | undefined {
  let node = call;
  while (ts.isPropertyAccessExpression(node.parent) || ts.isCallExpression(node.parent)) {
    if (ts.isCallExpression(node.parent) && node.parent.expression !== node) return undefined;
    node = node.parent;
  }
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name.text;
  const isAssigned = ts.isBinaryExpression(parent) && parent.right === node && ts.isIdentifier(parent.left);
  return isAssigned ? parent.left.getText() : undefined;
}
