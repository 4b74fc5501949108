/** Explores the units of one file from within a test of the host's own Jest, and writes down what is worth a test. */
// Without `node:`, which Jest before 27 does not resolve.
import fs from 'fs';
import type { Case, ExplorePlan, RecordedCase, SurfacePlan, Unit } from '../notation/expression.js';
import { resolveAccess, type Modules } from './values/build.cjs';
import { tryClassLaw } from './laws/class-laws.cjs';
import { realmTime, whileSearching } from './run/conditions.cjs';
import { countArguments } from './values/conform.cjs';
import { knowSources, speaksOf } from './values/describe.cjs';
import { attachCounters, branchPlaces, type Counters, type IstanbulFile } from './run/counters.cjs';
import type { World } from './run/execute.cjs';
import { InputGenerator } from './inputs/generate.cjs';
import { poolsOf } from './inputs/pools.cjs';
import { tryLaw } from './laws/laws.cjs';
import type { Telling } from './search/probe.cjs';
import { createProducts, joinExports, type Products } from './inputs/products.cjs';
import { registerProducers } from './values/registry.cjs';
import { createRandom } from './values/random.cjs';
import { closeScratch } from './values/scratch.cjs';
import { isWorthTelling } from './record/worth.cjs';
import { countOddities } from './simplify/oddities.cjs';
import { holdsInUse, recordStable, type Recorder } from './record/stability.cjs';
import { installInGuard } from './run/stand-ins.cjs';
import type { Chosen } from './search/choose.cjs';
import { searchUnit } from './search/search.cjs';
import { goalCounters } from './run/goal-counters.cjs';
import { openResults, type Results } from './results.cjs';
import { findUnits, targetOfCounters } from './runtime-exports/surface.cjs';
import { createTypeJudge, openCheck, type TypeCheck, type OpenChecker } from './types/type-judge.cjs';
import { createComparisonTracer, type ComparisonTracer } from './search/comparisons/trace-comparisons.cjs';

interface ModuleLoader {
  /** Imports a module of the host by its absolute path. */
  load(file: string): unknown;
  /** Forgets all loaded modules, so that the next load starts afresh. */
  reset(): void;
}

interface ExplorerSession {
  takeRefused(): string[];
  tellComparisons(isOn: boolean): boolean;
  takeFileTrace(): { calls: number; asked: string[] };
  /** Whether tests may make temp folders of their own. */
  allowsScratch: boolean;
  openTypeChecker: OpenChecker;
  setStandIns(find: ((label: string) => ((...args: unknown[]) => unknown) | undefined) | null): void;
}

/** How often other cases are chosen for what could not be recorded. */
const MAX_ROUNDS = 4;
const context = globalThis as unknown as {
  __coverage__?: Record<string, IstanbulFile>;
  __nightshift__: ExplorerSession;
};
const session = context.__nightshift__;

async function loadModules(plan: ExplorePlan, host: ModuleLoader): Promise<Modules> {
  const modules = new Map<string, unknown>();
  const add = async (module: string): Promise<unknown> =>
    modules.set(module, await host.load(`${plan.root}/${module}`));
  for (const module of plan.modules) await add(module);
  for (const module of plan.extraModules) {
    try {
      await add(module);
    } catch {
      // Only its exports are unavailable as inputs.
    }
  }
  return modules;
}

interface Exploration {
  plan: ExplorePlan;
  host: ModuleLoader;
  counters: Counters;
  modules: Modules;
  covered: Set<string>;
  results: Results;
  file: IstanbulFile;
  products: Products;
  /** Type-checks source text as the tests will be; null where they are not, or where nothing can be said. */
  check: TypeCheck | null;
  /** A second copy of the modules with traced comparisons: loaded on demand, null when unavailable. */
  telling: Promise<{ modules: Modules; tracer: ComparisonTracer } | null> | null;
}

async function loadTelling({ plan, host }: Exploration): Promise<Awaited<Exploration['telling']>> {
  if (!session.tellComparisons(true)) return null;
  const tracer = createComparisonTracer();
  try {
    host.reset();
    return { modules: await loadModules(plan, host), tracer };
  } catch {
    return null;
  } finally {
    session.tellComparisons(false);
  }
}

async function openTelling(exploration: Exploration, unit: Unit): Promise<Telling | null> {
  exploration.telling ??= loadTelling(exploration);
  const loaded = await exploration.telling;
  if (!loaded) return null;
  const { tracer, modules } = loaded;
  const classes = exploration.plan.units.filter(({ isClass }) => isClass);
  const classOf: Telling['classOf'] = (owner) => {
    const found = classes.find(({ access }) => resolveAccess(access, modules) === owner);
    return found ? { access: found.access, params: found.constructorParams } : null;
  };
  return { tracer, classOf, world: worldOf(exploration, unit, modules, 60) };
}

