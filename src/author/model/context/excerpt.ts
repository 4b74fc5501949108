/** Shows a source file to the model: with line numbers, and cut to what matters when it is long. */
import type { ts } from 'ts-morph';
import type { SourceRange } from '../../../domain/target.js';
import type { Compiler } from '../answer/statement-text.js';

/** Files of up to this length are shown whole. */
const mostLines = 400;
const mostCharacters = 16_000;

/** Longer declarations that a target uses are shown by their beginning. */
const longestUsed = 60;

/** Declarations that the target uses are followed to this depth. */
const deepest = 3;

/**
 * The source with a number before each line. Of a longer file only the imports, the targets, the headers of their classes
 * with fields, constructor and the members that the targets use, and the module's declarations that they use; left-out
 * parts are marked with `…`.
 */
export async function excerptSource(
  source: string,
  file: string,
  ranges: readonly SourceRange[],
): Promise<string> {
  const lines = source.split('\n');
  if (lines.length <= mostLines && source.length <= mostCharacters) return numberLines(lines);
  const { ts } = await import('ts-morph');
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true);
  const chosen = new Set(ranges.flatMap((range) => [...chooseLines(ts, tree, range)]));
  return numberLines(lines, chosen);
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
  const addNode = (node: ts.Node) => {
    const from = lineAt(node.getStart(tree, true));
    add(from, Math.min(lineAt(node.getEnd()), from + longestUsed));
  };

  add(range.start.line, range.end.line);
  const used: ts.Node[] = [];
  for (const statement of tree.statements) {
    if (ts.isImportDeclaration(statement) || isRequire(ts, statement)) addNode(statement);
    const from = lineAt(statement.getStart(tree));
    const to = lineAt(statement.getEnd());
    if (from <= range.end.line && to >= range.start.line) used.push(statement);
  }
  const members = membersUsed(ts, tree, range);
  for (const holder of used) addFrame(ts, holder, { range, members }, { add, addNode, lineAt });
  for (const statement of tree.statements) {
    const name = prototypeMember(ts, statement);
    if (name !== undefined && members.has(name)) addNode(statement);
  }
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

/** Names of the members that a target uses of its own object, as in `this.sum()`. */
function membersUsed(ts: Compiler, tree: ts.SourceFile, { start, end }: SourceRange): Set<string> {
  const lineAt = (position: number) => tree.getLineAndCharacterOfPosition(position).line + 1;
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (lineAt(node.getStart(tree)) > end.line || lineAt(node.getEnd()) < start.line) return;
    const isOwn =
      ts.isPropertyAccessExpression(node) && /^(?:this|self|that|me)$/.test(node.expression.getText());
    if (isOwn && lineAt(node.getStart(tree)) >= start.line) names.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return names;
}

/** The member in a statement such as `Cart.prototype.sum = function () {…}`. */
function prototypeMember(ts: Compiler, statement: ts.Statement): string | undefined {
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return undefined;
  return /\.prototype\.([\w$]+)$/.exec(statement.expression.left.getText())?.[1];
}

/** Adds the header of the class around the target, its fields, constructor and used members, and its closing line. */
function addFrame(
  ts: Compiler,
  node: ts.Node,
  wanted: { range: SourceRange; members: ReadonlySet<string> },
  marks: Marks,
): void {
  const { range, members } = wanted;
  const from = marks.lineAt(node.getStart());
  const to = marks.lineAt(node.getEnd());
  if (from > range.start.line || to < range.end.line) return;
  if (ts.isClassLike(node)) {
    marks.add(from, marks.lineAt(node.members[0]?.getFullStart() ?? node.getEnd()));
    marks.add(to, to);
    for (const member of node.members) {
      const isUsed = member.name !== undefined && members.has(member.name.getText());
      if (ts.isConstructorDeclaration(member) || ts.isPropertyDeclaration(member) || isUsed)
        marks.addNode(member);
    }
  }
  ts.forEachChild(node, (child) => addFrame(ts, child, wanted, marks));
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
