/** Assembles the targets of a host from what the other steps found. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { ts } from 'ts-morph';
import type { Parameter, SkippedFile, SourceRange, Target } from '../domain/target.js';
import type { TypeShape } from '../domain/type-shape.js';
import { findMentions, invertMentions, type Mentions } from './access/call-graph.js';
import { constructorOf, findSubclasses, makeClassFinder, type ClassFinder } from './access/class-access.js';
import { callParameters, callResult, constructParameters } from './types/declared-parameters.js';
import { type DeclaredTypes, findDeclaredTypes, instanceType, memberType } from './types/declared-types.js';
import { addCallsOf, type ExampleCalls, type ExampleSources, examplesFor } from './examples/examples.js';
import { findExportPaths } from './access/export-paths.js';
import { mineHints } from './examples/hints.js';
import type { ModuleGraph } from './modules/module-graph.js';
import { findBinding, type FunctionNode, type Value } from './modules/module-values.js';
import { nameUnits } from './access/name-units.js';
import { makeOutsideFinder } from './modules/outside.js';
import { readParameters, readReturn, type ParameterReader } from './types/parameters.js';
import { makeProducerFinder, type ProducerFinder } from './types/producers.js';
import { findReaches, type Reach } from './access/reach.js';
import { type HostClass, shapeOfType } from './types/type-shapes.js';

const maxCallers = 12;
/** Functions that literals are mined from for one target. */
const maxCallees = 40;
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

/** The functions of the host that a unit uses, the nearest first, at most three calls away. */
function calledNearby(unit: Value, mentions: ReadonlyMap<Value, Mentions>): Value[] {
  const found = new Set([unit]);
  let level = [unit];
  for (let depth = 0; depth < 3 && found.size < maxCallees; depth++) {
    level = level
      .flatMap((value) => [...(mentions.get(value)?.functions ?? [])])
      .filter((value) => !found.has(value));
    for (const value of level) found.add(value);
  }
  return [...found].slice(0, maxCallees);
}

function hintsFor(unit: Value, mentions: ReadonlyMap<Value, Mentions>): Target['hints'] {
  const functions = calledNearby(unit, mentions);
  const tables = new Set(functions.flatMap((value) => [...(mentions.get(value)?.tables ?? [])]));
  return mineHints({ functions: functions.map(({ node }) => node as FunctionNode), tables: [...tables] });
}

interface TargetContext {
  reader: ParameterReader;
  names: ReadonlyMap<Value, string>;
  reach: ReadonlyMap<Value, Reach>;
  mentions: ReadonlyMap<Value, Mentions>;
  users: ReadonlyMap<Value, Value[]>;
  subclasses: ReadonlyMap<Value, Value[]>;
  finder: ClassFinder;
  outside: (file: string) => string[];
  declared: DeclaredTypes;
  examples: ExampleSources;
}

