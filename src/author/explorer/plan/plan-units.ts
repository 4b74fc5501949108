/** Turns the targets of a file into the units that are explored together. */
import { createHash } from 'node:crypto';
import type { Access, Parameter, Target } from '../../../domain/target.js';
import type { Literal } from '../../../domain/type-shape.js';
import type { TypeShape } from '../../../domain/type-shape.js';
import { cpuMsFor, weightOf, workFor } from './budget.js';
import type { RuntimeExportsPlan, Unit, UnitMember } from '../notation/plan.js';
import { madeBy, madeIn } from './made-functions.js';
import { matchingTexts } from './matching-texts.js';
import { accessKey, consumersOf, innerShapes } from './plan-producers.js';
import { suggestClassLaws } from './suggest-class-laws.js';
import { suggestLaws } from './suggest-laws.js';
import type { Technique } from '../notation/techniques.js';

const MAX_KIN = 8;

const isInstanceKind = (target: Target): boolean =>
  target.kind === 'constructor' ||
  target.kind === 'method' ||
  target.kind === 'getter' ||
  target.kind === 'setter';

function memberKind(target: Target): UnitMember['kind'] {
  if (target.kind === 'getter') return 'get';
  if (target.kind === 'setter') return 'set';
  return target.kind === 'constructor' ? 'construct' : 'call';
}

function memberOf(target: Target): UnitMember {
  return {
    target: target.id,
    name: target.member,
    kind: memberKind(target),
    params: target.params,
    isAsync: target.isAsync,
    ...(target.examples === undefined ? {} : { examples: target.examples }),
  };
}

/** The work that the targets may spend, the bound on time behind it, and what they are to reach. */
function budgetOf(
  targets: readonly Target[],
  { cpuMsPerTarget }: PlanOptions,
): Pick<Unit, 'cpuMs' | 'maxWork' | 'weight' | 'lines'> {
  const maxWork = workFor(targets, cpuMsPerTarget === null ? null : cpuMsPerTarget / 1000);
  const lines = targets.map(({ range }) => ({ first: range.start.line, last: range.end.line }));
  return { maxWork, cpuMs: cpuMsFor(maxWork), weight: weightOf(targets), lines };
}

/** The texts or numbers in the arguments that people gave. */
function exampleValues(target: Target, type: 'string'): string[];
function exampleValues(target: Target, type: 'number'): number[];
function exampleValues(target: Target, type: 'string' | 'number'): unknown[] {
  const visit = (value: Literal): unknown[] => {
    if (value.k === 'arr') return value.items.flatMap(visit);
    if (value.k === 'obj') return value.props.flatMap(([, item]) => visit(item));
    return value.k === 'lit' && typeof value.v === type ? [value.v] : [];
  };
  return (target.examples ?? []).flat().flatMap(visit);
}

function hintsOf(
  targets: readonly Target[],
  { seed, without = [] }: PlanOptions,
): Pick<Unit, 'strings' | 'numbers' | 'properties' | 'formats' | 'words' | 'samples'> {
  const unique = <T>(items: T[]): T[] => [...new Set(items)];
  const uses = (technique: Technique): boolean => !without.includes(technique);
  const minedTexts = (target: Target): string[] => [
    ...(uses('examples') ? exampleValues(target, 'string') : []),
    ...(uses('constants') ? target.hints.strings : []),
    ...(uses('regexes') ? matchingTexts(target, seed) : []),
  ];
  const minedNumbers = (target: Target): number[] => [
    ...(uses('examples') ? exampleValues(target, 'number') : []),
    ...(uses('constants') ? target.hints.numbers : []),
  ];
  const minedNames = (target: Target): string[] => (uses('names') ? target.hints.properties : []);
  const words = Object.fromEntries(
    uses('examples') ? targets.flatMap(({ hints }) => Object.entries(hints.words ?? {})) : [],
  );
  const texts = Object.values(words)
    .flat()
    .filter((word) => typeof word === 'string');
  const samples = uses('examples') ? unique(targets.flatMap(({ hints }) => hints.samples ?? [])) : [];
  return {
    words,
    ...(samples.length > 0 ? { samples } : {}),
    formats: uses('regexes') ? targets.flatMap(({ hints }) => hints.regexes) : [],
    strings: unique([...targets.flatMap(minedTexts), ...texts]).slice(0, 200),
    numbers: unique(targets.flatMap(minedNumbers)).slice(0, 100),
    properties: unique(targets.flatMap(minedNames)).slice(0, 100),
  };
}

