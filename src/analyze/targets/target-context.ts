/** The knowledge of a host that its targets are made from. */
import type { ts } from 'ts-morph';
import type { Mentions } from '../access/call-graph.js';
import type { ClassFinder } from '../access/class-access.js';
import type { Reach } from '../access/reach.js';
import type { ExampleSources } from '../examples/examples.js';
import type { Value } from '../modules/module-values.js';
import type { DeclaredTypes } from '../types/declared-types.js';
import type { ParameterReader } from '../types/parameters.js';

export interface TargetContext {
  reader: ParameterReader;
  names: ReadonlyMap<Value, string>;
  /** Whether a function is a unit of its own. */
  isUnit: (node: ts.Node) => boolean;
  reach: ReadonlyMap<Value, Reach>;
  mentions: ReadonlyMap<Value, Mentions>;
  users: ReadonlyMap<Value, Value[]>;
  subclasses: ReadonlyMap<Value, Value[]>;
  finder: ClassFinder;
  outside: (file: string) => string[];
  declared: DeclaredTypes;
  examples: ExampleSources;
}
