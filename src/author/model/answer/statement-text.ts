/** Takes the text of statements out of their file, without the indentation they had there. */
import type { ts } from 'ts-morph';

/** The compiler of TypeScript, loaded when it is needed. */
export type Compiler = typeof ts;

/** The text of one statement with the comments that lead it. */
export function statementText(ts: Compiler, statement: ts.Statement): string {
  return blockText(ts, [statement], statement.parent);
}

/** The text of several statements of one block, one to a line; the contents of template literals stay as they are. */
export function blockText(ts: Compiler, statements: Iterable<ts.Statement>, parent: ts.Node): string {
  const file = parent.getSourceFile();
  const kept = insideTemplates(ts, parent);
  const pieces = [...statements].map((statement) => {
    const from = Math.max(statement.getFullStart(), 0);
    return dedent(file.text.slice(from, statement.getEnd()), from, kept);
  });
  return pieces.filter((piece) => piece !== '').join('\n');
}

/** Ranges in which a line break belongs to a template literal's text. */
function insideTemplates(ts: Compiler, root: ts.Node): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  const visit = (node: ts.Node): void => {
    const isText =
      ts.isNoSubstitutionTemplateLiteral(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddle(node) ||
      ts.isTemplateTail(node) ||
      ts.isJsxText(node);
    if (isText) ranges.push({ from: node.getStart(), to: node.getEnd() });
    ts.forEachChild(node, visit);
  };
  visit(root);
  return ranges;
}

function dedent(text: string, offset: number, kept: readonly { from: number; to: number }[]): string {
  let position = offset;
  const lines = text.split('\n').map((line) => {
    const start = position;
    position += line.length + 1;
    return { line, isFixed: kept.some(({ from, to }) => from < start && start < to) };
  });
  while (lines[0]?.line.trim() === '') lines.shift();
  const indents = lines
    .filter(({ line, isFixed }) => !isFixed && line.trim() !== '')
    .map(({ line }) => line.length - line.trimStart().length);
  const depth = Math.min(...indents, Infinity);
  if (!Number.isFinite(depth)) return '';
  return lines
    .map(({ line, isFixed }) => (isFixed ? line : line.slice(depth).trimEnd()))
    .join('\n')
    .trimEnd();
}
