/** Reads types with knowledge of the host: its classes, its files and the functions that names mean. */
import path from 'node:path';
import type { Parameter } from '../../domain/type-shape.js';
import { constructorOf, type ClassFinder } from '../access/class-access.js';
import type { Reach } from '../access/reach.js';
import type { ModuleGraph } from '../modules/module-graph.js';
import type { Value } from '../modules/module-values.js';
import { constructParameters } from '../types/declared-parameters.js';
import type { DeclaredTypes } from '../types/declared-types.js';
import { makeCallees } from './host-callees.js';
import { readParameters, type ParameterReader } from '../types/parameters.js';
import type { HostClass, ProducerFinder, ShapeReader } from '../types/shape-reader.js';

const maxClassDepth = 2;

interface ReaderSources {
  declared: DeclaredTypes;
  finder: ClassFinder;
  producers: ProducerFinder;
  reach: ReadonlyMap<Value, Reach>;
}

/** A reader of the parameters of the host's functions. */
export function makeReader(
  graph: ModuleGraph,
  { declared, finder, producers, reach }: ReaderSources,
): ParameterReader {
  const checker = graph.program.getTypeChecker();
  const shapes: ShapeReader = {
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
  };
  const reader: ParameterReader = { ...shapes, callees: makeCallees(graph, { reader: shapes, reach }) };
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
