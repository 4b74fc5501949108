/** Finds where the value of a name in the source comes from. */
import { ts } from 'ts-morph';
import { bare } from './bare.js';

const { SyntaxKind } = ts;

function scopeOf(node: ts.Node): ts.SignatureDeclaration | ts.SourceFile {
  let at = node.parent;
  while (!ts.isSourceFile(at) && !ts.isFunctionLike(at)) at = at.parent;
  return at;
}

/** The parameter of a function around the node that this name means. */
export function parameterOf(node: ts.Identifier): ts.ParameterDeclaration | null {
  for (let at = scopeOf(node); !ts.isSourceFile(at); at = scopeOf(at)) {
    const found = at.parameters.find(({ name }) => ts.isIdentifier(name) && name.text === node.text);
    if (found) return found;
  }
  return null;
}

const transparent = new Set(['trim', 'toLowerCase', 'toUpperCase', 'String', 'Number']);

/** `x || {}`, `String(x).trim()`: the same thing to a reader. */
function isStill(value: ts.Expression, name: string): boolean {
  const node = bare(value);
  if (ts.isIdentifier(node)) return node.text === name;
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const isDefault = kind === SyntaxKind.BarBarToken || kind === SyntaxKind.QuestionQuestionToken;
    return isDefault && isStill(node.left, name);
  }
  if (!ts.isCallExpression(node)) return false;
  const callee = bare(node.expression);
  if (ts.isPropertyAccessExpression(callee))
    return transparent.has(callee.name.text) && isStill(callee.expression, name);
  const [first] = node.arguments;
  return ts.isIdentifier(callee) && transparent.has(callee.text) && !!first && isStill(first, name);
}

const isAssignment = (kind: ts.SyntaxKind): boolean =>
  kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;

/** Whether a node gives the name another value. */
function changes(node: ts.Node, name: string): boolean {
  if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) {
    const target = bare(node.left);
    if (!ts.isIdentifier(target) || target.text !== name) return false;
    return node.operatorToken.kind !== SyntaxKind.EqualsToken || !isStill(node.right, name);
  }
  const isStep = ts.isPostfixUnaryExpression(node) || ts.isPrefixUnaryExpression(node);
  const isCounted =
    isStep && (node.operator === SyntaxKind.PlusPlusToken || node.operator === SyntaxKind.MinusMinusToken);
  return isCounted && ts.isIdentifier(node.operand) && node.operand.text === name;
}

/** Whether the name is given another value in a function, up to a position. */
function isChanged(scope: ts.Node, name: string, end: number): boolean {
  const visit = (node: ts.Node): boolean =>
    (node.pos < end && changes(node, name)) ||
    (ts.forEachChild(node, (child) => visit(child) || undefined) ?? false);
  return visit(scope);
}

/** Whether a parameter no longer has the value that the caller gave it. */
export const isChangedBefore = (node: ts.Identifier): boolean =>
  isChanged(parameterOf(node)?.parent ?? scopeOf(node), node.text, node.pos);

/** The declarations of variables that a block or file holds directly. */
const declarationsIn = (block: ts.BlockLike): ts.VariableDeclaration[] =>
  block.statements.filter(ts.isVariableStatement).flatMap((s) => [...s.declarationList.declarations]);

const bindsByPattern = ({ name }: { name: ts.BindingName }, wanted: string): boolean =>
  ts.isObjectBindingPattern(name) &&
  name.elements.some((element) => ts.isIdentifier(element.name) && element.name.text === wanted);

/** The initialiser of a variable that is assigned once: `const hit = pattern.exec(text)`. */
export function originOf(node: ts.Expression): ts.Expression | null {
  if (!ts.isIdentifier(node) || parameterOf(node)) return null;
  for (let at: ts.Node = node; ; at = at.parent) {
    if (ts.isBlock(at) || ts.isSourceFile(at)) {
      const found = declarationsIn(at).find(({ name }) => ts.isIdentifier(name) && name.text === node.text);
      if (found)
        return found.initializer && !isChanged(scopeOf(found), node.text, Infinity)
          ? bare(found.initializer)
          : null;
    }
    if (ts.isSourceFile(at)) return null;
  }
}

/** Whether a name was taken out of an argument: `{ strict }`. */
export function isTakenOut(node: ts.Identifier): boolean {
  for (let at: ts.Node = node; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isFunctionLike(at) && at.parameters.some((param) => bindsByPattern(param, node.text))) return true;
    const found = ts.isBlock(at) && declarationsIn(at).find((one) => bindsByPattern(one, node.text));
    if (found) return isOfArgument(found.initializer);
  }
  return false;
}

/** `options`, `options || {}`, `this.options`. */
function isOfArgument(value: ts.Expression | undefined): boolean {
  if (!value) return false;
  const node = bare(value);
  if (ts.isBinaryExpression(node)) return isOfArgument(node.left);
  if (ts.isPropertyAccessExpression(node)) return isOfArgument(node.expression);
  return node.kind === SyntaxKind.ThisKeyword || (ts.isIdentifier(node) && parameterOf(node) !== null);
}
