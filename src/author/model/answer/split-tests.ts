/** Splits code that a model wrote, from bare statements to a whole test file, into single tests. */
import type { ts } from 'ts-morph';
import { blockText, statementText, type Compiler } from './statement-text.js';
import { readImport, type WrittenImport } from './written-import.js';

export type { WrittenImport } from './written-import.js';

/** One test as the model wrote it, with its imports still as module specifiers. */
export interface WrittenTest {
  /** The name of the target, as the model gives it. */
  target?: string | null;
  /** The sentence of the documentation that it checks. */
  promise?: string | null;
  title: string;
  kind: 'unit' | 'property';
  body: string;
  isAsync: boolean;
  imports: WrittenImport[];
}

/** The surroundings of a test in its file: outer declarations it may use and hooks that run around it. */
interface Surroundings {
  imports: WrittenImport[];
  declarations: { names: string[]; text: string }[];
  before: string[];
  after: string[];
}

/**
 * The tests that the code holds. Shared declarations and hooks go into the body of each test that needs them. Skipped
 * and table tests, and tests with a `done` callback, are left out. Code without any `test(...)` is the body of one
 * test when `whole` says which.
 */
export async function splitTests(code: string, whole?: WrittenTest): Promise<WrittenTest[]> {
  const { ts } = await import('ts-morph');
  const tree = ts.createSourceFile('answer.tsx', code, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TSX);
  const nothing: Surroundings = { imports: whole?.imports ?? [], declarations: [], before: [], after: [] };
  const tests = collect(ts, tree.statements, nothing);
  if (tests.length > 0 || whole === undefined || mentionsTest(ts, tree)) {
    const kind = whole?.kind;
    return tests.map((test) => (kind === 'property' ? { ...test, kind } : test));
  }
  const { body, imports, statements } = readBody(ts, tree.statements, tree);
  if (body === '') return [];
  const isAsync = whole.isAsync || statements.some((statement) => awaits(ts, statement));
  return [{ ...whole, body, isAsync, imports: [...whole.imports, ...imports] }];
}

function collect(ts: Compiler, statements: Iterable<ts.Statement>, outer: Surroundings): WrittenTest[] {
  const around: Surroundings = {
    imports: [...outer.imports],
    declarations: [...outer.declarations],
    before: [...outer.before],
    after: [...outer.after],
  };
  const groups: ts.Block[] = [];
  const tests: { title: string; callback: ts.ArrowFunction | ts.FunctionExpression }[] = [];
  for (const statement of statements) {
    const imports = readImport(ts, statement);
    const call = readCall(ts, statement);
    if (imports !== undefined) around.imports.push(...imports);
    else if (call === undefined) addStatement(ts, statement, around);
    else if (call.name === 'describe' && ts.isBlock(call.callback.body)) groups.push(call.callback.body);
    else if (call.name === 'beforeEach' || call.name === 'beforeAll')
      around.before.push(bodyOf(ts, call.callback));
    else if (call.name === 'afterEach' || call.name === 'afterAll')
      around.after.push(bodyOf(ts, call.callback));
    else if (call.title !== null && call.callback.parameters.length === 0) {
      tests.push({ title: call.title, callback: call.callback });
    }
  }
  return [
    ...tests.map(({ title, callback }) => compose(ts, title, callback, around)),
    ...groups.flatMap((group) => collect(ts, group.statements, around)),
  ];
}

function addStatement(ts: Compiler, statement: ts.Statement, around: Surroundings): void {
  const names: string[] = [];
  const visit = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) names.push(name.text);
    else for (const element of name.elements) if (ts.isBindingElement(element)) visit(element.name);
  };
  if (ts.isVariableStatement(statement))
    statement.declarationList.declarations.forEach(({ name }) => visit(name));
  else if (ts.isExpressionStatement(statement)) {
    if (!isTestCall(ts, statement)) around.before.push(statementText(ts, statement));
    return;
  } else if ('name' in statement) names.push((statement.name as ts.Identifier | undefined)?.text ?? '');
  around.declarations.push({ names, text: statementText(ts, statement) });
}

const callNames = ['describe', 'test', 'it', 'beforeEach', 'beforeAll', 'afterEach', 'afterAll'];

