/** Takes single tests out of a file that Nightshift wrote, with the imports that only they used; pure. */
import { ts } from 'ts-morph';

/** A part of a text; parts do not overlap. */
interface Range {
  start: number;
  end: number;
}

interface Block {
  /** The whole statement, blank lines before it included. */
  range: Range;
  title: string;
  /** Whether the title is that of a table, with placeholders in it. */
  isTable: boolean;
  /** The tests in it, when it is a `describe`. */
  members: Block[] | null;
}

const parse = (text: string): ts.SourceFile =>
  ts.createSourceFile('own.tsx', text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);

/** `test` of `test(…)`, `test.each(…)(…)` and ``test.each`…`(…)``. */
function rootName(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node)) return rootName(node.expression);
  return ts.isTaggedTemplateExpression(node) ? rootName(node.tag) : '';
}

function blocksIn(statements: readonly ts.Statement[]): Block[] {
  return statements.flatMap((statement): Block[] => {
    const call = ts.isExpressionStatement(statement) ? statement.expression : undefined;
    if (call === undefined || !ts.isCallExpression(call)) return [];
    const name = rootName(call.expression);
    const [title, body] = call.arguments;
    if (!['describe', 'test', 'it'].includes(name) || !title || !ts.isStringLiteralLike(title)) return [];
    const block = { range: { start: statement.pos, end: statement.end }, title: title.text };
    const isTable = !ts.isIdentifier(call.expression);
    if (name !== 'describe') return [{ ...block, isTable, members: null }];
    const isFunction = body !== undefined && (ts.isArrowFunction(body) || ts.isFunctionExpression(body));
    const inside = isFunction && ts.isBlock(body.body) ? body.body.statements : [];
    return [{ ...block, isTable, members: blocksIn(inside) }];
  });
}

/** Whether a test of this block may have reported itself by that name. */
function isNamed({ title, isTable }: Block, name: string, outer: string): boolean {
  const full = outer + title;
  if (!isTable) return full === name;
  const escaped = full.replace(/[.*+?^()|[\]\\{}]/g, '\\$&').replace(/%[a-zA-Z#%]|\$#?[\w.]+/g, '[^]*');
  return new RegExp(`^${escaped}$`).test(name);
}

function rangesToCut(blocks: readonly Block[], names: readonly string[], outer = ''): Range[] {
  return blocks.flatMap((block) => {
    if (block.members === null) return names.some((name) => isNamed(block, name, outer)) ? [block.range] : [];
    const inside = rangesToCut(block.members, names, `${outer}${block.title} `);
    const isEmptied = block.members.length > 0 && block.members.every(({ range }) => inside.includes(range));
    return isEmptied ? [block.range] : inside;
  });
}

/** The text without the parts; of the blank lines around a part at the beginning of a block, none stays. */
function without(text: string, ranges: readonly Range[]): string {
  const joined: Range[] = [];
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last?.end === start) last.end = end;
    else joined.push({ start, end });
  }
  return joined.reduceRight((left, { start, end }) => {
    const isFirst = left.charAt(start - 1) === '{' && left.startsWith('\n\n', end);
    return left.slice(0, start) + left.slice(isFirst ? end + 1 : end);
  }, text);
}

/** The names that an import statement binds, each with its place in a list in braces if it has one. */
function boundNames(
  statement: ts.Statement,
): { all: string[]; listed: ts.Node[]; list: ts.Node | null } | null {
  if (ts.isImportDeclaration(statement)) {
    const { name, namedBindings: named } = statement.importClause ?? {};
    if (named && ts.isNamespaceImport(named)) return null;
    const listed = named ? [...named.elements] : [];
    const all = [...(name ? [name.text] : []), ...(named?.elements.map((each) => each.name.text) ?? [])];
    return all.length === 0 ? null : { all, listed, list: named ?? null };
  }
  const [declaration] = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
  const { initializer, name } = declaration ?? {};
  const isRequire =
    initializer !== undefined && ts.isCallExpression(initializer) && rootName(initializer) === 'require';
  if (!isRequire || !name || !ts.isObjectBindingPattern(name)) return null;
  return { all: name.elements.map((each) => each.name.getText()), listed: [...name.elements], list: name };
}

/** Import statements without the names that nothing in the text uses any more. */
function withoutUnusedImports(text: string): string {
  const source = parse(text);
  const used = new Map<string, number>();
  const count = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) used.set(node.text, (used.get(node.text) ?? 0) + 1);
    ts.forEachChild(node, count);
  };
  for (const statement of source.statements) if (boundNames(statement) === null) count(statement);
  const edits = source.statements.flatMap((statement) => {
    const bound = boundNames(statement);
    if (bound === null || bound.all.every((name) => used.has(name))) return [];
    if (!bound.all.some((name) => used.has(name)))
      return [{ start: statement.pos, end: statement.end, by: '' }];
    if (bound.list === null) return [];
    const kept = bound.listed.filter((each) => used.has(lastName(each))).map((each) => each.getText(source));
    return [{ start: bound.list.getStart(source), end: bound.list.end, by: `{ ${kept.join(', ')} }` }];
  });
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce((left, { start, end, by }) => left.slice(0, start) + by + left.slice(end), text);
}

/** The name that an element of a list binds: `b` of `a as b`. */
const lastName = (element: ts.Node): string =>
  ts.isImportSpecifier(element) || ts.isBindingElement(element) ? element.name.getText() : '';

/**
 * The text without the tests of these full names; null when none would be left.
 * @param names full names as the runner reports them; those of a table's rows stand for the table
 */
export function cutTests(text: string, names: readonly string[]): string | null {
  const blocks = blocksIn(parse(text).statements);
  const ranges = rangesToCut(blocks, names);
  if (ranges.length === 0) return text;
  const left = without(text, ranges);
  const remains = blocksIn(parse(left).statements).some(
    ({ members }) => members === null || members.length > 0,
  );
  return remains ? withoutUnusedImports(left) : null;
}
