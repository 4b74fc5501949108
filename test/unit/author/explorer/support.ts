/** Builders that the tests of the explorer share. */
import { endlessPatience } from '../../../../src/author/explorer/in-host/run/waiting.cjs';
import { InputGenerator } from '../../../../src/author/explorer/in-host/inputs/generate.cjs';
import { poolsOf } from '../../../../src/author/explorer/in-host/inputs/pools.cjs';
import type { BuildContext } from '../../../../src/author/explorer/in-host/values/build.cjs';
import { Scratch } from '../../../../src/author/explorer/in-host/values/scratch.cjs';
import { SourceTexts } from '../../../../src/author/explorer/in-host/values/engine-errors.cjs';
import { realmTime } from '../../../../src/author/explorer/in-host/run/conditions.cjs';
import type { ExecutionContext } from '../../../../src/author/explorer/in-host/run/execute.cjs';
import { installAsSpies } from '../../../../src/author/explorer/in-host/run/stand-ins.cjs';
import { createRandom } from '../../../../src/author/explorer/in-host/values/random.cjs';
import type { Technique } from '../../../../src/author/explorer/notation/techniques.js';
import type { RuntimeExportsPlan, Unit } from '../../../../src/author/explorer/notation/plan.js';
import type { Parameter, Target } from '../../../../src/domain/target.js';
import type { TypeShape } from '../../../../src/domain/type-shape.js';

export { usualConventions as conventions } from '../../../support/builders.js';

export const param = (name: string, type: TypeShape, changes: Partial<Parameter> = {}): Parameter => ({
  name,
  type,
  declared: null,
  optional: false,
  rest: false,
  ...changes,
});

/** A unit of which only what is given matters. */
export const unitOf = (
  given: Pick<Unit, 'id' | 'access' | 'isClass' | 'constructorParams' | 'members'>,
): Unit => ({
  ...given,
  constructorTarget: null,
  queries: [],
  strings: [],
  numbers: [],
  properties: [],
  lines: [],
  weight: 1,
  maxWork: 1,
  cpuMs: 1,
  laws: [],
  partner: null,
});

/** The unit of an exported function `f` of `a.js` with these parameters. */
export const functionUnit = (...params: Parameter[]): Unit =>
  unitOf({
    id: 'a.js#f',
    access: { module: 'a.js', export: { kind: 'named', name: 'f' }, members: [] },
    isClass: false,
    constructorParams: [],
    members: [{ target: 'a.js#f', name: null, kind: 'call', params, isAsync: false }],
  });

/** A context of live modules by their paths, in which nothing is refused and no code is counted. */
export function contextFor(unit: Unit, modules: Record<string, unknown> = {}): ExecutionContext {
  const none = (): number[] => [];
  return {
    ...plainContext,
    unit,
    modules: new Map(Object.entries(modules)),
    root: '/home/somebody/repo',
    sources: new SourceTexts([]),
    onJson: (value) => value,
    counters: {
      names: [],
      lines: null,
      branchMap: {},
      inputSourceMap: undefined,
      reset: () => undefined,
      touched: none,
      acted: none,
      pause: () => undefined,
      resume: () => undefined,
      ranDry: () => false,
      spent: () => 0,
      detach: () => undefined,
    },
    beat: () => undefined,
    waitTurns: 60,
    patience: endlessPatience,
    time: realmTime,
    takeRefused: () => [],
    allowsFiles: true,
    standIn: (scenario, context) => installAsSpies(scenario, context),
    takeFileTrace: () => ({ calls: 0, asked: [] }),
    isRecording: false,
    takeStrays: () => 0,
  };
}

/** Runtime exports of a file that there are none of. */
export const noExports = (file: string): RuntimeExportsPlan => ({
  isOpen: false,
  file,
  targets: [],
  made: [],
  explored: [],
  strings: [],
  numbers: [],
  properties: [],
  maxWork: null,
  skip: [],
});

/** For values that need nothing of the host. */
export const plainContext: BuildContext = { modules: new Map(), scratch: new Scratch(), watch: null };

/** A generator of inputs for a unit whose types are not checked. */
export const generatorFor = (
  unit: Unit,
  { seed = 1, without = [] }: { seed?: number; without?: readonly Technique[] } = {},
): InputGenerator =>
  new InputGenerator(unit, poolsOf(unit, { isTyped: false, without }), createRandom(seed, unit.id));

/** All cases that a search hands over in turn. */
export async function all<T>(batches: AsyncIterable<T[]>): Promise<T[]> {
  const items: T[] = [];
  for await (const batch of batches) items.push(...batch);
  return items;
}

/** An exported function `name` of `src/text.js`, ten lines long, with changes. */
export const target = (name: string, changes: Partial<Target> = {}): Target => ({
  id: `src/text.js#${name}`,
  file: 'src/text.js',
  name,
  kind: 'function',
  range: { start: { line: 1, column: 0 }, end: { line: 10, column: 1 } },
  hash: 'abc',
  isAsync: false,
  isGenerator: false,
  access: { module: 'src/text.js', export: { kind: 'named', name }, members: [] },
  member: null,
  params: [],
  constructorParams: [],
  returns: { kind: 'unknown' },
  doc: null,
  reachedThrough: [],
  hints: { strings: [], numbers: [], regexes: [], properties: [] },
  reachesOutside: [],
  ...changes,
});