/** Units with an access that lead to this one, nearest first. */
function callersOf(unit: Value, { users, reach, subclasses, finder }: TargetContext): Value[] {
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

function makeReader(
  graph: ModuleGraph,
  declared: DeclaredTypes,
  finder: ClassFinder,
  producers: ProducerFinder,
): ParameterReader {
  const checker = graph.program.getTypeChecker();
  const reader: ParameterReader = {
    checker,
    producers,
    findClass(node, depth): HostClass | null {
      const value = graph.classes.get(node) ?? graph.functions.get(node) ?? declared.classes.get(node);
      if (value === undefined || depth > maxClassDepth) return null;
      const found = finder.forInstances(value, null);
      if (found === null || found.isInstance) return null;
      const construct = constructorOf(found.of);
      return {
        name: found.of.name,
        access: found.access,
        constructorParams: readConstructor(found.of, construct, reader, declared, depth + 1),
      };
    },
    fileOf(node) {
      const file = path.relative(graph.root, node.getSourceFile().fileName).split(path.sep).join('/');
      const isOutside = file.startsWith('..') || path.isAbsolute(file) || file.includes('node_modules/');
      return isOutside || node.getSourceFile().isDeclarationFile ? null : file;
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

/** The parameters of a class's constructor: as declared, else inferred from its code. */
function readConstructor(
  owner: Value,
  construct: FunctionNode | null,
  reader: ParameterReader,
  { types }: DeclaredTypes,
  depth = 0,
): Parameter[] {
  const type = types.get(owner);
  const told = type === undefined ? null : constructParameters(type, reader, depth);
  return told ?? (construct === null ? [] : readParameters(construct, reader, depth));
}

/** The declared type of a function, method or accessor itself. */
function declaredTypeOf(unit: Value, { declared, reader }: TargetContext): ts.Type | null {
  const own = declared.types.get(unit);
  if (own !== undefined || unit.home === null) return own ?? null;
  const { holder, key } = unit.home;
  const owner = declared.types.get(holder.prototypeOf ?? holder);
  const of = owner === undefined || holder.prototypeOf === null ? owner : instanceType(owner);
  return of == null ? null : memberType(of, key, reader.checker);
}

/** Parameters and result of a unit that is neither a class nor a constructor. */
function readSignature(
  unit: Value,
  kind: Target['kind'],
  context: TargetContext,
): Pick<Target, 'params' | 'returns'> {
  const node = unit.node as FunctionNode;
  const { reader } = context;
  const type = declaredTypeOf(unit, context);
  if (type === null) return { params: readParameters(node, reader), returns: readReturn(node, reader) };
  const isAccessor = kind.endsWith('getter') || kind.endsWith('setter');
  if (!isAccessor) {
    const params = callParameters(type, reader) ?? readParameters(node, reader);
    return { params, returns: callResult(type, reader) ?? readReturn(node, reader) };
  }
  const shape = shapeOfType(type, reader);
  const params = readParameters(node, reader).map((parameter) => ({ ...parameter, type: shape }));
  return { params, returns: kind.endsWith('getter') ? shape : { kind: 'undefined' } };
}

const idOf = (unit: Value, context: TargetContext): string =>
  `${unit.file}#${context.names.get(unit) ?? unit.name}`;

const unknown: TypeShape = { kind: 'unknown' };

/** The class that a constructor belongs to; a constructor function is its own. */
const ownerOf = (unit: Value): Value =>
  unit.node !== null && ts.isConstructorDeclaration(unit.node) ? (unit.home?.holder ?? unit) : unit;

function makeTarget(unit: Value, reach: Reach, context: TargetContext): Target {
  const node = unit.node as FunctionNode;
  const source = node.getSourceFile();
  const owner = unit.home?.holder.prototypeOf ?? (reach.kind === 'constructor' ? ownerOf(unit) : null);
  const constructorParams =
    owner !== null && reach.construct !== null && constructorOf(owner) === reach.construct
      ? readConstructor(owner, reach.construct, context.reader, context.declared)
      : reach.construct === null
        ? []
        : readParameters(reach.construct, context.reader);
  const isConstructor = reach.kind === 'constructor';
  const signature = isConstructor
    ? { params: constructorParams, returns: unknown }
    : readSignature(unit, reach.kind, context);
  const flags = ts.isConstructorDeclaration(node) ? ts.ModifierFlags.None : ts.getCombinedModifierFlags(node);
  const name = context.names.get(unit) ?? unit.name;
  const described = {
    name,
    kind: reach.kind,
    access: reach.access,
    member: reach.member,
    doc: docOf(node),
    ...signature,
  };
  const examples = examplesFor(described, context.examples);
  return {
    id: `${unit.file}#${name}`,
    file: unit.file,
    ...described,
    range: rangeOf(node, source),
    hash: createHash('sha256').update(node.getText(source)).digest('hex'),
    isAsync: (flags & ts.ModifierFlags.Async) !== 0,
    isGenerator: 'asteriskToken' in node && node.asteriskToken !== undefined,
    constructorParams,
    reachedThrough: callersOf(unit, context).map((caller) => idOf(caller, context)),
    hints: hintsFor(unit, context.mentions),
    ...(examples.length === 0 ? {} : { examples }),
    reachesOutside: context.outside(unit.file),
  };
}

/** The facts about a host besides its modules. */
export interface HostFacts {
  /** Declaration files of JavaScript. */
  declarations: ReadonlyMap<string, string>;
  /** Calls that the README and the tests show. */
  shown: ExampleCalls;
  packageName: string | undefined;
  /** Called with each file before work in proportion to it. */
  onFile: (file: string | null) => void;
}

/** The calls with literal arguments in the host's own code. */
function callsOfSources(graph: ModuleGraph, files: readonly string[]): ExampleCalls {
  const calls: ExampleCalls = new Map();
  for (const file of files) {
    const source = graph.load(file)?.source;
    if (source !== undefined) addCallsOf(source, calls);
  }
  return calls;
}

/**
 * The targets in `wanted`, seen against all `files` of the host, in the order of the source. Files whose code is too deep to
 * be walked through are skipped.
 */
export function findTargets(
  graph: ModuleGraph,
  files: readonly string[],
  wanted: ReadonlySet<string>,
  { declarations, shown, packageName, onFile }: HostFacts,
): { targets: Target[]; skipped: SkippedFile[] } {
  const skipped = new Map<string, SkippedFile>();
  const attempt = <T>(file: string, work: () => T): T | null => {
    onFile(file);
    try {
      return work();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      skipped.set(file, { file, reason: 'its code is nested too deeply' });
      return null;
    }
  };
  for (const file of files) attempt(file, () => graph.load(file));
  onFile(null);
  const paths = findExportPaths(graph, files);
  const finder = makeClassFinder(paths);
  const known = new Set(files);
  const units = [...graph.functions.values()].filter(({ file }) => known.has(file));
  const mentions = findMentions(graph, units);
  const declared = findDeclaredTypes(graph, declarations);
  const context: TargetContext = {
    declared,
    examples: { shown, made: callsOfSources(graph, files), packageName },
    reader: makeReader(graph, declared, finder, makeProducerFinder(graph.program, graph.root, files)),
    names: nameUnits(units),
    reach: findReaches(graph, units, paths, finder),
    mentions,
    users: invertMentions(mentions),
    subclasses: findSubclasses([...graph.classes.values(), ...units]),
    finder,
    outside: makeOutsideFinder(graph),
  };
  const order = (unit: Value): number => unit.node?.pos ?? 0;
  const chosen = units.filter(({ file }) => wanted.has(path.posix.normalize(file)));
  chosen.sort((a, b) => (a.file === b.file ? order(a) - order(b) : a.file < b.file ? -1 : 1));
  const targets = chosen.flatMap((unit) => {
    const reach = context.reach.get(unit);
    const target = reach && attempt(unit.file, () => makeTarget(unit, reach, context));
    return target == null ? [] : [target];
  });
  return { targets, skipped: [...skipped.values()] };
}
