/** Reads import declarations and `require` lines, however they are written. */
import type { ts } from 'ts-morph';
import type { Compiler } from './statement-text.js';

/** An import by module specifier; `names` may rename, as in `parse as read`. */
export interface WrittenImport {
  module: string;
  names: string[];
  default: string | null;
  namespace: string | null;
  typeOnly?: boolean;
}

/** The bindings that a statement imports, or undefined when it is no import. */
export function readImport(ts: Compiler, statement: ts.Statement): WrittenImport[] | undefined {
  if (ts.isImportDeclaration(statement)) return readDeclaration(ts, statement);
  if (!ts.isVariableStatement(statement)) return undefined;
  const found: WrittenImport[] = [];
  for (const { name, initializer } of statement.declarationList.declarations) {
    const source = initializer === undefined ? undefined : readSource(ts, initializer);
    if (source === undefined) return undefined;
    const written = bind(ts, name, source);
    if (written === undefined) return undefined;
    found.push(written);
  }
  return found;
}

function readDeclaration(ts: Compiler, statement: ts.ImportDeclaration): WrittenImport[] {
  const module = ts.isStringLiteral(statement.moduleSpecifier) ? statement.moduleSpecifier.text : '';
  const clause = statement.importClause;
  const written: WrittenImport = { module, names: [], default: clause?.name?.text ?? null, namespace: null };
  if (clause?.phaseModifier === ts.SyntaxKind.TypeKeyword) written.typeOnly = true;
  const bindings = clause?.namedBindings;
  if (bindings !== undefined && ts.isNamespaceImport(bindings)) written.namespace = bindings.name.text;
  if (bindings !== undefined && ts.isNamedImports(bindings)) {
    written.names = bindings.elements.map(({ name, propertyName }) => rename(propertyName?.text, name.text));
  }
  return [written];
}

interface Source {
  module: string;
  member: string | null;
}

/** `require('m')`, `require('m').name`, and the same with `await import('m')`. */
function readSource(ts: Compiler, node: ts.Expression): Source | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    const source = readSource(ts, node.expression);
    return source?.member === null ? { ...source, member: node.name.text } : undefined;
  }
  if (ts.isParenthesizedExpression(node) || ts.isAwaitExpression(node))
    return readSource(ts, node.expression);
  if (!ts.isCallExpression(node)) return undefined;
  const isImport =
    node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require';
  const module = node.arguments[0];
  return isImport && module !== undefined && ts.isStringLiteralLike(module)
    ? { module: module.text, member: null }
    : undefined;
}

function bind(ts: Compiler, name: ts.BindingName, { module, member }: Source): WrittenImport | undefined {
  const written: WrittenImport = { module, names: [], default: null, namespace: null };
  if (ts.isIdentifier(name)) {
    if (member === null) return { ...written, namespace: name.text };
    if (member === 'default') return { ...written, default: name.text };
    return { ...written, names: [rename(member, name.text)] };
  }
  if (member !== null || ts.isArrayBindingPattern(name)) return undefined;
  for (const { propertyName, name: local, initializer, dotDotDotToken } of name.elements) {
    if (!ts.isIdentifier(local) || initializer !== undefined || dotDotDotToken !== undefined)
      return undefined;
    const imported = propertyName?.getText();
    if (imported === 'default') written.default = local.text;
    else written.names.push(rename(imported, local.text));
  }
  return written;
}

const rename = (imported: string | undefined, local: string): string =>
  imported === undefined || imported === local ? local : `${imported} as ${local}`;
