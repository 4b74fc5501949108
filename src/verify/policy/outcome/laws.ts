/** Checks that laws are asserted, and by fast-check's own reporter. */
import type { ts } from 'ts-morph';
import { bare, cite, findFirst, type Body, type Refusal } from '../body.js';
import { outermost } from './promises.js';

/** The exported name of fast-check that an expression refers to. */
export function fastCheckMember({ ts, packages }: Body, node: ts.Expression): string | undefined {
  const callee = bare(ts, node);
  const isMember = ts.isPropertyAccessExpression(callee);
  const local = isMember ? bare(ts, callee.expression) : callee;
  if (!ts.isIdentifier(local)) return undefined;
  const imported = packages.get(local.text);
  if (imported?.name !== 'fast-check') return undefined;
  return isMember ? callee.name.text : (imported.member ?? undefined);
}

/** The first law that is not asserted, or whose failure might not show. */
export function refuseLaws(body: Body): Refusal | undefined {
  const { ts, root } = body;
  return findFirst(ts, root, (node) => {
    if (!ts.isCallExpression(node)) return undefined;
    switch (fastCheckMember(body, node.expression)) {
      case 'check':
      case 'configureGlobal':
      case 'resetConfigureGlobal':
        return { node, words: `"${cite(node)}" asserts nothing: assert the law` };
      case 'assert':
        return isPlainlyReported(body, node.arguments[1])
          ? undefined
          : { node, words: `"${cite(node)}" may hide its failure, or is hardly tried` };
      case 'property':
      case 'asyncProperty':
        if (node.arguments.slice(0, -1).every((arbitrary) => isFixed(body, arbitrary)))
          return { node, words: `"${cite(node)}" is no law: it draws one value only` };
        return isAsserted(body, node) ? undefined : { node, words: `"${cite(node)}" is asserted nowhere` };
      default:
        return undefined;
    }
  });
}

/** Whether an arbitrary draws one value only: a constant, or a tuple or record of them. */
function isFixed(body: Body, arbitrary: ts.Expression): boolean {
  const { ts } = body;
  const node = bare(ts, arbitrary);
  if (!ts.isCallExpression(node)) return false;
  const { arguments: parts } = node;
  switch (fastCheckMember(body, node.expression)) {
    case 'constant':
      return true;
    case 'constantFrom':
      return parts.length === 1 && parts.every((part) => !ts.isSpreadElement(part));
    case 'tuple':
      return parts.every((part) => isFixed(body, part));
    case 'record': {
      const [model] = parts;
      return (
        model !== undefined &&
        ts.isObjectLiteralExpression(model) &&
        model.properties.every(
          (property) => ts.isPropertyAssignment(property) && isFixed(body, property.initializer),
        )
      );
    }
    default:
      return false;
  }
}

/** Options with which a law may pass although it was hardly tried. */
const shortening = /reporter|path|timeLimit|interrupt|skip/i;

const isTriedOnce = (ts: Body['ts'], property: ts.ObjectLiteralElementLike): boolean =>
  ts.isPropertyAssignment(property) &&
  property.name.getText() === 'numRuns' &&
  /^[01]$/.test(property.initializer.getText());

/** Whether the options of `fc.assert` are written out, and none of them hides a failure or cuts the law short. */
function isPlainlyReported(body: Body, options: ts.Expression | undefined): boolean {
  const { ts } = body;
  const node = options && bare(ts, options);
  if (node === undefined) return true;
  if (ts.isIdentifier(node)) {
    const declaration = body.declarationOf(node);
    return (
      declaration !== undefined &&
      ts.isVariableDeclaration(declaration) &&
      declaration.initializer !== undefined &&
      isPlainlyReported(body, declaration.initializer)
    );
  }
  return (
    ts.isObjectLiteralExpression(node) &&
    node.properties.every(
      (property) =>
        property.name !== undefined &&
        !ts.isComputedPropertyName(property.name) &&
        !shortening.test(property.name.getText()) &&
        !isTriedOnce(ts, property),
    )
  );
}

/** Whether a law, or the variable that holds it, is given to `fc.assert`. */
function isAsserted(body: Body, law: ts.CallExpression): boolean {
  const { ts, root } = body;
  let node: ts.Node = outermost(ts, law);
  while (ts.isPropertyAccessExpression(node.parent) && ts.isCallExpression(node.parent.parent))
    node = outermost(ts, node.parent.parent);
  const { parent } = node;
  if (isAssertOf(body, parent, node)) return true;
  if (!ts.isVariableDeclaration(parent)) return false;
  const use = findFirst(ts, root, (name) =>
    ts.isIdentifier(name) && body.declarationOf(name) === parent && isAssertOf(body, name.parent, name)
      ? { node: name, words: '' }
      : undefined,
  );
  return use !== undefined;
}

const isAssertOf = (body: Body, call: ts.Node, law: ts.Node): boolean =>
  body.ts.isCallExpression(call) &&
  call.arguments[0] === law &&
  fastCheckMember(body, call.expression) === 'assert';
