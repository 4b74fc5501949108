/** Finds in the source which condition leads to a branch path, and how much it says about the end of a call. */
import { originalPositionFor, type SourceMapInput, TraceMap } from '@jridgewell/trace-mapping';
import { ts } from 'ts-morph';
import type { BranchPlace } from '../../notation/explore-line.js';

/** The facts about the explored file that titles use. */
export interface SourceView {
  source: ts.SourceFile;
  branches: Record<string, BranchPlace>;
  map: TraceMap | null;
}

/** The lines of a target: conditions in titles come from them. */
export interface LineRange {
  first: number;
  last: number;
}

/** A condition that holds, or does not, when a branch path is taken. */
export interface Condition {
  test: ts.Expression;
  isTrue: boolean;
  /** For a case of a `switch` or a default: what `test` is equal to or lacks. */
  relation: 'holds' | 'equals' | 'nullish' | 'left-out';
  value: ts.Expression | null;
  /** Higher says more about what comes out in the end. */
  weight: number;
  position: number;
}

/** The weight of a condition behind which the code throws. */
export const THROWS = 120;

export function createSourceView(
  text: string,
  branches: Record<string, BranchPlace>,
  sourceMap: unknown,
): SourceView {
  return {
    source: ts.createSourceFile('source.tsx', text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX),
    branches,
    map: sourceMap ? new TraceMap(sourceMap as SourceMapInput) : null,
  };
}

interface SourcePlace {
  line: number;
  column: number;
}

function toSource(view: SourceView, place: SourcePlace): SourcePlace | null {
  if (!view.map) return place;
  const found = originalPositionFor(view.map, place);
  return found.line === null ? null : { line: found.line, column: found.column };
}

const kinds: Record<string, (node: ts.Node) => boolean> = {
  if: ts.isIfStatement,
  'cond-expr': ts.isConditionalExpression,
  switch: ts.isSwitchStatement,
  'binary-expr': (node) => ts.isBinaryExpression(node) && isLogical(node.operatorToken.kind),
  'default-arg': (node) => ts.isParameter(node) || ts.isBindingElement(node),
};

const isLogical = (kind: ts.SyntaxKind): boolean =>
  kind === ts.SyntaxKind.BarBarToken ||
  kind === ts.SyntaxKind.AmpersandAmpersandToken ||
  kind === ts.SyntaxKind.QuestionQuestionToken;

/** The outermost node of a kind that begins at a position. */
function nodeAt(view: SourceView, place: SourcePlace, isKind: (node: ts.Node) => boolean): ts.Node | null {
  const { source } = view;
  const starts = source.getLineStarts();
  const start = starts[place.line - 1];
  if (start === undefined) return null;
  const position = start + place.column;
  const visit = (node: ts.Node): ts.Node | null => {
    if (node.end <= position || node.getStart(source) > position) return null;
    if (node.getStart(source) === position && isKind(node)) return node;
    return ts.forEachChild(node, visit) ?? null;
  };
  return visit(source);
}

/** Whether control leaves the function at the end of a statement, and how. */
function exitOf(statement: ts.Statement | undefined): 'return' | 'throw' | null {
  if (!statement) return null;
  if (ts.isReturnStatement(statement)) return 'return';
  if (ts.isThrowStatement(statement)) return 'throw';
  return ts.isBlock(statement) ? exitOf(statement.statements.at(-1)) : null;
}

const isReturned = (node: ts.Node): boolean => {
  let at = node.parent;
  while (ts.isParenthesizedExpression(at) || ts.isConditionalExpression(at)) at = at.parent;
  return ts.isReturnStatement(at) || ts.isArrowFunction(at);
};

/** The statement after this one in its block. */
function nextOf(node: ts.Statement): ts.Statement | undefined {
  const { parent } = node;
  if (!ts.isBlock(parent) && !ts.isSourceFile(parent)) return undefined;
  return parent.statements[parent.statements.indexOf(node) + 1];
}

function ofIf(node: ts.IfStatement, path: number): Condition | null {
  const isTrue = path === 0;
  const isPassed = !isTrue && !node.elseStatement;
  const exit = exitOf(isTrue ? node.thenStatement : isPassed ? nextOf(node) : node.elseStatement);
  // Inside a loop, and in a function that is handed on, both paths may be taken in one call.
  if (exit !== 'throw' && isRepeated(node)) return null;
  const other = isTrue ? 60 : isPassed ? 10 : 50;
  const weight = exit === 'throw' ? THROWS : exit === 'return' ? (isPassed ? 80 : 100) : other;
  return holds(node.expression, isTrue, weight);
}

