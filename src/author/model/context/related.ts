/** Finds what a target uses from other files of the host: types, classes, constants and functions, cut to what a test needs. */
import { posix } from 'node:path';
import type { ts } from 'ts-morph';
import type { SourceRange } from '../../../domain/target.js';
import { namesOf } from './excerpt.js';
import { findFile } from '../resolve-imports.js';
import type { Compiler } from '../answer/statement-text.js';

export interface RelatedText {
  /** Host-relative path. */
  file: string;
  text: string;
}

export interface RelatedRequest {
  file: string;
  source: string;
  /** The import that leads a test to the target, if it is in another file. */
  entry?: { file: string; name: string };
  /** The target, and the helpers that it is asked for along with. */
  ranges: readonly SourceRange[];
  hostFiles: Pick<ReadonlySet<string>, 'has'>;
  /** For each file of the host, the host files it imports, aliases resolved; imports of types may be missing. */
  imports: Readonly<Record<string, readonly string[]>>;
  read: (file: string) => Promise<string>;
}

/** Files that are looked into, nearest first. */
const mostFiles = 12;
/** Types lead to types that lead to types. */
const deepest = 3;
/** Declarations longer than this are cut to their signatures. */
const longestLines = 30;
const longestText = 7000;
const leftOut = '{ … }';

interface Parsed {
  file: string;
  tree: ts.SourceFile;
}

/** Declarations of imported files that the target names, and those that they name in turn, by file. */
export async function relateDeclarations(request: RelatedRequest): Promise<RelatedText[]> {
  const { ts } = await import('ts-morph');
  const parse = (file: string, text: string): Parsed => ({
    file,
    tree: ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true),
  });
  const own = parse(request.file, request.source);
  const others = await readNearest(ts, request, own, parse);
  const wanted = usedNames(ts, own.tree, request.ranges);
  if (request.entry) wanted.add(request.entry.name);
  const shown = new Map<ts.Statement, string>();
  let room = longestText;
  for (let depth = 0; depth < deepest; depth++) {
    const statements = others.flatMap(({ tree }) => [...tree.statements]);
    const found = statements.filter(
      (statement) => !shown.has(statement) && declaredBy(ts, statement).some((name) => wanted.has(name)),
    );
    for (const statement of found) {
      const text = outline(ts, statement);
      if (text.length > room) continue;
      room -= text.length;
      shown.set(statement, text);
      const isBodyRead = depth === 0 && !text.includes(leftOut);
      addNames(ts, statement, wanted, new Set(), isBodyRead);
    }
  }
  return others.flatMap(({ file, tree }) => {
    const texts = tree.statements.flatMap((statement) => shown.get(statement) ?? []);
    return texts.length === 0 ? [] : [{ file, text: texts.join('\n\n') }];
  });
}

/** The imported files, then what those import. */
async function readNearest(
  ts: Compiler,
  request: RelatedRequest,
  own: Parsed,
  parse: (file: string, text: string) => Parsed,
): Promise<Parsed[]> {
  const known = new Set([own.file]);
  const found: Parsed[] = [];
  let edge = [own];
  for (let depth = 0; depth < deepest; depth++) {
    const entry = depth === 0 && request.entry ? [request.entry.file] : [];
    const next = [...entry, ...edge.flatMap((from) => importsOf(ts, request, from))].filter(
      (file) => !known.has(file),
    );
    const files = [...new Set(next)].slice(0, mostFiles - found.length);
    for (const file of files) known.add(file);
    edge = await Promise.all(files.map(async (file) => parse(file, await request.read(file))));
    found.push(...edge);
  }
  return found;
}

/** Host files that a file imports: those that the analysis knows, and those imported for their types only. */
function importsOf(ts: Compiler, request: RelatedRequest, { file, tree }: Parsed): string[] {
  const specifiers = tree.statements.flatMap((statement) => {
    const isFrom = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement);
    const from = isFrom ? statement.moduleSpecifier : undefined;
    return from !== undefined && ts.isStringLiteral(from) && from.text.startsWith('.') ? [from.text] : [];
  });
  const relative = specifiers.flatMap(
    (specifier) => findFile(posix.join(posix.dirname(file), specifier), request.hostFiles) ?? [],
  );
  return [...(request.imports[file] ?? []), ...relative];
}

