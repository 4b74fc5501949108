/** Allows files in one shape only: in a temp folder that the test makes first and removes whatever happens. */
import type { ts } from 'ts-morph';
import { bare, cite, findFirst, type Body, type Refusal } from './body.js';

/** The functions of Node's `fs` that a test may use; each works on a path below the test's own folder. */
export const scratchFunctions: ReadonlySet<string> = new Set([
  'mkdtempSync',
  'mkdirSync',
  'writeFileSync',
  'readFileSync',
  'readdirSync',
  'existsSync',
  'utimesSync',
  'rmSync',
]);

const words =
  'files are only for a temp folder of the test: const folder = mkdtempSync(join(tmpdir(), "name-")), a try, and rmSync(folder, { recursive: true }) in its finally';

/** The first use of files that is not of this shape, or undefined. */
export function refuseScratchFiles(body: Body): Refusal | undefined {
  const { ts, root } = body;
  return (
    root.body &&
    findFirst(ts, root.body, (node) => {
      const module = ts.isIdentifier(node) && isUse(body, node) ? body.builtins.get(node.text)?.module : null;
      if (!ts.isIdentifier(node) || (module !== 'fs' && module !== 'os')) return undefined;
      const isAllowed = module === 'os' ? isInMkdtemp(body, node) : isAllowedCall(body, node);
      return isAllowed ? undefined : { node: node.parent, words: `"${cite(node.parent)}": ${words}` };
    })
  );
}

/** Whether the identifier stands for the import, and not for a member or for a name of the body. */
function isUse(body: Body, node: ts.Identifier): boolean {
  const { ts } = body;
  const { parent } = node;
  const isMember =
    (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) && parent.name === node;
  return !isMember && body.declarationOf(node) === undefined;
}

function isAllowedCall(body: Body, node: ts.Identifier): boolean {
  const { ts } = body;
  const call = node.parent;
  if (!ts.isCallExpression(call) || call.expression !== node) return false;
  if (importedAs(body, node) === 'mkdtempSync') return folderOf(body, call.parent) !== undefined;
  const [first] = call.arguments;
  return first !== undefined && isOwnPath(body, bare(ts, first));
}

const importedAs = (body: Body, node: ts.Node): string | null =>
  body.ts.isIdentifier(node) && isUse(body, node) ? (body.builtins.get(node.text)?.name ?? null) : null;

/** `tmpdir()` in `mkdtempSync(join(tmpdir(), 'name-'))`. */
function isInMkdtemp(body: Body, node: ts.Identifier): boolean {
  const { ts } = body;
  const call = node.parent;
  if (!ts.isCallExpression(call) || call.expression !== node) return false;
  const made = call.parent.parent;
  return (
    ts.isCallExpression(made) && importedAs(body, made.expression) === 'mkdtempSync' && isPrefix(body, made)
  );
}

function isPrefix(body: Body, made: ts.CallExpression): boolean {
  const { ts } = body;
  const [prefix, ...others] = made.arguments;
  if (others.length > 0 || prefix === undefined || !ts.isCallExpression(prefix)) return false;
  const [place, name, ...more] = prefix.arguments;
  if (!isJoin(body, prefix) || more.length > 0 || place === undefined || name === undefined) return false;
  const isTemp =
    ts.isCallExpression(place) && body.builtins.get(place.expression.getText())?.name === 'tmpdir';
  return isTemp && ts.isStringLiteral(name) && /^[\w-]+$/.test(name.text);
}

/** `join(…)` or `path.join(…)` of Node's `path`. */
function isJoin(body: Body, call: ts.CallExpression): boolean {
  const { ts } = body;
  const callee = bare(ts, call.expression);
  if (ts.isIdentifier(callee)) {
    const known = isUse(body, callee) ? body.builtins.get(callee.text) : undefined;
    return known?.module === 'path' && known.name === 'join';
  }
  if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression)) return false;
  const isPath = body.builtins.get(callee.expression.text)?.module === 'path';
  return isPath && isUse(body, callee.expression) && callee.name.text === 'join';
}

/** `const folder = mkdtempSync(…)` at the top of the test, removed in the `finally` of the `try` that comes next. */
function folderOf(body: Body, node: ts.Node | undefined): ts.VariableDeclaration | undefined {
  const { ts } = body;
  if (node === undefined || !ts.isVariableDeclaration(node) || node.initializer === undefined)
    return undefined;
  const made = node.initializer;
  const isMade =
    ts.isCallExpression(made) && importedAs(body, made.expression) === 'mkdtempSync' && isPrefix(body, made);
  const isConst = (ts.getCombinedNodeFlags(node) & ts.NodeFlags.Const) !== 0;
  const index = body.statements.findIndex((statement) => statement === node.parent.parent);
  const next = body.statements[index + 1];
  const isRemoved =
    index >= 0 && next !== undefined && ts.isTryStatement(next) && removes(body, next.finallyBlock, node);
  return isMade && isConst && ts.isIdentifier(node.name) && isRemoved ? node : undefined;
}

function removes(body: Body, block: ts.Block | undefined, folder: ts.VariableDeclaration): boolean {
  const { ts } = body;
  return (block?.statements ?? []).some((statement) => {
    if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return false;
    const { expression, arguments: args } = statement.expression;
    const [place, options] = args;
    const isFolder = place !== undefined && ts.isIdentifier(place) && body.declarationOf(place) === folder;
    const isDeep = /\brecursive:\s*true\b/.test(options?.getText() ?? '');
    return importedAs(body, expression) === 'rmSync' && isFolder && isDeep;
  });
}

/** The folder itself, or `join(folder, …)` with texts that lead below it. */
function isOwnPath(body: Body, node: ts.Expression): boolean {
  const { ts } = body;
  if (ts.isIdentifier(node)) return folderOf(body, body.declarationOf(node)) !== undefined;
  if (!ts.isCallExpression(node) || !isJoin(body, node)) return false;
  const [folder, ...below] = node.arguments;
  const leadsBelow = (part: ts.Expression): boolean =>
    ts.isStringLiteralLike(part) && !part.text.split(/[\\/]/).includes('..');
  return (
    folder !== undefined && ts.isIdentifier(folder) && isOwnPath(body, folder) && below.every(leadsBelow)
  );
}
