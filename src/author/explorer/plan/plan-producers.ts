/** Plans what the host itself gives for arguments, and which functions elsewhere take what a file gives. */
import type { Access, Parameter, Target } from '../../../domain/target.js';
import type { Producer, TypeShape } from '../../../domain/type-shape.js';
import type { PlannedProducer, Unit } from '../notation/plan.js';

const maxProducers = 120;
const maxConsumers = 6;

/** The same for accesses that lead to the same. */
export const accessKey = ({ module, export: exported, members }: Access): string =>
  JSON.stringify([module, exported, members]);

/** The shapes right inside a shape. */
export function innerShapes(shape: TypeShape): TypeShape[] {
  switch (shape.kind) {
    case 'union':
      return shape.of;
    case 'tuple':
      return shape.rest ? [...shape.of, shape.rest] : shape.of;
    case 'array':
      return [shape.of];
    case 'object':
      return [...shape.properties.map(({ type }) => type), ...(shape.index ? [shape.index] : [])];
    case 'function':
      return [shape.returns];
    case 'builtin':
      return shape.args;
    case 'class':
      return shape.constructorParams.map(({ type }) => type);
    default:
      return [];
  }
}

/** Everything that a shape says to be given by the host. */
function givenIn(shape: TypeShape): Producer[] {
  const own = 'givenBy' in shape ? (shape.givenBy ?? []) : [];
  return [...own, ...innerShapes(shape).flatMap(givenIn)];
}

const givenFor = (params: readonly Parameter[]): Producer[] => params.flatMap(({ type }) => givenIn(type));

const paramsOf = (unit: Unit): Parameter[] => [
  ...unit.constructorParams,
  ...unit.members.flatMap((member) => member.params),
];

/** Functions that a test can call by an access alone, by that access. */
function callables(all: readonly Target[]): Map<string, Target> {
  const found = new Map<string, Target>();
  for (const target of all) {
    if (target.access === null || (target.kind !== 'function' && target.kind !== 'static-method')) continue;
    const members = target.member === null ? [] : [target.member];
    const access = { ...target.access, members: [...target.access.members, ...members] };
    if (!found.has(accessKey(access))) found.set(accessKey(access), target);
  }
  return found;
}

/** The producers for the arguments of the units, and for the arguments of those producers. */
export function planProducers(units: readonly Unit[], all: readonly Target[]): PlannedProducer[] {
  const known = callables(all);
  const planned = new Map<string, PlannedProducer>();
  const open = units.flatMap((unit) => givenFor(paramsOf(unit)));
  for (let producer = open.shift(); producer && planned.size < maxProducers; producer = open.shift()) {
    const { access, isCall } = producer;
    const key = `${accessKey(access)} ${String(isCall)}`;
    const target = isCall ? known.get(accessKey(access)) : undefined;
    const params = isCall ? (target?.params ?? producer.params) : [];
    if (planned.has(key) || !params || target?.isAsync) continue;
    planned.set(key, { access, isCall, params });
    open.push(...givenFor(params));
  }
  return [...planned.values()];
}

/** For each module the targets elsewhere that take what it gives; worked out once for a host. */
const indexes = new WeakMap<readonly Target[], Map<string, Target[]>>();

function indexOf(all: readonly Target[]): Map<string, Target[]> {
  const known = indexes.get(all);
  if (known) return known;
  const index = new Map<string, Target[]>();
  for (const target of all) {
    if (target.access === null) continue;
    const modules = new Set(givenFor(target.params).map(({ access }) => access.module));
    for (const module of modules) {
      if (module !== target.file) index.set(module, [...(index.get(module) ?? []), target]);
    }
  }
  indexes.set(all, index);
  return index;
}

/** Functions of other files that take what a file gives. */
export const consumersOf = (file: string, all: readonly Target[]): Target[] =>
  (indexOf(all).get(file) ?? []).filter(({ kind }) => kind === 'function').slice(0, maxConsumers);

/** Host-relative modules in which only producers stand. */
export function extraModules(modules: readonly string[], producers: readonly PlannedProducer[]): string[] {
  const extra = new Set(producers.map(({ access }) => access.module));
  for (const module of modules) extra.delete(module);
  return [...extra];
}
