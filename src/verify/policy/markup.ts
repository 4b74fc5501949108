/** Checks text that a document would run as code: scripts, event attributes, addresses that are code. */
import type { ts } from 'ts-morph';
import { bare, cite, findFirst, type Body } from './body.js';

const code = /<\s*script|\bon[a-z]+\s*=|javascript\s*:/i;
const sinks = new Set(['innerHTML', 'outerHTML', 'srcdoc', 'href', 'src', 'action']);

/** Calls that put text into a document, or undefined. `callee` is the text of what is called. */
export function refuseMarkup(
  body: Body,
  { arguments: args }: ts.CallExpression,
  callee: string,
): string | undefined {
  const { ts } = body;
  const isNamed = (pattern: RegExp): boolean =>
    args.some((argument) => ts.isStringLiteralLike(argument) && pattern.test(argument.text));
  if (/\.createElement(?:NS)?$/.test(callee) && isNamed(/^script$/i))
    return 'a script element runs text as code';
  if (/(?:^|\.)document\.write(?:ln)?$|\.createContextualFragment$/.test(callee)) {
    return `"${callee}" runs text as code`;
  }
  if (callee.endsWith('.setAttribute') && isNamed(/^on/i)) return 'an event attribute runs text as code';
  const isSink = /\.(?:insertAdjacentHTML|setAttribute)$/.test(callee);
  const text = isSink
    ? args.map((argument) => codeIn(body, argument)).find((found) => found !== undefined)
    : undefined;
  return text === undefined ? undefined : `${text} is text that a document runs as code`;
}

/** Assignments that put text into a document. */
export function refuseMarkupAssigned(body: Body, node: ts.Node): string | undefined {
  const { ts } = body;
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind < ts.SyntaxKind.FirstAssignment)
    return undefined;
  if (node.operatorToken.kind > ts.SyntaxKind.LastAssignment) return undefined;
  const target = bare(ts, node.left);
  if (!ts.isPropertyAccessExpression(target) || !sinks.has(target.name.text)) return undefined;
  const text = codeIn(body, node.right);
  return text === undefined ? undefined : `${text} is text that a document runs as code`;
}

/** The first piece of text in an expression, or in the variables that it names, that would run. */
function codeIn(body: Body, value: ts.Expression, depth = 0): string | undefined {
  const { ts } = body;
  const isText = (node: ts.Node): boolean =>
    (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) &&
    code.test(node.text);
  if (isText(value)) return cite(value);
  const found = findFirst(ts, value, (node) => (isText(node) ? { node, words: '' } : undefined));
  if (found !== undefined) return cite(found.node);
  const inner = bare(ts, value);
  if (!ts.isIdentifier(inner) || depth > 3) return undefined;
  const declaration = body.declarationOf(inner);
  const initial = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return initial === undefined ? undefined : codeIn(body, initial, depth + 1);
}
