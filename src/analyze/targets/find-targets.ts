/** Assembles the targets of a host from what the other steps found. */
import path from 'node:path';
import type { SkippedFile, Target } from '../../domain/target.js';
import { findMentions, invertMentions } from '../access/call-graph.js';
import { findSubclasses, makeClassFinder } from '../access/class-access.js';
import { findExportPaths } from '../access/export-paths.js';
import { nameUnits } from '../access/name-units.js';
import { findReaches } from '../access/reach.js';
import { addCallsOf, type ExampleCalls } from '../examples/examples.js';
import type { ModuleGraph } from '../modules/module-graph.js';
import type { Value } from '../modules/module-values.js';
import { makeOutsideFinder } from '../modules/outside.js';
import { findDeclaredTypes } from '../types/declared-types.js';
import { makeProducerFinder } from '../types/producers.js';
import { makeReader } from './class-reader.js';
import { makeTarget } from './make-target.js';
import type { TargetContext } from './target-context.js';

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
  { files, wanted }: { files: readonly string[]; wanted: ReadonlySet<string> },
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
  const reach = findReaches(graph, units, { paths, finder });
  const producers = makeProducerFinder(graph.program, graph.root, files);
  const context: TargetContext = {
    declared,
    examples: { shown, made: callsOfSources(graph, files), packageName },
    reader: makeReader(graph, { declared, finder, producers, reach }),
    names: nameUnits(units),
    isUnit: (node) => graph.functions.has(node),
    reach,
    mentions,
    users: invertMentions(mentions),
    subclasses: findSubclasses([...graph.classes.values(), ...units]),
    finder,
    outside: makeOutsideFinder(graph),
  };
  const order = (unit: Value): number => unit.node?.pos ?? 0;
  const chosen = units.filter(({ file }) => wanted.has(path.posix.normalize(file)));
  chosen.sort((a, b) => (a.file === b.file ? order(a) - order(b) : a.file < b.file ? -1 : 1));
  const targets = chosen.flatMap((unit, index) => {
    const reach = context.reach.get(unit);
    const isFirst = chosen[index - 1]?.file !== unit.file;
    const target = reach && attempt(unit.file, () => makeTarget(unit, { reach, isFirst }, context));
    return target == null ? [] : [target];
  });
  return { targets, skipped: [...skipped.values()] };
}