/** Names in the statements around the ranges, and in what these use from the rest of the file. */
function usedNames(ts: Compiler, tree: ts.SourceFile, ranges: readonly SourceRange[]): Set<string> {
  const names = new Set<string>();
  const modules = importedLocals(ts, tree);
  const lineAt = (position: number): number => tree.getLineAndCharacterOfPosition(position).line + 1;
  const isTouched = (statement: ts.Statement): boolean =>
    ranges.some(
      ({ start, end }) =>
        lineAt(statement.getStart()) <= end.line && lineAt(statement.getEnd()) >= start.line,
    );
  const open = new Set(tree.statements.filter((statement) => !isImport(ts, statement)));
  for (const statement of open) {
    if (!isTouched(statement)) continue;
    open.delete(statement);
    addNames(ts, statement, names, modules);
  }
  for (let depth = 0; depth < deepest; depth++) {
    for (const statement of open) {
      if (!namesOf(ts, statement).some((name) => names.has(name))) continue;
      open.delete(statement);
      addNames(ts, statement, names, modules);
    }
  }
  return names;
}

function isImport(ts: Compiler, statement: ts.Statement): boolean {
  return (
    ts.isImportDeclaration(statement) ||
    ts.isExportDeclaration(statement) ||
    (ts.isVariableStatement(statement) && /=\s*require\(/.test(statement.getText()))
  );
}

/** Names by which the file knows other modules as a whole. */
function importedLocals(ts: Compiler, tree: ts.SourceFile): Set<string> {
  const locals = new Set<string>();
  for (const statement of tree.statements) {
    if (!isImport(ts, statement)) continue;
    for (const [, name = ''] of statement.getText().matchAll(/([\w$]+)\s*(?=[,}]|\sfrom\b|=\s*require)/g))
      locals.add(name);
  }
  return locals;
}

/** Adds identifiers that can stand for a declaration; members only of modules, as in `money.round`. */
function addNames(
  ts: Compiler,
  node: ts.Node,
  into: Set<string>,
  modules: ReadonlySet<string>,
  entersBodies = true,
): void {
  const visit = (child: ts.Node): void => {
    const { parent } = child as { parent?: ts.Node };
    if (!entersBodies && parent !== undefined && ts.isFunctionLike(parent) && ts.isBlock(child)) return;
    if (ts.isIdentifier(child) && parent !== undefined && !isMemberName(ts, child, parent, modules))
      into.add(child.text);
    ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
}

function isMemberName(
  ts: Compiler,
  name: ts.Identifier,
  parent: ts.Node,
  modules: ReadonlySet<string>,
): boolean {
  if (ts.isPropertyAccessExpression(parent) && parent.name === name)
    return !(ts.isIdentifier(parent.expression) && modules.has(parent.expression.text));
  return (
    (ts.isPropertyAssignment(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isPropertyDeclaration(parent) ||
      ts.isMethodDeclaration(parent) ||
      ts.isMethodSignature(parent) ||
      ts.isParameter(parent) ||
      ts.isEnumMember(parent)) &&
    parent.name === name
  );
}

function declaredBy(ts: Compiler, statement: ts.Statement): string[] {
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression))
    return isImport(ts, statement) ? [] : namesOf(ts, statement);
  const exported = /^(?:module\.)?exports\.([\w$]+)$/.exec(statement.expression.left.getText())?.[1];
  return exported === undefined ? [] : [exported];
}

/** A short declaration as it is; a long one without the bodies of its functions. */
function outline(ts: Compiler, statement: ts.Statement): string {
  const file = statement.getSourceFile();
  const from = statement.getStart(file, true);
  const whole = file.text.slice(from, statement.getEnd());
  if (whole.split('\n').length <= longestLines) return whole;
  const bodies: { from: number; to: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const body = node.body as ts.Node;
      bodies.push({ from: body.getStart(), to: body.getEnd() });
    } else ts.forEachChild(node, visit);
  };
  visit(statement);
  let at = from;
  let text = '';
  for (const body of bodies) {
    text += `${file.text.slice(at, body.from)}${leftOut}`;
    at = body.to;
  }
  const cut = (text + file.text.slice(at, statement.getEnd())).split('\n');
  return cut.length <= 2 * longestLines
    ? cut.join('\n')
    : [...cut.slice(0, 2 * longestLines), '…'].join('\n');
}
