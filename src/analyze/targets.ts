/** Assembles the targets of a host from what the other steps found. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { ts } from 'ts-morph';
import type { Parameter, SourceRange, Target } from '../domain/target.js';
import { findMentions, invertMentions, type Mentions } from './call-graph.js';
import { constructorOf, findSubclasses, makeClassFinder, type ClassFinder } from './class-access.js';
import { findExportPaths } from './export-paths.js';
import { mineHints } from './hints.js';
import type { ModuleGraph } from './module-graph.js';
import { findBinding, type FunctionNode, type Value } from './module-values.js';
import { makeOutsideFinder } from './outside.js';
import { readParameters, readReturn, type ParameterReader } from './parameters.js';
import { findReach, type Reach } from './reach.js';
import type { HostClass } from './type-shapes.js';

const maxCallers = 12;
const maxClassDepth = 2;

function rangeOf(node: ts.Node, source: ts.SourceFile): SourceRange {
  const at = (offset: number): SourceRange['start'] => {
    const { line, character } = source.getLineAndCharacterOfPosition(offset);
    return { line: line + 1, column: character };
  };
  return { start: at(node.getStart(source)), end: at(node.getEnd()) };
}

function docOf(node: ts.Node): string | null {
  const comments = ts.getJSDocCommentsAndTags(node).filter((part) => ts.isJSDoc(part));
  const text = comments
    .map((comment) =>
      comment
        .getText()
        .replace(/^\/\*\*?|\*\/$/g, '')
        .split('\n')
        .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd())
        .join('\n')
        .trim(),
    )
    .filter((comment) => comment !== '')
    .join('\n');
  return text === '' ? null : text;
}

/** The names of units, made unique within their file. */
function nameUnits(units: readonly Value[]): Map<Value, string> {
  const taken = new Set<string>();
  const clashing = new Set<string>();
  for (const { file, name, home } of units) {
    if (home !== null && home.role !== 'value' && taken.has(`${file}#${name}`))
      clashing.add(`${file}#${name}`);
    taken.add(`${file}#${name}`);
  }
  taken.clear();
  const names = new Map<Value, string>();
  for (const unit of units) {
    const role = { value: '', getter: 'get ', setter: 'set ' }[unit.home?.role ?? 'value'];
    const parts = unit.name.split('.');
    const last = parts.pop() ?? '';
    const isClash = role !== '' && clashing.has(`${unit.file}#${unit.name}`);
    const wanted = isClash ? [...parts, role + last].join('.') : unit.name;
    let name = wanted;
    for (let count = 2; taken.has(`${unit.file}#${name}`); count++) name = `${wanted}~${count}`;
    taken.add(`${unit.file}#${name}`);
    names.set(unit, name);
  }
  return names;
}

/** The functions of the same file that a unit uses, at most two calls away. */
function calledNearby(unit: Value, mentions: ReadonlyMap<Value, Mentions>): Value[] {
  const found = new Set([unit]);
  let level = [unit];
  for (let depth = 0; depth < 2; depth++) {
    level = level
      .flatMap((value) => [...(mentions.get(value)?.functions ?? [])])
      .filter((value) => value.file === unit.file && !found.has(value));
    for (const value of level) found.add(value);
  }
  return [...found];
}

function hintsFor(unit: Value, mentions: ReadonlyMap<Value, Mentions>): Target['hints'] {
  const functions = calledNearby(unit, mentions);
  const tables = new Set(functions.flatMap((value) => [...(mentions.get(value)?.tables ?? [])]));
  return mineHints({ functions: functions.map(({ node }) => node as FunctionNode), tables: [...tables] });
}

interface Workshop {
  reader: ParameterReader;
  names: ReadonlyMap<Value, string>;
  reach: ReadonlyMap<Value, Reach>;
  mentions: ReadonlyMap<Value, Mentions>;
  users: ReadonlyMap<Value, Value[]>;
  subclasses: ReadonlyMap<Value, Value[]>;
  finder: ClassFinder;
  outside: (file: string) => string[];
}

/** Units with an access that lead to this one, nearest first. */
function callersOf(unit: Value, { users, reach, subclasses, finder }: Workshop): Value[] {
  const seen = new Set([unit]);
  const callers: Value[] = [];
  const owner = unit.home?.holder.prototypeOf ?? null;
  // Where no test can make an instance, whoever does leads to its methods.
  const isMade = owner !== null && finder.forInstances(owner, null) === null;
  const makers = isMade ? [owner, ...(subclasses.get(owner) ?? [])] : [];
  let level = [unit, ...makers];
  while (level.length > 0 && callers.length < maxCallers) {
    const next = [...new Set(level.flatMap((value) => users.get(value) ?? []))].filter(
      (user) => !seen.has(user),
    );
    for (const user of next) seen.add(user);
    const isReached = (user: Value): boolean => (reach.get(user)?.access ?? null) !== null;
    callers.push(...next.filter(isReached));
    level = next.filter((user) => !isReached(user));
  }
  return callers.slice(0, maxCallers);
}

