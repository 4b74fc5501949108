/** Evaluates the statements of a module's top level: declarations, imports, exports and module wrappers. */
import { ts } from 'ts-morph';
import { makeClass } from './evaluate-class.js';
import {
  evaluate,
  keyOf,
  makeFunction,
  makeOpaque,
  strip,
  type EvaluationPlace,
} from './evaluate-expression.js';
import {
  bind,
  findBinding,
  makeScope,
  makeValue,
  readExport,
  readMember,
  setMember,
  type ModuleRecord,
  type Value,
  type EvaluationContext,
} from './module-values.js';
import { hasModifier } from './syntax.js';

/** A record for a file that was not evaluated yet. */
export function makeModule(file: string, source: ts.SourceFile): ModuleRecord {
  const root = makeValue('object', { file, node: null, name: '' });
  const scope = makeScope(null, root);
  const isEs = ts.isExternalModule(source) && !/\b(?:module\.exports|exports\.\w+)\s*=/.test(source.text);
  const handle = makeValue('opaque', { file, node: null, name: '' });
  const module: ModuleRecord = { file, source, scope, root, handle, isEs, exported: new Map(), stars: [] };
  if (isEs) root.module = module;
  else bind(scope, 'exports', { value: root });
  return module;
}

/** Evaluates a module's top level into its record. */
export function evaluateModule(module: ModuleRecord, context: EvaluationContext): void {
  const place: EvaluationPlace = { context, module, scope: module.scope, runWrapper };
  runStatements(module.source.statements, place);
}

const wrapped = new WeakMap<ts.Node, { result: Value | null }>();

function runWrapper(
  node: ts.FunctionExpression | ts.FunctionDeclaration | ts.ArrowFunction,
  given: (Value | null)[],
  place: EvaluationPlace,
): Value | null {
  const known = wrapped.get(node);
  if (known !== undefined) return known.result;
  const state: { result: Value | null } = { result: null };
  wrapped.set(node, state);
  const scope = makeScope(place.scope, place.scope.self);
  node.parameters.forEach((parameter, index) => {
    if (!ts.isIdentifier(parameter.name)) return;
    const value = given[index] ?? null;
    const { text } = parameter.name;
    // Without a value, `exports`, `module` and `require` go on meaning what they mean outside.
    if (value === null && /^(?:exports|module|require)$/.test(text)) return;
    scope.bindings.set(text, { read: () => value, init: null, isWrapperArgument: true });
  });
  const inner: EvaluationPlace = { ...place, scope };
  if (node.body === undefined) return null;
  if (ts.isBlock(node.body)) runStatements(node.body.statements, inner);
  else scope.returned = evaluate(node.body, inner, '');
  state.result = scope.returned;
  return state.result;
}

function runStatements(statements: readonly ts.Statement[], place: EvaluationPlace): void {
  for (const statement of statements) {
    if (ts.isImportDeclaration(statement)) bindImport(statement, place);
    if (ts.isFunctionDeclaration(statement)) declareFunction(statement, place);
  }
  for (const statement of statements) runStatement(statement, place);
}

function exportDeclared(node: ts.Node, name: string, place: EvaluationPlace): void {
  if (!hasModifier(node, ts.SyntaxKind.ExportKeyword)) return;
  const exportedAs = hasModifier(node, ts.SyntaxKind.DefaultKeyword) ? 'default' : name;
  const { scope } = place;
  place.module.exported.set(exportedAs, () => findBinding(scope, name)?.read() ?? null);
}

function declareFunction(node: ts.FunctionDeclaration, place: EvaluationPlace): void {
  const name = node.name?.text ?? 'default';
  if (node.body !== undefined) bind(place.scope, name, { value: makeFunction(node, place, name) });
  exportDeclared(node, name, place);
}

function bindImport(node: ts.ImportDeclaration, place: EvaluationPlace): void {
  const { importClause, moduleSpecifier } = node;
  if (importClause === undefined || !ts.isStringLiteral(moduleSpecifier)) return;
  const { context, module } = place;
  const imported = (name: string | null) => (): Value | null => {
    const file = context.resolve(module.file, moduleSpecifier.text);
    const target = file === null ? null : context.load(file);
    if (target === null) return null;
    return name === null ? target.root : readExport(context, target, name);
  };
  const add = (local: string, name: string | null): void => {
    place.scope.bindings.set(local, { read: imported(name), init: null, isWrapperArgument: false });
  };
  if (importClause.name !== undefined) add(importClause.name.text, 'default');
  const bindings = importClause.namedBindings;
  if (bindings === undefined) return;
  if (ts.isNamespaceImport(bindings)) {
    add(bindings.name.text, null);
    return;
  }
  for (const element of bindings.elements)
    add(element.name.text, (element.propertyName ?? element.name).text);
}

function bindPattern(pattern: ts.BindingPattern, value: Value | null, place: EvaluationPlace): void {
  if (value === null || ts.isArrayBindingPattern(pattern)) return;
  for (const { name, propertyName } of pattern.elements) {
    const key = keyOf(propertyName ?? name);
    if (ts.isIdentifier(name) && key !== null)
      bind(place.scope, name.text, { value: readMember(place.context, value, key) });
  }
}

