/** Finds the targets that changed between two texts of their file. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ts } from 'ts-morph';
import type { Target, TargetId } from '../domain/target.js';
import { isFunction } from './modules/syntax.js';

/**
 * The targets that are new or read differently than before; where a changed file differs outside of its functions, imports
 * and exports, all of its targets, because a constant or a base class may matter to each.
 *
 * @param before the changed files, host-relative, with their text from then; null where there was none.
 */
export async function findChangedTargets(
  root: string,
  targets: readonly Target[],
  before: ReadonlyMap<string, string | null>,
): Promise<Set<TargetId>> {
  const changed = new Set<TargetId>();
  for (const [file, old] of before) {
    const members = targets.filter((target) => target.file === file);
    if (members.length === 0) continue;
    const then = old === null ? null : readShape(file, old);
    const now = readShape(file, await readFile(path.join(root, file), 'utf8'));
    const isAll = then === null || then.rest !== now.rest;
    for (const { id, hash } of members) if (isAll || !then.functions.has(hash)) changed.add(id);
  }
  return changed;
}

interface FileParts {
  /** Hashes of the texts of all functions, as targets carry them. */
  functions: ReadonlySet<string>;
  /** The text that is neither function nor import nor export. */
  rest: string;
}

function readShape(file: string, text: string): FileParts {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const functions = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (isFunction(node)) functions.add(createHash('sha256').update(node.getText(source)).digest('hex'));
    ts.forEachChild(node, visit);
  };
  visit(source);
  const rest = source.statements.filter((statement) => !isSettled(statement)).map(withoutFunctions);
  return { functions, rest: rest.join('\n') };
}

/** A statement that can matter to a function only through the text of that function. */
function isSettled(statement: ts.Statement): boolean {
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isImportDeclaration(statement) ||
    ts.isExportDeclaration(statement) ||
    ts.isExportAssignment(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  )
    return true;
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.every(
      ({ initializer }) => initializer !== undefined && (isFunction(initializer) || isRequire(initializer)),
    );
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return false;
  const { left, right } = statement.expression;
  return isFunction(right) || /^(module\.)?exports\b/.test(left.getText());
}

const isRequire = (node: ts.Expression): boolean =>
  ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'require';

function withoutFunctions(statement: ts.Statement): string {
  const pieces: string[] = [];
  const text = statement.getSourceFile().text;
  let at = statement.getStart();
  const visit = (node: ts.Node): void => {
    if (!isFunction(node)) return ts.forEachChild(node, visit);
    pieces.push(text.slice(at, node.getStart()));
    at = node.getEnd();
  };
  visit(statement);
  return [...pieces, text.slice(at, statement.getEnd())].join('').replace(/\s+/g, ' ');
}
