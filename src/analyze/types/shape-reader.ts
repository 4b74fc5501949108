/** The knowledge of the host that reading a type asks for. */
import type { ts } from 'ts-morph';
import type { Access, Parameter, Producer } from '../../domain/type-shape.js';

export interface HostClass {
  name: string;
  access: Access;
  constructorParams: Parameter[];
}

export interface ShapeReader {
  checker: ts.TypeChecker;
  /** The host's class that a declaration declares, if a test can construct it. `depth` bounds its parameters. */
  findClass(node: ts.Node, depth: number): HostClass | null;
  /** Host-relative path of the file that a declaration stands in, or null outside of the host. */
  fileOf(node: ts.Node): string | null;
  /** The host's own producers of a type. */
  producers: ProducerFinder;
}

/** Answers for a type what of the host is of it. */
export interface ProducerFinder {
  /** Exported values and functions, values first. */
  producersOf(type: ts.Type, reader: ShapeReader): Producer[];
  /** Declarations of exported classes whose instances are of the type. */
  classesOf(type: ts.Type): ts.Node[];
}
