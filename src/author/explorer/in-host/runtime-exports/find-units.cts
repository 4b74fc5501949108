/** Makes units of exports that a loaded module has and its source does not show. */
import type { RuntimeExportsPlan, ExportTarget, Unit, UnitMember } from '../../notation/plan.js';
import type { Access, MadeFunction, Parameter } from '../../../../domain/target.js';
import { resolveAccess, type Modules } from '../values/build.cjs';
import type { IstanbulFile } from '../run/counters.cjs';
import { findKnown, functionId, textOf } from '../run/live-functions.cjs';
import { findLeaves, hidden, isCallable, isObject, type Callable, type Leaf } from './live-exports.cjs';

type Lines = Unit['lines'][number];

interface Scene {
  plan: RuntimeExportsPlan;
  file: IstanbulFile;
  /** Finds the parameters of a function that the file's code makes. */
  madeAs: (value: Callable) => MadeFunction | undefined;
  /** Functions that units exist for already. */
  known: Set<unknown>;
}

const MAX_UNITS = 150;
const MAX_METHODS = 80;
/** The same as what the size of the code asks for where a unit is planned from the source. */
const WORK_OF_A_CALL = 150;
const MAX_CALLS = 100_000;
/** Counted work for all that is found in one file where no common budget is given. */
const MAX_WORK = 60_000_000;
const identifier = /^[A-Za-z_$][\w$]*$/;

type TargetPlace = { line: number; column: number };

const isBefore = (a: TargetPlace, b: TargetPlace): boolean =>
  a.line < b.line || (a.line === b.line && a.column < b.column);

/** The innermost target that a place lies in. */
function targetAt(place: TargetPlace, targets: readonly ExportTarget[]): ExportTarget | null {
  let best: ExportTarget | null = null;
  for (const target of targets) {
    const { start, end } = target.range;
    if (isBefore(place, start) || !isBefore(place, end)) continue;
    if (!best || isBefore(best.range.start, start)) best = target;
  }
  return best;
}

interface Match {
  target: ExportTarget | null;
  /** The target is this very function, and not one around it. */
  isExact: boolean;
  /** The lines of the function. */
  place: Lines | null;
}

/** A member of a unit with the lines of its function. */
type ClassMember = UnitMember & { place: Lines | null };

const lengthOf = (place: Lines | null): number => (place ? place.last - place.first + 1 : 10);

/** The target that a live function is, or stands in. */
function matchTarget(value: Callable, scene: Scene): Match {
  const id = functionId(value, scene.file);
  const found = id == null ? undefined : scene.file.fnMap?.[id];
  const none: Match = { target: null, isExact: false, place: null };
  if (!found) return none;
  const place = { first: found.loc.start.line, last: found.loc.end.line };
  const { targets } = scene.plan;
  const isNamed = (target: ExportTarget): boolean => target.name.split('.').at(-1) === found.name;
  // After another compiler the places are not those of the source, and names have to do.
  if (scene.file.inputSourceMap) {
    const named = targets.filter(isNamed);
    return { target: named[0] ?? null, isExact: named.length === 1, place };
  }
  const target = targetAt(found.decl.start, targets);
  const isExact = target !== null && (target.range.start.line === found.decl.start.line || isNamed(target));
  return { target, isExact, place };
}

/** The parameters of a function without a declaration, as far as they are visible. */
function looseParams(value: Callable): Parameter[] {
  const list = /^(?:async\s+)?(?:function\b[^(]*)?\(([^)=]*)\)/.exec(textOf(value))?.[1] ?? '';
  const names = list.split(',').map((name) => name.trim());
  const params = Array.from({ length: value.length }, (_, index): Parameter => {
    const name = names[index] ?? '';
    return {
      name: identifier.test(name) ? name : `value${index + 1}`,
      type: { kind: 'unknown' },
      declared: null,
      optional: false,
      rest: false,
    };
  });
  const takesMore = value.length === 0 || /\barguments\b|\.\.\./.test(textOf(value));
  const rest: Parameter = {
    name: 'args',
    type: { kind: 'array', of: { kind: 'unknown' } },
    declared: null,
    optional: false,
    rest: true,
  };
  return takesMore && !/^class\b/.test(textOf(value)) ? [...params, rest] : params;
}

