/**
 * Marks the functions of a source, so that each can be emptied, and each of its results replaced, while it runs: the
 * extreme mutation of Niedermayr, Juergens and Wagner (CSED 2016), with results of the right type.
 */
import { ts } from 'ts-morph';
import type { Position, SourceRange } from '../../domain/target.js';

export interface MarkedFunction {
  number: number;
  range: SourceRange;
  /** Whether some of its statements give a value; others give nothing on purpose. */
  hasValue: boolean;
}

export interface MarkedSource {
  text: string;
  functions: MarkedFunction[];
  /** The levels at which its parts stand in one another. */
  depth: number;
}

interface Edit {
  at: number;
  text: string;
  isEnd: boolean;
}

type MarkableFunction = ts.FunctionLikeDeclaration & { body: ts.ConciseBody };

const enter = '__nightshiftEnter__';
const exit = '__nightshiftExit__';
const value = '__nightshiftValue__';
const valueType = `declare function ${value}<T>(number: number, value: T): T;`;

/**
 * The source with markers, which {@link openMarkers} turns into code; the text stays as it is where it cannot be read.
 * @param firstNumber the number of the first function, so that those of several files differ
 */
export function markFunctions(name: string, text: string, firstNumber: number): MarkedSource {
  try {
    return mark(name, text, firstNumber);
  } catch (error) {
    // Code that is nested too deeply overflows the stack.
    if (error instanceof RangeError) return { text, functions: [], depth: Infinity };
    throw error;
  }
}

function mark(name: string, text: string, firstNumber: number): MarkedSource {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, scriptKind(name));
  const { parseDiagnostics = [] } = source as { parseDiagnostics?: unknown[] };
  if (parseDiagnostics.length > 0) return { text, functions: [], depth: 0 };
  const edits: Edit[] = [];
  const functions: MarkedFunction[] = [];
  let depth = 0;
  const visitParts = (node: ts.Node, level: number): void => {
    depth = Math.max(depth, level);
    ts.forEachChild(node, (child) => {
      visit(child, level + 1);
    });
  };
  const visit = (node: ts.Node, level: number): void => {
    if (!isMarkable(node)) {
      visitParts(node, level);
      return;
    }
    const number = firstNumber + functions.length;
    const results = resultsOf(node);
    functions.push({ number, range: rangeOf(node, source), hasValue: results.length > 0 });
    markBody(node, number, edits);
    for (const result of results) {
      if (result !== node.body)
        edits.push({ at: result.getStart(source), text: `${value}(${number}, (`, isEnd: false });
    }
    visitParts(node, level);
    for (const result of [...results].reverse()) {
      if (result !== node.body) edits.push({ at: result.getEnd(), text: '))', isEnd: true });
    }
    closeBody(node, number, edits);
  };
  visit(source, 0);
  const isTyped = /\.[cm]?tsx?$/.test(name);
  const marked = apply(text, edits) + (isTyped && edits.length > 0 ? `\n${valueType}\n` : '');
  return { text: marked, functions, depth };
}

/** Turns the markers in the printed code into what empties a function, and what notes its end. */
export const openMarkers = (text: string): string =>
  text
    .replace(
      /__nightshiftEnter__\((\d+)(, this)?\);/g,
      (call, number: string) =>
        `const nightshift${number} = ${call} if (nightshift${number}) return nightshift${number}.value; try {`,
    )
    .replace(/__nightshiftExit__\(\d+\);/g, (call) => `} finally { ${call} }`);

const scriptKind = (name: string): ts.ScriptKind => {
  if (/\.[cm]?ts$/.test(name)) return ts.ScriptKind.TS;
  return name.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.JSX;
};

const isDirective = (statement: ts.Statement): boolean =>
  ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);

/** Functions that do something, in a place where they can be left early. */
function isMarkable(node: ts.Node): node is MarkableFunction {
  if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return false;
  const { body } = node as MarkableFunction;
  return !ts.isBlock(body) || firstStatement(node as MarkableFunction, body) !== undefined;
}

/** Where a body begins to do something of its own: behind directives and the call of `super`. */
function firstStatement(node: MarkableFunction, body: ts.Block): ts.Statement | undefined {
  const own = body.statements.filter((statement) => !isDirective(statement));
  if (!isDerivedConstructor(node)) return own[0];
  const index = own.findIndex((statement) => ts.isExpressionStatement(statement) && isSuperCall(statement));
  return index < 0 ? undefined : own[index + 1];
}

const isDerivedConstructor = (node: ts.Node): boolean =>
  ts.isConstructorDeclaration(node) &&
  (node.parent.heritageClauses ?? []).some(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);

const isSuperCall = ({ expression }: ts.ExpressionStatement): boolean =>
  ts.isCallExpression(expression) && expression.expression.kind === ts.SyntaxKind.SuperKeyword;

function markBody(node: MarkableFunction, number: number, edits: Edit[]): void {
  const { body } = node;
  if (!ts.isBlock(body)) {
    const text = `{ ${enter}(${number}); return ${value}(${number}, (`;
    edits.push({ at: body.getStart(), text, isEnd: false });
    return;
  }
  const first = firstStatement(node, body);
  const self = ts.isArrowFunction(node) ? '' : ', this';
  if (first) edits.push({ at: first.getStart(), text: `${enter}(${number}${self}); `, isEnd: false });
}

function closeBody({ body }: MarkableFunction, number: number, edits: Edit[]): void {
  const end = ts.isBlock(body) ? `; ${exit}(${number}); ` : `)); ${exit}(${number}); }`;
  edits.push({ at: ts.isBlock(body) ? body.getEnd() - 1 : body.getEnd(), text: end, isEnd: true });
}

/** The expressions that a function gives out: returned, yielded, or its whole body. */
function resultsOf({ body }: MarkableFunction): ts.Expression[] {
  if (!ts.isBlock(body)) return [body];
  const results: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    const isResult = ts.isReturnStatement(node) || (ts.isYieldExpression(node) && !node.asteriskToken);
    if (isResult && node.expression) results.push(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return results;
}

function apply(text: string, edits: readonly Edit[]): string {
  const inOrder = [...edits].sort((a, b) => a.at - b.at || Number(b.isEnd) - Number(a.isEnd));
  let from = 0;
  let result = '';
  for (const { at, text: added } of inOrder) {
    result += text.slice(from, at) + added;
    from = at;
  }
  return result + text.slice(from);
}

function rangeOf(node: ts.Node, source: ts.SourceFile): SourceRange {
  const at = (offset: number): Position => {
    const { line, character } = source.getLineAndCharacterOfPosition(offset);
    return { line: line + 1, column: character };
  };
  return { start: at(node.getStart(source)), end: at(node.getEnd()) };
}