function makeReader(graph: ModuleGraph, checker: ts.TypeChecker, finder: ClassFinder): ParameterReader {
  const reader: ParameterReader = {
    checker,
    findClass(node, depth): HostClass | null {
      const value = graph.classes.get(node) ?? graph.functions.get(node);
      if (value === undefined || depth > maxClassDepth) return null;
      const found = finder.forInstances(value, null);
      if (found === null || found.isInstance) return null;
      const construct = constructorOf(found.of);
      return {
        name: found.of.name,
        access: found.access,
        constructorParams: construct === null ? [] : readParameters(construct, reader, depth + 1),
      };
    },
    fileOf(node) {
      const file = path.relative(graph.root, node.getSourceFile().fileName).split(path.sep).join('/');
      return file.startsWith('..') || path.isAbsolute(file) || file.includes('node_modules/') ? null : file;
    },
    findFunction(name, from) {
      let at: ts.Node = from;
      while (!graph.functions.has(at) && !ts.isSourceFile(at)) at = at.parent;
      const scope = graph.functions.get(at)?.scope ?? null;
      const found = scope === null ? null : (findBinding(scope, name)?.read() ?? null);
      return found?.kind === 'function' ? (found.node as FunctionNode) : null;
    },
  };
  return reader;
}

const idOf = (unit: Value, shop: Workshop): string => `${unit.file}#${shop.names.get(unit) ?? unit.name}`;

function makeTarget(unit: Value, reach: Reach, shop: Workshop): Target {
  const node = unit.node as FunctionNode;
  const source = node.getSourceFile();
  const constructorParams: Parameter[] =
    reach.construct === null ? [] : readParameters(reach.construct, shop.reader);
  const flags = ts.isConstructorDeclaration(node) ? ts.ModifierFlags.None : ts.getCombinedModifierFlags(node);
  const name = shop.names.get(unit) ?? unit.name;
  return {
    id: `${unit.file}#${name}`,
    file: unit.file,
    name,
    kind: reach.kind,
    range: rangeOf(node, source),
    hash: createHash('sha256').update(node.getText(source)).digest('hex'),
    isAsync: (flags & ts.ModifierFlags.Async) !== 0,
    isGenerator: 'asteriskToken' in node && node.asteriskToken !== undefined,
    access: reach.access,
    member: reach.member,
    params: reach.kind === 'constructor' ? constructorParams : readParameters(node, shop.reader),
    constructorParams,
    returns: reach.kind === 'constructor' ? { kind: 'unknown' } : readReturn(node, shop.reader),
    doc: docOf(node),
    reachedThrough: callersOf(unit, shop).map((caller) => idOf(caller, shop)),
    hints: hintsFor(unit, shop.mentions),
    reachesOutside: shop.outside(unit.file),
  };
}

/** The targets in `wanted`, seen against all `files` of the host, in the order of the source. */
export function findTargets(
  graph: ModuleGraph,
  files: readonly string[],
  wanted: ReadonlySet<string>,
): Target[] {
  for (const file of files) graph.load(file);
  const paths = findExportPaths(graph, files);
  const finder = makeClassFinder(paths);
  const known = new Set(files);
  const units = [...graph.functions.values()].filter(({ file }) => known.has(file));
  const mentions = findMentions(graph, units);
  const shop: Workshop = {
    reader: makeReader(graph, graph.program.getTypeChecker(), finder),
    names: nameUnits(units),
    reach: new Map(units.map((unit) => [unit, findReach(unit, paths, finder)])),
    mentions,
    users: invertMentions(mentions),
    subclasses: findSubclasses([...graph.classes.values(), ...units]),
    finder,
    outside: makeOutsideFinder(graph),
  };
  const order = (unit: Value): number => unit.node?.pos ?? 0;
  const chosen = units.filter(({ file }) => wanted.has(path.posix.normalize(file)));
  chosen.sort((a, b) => (a.file === b.file ? order(a) - order(b) : a.file < b.file ? -1 : 1));
  return chosen.flatMap((unit) => {
    const reach = shop.reach.get(unit);
    return reach === undefined ? [] : [makeTarget(unit, reach, shop)];
  });
}
