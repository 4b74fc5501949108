/** Marks the parts of a test that may or may not run, so that one run shows which did. */
import type { ts } from 'ts-morph';
import type { Candidate } from '../../domain/candidate.js';
import { type Body, parseBody } from '../policy/body.js';
import { isJudging } from '../policy/outcome/assertions.js';

/** A part of a test, numbered by its place in the list. */
export interface Part {
  node: ts.Node;
  kind: 'statement' | 'function' | 'branch' | 'expectation';
}

export interface MarkedBody {
  body: Body;
  /** The text of the body with a call in each part. */
  text: string;
  parts: Part[];
}

interface BodyEdit {
  at: number;
  text: string;
}

const ran = '__nightshiftRan__';

/** The marked body; null when it does not parse. */
export async function markBody(candidate: Candidate): Promise<MarkedBody | null> {
  const parsed = await parseBody(candidate);
  if (!parsed.ok) return null;
  const { body } = parsed;
  const parts: Part[] = [];
  const opening: BodyEdit[] = [];
  const closing: BodyEdit[] = [];
  const visit = (node: ts.Node): void => {
    const [before, after] = marksFor(body, node, () => parts.length) ?? [];
    if (before !== undefined) {
      parts.push({ node, kind: kindOf(body, node) });
      opening.push({ at: node.getStart(), text: before });
    }
    body.ts.forEachChild(node, visit);
    if (after !== undefined && after !== '') closing.push({ at: node.getEnd(), text: after });
  };
  if (body.root.body) body.ts.forEachChild(body.root.body, visit);
  return { body, text: inner(body, [...closing, ...opening]), parts };
}

/** The text of the body alone; where one part ends and another begins, the end comes first. */
function inner({ root }: Body, edits: readonly BodyEdit[]): string {
  const text = root.getSourceFile().text;
  const block = root.body;
  let from = (block?.getStart() ?? 0) + 2;
  let result = '';
  for (const { at, text: added } of [...edits].sort((a, b) => a.at - b.at)) {
    result += text.slice(from, at) + added;
    from = at;
  }
  return result + text.slice(from, (block?.getEnd() ?? 0) - 2);
}

function kindOf(body: Body, node: ts.Node): Part['kind'] {
  const { ts } = body;
  if (isExpected(body, node)) return 'expectation';
  if (ts.isArrowFunction(node.parent) && node.parent.body === node) return 'function';
  return ts.isStatement(node) ? 'statement' : 'branch';
}

/** The marks before and after a node, or undefined for nodes without marks. */
function marksFor(body: Body, node: ts.Node, number: () => number): [string, string] | undefined {
  const { ts } = body;
  if (isListed(ts, node)) return [`${ran}(${number()}); `, ''];
  if (isEmbedded(ts, node)) return [`{ ${ran}(${number()}); `, ' }'];
  if (isBranch(ts, node) || isExpected(body, node)) return [`(${ran}(${number()}), (`, '))'];
  return undefined;
}

/** A statement among others; declarations of functions and types are not run where they stand. */
function isListed(ts: Body['ts'], node: ts.Node): boolean {
  if (!ts.isStatement(node) || ts.isFunctionDeclaration(node)) return false;
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isEmptyStatement(node))
    return false;
  const isDirective = ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression);
  const { parent } = node;
  const isBody = ts.isBlock(node) && !ts.isBlock(parent) && !ts.isCaseOrDefaultClause(parent);
  return !isDirective && !isBody && (ts.isBlock(parent) || ts.isCaseOrDefaultClause(parent));
}

/** A statement that stands alone behind a condition or the head of a loop. */
function isEmbedded(ts: Body['ts'], node: ts.Node): boolean {
  const { parent } = node;
  if (!ts.isStatement(node) || ts.isBlock(node)) return false;
  if (ts.isIfStatement(parent)) return parent.thenStatement === node || parent.elseStatement === node;
  return ts.isIterationStatement(parent, false) && parent.statement === node;
}

/** An expression that is only evaluated at times: the body of an arrow, a side of a condition, what a shortcut may skip. */
function isBranch(ts: Body['ts'], node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isArrowFunction(parent)) return parent.body === node && !ts.isBlock(node);
  if (ts.isConditionalExpression(parent)) return parent.whenTrue === node || parent.whenFalse === node;
  if (!ts.isBinaryExpression(parent) || parent.right !== node) return false;
  return [
    ts.SyntaxKind.AmpersandAmpersandToken,
    ts.SyntaxKind.BarBarToken,
    ts.SyntaxKind.QuestionQuestionToken,
  ].includes(parent.operatorToken.kind);
}

/** Whether a node is the first argument of an expectation. */
const isExpected = (body: Body, node: ts.Node): boolean =>
  !body.ts.isSpreadElement(node) && isJudging(body, node.parent) && node.parent.arguments[0] === node;
