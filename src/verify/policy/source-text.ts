/** Checks that a test does not read the source text of what it tests: that says nothing about what the code does. */
import type { ts } from 'ts-morph';
import { bare, cite, findFirst, type Body, type Refusal } from './body.js';

/** The first place that turns the tested function into text. @param target the id of the target */
export function refuseSourceText(body: Body, target: string): Refusal | undefined {
  const { ts, root, imports } = body;
  const name = target.slice(target.indexOf('#') + 1);
  const isTarget = (node: ts.Expression): boolean => {
    const plain = bare(ts, node);
    return ts.isIdentifier(plain) && plain.text === name && imports.get(name) === 'file';
  };
  return findFirst(ts, root, (node) =>
    textsOf(ts, node).some(isTarget)
      ? { node, words: `"${cite(node)}" reads the text of the code and not what it does` }
      : undefined,
  );
}

/** The expressions that a node turns into text. */
function textsOf(ts: Body['ts'], node: ts.Node): ts.Expression[] {
  if (ts.isTemplateSpan(node)) return [node.expression];
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return [node.left, node.right];
  if (!ts.isCallExpression(node)) return [];
  const callee = bare(ts, node.expression);
  if (ts.isIdentifier(callee) && callee.text === 'String') return node.arguments.slice(0, 1);
  const isToString = ts.isPropertyAccessExpression(callee) && callee.name.text === 'toString';
  return isToString ? [callee.expression] : [];
}