/** A `test`, `describe` or hook call that can be taken apart; undefined for skipped ones and tables too. */
function readCall(ts: Compiler, statement: ts.Statement) {
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return undefined;
  const { expression, arguments: args } = statement.expression;
  const isOnly = ts.isPropertyAccessExpression(expression) && expression.name.text === 'only';
  const name = (isOnly ? expression.expression : expression).getText();
  const callback = args.find((arg) => ts.isArrowFunction(arg) || ts.isFunctionExpression(arg));
  if (!callNames.includes(name) || callback === undefined) return undefined;
  const first = args[0];
  const title = first !== undefined && ts.isStringLiteralLike(first) ? first.text : null;
  return { name, title, callback };
}

const isTestCall = (ts: Compiler, statement: ts.ExpressionStatement): boolean =>
  ts.isCallExpression(statement.expression) &&
  /^(?:describe|test|it|xtest|xit|xdescribe|fit|fdescribe)\b/.test(statement.expression.getText());

const mentionsTest = (ts: Compiler, tree: ts.SourceFile): boolean =>
  tree.statements.some((statement) => ts.isExpressionStatement(statement) && isTestCall(ts, statement));

function bodyOf(ts: Compiler, callback: ts.ArrowFunction | ts.FunctionExpression): string {
  if (ts.isBlock(callback.body)) return blockText(ts, callback.body.statements, callback.body);
  const text = callback.body.getText();
  const isPromise = isAsyncFunction(ts, callback) || /\.(?:resolves|rejects)\b|\basyncProperty\b/.test(text);
  return `${isPromise && !text.startsWith('await ') ? 'await ' : ''}${text};`;
}

const isAsyncFunction = (ts: Compiler, node: ts.ArrowFunction | ts.FunctionExpression): boolean =>
  node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false;

function compose(
  ts: Compiler,
  title: string,
  callback: ts.ArrowFunction | ts.FunctionExpression,
  around: Surroundings,
): WrittenTest {
  const inner = ts.isBlock(callback.body) ? readBody(ts, callback.body.statements, callback.body) : undefined;
  const own = inner?.body ?? bodyOf(ts, callback);
  const needed = neededDeclarations(around.declarations, [own, ...around.before, ...around.after]);
  const body = [...needed, ...around.before, own, ...around.after].filter((text) => text !== '').join('\n');
  const tree = ts.createSourceFile('body.tsx', body, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TSX);
  const mentioned = around.imports.filter((each) => isMentioned(each, body));
  return {
    title,
    kind: /\bfc\.assert\b/.test(body) ? 'property' : 'unit',
    body,
    isAsync: isAsyncFunction(ts, callback) || awaits(ts, tree),
    imports: [...mentioned, ...(inner?.imports ?? [])],
  };
}

/** Declarations that these texts name, and those that they name in turn, in the order of the file. */
function neededDeclarations(declarations: Surroundings['declarations'], texts: readonly string[]): string[] {
  const needed = new Set<string>();
  const pending = [...texts];
  for (let text = pending.pop(); text !== undefined; text = pending.pop()) {
    for (const declaration of declarations) {
      if (needed.has(declaration.text) || !declaration.names.some((name) => hasWord(text, name))) continue;
      needed.add(declaration.text);
      pending.push(declaration.text);
    }
  }
  return declarations.map(({ text }) => text).filter((text) => needed.has(text));
}

const isMentioned = (written: WrittenImport, body: string): boolean =>
  [
    written.default,
    written.namespace,
    ...written.names.map((name) => name.split(/\s+as\s+/).at(-1) ?? name),
  ].some((local) => local !== null && hasWord(body, local));

/** Whether a text has this name as a word of its own and not as a member of something. */
export function hasWord(text: string, word: string): boolean {
  const escaped = word.replaceAll(/[^\w]/g, '\\$&');
  return new RegExp(`(?<![\\w$.])${escaped}(?![\\w$])|\\.\\.\\.${escaped}(?![\\w$])`).test(text);
}

/** The statements without the imports and `require` lines among them, which are returned beside. */
function readBody(ts: Compiler, statements: Iterable<ts.Statement>, parent: ts.Node) {
  const imports: WrittenImport[] = [];
  const kept: ts.Statement[] = [];
  for (const statement of statements) {
    const found = readImport(ts, statement);
    if (found === undefined) kept.push(statement);
    else imports.push(...found);
  }
  return { body: blockText(ts, kept, parent), imports, statements: kept };
}

/** Whether code awaits outside of the functions that it defines. */
function awaits(ts: Compiler, node: ts.Node): boolean {
  if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined))
    return true;
  if (ts.isFunctionLike(node)) return false;
  return ts.forEachChild(node, (child) => awaits(ts, child) || undefined) ?? false;
}