function declareVariable(node: ts.VariableDeclaration, place: EvaluationPlace): void {
  const { name, initializer } = node;
  if (!ts.isIdentifier(name)) {
    if (initializer !== undefined) bindPattern(name, evaluate(initializer, place, ''), place);
    return;
  }
  const value = initializer === undefined ? null : evaluate(initializer, place, name.text);
  const before = place.scope.bindings.get(name.text);
  if (initializer === undefined && before !== undefined) return;
  // An unknown value may still get members later, and be exported with them.
  const known = value ?? before?.read() ?? makeOpaque(initializer ?? null, place, name.text);
  bind(place.scope, name.text, { value: known, init: initializer ?? null });
}

function runVariables(node: ts.VariableStatement, place: EvaluationPlace): void {
  for (const declaration of node.declarationList.declarations) {
    declareVariable(declaration, place);
    const { name } = declaration;
    if (ts.isIdentifier(name)) exportDeclared(node, name.text, place);
    else exportPattern(node, name, place);
  }
}

function exportPattern(node: ts.VariableStatement, pattern: ts.BindingPattern, place: EvaluationPlace): void {
  for (const element of pattern.elements) {
    if (!ts.isBindingElement(element) || !ts.isIdentifier(element.name)) continue;
    exportDeclared(node, element.name.text, place);
  }
}

function runExportAssignment(node: ts.ExportAssignment, place: EvaluationPlace): void {
  const value = evaluate(node.expression, place, '') ?? makeOpaque(node.expression, place, '');
  if (node.isExportEquals === true) {
    place.module.root = value;
    place.module.isEs = false;
    return;
  }
  place.module.exported.set('default', () => value);
  // For finding what the exported expression mentions.
  if (!ts.isIdentifier(strip(node.expression)))
    bind(place.scope, 'default', { value, init: node.expression });
}

function runExportFrom(node: ts.ExportDeclaration, place: EvaluationPlace): void {
  const { context, module, scope } = place;
  const { exportClause, moduleSpecifier } = node;
  const from =
    moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : null;
  const file = from === null ? null : context.resolve(module.file, from);
  if (exportClause === undefined) {
    if (file !== null) module.stars.push(file);
    return;
  }
  const target = (): ModuleRecord | null => (file === null ? null : context.load(file));
  if (ts.isNamespaceExport(exportClause)) {
    module.exported.set(exportClause.name.text, () => target()?.root ?? null);
    return;
  }
  for (const { name, propertyName } of exportClause.elements) {
    const source = (propertyName ?? name).text;
    module.exported.set(name.text, () => {
      if (from === null) return findBinding(scope, source)?.read() ?? null;
      const loaded = target();
      return loaded === null ? null : readExport(context, loaded, source);
    });
  }
}

function runNamespace(node: ts.ModuleDeclaration, place: EvaluationPlace): void {
  const { body, name } = node;
  if (body === undefined || !ts.isModuleBlock(body) || !ts.isIdentifier(name)) return;
  const before = place.scope.bindings.get(name.text)?.read();
  const holder = before ?? makeValue('object', { file: place.module.file, node, name: name.text });
  bind(place.scope, name.text, { value: holder });
  exportDeclared(node, name.text, place);
  const outer = place.module.exported;
  place.module.exported = new Map();
  const scope = makeScope(place.scope, null);
  runStatements(body.statements, { ...place, scope });
  for (const [key, read] of place.module.exported) {
    const value = read();
    if (value === null) continue;
    if (value.kind === 'function' && value.file === place.module.file) value.name = `${holder.name}.${key}`;
    setMember({ holder, key }, value);
  }
  place.module.exported = outer;
}

function runNested(node: ts.Statement, place: EvaluationPlace): void {
  ts.forEachChild(node, (child) => {
    if (ts.isBlock(child)) runStatements(child.statements, place);
    else if (ts.isStatement(child)) runStatement(child, place);
    else if (ts.isCatchClause(child)) runStatements(child.block.statements, place);
    else if (ts.isCaseBlock(child)) {
      for (const clause of child.clauses) runStatements(clause.statements, place);
    }
  });
}

function runStatement(node: ts.Statement, place: EvaluationPlace): void {
  if (ts.isVariableStatement(node)) runVariables(node, place);
  else if (ts.isExpressionStatement(node)) evaluate(node.expression, place, '');
  else if (ts.isClassDeclaration(node)) {
    const name = node.name?.text ?? 'default';
    bind(place.scope, name, { value: makeClass(node, place, name) });
    exportDeclared(node, name, place);
  } else if (ts.isExportAssignment(node)) runExportAssignment(node, place);
  else if (ts.isExportDeclaration(node)) runExportFrom(node, place);
  else if (ts.isImportEqualsDeclaration(node)) runImportEquals(node, place);
  else if (ts.isModuleDeclaration(node)) runNamespace(node, place);
  else if (ts.isReturnStatement(node)) {
    if (node.expression !== undefined) place.scope.returned ??= evaluate(node.expression, place, '');
  } else if (ts.isBlock(node)) runStatements(node.statements, place);
  else if (ts.isIfStatement(node) || ts.isTryStatement(node) || ts.isIterationStatement(node, false)) {
    runNested(node, place);
  } else if (ts.isSwitchStatement(node) || ts.isLabeledStatement(node)) runNested(node, place);
}

function runImportEquals(node: ts.ImportEqualsDeclaration, place: EvaluationPlace): void {
  const reference = node.moduleReference;
  if (!ts.isExternalModuleReference(reference) || !ts.isStringLiteral(reference.expression)) return;
  const file = place.context.resolve(place.module.file, reference.expression.text);
  bind(place.scope, node.name.text, {
    value: file === null ? null : (place.context.load(file)?.root ?? null),
  });
}
