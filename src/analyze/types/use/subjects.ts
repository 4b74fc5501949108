/** Finds where a function's code uses a value, under all names that it gets there. */
import { ts } from 'ts-morph';
import { isFunction } from '../../modules/syntax.js';

/** The texts that refer to the value in the code: its name, or a member chain such as `options.depth`. */
export type Subjects = Set<string>;

/** A name, or a chain of members that begins with a name or with `this`; null for other expressions. */
export function subjectText(node: ts.Node): string | null {
  if (ts.isIdentifier(node)) return node.text;
  if (node.kind === ts.SyntaxKind.ThisKeyword) return 'this';
  if (!ts.isPropertyAccessExpression(node)) return null;
  const holder = subjectText(node.expression);
  return holder === null ? null : `${holder}.${node.name.text}`;
}

/** Whether an inner function has a parameter of that name, so that the name means something else in it. */
const shadows = (node: ts.Node, subjects: Subjects): boolean =>
  isFunction(node) &&
  node.parameters.some(({ name }) => ts.isIdentifier(name) && subjects.has(name.text) && subjects.size > 0);

/** Whether an expression has a second value for when the first is missing. */
export const isFallback = ({ operatorToken: { kind } }: ts.BinaryExpression): boolean =>
  kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken;

function addAlias(node: ts.Node, subjects: Subjects): void {
  if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name) || node.initializer === undefined)
    return;
  const { initializer } = node;
  const source =
    ts.isBinaryExpression(initializer) && isFallback(initializer) ? initializer.left : initializer;
  const text = subjectText(source);
  if (text !== null && subjects.has(text)) subjects.add(node.name.text);
}

function isSubject(node: ts.Node, subjects: Subjects): node is ts.Expression {
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return false;
  const { parent } = node;
  const isName =
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isParameter(parent) && parent.name === node);
  const text = isName ? null : subjectText(node);
  return text !== null && subjects.has(text);
}

/** Whether a value is given to the name there, rather than used. */
const isAssigned = (node: ts.Node): boolean =>
  (ts.isBinaryExpression(node.parent) &&
    node.parent.left === node &&
    node.parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) ||
  (ts.isVariableDeclaration(node.parent) && node.parent.name === node);

/** Calls back with each use of the subjects in the code, in its order. */
export function visitUses(body: ts.Node, subjects: Subjects, onUse: (node: ts.Expression) => void): void {
  const visit = (node: ts.Node): void => {
    if (shadows(node, subjects)) return;
    addAlias(node, subjects);
    if (isSubject(node, subjects)) {
      if (!isAssigned(node)) onUse(node);
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(body);
}
