/** Shows a source file to the model: with line numbers, and cut to what matters when it is long. */
import type { ts } from 'ts-morph';
import type { SourceRange } from '../../../domain/target.js';
import type { Compiler } from '../answer/statement-text.js';

/** Files of up to this many lines are shown whole. */
const mostLines = 400;

/** Declarations that the target uses are followed to this depth. */
const deepest = 3;

/**
 * The source with a number before each line. Of a longer file only the imports, the target, the header of its class
 * with fields and constructor, and the module's declarations that it uses; left-out parts are marked with `…`.
 */
export async function excerptSource(source: string, file: string, range: SourceRange): Promise<string> {
  const lines = source.split('\n');
  if (lines.length <= mostLines) return numberLines(lines);
  const { ts } = await import('ts-morph');
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true);
  return numberLines(lines, chooseLines(ts, tree, range));
}

function numberLines(lines: readonly string[], chosen?: ReadonlySet<number>): string {
  const width = String(lines.length).length;
  const shown: string[] = [];
  let wasCut = false;
  for (const [index, line] of lines.entries()) {
    const number = index + 1;
    if (chosen === undefined || chosen.has(number)) {
      shown.push(`${String(number).padStart(width)} | ${line}`);
      wasCut = false;
    } else if (!wasCut) {
      shown.push('…');
      wasCut = true;
    }
  }
  return shown.join('\n');
}

function chooseLines(ts: Compiler, tree: ts.SourceFile, range: SourceRange): Set<number> {
  const chosen = new Set<number>();
  const lineAt = (position: number) => tree.getLineAndCharacterOfPosition(position).line + 1;
  const add = (from: number, to: number) => {
    for (let line = from; line <= to; line++) chosen.add(line);
  };
  const addNode = (node: ts.Node) => add(lineAt(node.getStart(tree, true)), lineAt(node.getEnd()));

  add(range.start.line, range.end.line);
  const used: ts.Node[] = [];
  for (const statement of tree.statements) {
    if (ts.isImportDeclaration(statement) || isRequire(ts, statement)) addNode(statement);
    const from = lineAt(statement.getStart(tree));
    const to = lineAt(statement.getEnd());
    if (from <= range.end.line && to >= range.start.line) used.push(statement);
  }
  for (const holder of used) addFrame(ts, holder, range, { add, addNode, lineAt });
  const framed = new Set(chosen);
  const isShown = (node: ts.Node) => framed.has(lineAt(node.getStart(tree)));
  for (const statement of followNames(ts, tree, used, isShown)) addNode(statement);
  return chosen;
}

interface Marks {
  add: (from: number, to: number) => void;
  addNode: (node: ts.Node) => void;
  lineAt: (position: number) => number;
}

/** Adds the header of the class around the target, its fields and constructor, and its closing line. */
function addFrame(ts: Compiler, node: ts.Node, range: SourceRange, marks: Marks): void {
  const from = marks.lineAt(node.getStart());
  const to = marks.lineAt(node.getEnd());
  if (from > range.start.line || to < range.end.line) return;
  if (ts.isClassLike(node)) {
    marks.add(from, marks.lineAt(node.members[0]?.getFullStart() ?? node.getEnd()));
    marks.add(to, to);
    for (const member of node.members) {
      if (ts.isConstructorDeclaration(member) || ts.isPropertyDeclaration(member)) marks.addNode(member);
    }
  }
  ts.forEachChild(node, (child) => addFrame(ts, child, range, marks));
}

function isRequire(ts: Compiler, statement: ts.Statement): boolean {
  return ts.isVariableStatement(statement) && /=\s*require\(/.test(statement.getText());
}

/** The statements of the module that declare names which the target uses, and what those use in turn. */
function followNames(
  ts: Compiler,
  tree: ts.SourceFile,
  holders: readonly ts.Node[],
  isShown: (node: ts.Node) => boolean,
): Set<ts.Statement> {
  const declared = new Map<string, ts.Statement>();
  for (const statement of tree.statements) {
    if (!holders.includes(statement))
      for (const name of namesOf(ts, statement)) declared.set(name, statement);
  }
  const found = new Set<ts.Statement>();
  const visit = (node: ts.Node, depth: number, isFollowed: boolean): void => {
    if (ts.isIdentifier(node) && (isFollowed || isShown(node))) {
      const statement = declared.get(node.text);
      if (statement !== undefined && !found.has(statement) && depth < deepest) {
        found.add(statement);
        visit(statement, depth + 1, true);
      }
    }
    ts.forEachChild(node, (child) => visit(child, depth, isFollowed));
  };
  for (const holder of holders) visit(holder, 0, false);
  return found;
}

/** The names that a statement of a module declares. */
export function namesOf(ts: Compiler, statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) =>
      ts.isIdentifier(name) ? [name.text] : [],
    );
  }
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement)
  ) {
    return statement.name === undefined ? [] : [statement.name.text];
  }
  return [];
}