const querying =
  /^(get|is|has|to|size|length|count|total|peek|list|all|items|values|keys|state|status|current|snapshot|describe|summary)/i;

function queriesOf(targets: readonly Target[]): Unit['queries'] {
  return targets.flatMap((target): Unit['queries'] => {
    if (target.member === null || target.isAsync) return [];
    if (target.kind === 'getter') return [{ member: target.member, isCall: false }];
    const isQuery = target.kind === 'method' && target.params.length === 0 && querying.test(target.member);
    return isQuery ? [{ member: target.member, isCall: true }] : [];
  });
}

function functionUnit(
  target: Target & { access: Access },
  all: readonly Target[],
  options: PlanOptions,
): Unit {
  const access =
    target.member === null
      ? target.access
      : { ...target.access, members: [...target.access.members, target.member] };
  return {
    id: target.id,
    access,
    isClass: false,
    constructorParams: [],
    constructorTarget: null,
    members: [{ ...memberOf(target), name: null, kind: 'call' }],
    queries: [],
    ...hintsOf([target], options),
    ...budgetOf([target], options),
    ...(options.without?.includes('laws') ? { laws: [], partner: null } : suggestLaws(target, all)),
  };
}

function classUnit(
  targets: readonly (Target & { access: Access })[],
  first: Target & { access: Access },
  options: PlanOptions,
): Unit {
  const constructor = targets.find((target) => target.kind === 'constructor');
  const members = targets.filter((target) => target.kind !== 'constructor').map(memberOf);
  const classLaws =
    options.without?.includes('laws') === true ? [] : suggestClassLaws(members, first.constructorParams);
  return {
    id: constructor?.id ?? first.id,
    access: first.access,
    isClass: true,
    constructorParams: first.constructorParams,
    constructorTarget: constructor?.id ?? null,
    ...(constructor?.examples === undefined ? {} : { constructorExamples: constructor.examples }),
    members,
    queries: queriesOf(targets),
    ...hintsOf(targets, options),
    ...budgetOf(targets, options),
    laws: [],
    ...(classLaws.length > 0 ? { classLaws } : {}),
    partner: null,
  };
}

export interface PlanOptions {
  seed: number;
  /** Null scales with the size of the target. */
  cpuMsPerTarget: number | null;
  /** Techniques that are switched off. */
  without?: readonly Technique[];
}

type Reachable = Target & { access: Access };

const isReachable = (target: Target): target is Reachable => target.access !== null;

/** The same without what is known of types. */
function untyped(target: Reachable): Reachable {
  const bare = (params: readonly Parameter[]): Parameter[] =>
    params.map((param) => ({ ...param, type: { kind: 'unknown' } }));
  return { ...target, params: bare(target.params), constructorParams: bare(target.constructorParams) };
}

function withoutExamples(target: Target): Target {
  const bare = { ...target };
  delete bare.examples;
  return bare;
}

/** Units of the targets of one file that a test can reach; `all` are the targets among which partners are looked for. */
export function planUnits(given: readonly Target[], all: readonly Target[], options: PlanOptions): Unit[] {
  const targets = options.without?.includes('examples') === true ? given.map(withoutExamples) : given;
  const isUntyped = options.without?.includes('declared-types') ?? false;
  const reachable = targets.filter(isReachable).map((target) => (isUntyped ? untyped(target) : target));
  const functions: Unit[] = [];
  const classes = new Map<string, Reachable[]>();
  for (const target of reachable) {
    if (!isInstanceKind(target)) {
      const isAccessor = target.kind === 'static-getter' || target.kind === 'static-setter';
      if (!isAccessor) functions.push(functionUnit(target, all, options));
      continue;
    }
    const key = accessKey(target.access);
    classes.set(key, [...(classes.get(key) ?? []), target]);
  }
  // A caller uses the constructor before a factory, so what both reach is tested through the class.
  const instances = [...classes.values()].flatMap((members) => {
    const [first] = members;
    return first ? [classUnit(members, first, options)] : [];
  });
  const kin = [...new Set(targets.flatMap((target) => exampleValues(target, 'string')))].slice(0, MAX_KIN);
  return calleesFirst([...instances, ...functions], targets).map((unit) => ({
    ...withHelpers(unit, targets, options),
    ...(kin.length > 0 ? { kin } : {}),
  }));
}

