/** Finds parameters that a function reads through `arguments`, as compiled code does where the source had defaults. */
import { ts } from 'ts-morph';
import type { Parameter, TypeShape } from '../../domain/type-shape.js';
import type { Callees } from './use/callees.js';
import { inferVariable } from './use/infer-from-use.js';
import type { FunctionNode } from '../modules/module-values.js';
import { isFunction } from '../modules/syntax.js';
import { makeUnion } from './merge-shapes.js';

interface LateRead {
  index: number;
  name: string;
  initializer: ts.Expression;
}

/** The index of the first `arguments[index]` in an expression. */
function readIndex(node: ts.Node): number | undefined {
  if (
    ts.isElementAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'arguments' &&
    ts.isNumericLiteral(node.argumentExpression)
  )
    return Number(node.argumentExpression.text);
  if (isFunction(node) && !ts.isArrowFunction(node)) return undefined;
  return ts.forEachChild(node, readIndex);
}

/** Variables of the function's own body that hold one of its arguments. */
function lateReads(body: ts.Node): LateRead[] {
  const found: LateRead[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunction(node) && !ts.isArrowFunction(node)) return;
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer !== undefined) {
      const index = readIndex(node.initializer);
      if (index !== undefined) found.push({ index, name: node.name.text, initializer: node.initializer });
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  return found;
}

/** The fallback for an omitted argument: `c` of `a ? b : c`, `b` of `a || b`. */
function fallbackOf(node: ts.Expression): ts.Expression | null {
  if (ts.isParenthesizedExpression(node)) return fallbackOf(node.expression);
  if (ts.isConditionalExpression(node)) return node.whenFalse;
  const isEither =
    ts.isBinaryExpression(node) &&
    (node.operatorToken.kind === ts.SyntaxKind.BarBarToken ||
      node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken);
  return isEither ? node.right : null;
}

function shapeOfFallback(node: ts.Expression | null): TypeShape {
  switch (node?.kind) {
    case ts.SyntaxKind.StringLiteral:
      return { kind: 'string' };
    case ts.SyntaxKind.NumericLiteral:
      return { kind: 'number' };
    case ts.SyntaxKind.TrueKeyword:
    case ts.SyntaxKind.FalseKeyword:
      return { kind: 'boolean' };
    case ts.SyntaxKind.ArrayLiteralExpression:
      return { kind: 'array', of: { kind: 'unknown' } };
    case ts.SyntaxKind.ObjectLiteralExpression:
      return { kind: 'object', properties: [] };
    default:
      return { kind: 'unknown' };
  }
}

function typeOf({ name, initializer }: LateRead, node: FunctionNode, callees: Callees): TypeShape {
  const inferred = inferVariable(name, node, callees);
  const fallback = shapeOfFallback(fallbackOf(initializer));
  if (fallback.kind === 'unknown' || fallback.kind === inferred.kind) return inferred;
  return inferred.kind === 'unknown' ? fallback : makeUnion([fallback, inferred]);
}

/** The parameters behind the declared ones, as far as they follow each other; all of them may be left out. */
export function lateParameters(node: FunctionNode, declared: number, callees: Callees): Parameter[] {
  if (node.body === undefined || ts.isArrowFunction(node)) return [];
  const reads = lateReads(node.body);
  const late: Parameter[] = [];
  for (let index = declared; ; index++) {
    const read = reads.find((other) => other.index === index);
    if (read === undefined) return late;
    const type = typeOf(read, node, callees);
    late.push({ name: read.name, type, declared: null, optional: true, rest: false });
  }
}
