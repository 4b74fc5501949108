/** Finds the functions that a target's code makes, such as the middleware that a factory returns, and what they take. */
import { ts } from 'ts-morph';
import type { MadeFunction, Position } from '../../domain/target.js';
import type { FunctionNode } from '../modules/module-values.js';
import { isFunction } from '../modules/syntax.js';
import { readParameters } from '../types/parameters.js';
import type { TargetContext } from './target-context.js';

/** Inferring what one takes walks through its code. */
const maxMade = 40;

/** Functions that only the code itself calls: those for the methods of lists. */
const isForList = ({ parent }: ts.Node): boolean =>
  ts.isCallExpression(parent) &&
  ts.isPropertyAccessExpression(parent.expression) &&
  /^(?:every|filter|find|findIndex|flatMap|forEach|map|reduce|reduceRight|some|sort)$/.test(
    parent.expression.name.text,
  );

/** The functions inside of another that are no units of their own, the outer before the inner. */
function functionsIn(
  owner: FunctionNode | ts.SourceFile,
  isUnit: (node: ts.Node) => boolean,
): FunctionNode[] {
  const found: FunctionNode[] = [];
  const visit = (node: ts.Node): void => {
    if (isUnit(node)) return;
    if (isFunction(node) && node.parameters.length > 0 && !isForList(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(owner, visit);
  return found.slice(0, maxMade);
}

const nameOf = ({ name }: FunctionNode): string =>
  name !== undefined && ts.isIdentifier(name) ? name.text : '';

/** Istanbul does not count the parentheses around an expression. */
function bodyOf({ body }: FunctionNode): ts.Node | undefined {
  let inner: ts.Node | undefined = body;
  while (inner !== undefined && ts.isParenthesizedExpression(inner)) inner = inner.expression;
  return inner;
}

function startOf(node: ts.Node): Position {
  const source = node.getSourceFile();
  const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
  return { line: line + 1, column: character };
}

/** The functions that the code of a unit or module makes, with their parameters as declared or as the code uses them. */
export function madeFunctions(
  owner: FunctionNode | ts.SourceFile,
  { reader, isUnit }: TargetContext,
): MadeFunction[] {
  return functionsIn(owner, isUnit).flatMap((node) => {
    const body = bodyOf(node);
    if (body === undefined) return [];
    const params = readParameters(node, reader);
    return [{ name: nameOf(node), start: startOf(node), body: startOf(body), params }];
  });
}