function worldOf(exploration: Exploration, unit: Unit, modules: Modules, waitTurns: number): World {
  const { counters, results } = exploration;
  const takeRefused = (): string[] => {
    results.beat();
    return session.takeRefused();
  };
  return {
    unit,
    modules,
    counters,
    beat: () => results.beat(),
    waitTurns,
    time: realmTime,
    takeRefused,
    allowsFiles: session.allowsScratch,
    standIn: (kase) => installInGuard(kase, (find) => session.setStandIns(find)),
    takeFileTrace: () => session.takeFileTrace(),
  };
}

const recorderOf = (exploration: Exploration, unit: Unit): Recorder => {
  const { plan, host, modules } = exploration;
  return {
    unit,
    root: plan.root,
    isTyped: plan.isTyped,
    used: modules,
    reload() {
      host.reset();
      return loadModules(plan, host);
    },
    worldOf: (loaded) => worldOf(exploration, unit, loaded, 700),
  };
};

function targetOf(unit: Unit, kase: Case): string {
  const last = kase.steps.findLast(({ on }) => !on);
  const member = unit.members.find(
    (item) => item.name === (last?.member ?? null) && item.kind === (last?.kind ?? 'construct'),
  );
  return member?.target ?? unit.constructorTarget ?? unit.members[0]?.target ?? unit.id;
}

async function exploreUnit(exploration: Exploration, unit: Unit): Promise<void> {
  const { plan, results, counters, covered } = exploration;
  results.write({ type: 'unit-start', unit: unit.id });
  const random = createRandom(plan.seed, plan.round === 0 ? unit.id : `${unit.id} ${plan.round}`);
  const pools = poolsOf(unit, { ...plan, products: exploration.products });
  const generator = new InputGenerator(unit, pools, random);
  const world = worldOf(exploration, unit, exploration.modules, 60);
  const types = createTypeJudge(unit, plan.typedPlace, exploration.check);
  const wanted = (index: number): boolean => !covered.has(counters.names[index] ?? '');
  const found = await whileSearching(plan.seed, () =>
    searchUnit({
      world,
      telling: () => openTelling(exploration, unit),
      generator,
      wanted,
      note: (kase) => results.note(kase),
      insistsOn: goalCounters(exploration, unit),
      seeds: plan.corpus[unit.id] ?? [],
      types,
    }),
  );
  const recorded = { kept: 0, pruned: 0, gives: found.gives };
  let open: Set<number> | null = null;
  for (let round = 0; round < MAX_ROUNDS && open?.size !== 0; round++) {
    const wanted: Set<number> | null = open;
    const chosen = await whileSearching(plan.seed, () => found.choose(wanted));
    open = await recordChosen(exploration, unit, chosen, recorded);
  }
  closeScratch();
  for (const law of plan.round === 0 ? unit.laws : []) {
    const tried = tryLaw(world, law, { generator, root: plan.root });
    if (tried?.kind === 'held') results.write({ type: 'law', held: tried.held });
    if (tried?.kind === 'broken') results.write({ type: 'broken-law', broken: tried.broken });
  }
  for (const law of plan.round === 0 ? (unit.classLaws ?? []) : [])
    if (tryClassLaw(world, law, generator)) results.write({ type: 'class-law', unit: unit.id, law });
  if (plan.isPatient) {
    const open = goalCounters(exploration, unit).size;
    results.write({ type: 'rest', unit: unit.id, open, corpus: found.corpus });
  }
  const { calls, work, cpuMs, refused } = found;
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  const { kept, pruned } = recorded;
  const cost = { calls, work, cpuMs, peakBytes };
  results.write({ type: 'unit-end', unit: unit.id, ...cost, kept, pruned, guarded: [...refused] });
}

/** Records the chosen cases; returns the counters of those that cannot be repeated. */
async function recordChosen(
  exploration: Exploration,
  unit: Unit,
  chosen: readonly Chosen[],
  counts: { kept: number; pruned: number; gives: ReadonlySet<string | null> },
): Promise<Set<number>> {
  const lost = new Set<number>();
  for (const { kase, owns, isFit } of chosen) {
    const recorded = isFit ? await recordCase(exploration, unit, { kase, owns }, counts.gives) : null;
    // During the search, code left running by an earlier call may have hit counters counted for this one.
    const own = new Set(recorded?.owns);
    for (const index of owns) if (!own.has(exploration.counters.names[index] ?? '')) lost.add(index);
    if (!recorded || recorded.owns.length === 0) {
      counts.pruned++;
      continue;
    }
    counts.kept++;
    for (const name of recorded.owns) exploration.covered.add(name);
    const args = countArguments(recorded.case, unit);
    exploration.results.write({ type: 'case', recorded, args });
  }
  return lost;
}

