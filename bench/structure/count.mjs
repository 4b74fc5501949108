// Counts that say how easily a stranger finds the way through a source tree, taken with ts-morph.
import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Node, SyntaxKind } from 'ts-morph';

const posix = (path) => path.split('\\').join('/');

/** Files directly in each folder of the tree. */
export function countFilesPerFolder(project, root) {
  const counts = new Map();
  for (const file of project.getSourceFiles()) {
    const folder = posix(relative(root, dirname(file.getFilePath())));
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}

/** Whether nothing is left of an import when it is compiled. */
function isOfTypes(declaration) {
  if (declaration.isTypeOnly()) return true;
  if (Node.isExportDeclaration(declaration)) return false;
  const named = declaration.getNamedImports();
  const hasOther = declaration.getDefaultImport() ?? declaration.getNamespaceImport();
  return !hasOther && named.length > 0 && named.every((one) => one.isTypeOnly());
}

/** The file of the project that a relative import leads to; by its path alone, because a program costs seconds. */
function importedFile(declaration) {
  const specifier = declaration.getModuleSpecifierValue();
  if (!specifier?.startsWith('.')) return undefined;
  const folder = dirname(declaration.getSourceFile().getFilePath());
  return declaration.getProject().getSourceFile(join(folder, specifier.replace(/js$/, 'ts')));
}

function importGraph(project, withTypes) {
  return new Map(
    project.getSourceFiles().map((file) => {
      const declarations = [...file.getImportDeclarations(), ...file.getExportDeclarations()];
      const used = declarations.filter((one) => withTypes || !isOfTypes(one));
      return [file, new Set(used.flatMap((one) => importedFile(one) ?? []))];
    }),
  );
}

function reachableFrom(start, graph) {
  const reached = new Set();
  const open = [start];
  for (let file = open.pop(); file; file = open.pop()) {
    for (const next of graph.get(file) ?? []) {
      if (!reached.has(next)) open.push(next);
      reached.add(next);
    }
  }
  return reached;
}

/** Groups of files that import each other in a circle. */
export function findCycles(project, root, withTypes) {
  const graph = importGraph(project, withTypes);
  const reached = new Map([...graph.keys()].map((file) => [file, reachableFrom(file, graph)]));
  const groups = new Map();
  for (const [file, others] of reached) {
    if (!others.has(file)) continue;
    const group = [...others].filter((other) => reached.get(other)?.has(file));
    const names = group.map((one) => posix(relative(root, one.getFilePath()))).sort();
    groups.set(names.join(), names);
  }
  return [...groups.values()];
}

/** The name of a function or of what holds it; null for one that is only handed over. */
function nameOf(node) {
  if (Node.isArrowFunction(node) || Node.isFunctionExpression(node)) {
    const holder = node.getParent();
    return Node.isVariableDeclaration(holder) || Node.isPropertyAssignment(holder) ? holder.getName() : null;
  }
  return Node.isConstructorDeclaration(node) ? 'constructor' : node.getName();
}

/** How many named functions there are, and those with four parameters or more as `file:line name`. */
export function countParameters(project, root) {
  const wide = [];
  let total = 0;
  for (const file of project.getSourceFiles()) {
    for (const node of file.getDescendants()) {
      if (!Node.isFunctionLikeDeclaration(node) && !Node.isFunctionExpression(node)) continue;
      const name = nameOf(node);
      if (!node.getBody?.() || name === null) continue;
      total++;
      if (node.getParameters().length < 4) continue;
      wide.push(`${posix(relative(root, file.getFilePath()))}:${node.getStartLineNumber()} ${name}`);
    }
  }
  return { total, wide };
}

/** Variables of a module that change, as `file name`. */
export function listModuleLets(project, root) {
  return project.getSourceFiles().flatMap((file) =>
    file
      .getVariableStatements()
      .filter((statement) => statement.getDeclarationKind() === 'let')
      .flatMap((statement) => statement.getDeclarations())
      .map((one) => `${posix(relative(root, file.getFilePath()))} ${one.getName()}`),
  );
}

/** Names of types that more than one file declares, with the files. */
export function listRepeatedTypes(project, root) {
  const files = new Map();
  for (const file of project.getSourceFiles()) {
    const types = [...file.getInterfaces(), ...file.getTypeAliases(), ...file.getClasses()];
    for (const name of new Set(types.map((type) => type.getName() ?? '')))
      files.set(name, [...(files.get(name) ?? []), posix(relative(root, file.getFilePath()))]);
  }
  return [...files].filter(([, places]) => places.length > 1);
}

/** Comments with the line that each begins on; lines that follow each other are one comment. */
function commentsOf(file) {
  const text = file.getFullText();
  const pattern = /(?<=^|\s)(?:\/\*[\s\S]*?\*\/|\/\/.*(?:\n[ \t]*\/\/.*)*)/g;
  return [...text.matchAll(pattern)].map(({ 0: comment, index }) => ({
    line: file.getLineAndColumnAtPos(index).line,
    words: comment.replace(/^\s*(?:\/\*+|\*+\/|\*|\/\/+) ?/gm, '').trim(),
  }));
}

/** Comments that a pattern matches, as `file:line`. */
export function listComments(project, root, pattern) {
  return project.getSourceFiles().flatMap((file) =>
    commentsOf(file)
      .filter(({ words }) => pattern.test(words))
      .map(({ line }) => `${posix(relative(root, file.getFilePath()))}:${line}`),
  );
}

/** Modules that run inside the host's Jest and that no unit test imports. */
export function listUntested(project, root, tests) {
  const imported = new Set();
  for (const name of readdirSync(tests, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.test.ts')) continue;
    const file = project.addSourceFileAtPath(join(tests, name));
    for (const one of file.getImportDeclarations()) imported.add(importedFile(one));
    project.removeSourceFile(file);
  }
  return project
    .getSourceFiles()
    .filter((file) => file.getFilePath().endsWith('.cts') && !imported.has(file))
    .filter((file) => file.getDescendantsOfKind(SyntaxKind.Block).length > 0)
    .map((file) => posix(relative(root, file.getFilePath())));
}