const isLoop = (node: ts.Node): boolean =>
  ts.isForStatement(node) ||
  ts.isForOfStatement(node) ||
  ts.isForInStatement(node) ||
  ts.isWhileStatement(node) ||
  ts.isDoStatement(node);

const isNamedPart = (node: ts.Node): boolean =>
  ts.isFunctionDeclaration(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isConstructorDeclaration(node) ||
  ts.isAccessor(node);

const isHandedOn = (node: ts.Node): boolean =>
  (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) &&
  ts.isCallExpression(node.parent) &&
  node.parent.expression !== node;

function nameOf(node: ts.Node): string | null {
  const owner =
    ts.isArrowFunction(node) || (ts.isFunctionExpression(node) && !node.name) ? node.parent : node;
  if (ts.isBinaryExpression(owner) && ts.isPropertyAccessExpression(owner.left)) return owner.left.name.text;
  const name = (owner as { name?: ts.Node }).name;
  return name && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) ? name.text : null;
}

function callsItself(node: ts.Node): boolean {
  const name = ts.isFunctionLike(node) ? nameOf(node) : null;
  if (name === null) return false;
  const visit = (at: ts.Node): boolean => {
    const callee = ts.isCallExpression(at) ? at.expression : null;
    const called = callee && ts.isPropertyAccessExpression(callee) ? callee.name.text : callee?.getText();
    return called === name || (ts.forEachChild(at, (child) => visit(child) || undefined) ?? false);
  };
  return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
}

/** Whether a node may be reached several times in one call of the function that it is written in. */
function isRepeated(node: ts.Node): boolean {
  let at = node.parent;
  for (; !ts.isSourceFile(at) && !isNamedPart(at); at = at.parent) {
    if (isLoop(at) || isHandedOn(at) || callsItself(at)) return true;
  }
  return callsItself(at);
}

const holds = (test: ts.Expression, isTrue: boolean, weight: number): Condition => ({
  test,
  isTrue,
  relation: 'holds',
  value: null,
  weight,
  position: test.pos,
});

function ofSwitch(node: ts.SwitchStatement, path: number): Condition | null {
  const clause = node.caseBlock.clauses[path];
  if (!clause || !ts.isCaseClause(clause) || isRepeated(node)) return null;
  // Who gets here from the case above may have come for that one.
  const last = node.caseBlock.clauses[path - 1]?.statements.at(-1);
  const isOpen = path > 0 && exitOf(last) === null && !(last && ts.isBreakStatement(last));
  if (isOpen) return null;
  return {
    ...holds(node.expression, true, 100),
    relation: 'equals',
    value: clause.expression,
    position: clause.pos,
  };
}

/** The second operand is looked at when the first did not decide. */
function ofLogical(node: ts.BinaryExpression, path: number): Condition | null {
  if (path !== 1 || isRepeated(node)) return null;
  const { kind } = node.operatorToken;
  const first = holds(node.left, kind === ts.SyntaxKind.AmpersandAmpersandToken, 15);
  return kind === ts.SyntaxKind.QuestionQuestionToken
    ? { ...first, isTrue: true, relation: 'nullish' }
    : first;
}

function ofDefault(node: ts.ParameterDeclaration | ts.BindingElement): Condition | null {
  if (!ts.isIdentifier(node.name)) return null;
  return { ...holds(node.name, true, 12), relation: 'left-out' };
}

/** The condition under which a counter like `b3.0` is hit, or null when there is none that words can express. */
export function conditionOf(view: SourceView, counter: string, range: LineRange | null): Condition | null {
  const match = /^b(\d+)\.(\d+)$/.exec(counter);
  const branch = match ? view.branches[match[1] ?? ''] : undefined;
  const isKind = kinds[branch?.type ?? ''];
  if (!match || !branch || !isKind) return null;
  const place = toSource(view, branch);
  if (!place || (range && (place.line < range.first || place.line > range.last))) return null;
  const node = nodeAt(view, place, isKind);
  const path = Number(match[2]);
  if (!node) return null;
  if (ts.isIfStatement(node)) return ofIf(node, path);
  if (ts.isConditionalExpression(node))
    return isRepeated(node) ? null : holds(node.condition, path === 0, isReturned(node) ? 90 : 40);
  if (ts.isSwitchStatement(node)) return ofSwitch(node, path);
  if (ts.isBinaryExpression(node)) return ofLogical(node, path);
  return ts.isParameter(node) || ts.isBindingElement(node) ? ofDefault(node) : null;
}
