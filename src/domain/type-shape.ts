/** A declared or inferred type, cut down to what an author needs to make values of it; plain data. */
import type { Access, Parameter } from './target.js';

export type TypeShape =
  /** Nothing is known: the author tries what the code's use of the value suggests. */
  | { kind: 'unknown' }
  | { kind: 'boolean' | 'bigint' | 'symbol' | 'null' | 'undefined' }
  /** `brand` is the exported alias of a branded primitive, to which a test has to cast. */
  | { kind: 'string' | 'number'; brand?: Access }
  /** `access` leads to the member of an exported enum that has this value. */
  | { kind: 'literal'; value: string | number | boolean; access?: Access }
  | { kind: 'union'; of: TypeShape[] }
  | { kind: 'array'; of: TypeShape }
  | { kind: 'tuple'; of: TypeShape[]; rest?: TypeShape }
  | { kind: 'object'; name?: string; properties: PropertyShape[]; index?: TypeShape }
  | { kind: 'function'; params: TypeShape[]; returns: TypeShape }
  /** A class of the language or platform: Date, RegExp, Map, Set, Error, Uint8Array, Buffer, URL, Promise, Iterable. */
  | { kind: 'builtin'; name: string; args: TypeShape[] }
  /** A class of the host that a test can construct. */
  | { kind: 'class'; name: string; access: Access; constructorParams: Parameter[] };

export interface PropertyShape {
  name: string;
  type: TypeShape;
  optional: boolean;
}
