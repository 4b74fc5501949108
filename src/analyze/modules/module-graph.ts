/** Resolves imports between the host's files and evaluates each file once. */
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { ts } from 'ts-morph';
import { systemOver } from '../reading/compiler-files.js';
import type { Readable } from '../reading/readable.js';
import { evaluateModule, makeModule } from './evaluate-module.js';
import type { ModuleRecord, EvaluationContext } from './module-values.js';

const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'];

export interface ModuleGraph extends EvaluationContext {
  /** The specifiers that a file names in imports, exports and `require`, in order. */
  specifiersOf(file: string): string[];
  records: Map<string, ModuleRecord>;
  program: ts.Program;
  root: string;
}

function withExtension(base: string, { isFile }: Readable): string | null {
  if (/\.[^./\\]+$/.test(base) && isFile(base)) return base;
  // TypeScript's sources are imported by the name of what they compile to.
  const compiled = /^(.*)\.([cm]?)js(x?)$/.exec(base);
  if (compiled !== null) {
    const [, stem = '', kind = '', x = ''] = compiled;
    const source = [`${stem}.${kind}ts${x}`, `${stem}.tsx`].find(isFile);
    if (source !== undefined) return source;
  }
  return (
    extensions.map((extension) => base + extension).find(isFile) ??
    extensions.map((extension) => path.join(base, `index${extension}`)).find(isFile) ??
    null
  );
}

function mainOf(folder: string, files: Readable): string | null {
  const file = path.join(folder, 'package.json');
  if (!files.isFile(file)) return null;
  const { config } = ts.readConfigFile(file, (name) => files.readText(name) ?? undefined) as {
    config?: { main?: unknown };
  };
  return typeof config?.main === 'string' ? withExtension(path.join(folder, config.main), files) : null;
}

function resolveRelative(from: string, specifier: string, files: Readable): string | null {
  const base = path.resolve(path.dirname(from), specifier);
  return withExtension(base, files) ?? mainOf(base, files);
}

/** Resolves what is not relative: path aliases, `#imports`, packages of the same workspace. */
function resolveBare(
  { from, specifier }: { from: string; specifier: string },
  options: ts.CompilerOptions,
  system: ts.System,
): string | null {
  const found = ts.resolveModuleName(specifier, from, options, system).resolvedModule?.resolvedFileName;
  if (found === undefined) return null;
  const real = existsSync(found) ? realpathSync(found) : found;
  return /[\\/]node_modules[\\/]/.test(real) || real.endsWith('.d.ts') ? null : real;
}

/** The module specifiers of a file. */
function findSpecifiers(source: ts.SourceFile): string[] {
  const found: string[] = [];
  const add = (node: ts.Node | undefined): void => {
    if (node !== undefined && ts.isStringLiteralLike(node)) found.push(node.text);
  };
  const isTypeOnly = (node: ts.Node): boolean =>
    (ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) ||
    (ts.isExportDeclaration(node) && node.isTypeOnly);
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      if (!isTypeOnly(node)) add(node.moduleSpecifier);
    } else if (ts.isExternalModuleReference(node)) add(node.expression);
    else if (ts.isCallExpression(node)) {
      const { expression } = node;
      const isImport = expression.kind === ts.SyntaxKind.ImportKeyword;
      if (isImport || /^require(?:\.resolve)?$/.test(expression.getText(source))) add(node.arguments[0]);
    }
    ts.forEachChild(node, visit);
  };
  const hasCalls = /\brequire\b|\bimport\s*\(/.test(source.text);
  if (hasCalls) visit(source);
  else for (const statement of source.statements) visitTop(statement, isTypeOnly, add);
  return [...new Set(found)];
}

function visitTop(
  node: ts.Statement,
  isTypeOnly: (node: ts.Node) => boolean,
  add: (node: ts.Node | undefined) => void,
): void {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && !isTypeOnly(node))
    add(node.moduleSpecifier);
}

/** The graph over a program's files under `root`; files are evaluated when they are first asked for. */
export function makeModuleGraph(root: string, program: ts.Program, readable: Readable): ModuleGraph {
  const system = systemOver(readable);
  const options = program.getCompilerOptions();
  const records = new Map<string, ModuleRecord>();
  const resolved = new Map<string, string | null>();
  const specifiers = new Map<string, string[]>();
  const relative = (file: string): string | null => {
    const inHost = path.relative(root, file).split(path.sep).join('/');
    return inHost.startsWith('..') || path.isAbsolute(inHost) ? null : inHost;
  };
  const resolve = (from: string, specifier: string): string | null => {
    const isRelative = /^\.{1,2}(?:\/|$)/.test(specifier);
    const key = `${isRelative ? path.posix.dirname(from) : ''}\0${specifier}`;
    const known = resolved.get(key);
    if (known !== undefined) return known;
    const file = path.join(root, from);
    const found = isRelative
      ? resolveRelative(file, specifier, readable)
      : resolveBare({ from: file, specifier }, options, system);
    const inHost = found === null ? null : relative(found);
    resolved.set(key, inHost);
    return inHost;
  };
  const graph: ModuleGraph = {
    root,
    program,
    records,
    functions: new Map(),
    classes: new Map(),
    resolve,
    load(file) {
      const known = records.get(file);
      if (known !== undefined) return known;
      const source = program.getSourceFile(path.join(root, file));
      if (source === undefined || source.isDeclarationFile || file.endsWith('.json')) return null;
      const record = makeModule(file, source);
      records.set(file, record);
      evaluateModule(record, graph);
      return record;
    },
    specifiersOf(file) {
      const known = specifiers.get(file);
      if (known !== undefined) return known;
      const source = program.getSourceFile(path.join(root, file));
      const found = source === undefined ? [] : findSpecifiers(source);
      specifiers.set(file, found);
      return found;
    },
  };
  return graph;
}