const nearestId = (match: Match, scene: Scene): string => (match.target ?? scene.plan.targets[0])?.id ?? '';

function memberFor(
  value: Callable,
  { name, kind }: Pick<UnitMember, 'name' | 'kind'>,
  scene: Scene,
): ClassMember {
  const match = matchTarget(value, scene);
  const known = match.isExact ? match.target : null;
  const params =
    known && known.kind !== 'constructor'
      ? known.params
      : (scene.madeAs(value)?.params ?? looseParams(value));
  const isAsync = known?.isAsync ?? /^async\b/.test(textOf(value));
  return { target: nearestId(match, scene), name, kind, params, isAsync, place: match.place };
}

const memberKinds = [
  ['call', 'value'],
  ['get', 'get'],
  ['set', 'set'],
] as const;

/** The name of the class or function that a prototype belongs to. */
function nameOfOwner(prototype: object): string {
  const owner: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return isCallable(owner) ? owner.name : '';
}

/** Methods and accessors of a prototype and those it is built on, as far as the explored file wrote them. */
function methodsOf(value: Callable, scene: Scene): ClassMember[] {
  const members = new Map<string, ClassMember>();
  const hiddenNames = new Set(scene.plan.targets.filter(({ isHidden }) => isHidden).map(({ name }) => name));
  const add = (given: unknown, name: string, kind: UnitMember['kind']): void => {
    if (!isCallable(given) || scene.known.has(given) || members.has(`${kind} ${name}`)) return;
    if (functionId(given, scene.file) == null) return;
    members.set(`${kind} ${name}`, memberFor(given, { name, kind }, scene));
  };
  let at: unknown = value.prototype;
  for (let depth = 0; depth < 3 && isObject(at) && at !== Object.prototype; depth++) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      // By names, because another compiler's methods are known by no place.
      if (hidden.has(name) || name.startsWith('_') || hiddenNames.has(`${nameOfOwner(at)}.${name}`)) continue;
      for (const [kind, key] of memberKinds) add((property as Record<string, unknown>)[key], name, kind);
    }
    at = Object.getPrototypeOf(at);
  }
  return [...members.values()].slice(0, MAX_METHODS);
}

const isPlainMember = ({ name, kind, params }: UnitMember): boolean =>
  name !== null && (kind === 'get' || (kind === 'call' && params.length === 0));

/** A bound by counted work, and far behind it one by time. */
const budgetFor = (maxWork: number): Pick<Unit, 'maxWork' | 'cpuMs'> => ({
  maxWork: Math.round(maxWork),
  cpuMs: 2000 + Math.round(maxWork * 0.003),
});

