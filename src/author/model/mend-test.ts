/**
 * Mends by rule the slips that models make most often and that the gate would reject: no request is spent on them.
 * Promises that are not awaited, Node's modules imported as a whole, spies and clocks that are not put back.
 */
import type { ts } from 'ts-morph';
import type { ImportNeed } from '../../domain/candidate.js';
import type { Compiler } from './answer/statement-text.js';
import type { WrittenTest } from './answer/split-tests.js';

export interface Mended {
  test: WrittenTest;
  imports: ImportNeed[];
}

/** The test as its author meant it; unchanged where nothing of the kind is in it. */
export async function mendTest(test: WrittenTest, imports: readonly ImportNeed[]): Promise<Mended> {
  const { ts } = await import('ts-morph');
  const whole = nameMembers(ts, test.body, imports);
  const awaited = awaitPromises(ts, whole.body);
  const body = putBack(awaited.body);
  return {
    test: { ...test, body, isAsync: test.isAsync || awaited.isAsync },
    imports: whole.imports,
  };
}

const parse = (ts: Compiler, body: string): ts.SourceFile =>
  ts.createSourceFile('body.tsx', body, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TSX);

interface TextEdit {
  at: number;
  end: number;
  text: string;
}

function edit(body: string, edits: readonly TextEdit[]): string {
  let text = body;
  for (const { at, end, text: by } of [...edits].sort((a, b) => b.at - a.at))
    text = text.slice(0, at) + by + text.slice(end);
  return text;
}

function findAll(ts: Compiler, node: ts.Node, visit: (node: ts.Node) => TextEdit | undefined): TextEdit[] {
  const own = visit(node);
  const inner: TextEdit[] = own === undefined ? [] : [own];
  ts.forEachChild(node, (child) => {
    inner.push(...findAll(ts, child, visit));
  });
  return inner;
}

const wholeModules = /^(?:node:)?(?:fs|os|path)$/;

/** `fs.mkdtempSync(…)` becomes `mkdtempSync(…)`, because the gate allows Node's functions by name alone. */
function nameMembers(
  ts: Compiler,
  body: string,
  imports: readonly ImportNeed[],
): { body: string; imports: ImportNeed[] } {
  const wholes = imports.filter(
    ({ from, binding }) =>
      from.kind === 'package' && wholeModules.test(from.name) && binding.kind !== 'named',
  );
  if (wholes.length === 0) return { body, imports: [...imports] };
  const named = new Map<string, ImportNeed>();
  const tree = parse(ts, body);
  const edits = findAll(ts, tree, (node) => {
    if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
    const holder = node.expression.text;
    const need = wholes.find(({ binding }) => binding.local === holder);
    const member = node.name.text;
    if (need === undefined || new RegExp(`\\b(?:const|let|function)\\s+${member}\\b`).test(body))
      return undefined;
    named.set(member, { from: need.from, binding: { kind: 'named', imported: member, local: member } });
    return { at: node.getStart(), end: node.getEnd(), text: member };
  });
  const text = edit(body, edits);
  const isLeft = (need: ImportNeed): boolean =>
    !wholes.includes(need) || new RegExp(`(?<![\\w$.])${need.binding.local}\\b`).test(text);
  const rest = imports.filter(isLeft).filter(({ binding }) => !named.has(binding.local));
  return { body: text, imports: [...rest, ...named.values()] };
}

/** Puts `await` before statements that are an expectation about a promise. */
function awaitPromises(ts: Compiler, body: string): { body: string; isAsync: boolean } {
  const tree = parse(ts, body);
  const edits = tree.statements.flatMap((statement): TextEdit[] => {
    const target = ts.isReturnStatement(statement) ? statement.expression : asExpression(ts, statement);
    if (target === undefined || !isAboutPromise(ts, target)) return [];
    return [{ at: statement.getStart(), end: target.getStart(), text: 'await ' }];
  });
  return { body: edit(body, edits), isAsync: edits.length > 0 };
}

const asExpression = (ts: Compiler, statement: ts.Statement): ts.Expression | undefined =>
  ts.isExpressionStatement(statement) ? statement.expression : undefined;

/** `expect(x).resolves.…` or `expect(x).rejects.…`, not awaited yet. */
function isAboutPromise(ts: Compiler, expression: ts.Expression): boolean {
  if (!ts.isCallExpression(expression)) return false;
  return /^expect\([\s\S]*\)\s*\.(?:resolves|rejects)\s*\./.test(expression.getText());
}

/** Puts back spies and clocks that the test leaves as they are. */
function putBack(body: string): string {
  const calls = [
    ...(/\bjest\.spyOn\(/.test(body) && !/\b(?:mockRestore|restoreAllMocks)\(/.test(body)
      ? ['jest.restoreAllMocks();']
      : []),
    ...(/\bjest\.useFakeTimers\(/.test(body) && !/\bjest\.useRealTimers\(/.test(body)
      ? ['jest.useRealTimers();']
      : []),
  ];
  if (calls.length === 0) return body;
  const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');
  // Lines within a template literal would change with their indentation.
  const inner = body.includes('`') ? body : indented(body);
  return `try {\n${inner}\n} finally {\n${indented(calls.join('\n'))}\n}`;
}