async function recordCase(
  exploration: Exploration,
  unit: Unit,
  { kase, owns }: { kase: Case; owns: readonly number[] },
  gives: ReadonlySet<string | null>,
): Promise<RecordedCase | null> {
  exploration.results.note(kase);
  const recorder = recorderOf(exploration, unit);
  const stable = await recordStable(recorder, kase);
  if (!stable || !(await holdsInUse(recorder, kase, stable))) return null;
  const { recorded, pins, standsInEarly } = stable;
  if (recorded.outcome.kind === 'opaque' && recorded.observations.length === 0) return null;
  // Only a test about invalid input has any, and then one.
  const isRefusal = recorded.outcome.kind === 'throws' || recorded.outcome.kind === 'rejects';
  if (countOddities(kase, unit) > (isRefusal ? 1 : 0)) return null;
  const givesSomething = gives.has(kase.steps.at(-1)?.member ?? null);
  if (!isWorthTelling(kase, recorded, { givesSomething, speaksOf })) return null;
  const touched = new Set(recorded.touched);
  const names = owns.map((index) => exploration.counters.names[index] ?? '');
  const { plan, file } = exploration;
  const innermost = unit.isFound || unit.isConsumer ? targetOfCounters(names, plan.surface, file) : null;
  return {
    unit: unit.id,
    target: innermost ?? targetOf(unit, kase),
    case: kase,
    outcome: recorded.outcome,
    observations: recorded.observations,
    owns: owns.filter((index) => touched.has(index)).map((index) => exploration.counters.names[index] ?? ''),
    pins,
    awaitsCallback: recorded.awaitsCallback,
    ...(standsInEarly ? { standsInEarly } : {}),
  };
}

/** Explores what the loaded module exports besides, as long as something of the file is uncovered. */
async function exploreSurface(exploration: Exploration, surface: SurfacePlan): Promise<void> {
  const { plan, results, counters, covered, modules, file } = exploration;
  const found = findUnits(surface, plan.file, modules, file);
  for (const unit of found) {
    if (counters.names.every((name) => covered.has(name))) break;
    results.write({ type: 'unit-found', unit });
    await exploreUnit(exploration, unit);
  }
  results.write({ type: 'surface-end' });
}

function readSource(path: string): string {
  try {
    return fs.readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Runs the whole plan, and marks its end for the watchdog. */
export async function explore(plan: ExplorePlan, host: ModuleLoader): Promise<void> {
  await exploreUnits(plan, host);
  fs.writeFileSync(`${plan.resultFile}.done`, 'done');
}

/** A failure in one unit is recorded and does not affect the others. */
async function exploreUnits(plan: ExplorePlan, host: ModuleLoader): Promise<void> {
  const results = openResults(plan);
  let modules: Modules;
  try {
    modules = await loadModules(plan, host);
  } catch (error) {
    results.write({ type: 'load-failed', message: String((error as Error | null)?.message ?? error) });
    return;
  }
  const file = context.__coverage__?.[plan.file];
  if (!file) {
    results.write({ type: 'load-failed', message: 'Jest does not instrument this file' });
    return;
  }
  const others = Object.values(context.__coverage__ ?? {}).filter((other) => other !== file);
  knowSources(Object.keys(context.__coverage__ ?? {}).map(readSource));
  const counters = attachCounters(file, others);
  const check = openCheck(plan, () => results.beat(), session.openTypeChecker);
  results.write({
    type: 'loaded',
    branches: branchPlaces(counters.branchMap),
    sourceMap: counters.inputSourceMap ?? null,
  });
  const exploration: Exploration = {
    plan,
    host,
    counters,
    modules,
    covered: new Set(plan.covered),
    results,
    file,
    products: createProducts(),
    check,
    telling: null,
  };
  registerProducers(plan.producers.filter(({ access }) => modules.has(access.module)));
  for (const module of plan.modules) joinExports(exploration.products, module, modules);
  const isLate = ({ isConsumer }: Unit): boolean => isConsumer === true;
  try {
    for (const unit of plan.units.filter((one) => !isLate(one))) await exploreUnit(exploration, unit);
    if (plan.surface.isOpen) await exploreSurface(exploration, plan.surface);
    // By now it is known what there is to be handed over.
    for (const unit of plan.units.filter(isLate)) await exploreUnit(exploration, unit);
  } finally {
    counters.detach();
  }
}