function unitOf(leaf: Leaf, scene: Scene, ids: Set<string>): Unit | null {
  const { plan } = scene;
  const isKnown = scene.known.has(leaf.value);
  const methods = methodsOf(leaf.value, scene);
  const isClass = methods.length > 0 || /^class\b/.test(textOf(leaf.value));
  if (isKnown && methods.length === 0) return null;
  // Functions of another file of the host are explored with that file.
  if (methods.length === 0 && functionId(leaf.value, scene.file) === null) return null;
  const own = memberFor(leaf.value, { name: null, kind: isClass ? 'construct' : 'call' }, scene);
  const match = matchTarget(leaf.value, scene);
  const maker = match.isExact ? match.target : null;
  const members = isClass ? methods : [own];
  const lines = [own, ...members].reduce((sum, { place }) => sum + lengthOf(place), 0);
  let id = `${plan.file}#${[...nameOf(leaf.access), ...leaf.access.members].join('.')}`;
  while (ids.has(id)) id += '~';
  ids.add(id);
  return {
    id,
    isFound: true,
    access: leaf.access,
    isClass,
    constructorParams: isClass ? (maker?.constructorParams ?? looseParams(leaf.value)) : [],
    constructorTarget: isClass && !isKnown ? own.target : null,
    members: members.map(({ target, name, kind, params, isAsync }) => ({
      target,
      name,
      kind,
      params,
      isAsync,
    })),
    queries: members
      .filter(isPlainMember)
      .slice(0, 8)
      .map(({ name, kind }) => ({ member: name ?? '', isCall: kind === 'call' })),
    ...(plan.made.length > 0 ? { made: plan.made } : {}),
    strings: plan.strings,
    numbers: plan.numbers,
    properties: plan.properties,
    lines: [own, ...members].map(({ place }) => place).filter((place) => place !== null),
    weight: 10 + lines,
    ...budgetFor(maker?.maxWork ?? WORK_OF_A_CALL * Math.min(MAX_CALLS, 8000 + lines * 800)),
    laws: [],
    partner: null,
  };
}

const nameOf = (access: Access): string[] => (access.export.kind === 'named' ? [access.export.name] : []);

/** Adds the live functions behind a unit to those that need none. */
function addKnown(unit: RuntimeExportsPlan['explored'][number], modules: Modules, known: Set<unknown>): void {
  let value: unknown;
  try {
    value = resolveAccess(unit.access, modules);
  } catch {
    return;
  }
  known.add(value);
  if (!unit.isClass || !isCallable(value)) return;
  for (const { name } of unit.members) if (name !== null) addMember(value.prototype, name, known);
}

/** Adds what a prototype and those it is built on hold under a name. */
function addMember(prototype: unknown, name: string, known: Set<unknown>): void {
  let at = prototype;
  for (let depth = 0; depth < 4 && isObject(at); depth++) {
    const property = Object.getOwnPropertyDescriptor(at, name) as Record<string, unknown> | undefined;
    for (const [, key] of memberKinds) if (property?.[key]) known.add(property[key]);
    at = Object.getPrototypeOf(at);
  }
}

/** Units for what the module exports and no unit calls yet. */
export function findUnits(plan: RuntimeExportsPlan, modules: Modules, file: IstanbulFile): Unit[] {
  const indexOf = findKnown(plan.made, file);
  const scene: Scene = { plan, file, madeAs: (value) => plan.made[indexOf(value)], known: new Set() };
  for (const unit of plan.explored) addKnown(unit, modules, scene.known);
  const ids = new Set(plan.explored.map(({ id }) => id));
  const found: Unit[] = [];
  for (const leaf of findLeaves(modules.get(plan.file), plan.file)) {
    if (found.length >= MAX_UNITS) break;
    const unit = unitOf(leaf, scene, ids);
    if (unit) found.push(unit);
  }
  const share = (plan.maxWork ?? MAX_WORK) / Math.max(1, found.length);
  return found
    .filter(({ id }) => !plan.skip.includes(id))
    .map((unit) => ({ ...unit, ...budgetFor(Math.min(unit.maxWork, share)) }));
}

/** The innermost target that most of the counters stand in; for units whose functions are no targets themselves. */
export function targetOfCounters(
  names: readonly string[],
  plan: RuntimeExportsPlan,
  file: IstanbulFile,
): string | null {
  const votes = new Map<string, number>();
  for (const name of names) {
    const statement = /^s(\d+)$/.exec(name)?.[1];
    const place = statement === undefined ? undefined : file.statementMap[statement]?.start;
    const target = place && !file.inputSourceMap ? targetAt(place, plan.targets) : null;
    if (target) votes.set(target.id, (votes.get(target.id) ?? 0) + 1);
  }
  const [best] = [...votes].sort((a, b) => b[1] - a[1]);
  return best?.[0] ?? null;
}
