/** Checks that imports keep to the layers: each folder may use those before it, and those on one line never each other. */
import path from 'node:path';
import ts from 'typescript';

/** The folders inside each folder, from the lowest to the highest; those on one line do not use each other. */
const order: Readonly<Record<string, readonly string[]>> = {
  '': [
    'domain',
    'test-file',
    'io',
    'analyze measure select author verify deliver ledger report config',
    'pipeline',
    'daemon',
    'cli',
    // The package's entry.
    'index.ts',
  ],
  analyze: [
    'reading',
    'files',
    'runner',
    'host',
    'modules',
    'access',
    'types',
    'examples',
    'targets',
    'process',
  ],
  'analyze/runner': ['commands'],
  'analyze/types': ['use'],
  author: ['explorer model'],
  'author/model': ['answer', 'money', 'server', 'context', 'prompt'],
  'author/explorer': ['notation', 'in-host plan', 'run', 'print', 'title'],
  'author/explorer/title': ['conditions'],
  'author/explorer/in-host': [
    'values',
    'sense',
    'run types',
    'inputs',
    'simplify',
    'search',
    'laws record',
    'runtime-exports',
  ],
  'author/explorer/in-host/search': ['comparisons'],
  cli: ['terminal', 'ci', 'setup', 'commands'],
  io: ['system', 'files', 'git', 'sandbox', 'jest'],
  'io/jest': ['protocol', 'config', 'in-host', 'run', 'own'],
  'io/jest/in-host': ['guard mutation tracing config', 'runner', 'warm'],
  'io/sandbox': ['copy', 'tiers', 'box', 'probe'],
  pipeline: ['delivery', 'model', 'prepare', 'stream', 'report'],
  report: ['html'],
  'report/html': ['map'],
  verify: ['policy', 'dead-code mutants', 'checks'],
  'verify/policy': ['outcome'],
};

/** Texts by their path below the source folder, with forward slashes. */
export type Sources = ReadonlyMap<string, string>;

interface Import {
  from: string;
  to: string;
}

/** Every relative import of a source text: static, dynamic, of types, and by `require`. */
function importsOf(file: string, text: string): Import[] {
  const { importedFiles } = ts.preProcessFile(text, true, true);
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => ({ from: file, to: path.posix.join(path.posix.dirname(file), name) }));
}

const importsOfAll = (files: Sources): Import[] =>
  [...files].flatMap(([file, text]) => importsOf(file, text));

/** The parts of two paths where they part: the folder that holds both, and the child of it on either way. */
function parting({ from, to }: Import): { folder: string; childOfFrom: string; childOfTo: string } {
  const [a, b] = [from.split('/'), to.split('/')];
  let depth = 0;
  while (depth < a.length - 1 && depth < b.length - 1 && a[depth] === b[depth]) depth++;
  return { folder: a.slice(0, depth).join('/'), childOfFrom: a[depth] ?? '', childOfTo: b[depth] ?? '' };
}

function refuseImport(found: Import): string | null {
  const { folder, childOfFrom, childOfTo } = parting(found);
  const rooms = order[folder] ?? [];
  const rankOf = (name: string): number => rooms.findIndex((line) => line.split(' ').includes(name));
  const where = folder === '' ? '' : ` in ${folder}`;
  for (const child of [childOfFrom, childOfTo]) {
    const isRoom = folder === '' || !/\.[cm]?[jt]s$/.test(child);
    if (isRoom && rankOf(child) < 0) return `${child} belongs to no layer${where}`;
  }
  const [rank, otherRank] = [rankOf(childOfFrom), rankOf(childOfTo)];
  if (childOfFrom === childOfTo || rank < 0 || otherRank < 0 || otherRank < rank) return null;
  if (otherRank > rank) return `${childOfFrom} is below ${childOfTo}`;
  return folder === ''
    ? 'stages do not import each other'
    : `${childOfFrom} and ${childOfTo} are side by side`;
}

/** Whether an import is erased when it is compiled. */
function isErased(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  if (clause.name || !named || ts.isNamespaceImport(named)) return false;
  return named.elements.every((element) => element.isTypeOnly);
}

/** Jest has no `require` of ES modules, so code that runs inside it takes nothing but types from them. */
function valuesFromEsm(file: string, text: string): string[] {
  if (!file.endsWith('.cts')) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
    const { text: specifier } = statement.moduleSpecifier;
    const isEsm = specifier.startsWith('.') && specifier.endsWith('.js');
    return isEsm && !isErased(statement.importClause)
      ? [`${file} imports ${specifier}: CommonJS takes only types from ES modules`]
      : [];
  });
}

/** Groups of names that reach each other (Tarjan 1972). */
function findCycles(edges: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const [indexes, lows] = [new Map<string, number>(), new Map<string, number>()];
  const [stack, cycles]: [string[], string[][]] = [[], []];
  const lowOf = (name: string): number => lows.get(name) ?? 0;
  const visit = (name: string): void => {
    indexes.set(name, indexes.size);
    lows.set(name, indexes.size - 1);
    stack.push(name);
    for (const next of edges.get(name) ?? []) {
      if (!indexes.has(next)) visit(next);
      if (stack.includes(next)) lows.set(name, Math.min(lowOf(name), lowOf(next), indexes.get(next) ?? 0));
    }
    if (lowOf(name) !== indexes.get(name)) return;
    const group = stack.splice(stack.indexOf(name));
    if (group.length > 1) cycles.push(group.sort());
  };
  for (const name of edges.keys()) if (!indexes.has(name)) visit(name);
  return cycles;
}

function collectEdges(pairs: Iterable<readonly [string, string]>): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>();
  for (const [from, to] of pairs) if (from !== to) edges.set(from, (edges.get(from) ?? new Set()).add(to));
  return edges;
}

/** Cycles that a folder takes part in, among the children of one folder. */
function folderCycles(files: Sources): string[] {
  const byFolder = new Map<string, [string, string][]>();
  for (const found of importsOfAll(files)) {
    const { folder, childOfFrom, childOfTo } = parting(found);
    const bare = (name: string): string => name.replace(/\.[cm]?[jt]s$/, '');
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), [bare(childOfFrom), bare(childOfTo)]]);
  }
  const isFolder = (name: string): boolean => [...files.keys()].some((file) => file.startsWith(`${name}/`));
  return [...byFolder].flatMap(([folder, pairs]) =>
    findCycles(collectEdges(pairs))
      .filter((group) => group.some((name) => isFolder(path.posix.join(folder, name))))
      .map((group) => `${folder}: ${group.join(', ')} import each other in a circle`),
  );
}

/** Files that import each other in a circle, types included; each group sorted, without extensions. */
export function findFileCycles(files: Sources): string[][] {
  const bare = (name: string): string => name.replace(/\.[cm]?[jt]s$/, '');
  const pairs = importsOfAll(files).map(({ from, to }) => [bare(from), bare(to)] as const);
  return findCycles(collectEdges(pairs)).sort((a, b) => String(a).localeCompare(String(b)));
}

/** A line for each import that breaks the rule, and for each circle of folders. */
export function findLayerViolations(files: Sources): string[] {
  const imports = importsOfAll(files).flatMap((found) => {
    const why = refuseImport(found);
    return why === null ? [] : [`${found.from} imports ${found.to}: ${why}`];
  });
  return [
    ...imports,
    ...[...files].flatMap(([file, text]) => valuesFromEsm(file, text)),
    ...folderCycles(files),
  ];
}
