/** Reads types with knowledge of the host: its classes, its files and the functions that names mean. */
import path from 'node:path';
import { ts } from 'ts-morph';
import type { Parameter } from '../../domain/type-shape.js';
import { constructorOf, type ClassFinder } from '../access/class-access.js';
import type { ModuleGraph } from '../modules/module-graph.js';
import { findBinding, type FunctionNode, type Value } from '../modules/module-values.js';
import { constructParameters } from '../types/declared-parameters.js';
import type { DeclaredTypes } from '../types/declared-types.js';
import { readParameters, type ParameterReader } from '../types/parameters.js';
import type { HostClass, ProducerFinder } from '../types/shape-reader.js';

const maxClassDepth = 2;

interface ReaderSources {
  declared: DeclaredTypes;
  finder: ClassFinder;
  producers: ProducerFinder;
}

/** A reader of the parameters of the host's functions. */
export function makeReader(
  graph: ModuleGraph,
  { declared, finder, producers }: ReaderSources,
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
      return {
        name: found.of.name,
        access: found.access,
        constructorParams: readConstructor(found.of, { reader, declared }, depth + 1),
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
export function readConstructor(
  owner: Value,
  { reader, declared }: { reader: ParameterReader; declared: DeclaredTypes },
  depth = 0,
): Parameter[] {
  const construct = constructorOf(owner);
  const type = declared.types.get(owner);
  const known = type === undefined ? null : constructParameters(type, reader, depth);
  return known ?? (construct === null ? [] : readParameters(construct, reader, depth));
}
