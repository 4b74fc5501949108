/** The exploration of one file: its loaded modules, its counters, and what all its units share. */
// Without `node:`, which Jest before 27 does not resolve.
import fs from 'fs';
import type { ExplorePlan, Unit } from '../notation/plan.js';
import { resolveAccess, type Modules } from './values/build.cjs';
import { forgetDocuments } from './sense/documents.cjs';
import { SourceTexts } from './values/engine-errors.cjs';
import { Scratch } from './values/scratch.cjs';
import { registerProducers } from './values/registry.cjs';
import { realmTime } from './run/conditions.cjs';
import { attachCounters, type Counters, type IstanbulFile } from './run/counters.cjs';
import type { ExecutionContext } from './run/execute.cjs';
import { installInGuard } from './run/stand-ins.cjs';
import { createPatience, endlessPatience } from './run/waiting.cjs';
import { createKeptResults, keepExports, type KeptResults } from './inputs/kept-results.cjs';
import type { TracedModules } from './search/probe.cjs';
import { createComparisonTracer, type ComparisonTracer } from './search/comparisons/trace-comparisons.cjs';
import type { JestExpect } from './laws/try-property.cjs';
import type { Recorder } from './record/stability.cjs';
import type { Results } from './results.cjs';
import { openCheck, type OpenChecker, type TypeCheck } from './types/type-judge.cjs';

export interface ModuleLoader {
  /** Imports a module of the host by its absolute path. */
  load(file: string): unknown;
  /** Jest's own. */
  expect: JestExpect;
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
  holdStrayErrors(onError: () => void): () => void;
  setStandIns(find: ((label: string) => ((...args: unknown[]) => unknown) | undefined) | null): void;
}

/** Jest's realm holds the counters and the guard's session. */
const realm = globalThis as unknown as {
  __coverage__?: Record<string, IstanbulFile>;
  __nightshift__: ExplorerSession;
};

/** Counts errors that nobody caught: each belongs to the call that caused it, and ends neither process nor exploration. */
export interface StrayErrors {
  take(): number;
  letGo(): void;
}

export function catchStrayErrors(): StrayErrors {
  let count = 0;
  const letGo = realm.__nightshift__.holdStrayErrors(() => (count += 1));
  const take = (): number => {
    const taken = count;
    count = 0;
    return taken;
  };
  return { take, letGo };
}

/** How long the system is waited for during the search, and while a case is recorded, in turns. */
const SEARCH_TURNS = 60;
const RECORD_TURNS = 700;

export async function loadModules(plan: ExplorePlan, host: ModuleLoader): Promise<Modules> {
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

export interface Exploration {
  plan: ExplorePlan;
  host: ModuleLoader;
  session: ExplorerSession;
  counters: Counters;
  modules: Modules;
  covered: Set<string>;
  results: Results;
  file: IstanbulFile;
  keptResults: KeptResults;
  scratch: Scratch;
  strays: StrayErrors;
  sources: SourceTexts;
  /** Deals out the time. */
  shares: TimeShares;
  /** Type-checks source text as the tests will be; null where they are not, or where nothing can be said. */
  check: TypeCheck | null;
  /** A second copy of the modules with traced comparisons: loaded on demand, null when unavailable. */
  tracedModules: Promise<{ modules: Modules; tracer: ComparisonTracer } | null> | null;
}

async function loadTraced({
  plan,
  host,
  session,
}: Exploration): Promise<Awaited<Exploration['tracedModules']>> {
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

export async function openTraced(exploration: Exploration, unit: Unit): Promise<TracedModules | null> {
  exploration.tracedModules ??= loadTraced(exploration);
  const loaded = await exploration.tracedModules;
  if (!loaded) return null;
  const { tracer, modules } = loaded;
  const classes = exploration.plan.units.filter(({ isClass }) => isClass);
  const classOf: TracedModules['classOf'] = (owner) => {
    const found = classes.find(({ access }) => resolveAccess(access, modules) === owner);
    return found ? { access: found.access, params: found.constructorParams } : null;
  };
  return { tracer, classOf, context: contextOf(exploration, unit, modules) };
}

/** The context of a unit's search, in these modules. */
export function contextOf(exploration: Exploration, unit: Unit, modules: Modules): ExecutionContext {
  const { plan, session, counters, results, scratch, sources } = exploration;
  const takeRefused = (): string[] => {
    results.beat();
    return session.takeRefused();
  };
  return {
    unit,
    modules,
    root: plan.root,
    scratch,
    sources,
    watch: null,
    onJson: (value) => value,
    counters,
    beat: () => results.beat(),
    waitTurns: SEARCH_TURNS,
    patience: createPatience(),
    time: realmTime,
    isRecording: false,
    takeStrays: () => exploration.strays.take(),
    takeRefused,
    allowsFiles: session.allowsScratch,
    standIn: (scenario, context) => installInGuard(scenario, context, (find) => session.setStandIns(find)),
    takeFileTrace: () => session.takeFileTrace(),
  };
}

export const recorderOf = (exploration: Exploration, unit: Unit): Recorder => {
  const { plan, host, modules, scratch } = exploration;
  return {
    unit,
    scratch,
    isTyped: plan.isTyped,
    used: modules,
    reload() {
      host.reset();
      return loadModules(plan, host);
    },
    contextOf: (loaded) => ({
      ...contextOf(exploration, unit, loaded),
      waitTurns: RECORD_TURNS,
      patience: endlessPatience,
      isRecording: true,
    }),
  };
};

/** Deals out what there is of time by the clock. */
export interface TimeShares {
  /** Milliseconds for the search in a unit: half of its part of what is left, because recording takes time as well. */
  grant(unit: Unit): number;
}

/** Of the time, the part that is left for what only the loaded exports show. */
const FOUND_PART = 0.15;
const SEARCH_PART = 0.5;
// Taken before the clock is changed.
const realNow = Date.now;

export function shareTime({ units, wallMs }: Pick<ExplorePlan, 'units' | 'wallMs'>): TimeShares {
  const endsAt = realNow() + (wallMs ?? Infinity);
  let weightLeft = units.reduce((sum, { weight }) => sum + weight, 0) * (1 + FOUND_PART);
  return {
    grant({ weight }) {
      const part = Math.min(1, weight / Math.max(weight, weightLeft));
      weightLeft -= weight;
      return (endsAt - realNow()) * part * SEARCH_PART;
    },
  };
}

function readSource(path: string): string {
  try {
    return fs.readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Takes over the counters of the explored file; null where Jest does not instrument it. */
export function openExploration(
  { plan, host, results, strays }: Pick<Exploration, 'plan' | 'host' | 'results' | 'strays'>,
  modules: Modules,
): Exploration | null {
  const files = realm.__coverage__ ?? {};
  const session = realm.__nightshift__;
  const file = files[plan.file];
  if (!file) return null;
  const sources = new SourceTexts(Object.keys(files).map(readSource));
  const others = Object.values(files).filter((other) => other !== file);
  const keptResults = createKeptResults();
  forgetDocuments();
  registerProducers(plan.producers.filter(({ access }) => modules.has(access.module)));
  for (const module of plan.modules) keepExports(keptResults, module, modules);
  return {
    plan,
    host,
    session,
    counters: attachCounters(file, others),
    modules,
    covered: new Set(plan.covered),
    results,
    file,
    keptResults,
    scratch: new Scratch(),
    strays,
    sources,
    shares: shareTime(plan),
    check: openCheck(plan, () => results.beat(), session.openTypeChecker),
    tracedModules: null,
  };
}