/** A function is tested by calling it, not through another that calls it: so it comes before its callers. */
function calleesFirst(units: readonly Unit[], targets: readonly Target[]): Unit[] {
  const callers = new Map(targets.map(({ id, reachedThrough }) => [id, reachedThrough]));
  const idsOf = (unit: Unit): string[] => [
    ...(unit.constructorTarget === null ? [] : [unit.constructorTarget]),
    ...unit.members.map(({ target }) => target),
  ];
  const unitOf = new Map(units.flatMap((unit) => idsOf(unit).map((id) => [id, unit] as const)));
  const ordered = new Set<Unit>();
  const visit = (unit: Unit, path: ReadonlySet<Unit>): void => {
    if (ordered.has(unit) || path.has(unit)) return;
    for (const other of units) {
      const isCalled = idsOf(other).some((id) =>
        callers.get(id)?.some((caller) => unitOf.get(caller) === unit),
      );
      if (isCalled && other !== unit) visit(other, new Set([...path, unit]));
    }
    ordered.add(unit);
  };
  for (const unit of units) visit(unit, new Set());
  return [...ordered];
}

/** Units of other files through which what a file gives is put to use. */
export function planConsumers(
  { file, targets }: { file: string; targets: readonly Target[] },
  all: readonly Target[],
  options: PlanOptions,
): Unit[] {
  const given = options.without?.includes('producers') ? [] : consumersOf(file, all);
  const own = targets.filter(isReachable);
  if (own.length === 0) return [];
  const { maxWork, weight, lines } = budgetOf(own, options);
  const share = given.length * 2;
  return planUnits(given, all, options).map((unit) => ({
    ...unit,
    isConsumer: true,
    laws: [],
    partner: null,
    lines,
    weight: Math.ceil(weight / share),
    maxWork: Math.ceil(maxWork / share),
    cpuMs: cpuMsFor(Math.ceil(maxWork / share)),
  }));
}

/** The unit with a budget for the code that no test can call and that is reached through it, too. */
function withHelpers(unit: Unit, targets: readonly Target[], { cpuMsPerTarget }: PlanOptions): Unit {
  const own = new Set([unit.constructorTarget, ...unit.members.map(({ target }) => target)]);
  const code = targets.filter(
    ({ id, access, reachedThrough }) =>
      own.has(id) || (access === null && reachedThrough.some((caller) => own.has(caller))),
  );
  const maxWork = cpuMsPerTarget === null ? workFor(code, null) : unit.maxWork;
  const made = madeBy(own, targets);
  return {
    ...unit,
    weight: weightOf(code),
    maxWork,
    cpuMs: cpuMsFor(maxWork),
    ...(made.length > 0 ? { made } : {}),
  };
}

/** The data for examining the exports of a loaded file; `all` are the targets of the host. */
export function planRuntimeExports(
  file: string,
  all: readonly Target[],
  options: PlanOptions,
): RuntimeExportsPlan {
  const own = all.filter((target) => target.file === file);
  return {
    isOpen: options.without?.includes('runtime-exports') !== true,
    file,
    targets: own.map((target) => {
      const { id, name, kind, range, params, constructorParams, isAsync, isHidden } = target;
      const { maxWork } = budgetOf([target], options);
      const hidden = isHidden ? { isHidden } : {};
      return { id, name, kind, range, params, constructorParams, isAsync, ...hidden, maxWork };
    }),
    made: madeIn(own),
    explored: planUnits(own, all, options).map(({ id, access, isClass, members }) => {
      return { id, access, isClass, members };
    }),
    ...hintsOf(own, options),
    maxWork: null,
    skip: [],
  };
}

function collectModules(shape: TypeShape, into: Set<string>): void {
  if (shape.kind === 'class') into.add(shape.access.module);
  if (shape.kind === 'string' && shape.holds)
    for (const access of [shape.holds.reader, ...shape.holds.writers]) if (access) into.add(access.module);
  for (const inner of innerShapes(shape)) collectModules(inner, into);
}

function collectParams(params: readonly Parameter[], into: Set<string>): void {
  for (const param of params) collectModules(param.type, into);
}

/** Host-relative modules that have to be loaded to explore the units; the explored file comes first. */
export function modulesOf(file: string, units: readonly Unit[]): string[] {
  const modules = new Set<string>([file]);
  for (const unit of units) {
    modules.add(unit.access.module);
    if (unit.partner) modules.add(unit.partner.access.module);
    collectParams(unit.constructorParams, modules);
    for (const member of unit.members) collectParams(member.params, modules);
  }
  return [...modules];
}

/** A short stable id for a candidate. */
export const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 12);
