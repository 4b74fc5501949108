/** Explores the units of one file from within a test of the host's own Jest, and writes down what is worth a test. */
// Without `node:`, which Jest before 27 does not resolve.
import fs = require('fs');
import type { BranchPlace, Case, ExploreLine, ExplorePlan, RecordedCase, Unit } from '../expression.js' with {
  'resolution-mode': 'import',
};
import machine = require('../../../io/jest/in-host/elsewhere.cjs');
import building = require('./build.cjs');
import conforming = require('./conform.cjs');
import counting = require('./counters.cjs');
import execution = require('./execute.cjs');
import generation = require('./generate.cjs');
import laws = require('./laws.cjs');
import randomness = require('./random.cjs');
import recording = require('./record.cjs');
import search = require('./search.cjs');

type World = execution.World;
type Recording = recording.Recording;

interface Host {
  /** Imports a module of the host by its absolute path. */
  load(file: string): unknown;
  /** Forgets all loaded modules, so that the next load starts afresh. */
  reset(): void;
}

interface Session {
  takeRefused(): string[];
}

/** Which of the sources of change a recording holds still, and at what the others stand. */
interface Conditions {
  offsetMs: number;
  randomSeed: number;
  clockPinned: boolean;
  randomPinned: boolean;
  /** Whether the process looks like one of another machine. */
  isElsewhere?: boolean;
}

const PINNED_TIME = Date.UTC(2024, 0, 15, 12, 0, 0);
const PINNED_RANDOM = 0.5;
const BEAT_MS = 500;
const YEAR_AND_A_BIT_MS = 401 * 86_400_000 + 3 * 3_600_000;
const RealDate = Date;
const realRandom = Math.random;
const realNow = Date.now;
const realSetTimeout = globalThis.setTimeout;
const context = globalThis as unknown as {
  Date: DateConstructor;
  setTimeout: unknown;
  __coverage__?: Record<string, counting.IstanbulFile>;
};
const session = (globalThis as unknown as { __nightshift__: Session }).__nightshift__;

function setConditions(conditions: Conditions): void {
  const now = (): number => (conditions.clockPinned ? PINNED_TIME : RealDate.now() + conditions.offsetMs);
  context.Date = new Proxy(RealDate, {
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as object,
    apply: () => new RealDate(now()).toString(),
    get: (target, key, receiver) => (key === 'now' ? now : (Reflect.get(target, key, receiver) as unknown)),
  });
  if (conditions.isElsewhere) comeBack = machine.goElsewhere(process);
  const next = randomness.mulberry(conditions.randomSeed);
  Math.random = conditions.randomPinned ? () => PINNED_RANDOM : next;
}

let comeBack = (): void => undefined;

function restoreConditions(): void {
  comeBack();
  comeBack = () => undefined;
  context.Date = RealDate;
  Math.random = realRandom;
}

/** During the search, nobody waits for a timer longer than a moment. */
function hurryTimers(): () => void {
  context.setTimeout = (callback: () => void, ms?: number, ...args: unknown[]) =>
    realSetTimeout(callback, Math.min(ms ?? 0, 1), ...(args as []));
  return () => {
    context.setTimeout = realSetTimeout;
  };
}

async function loadModules(plan: ExplorePlan, host: Host): Promise<building.Modules> {
  const modules = new Map<string, unknown>();
  for (const module of plan.modules) modules.set(module, await host.load(`${plan.root}/${module}`));
  return modules;
}

interface Results {
  write(line: ExploreLine): void;
  /** Remembers the case that is about to run, for the case that it never returns. */
  note(kase: Case): void;
  /** Shows the watchdog that calls come back: an empty line now and then. */
  beat(): void;
}

function openResults(plan: ExplorePlan): Results {
  const current = fs.openSync(plan.currentFile, 'w');
  let lastBeat = 0;
  return {
    beat() {
      const now = realNow();
      if (now - lastBeat < BEAT_MS) return;
      lastBeat = now;
      fs.appendFileSync(plan.resultFile, '\n');
    },
    write: (line) => fs.appendFileSync(plan.resultFile, `${JSON.stringify(line)}\n`),
    note(kase) {
      const text = JSON.stringify(kase);
      fs.writeSync(current, `${text.length}\n${text}\n`, 0);
    },
  };
}

interface Exploration {
  plan: ExplorePlan;
  host: Host;
  counters: counting.Counters;
  modules: building.Modules;
  covered: Set<string>;
  results: Results;
}

function worldOf(exploration: Exploration, unit: Unit, modules: building.Modules, waitMs: number): World {
  const { counters, results } = exploration;
  const takeRefused = (): string[] => {
    results.beat();
    return session.takeRefused();
  };
  return { unit, modules, counters, waitMs, tracer: null, takeRefused };
}

async function recordFresh(
  exploration: Exploration,
  unit: Unit,
  kase: Case,
  conditions: Conditions,
): Promise<Recording | null> {
  setConditions(conditions);
  try {
    exploration.host.reset();
    const modules = await loadModules(exploration.plan, exploration.host);
    const world = worldOf(exploration, unit, modules, 700);
    return await recording.recordOnce(world, kase, exploration.plan.root, exploration.plan.isTyped);
  } finally {
    restoreConditions();
  }
}

type Pins = RecordedCase['pins'];
const pinnings: Pins[] = [
  { clock: false, random: false },
  { clock: true, random: false },
  { clock: false, random: true },
  { clock: true, random: true },
];

/** The recording under the fewest pins that make it the same twice, or null. */
async function recordStable(
  exploration: Exploration,
  unit: Unit,
  kase: Case,
): Promise<{ recorded: Recording; pins: Pins } | null> {
  for (const pins of pinnings) {
    const pinned = { clockPinned: pins.clock, randomPinned: pins.random };
    const first = await recordFresh(exploration, unit, kase, { ...pinned, offsetMs: 0, randomSeed: 11 });
    if (!first) return null;
    const second = await recordFresh(exploration, unit, kase, {
      ...pinned,
      offsetMs: YEAR_AND_A_BIT_MS,
      randomSeed: 97,
      isElsewhere: true,
    });
    if (!second || !recording.sameRecording(first, second)) continue;
    const waits =
      first.outcome.kind === 'resolves' || first.outcome.kind === 'rejects' || first.awaitsCallback !== null;
    if (pins.clock && waits) return null;
    return { recorded: first, pins };
  }
  return null;
}

/** Whether modules that were used for the whole search give the same: the outcome does not hang on what ran before. */
async function holdsInUse(
  exploration: Exploration,
  unit: Unit,
  kase: Case,
  stable: { recorded: Recording; pins: Pins },
): Promise<boolean> {
  const { pins } = stable;
  setConditions({ offsetMs: 0, randomSeed: 5, clockPinned: pins.clock, randomPinned: pins.random });
  try {
    const world = worldOf(exploration, unit, exploration.modules, 700);
    const again = await recording.recordOnce(world, kase, exploration.plan.root, exploration.plan.isTyped);
    return again !== null && recording.sameRecording(stable.recorded, again);
  } finally {
    restoreConditions();
  }
}

function targetOf(unit: Unit, kase: Case): string {
  const last = kase.steps.at(-1);
  const member = unit.members.find(
    (item) => item.name === (last?.member ?? null) && item.kind === (last?.kind ?? 'construct'),
  );
  return member?.target ?? unit.constructorTarget ?? unit.members[0]?.target ?? unit.id;
}

async function exploreUnit(exploration: Exploration, unit: Unit): Promise<void> {
  const { plan, results, counters, covered } = exploration;
  results.write({ type: 'unit-start', unit: unit.id });
  const random = randomness.createRandom(plan.seed, unit.id);
  const pools = generation.poolsOf(unit, plan.isTyped);
  const world = worldOf(exploration, unit, exploration.modules, 60);
  const wanted = (index: number): boolean => !covered.has(counters.names[index] ?? '');
  const restoreTimers = hurryTimers();
  Math.random = randomness.mulberry(plan.seed);
  const found = await search
    .searchUnit(world, pools, random, wanted, (kase) => results.note(kase))
    .finally(() => {
      restoreTimers();
      restoreConditions();
    });
  let kept = 0;
  for (const { kase, owns } of found.chosen) {
    const recorded = await recordCase(exploration, unit, kase, owns);
    if (!recorded) continue;
    kept++;
    for (const name of recorded.owns) covered.add(name);
    results.write({ type: 'case', recorded });
  }
  for (const law of unit.laws) {
    const held = laws.tryLaw(world, law, pools, random, plan.root);
    if (held) results.write({ type: 'law', held });
  }
  const pruned = found.chosen.length - kept;
  const { calls, cpuMs, refused } = found;
  results.write({ type: 'unit-end', unit: unit.id, calls, cpuMs, kept, pruned, guarded: [...refused] });
}

async function recordCase(
  exploration: Exploration,
  unit: Unit,
  kase: Case,
  owns: readonly number[],
): Promise<RecordedCase | null> {
  exploration.results.note(kase);
  const stable = await recordStable(exploration, unit, kase);
  if (!stable || !(await holdsInUse(exploration, unit, kase, stable))) return null;
  const { recorded, pins } = stable;
  if (recorded.outcome.kind === 'opaque' && recorded.observations.length === 0) return null;
  // That nonsense makes the engine throw is nothing that anybody promised.
  const isEngineError =
    recorded.outcome.kind === 'throws' || recorded.outcome.kind === 'rejects'
      ? recorded.outcome.isNative
      : false;
  if (isEngineError && conforming.caseViolations(kase, unit) > 0) return null;
  const touched = new Set(recorded.touched);
  return {
    unit: unit.id,
    target: targetOf(unit, kase),
    case: kase,
    outcome: recorded.outcome,
    observations: recorded.observations,
    owns: owns.filter((index) => touched.has(index)).map((index) => exploration.counters.names[index] ?? ''),
    pins,
    awaitsCallback: recorded.awaitsCallback,
  };
}

function branchPlaces(branchMap: Record<string, unknown>): Record<string, BranchPlace> {
  return Object.fromEntries(
    Object.entries(branchMap).map(([id, branch]) => {
      const { type, loc, locations } = branch as {
        type: string;
        loc: { start: { line: number; column: number } };
        locations: BranchPlace['paths'];
      };
      return [id, { type, line: loc.start.line, column: loc.start.column, paths: locations }];
    }),
  );
}

/** Runs the whole plan, and marks its end for the watchdog. */
async function explore(plan: ExplorePlan, host: Host): Promise<void> {
  await exploreUnits(plan, host);
  fs.writeFileSync(`${plan.resultFile}.done`, 'done');
}

/** What goes wrong with one unit is written down and does not touch the others. */
async function exploreUnits(plan: ExplorePlan, host: Host): Promise<void> {
  const results = openResults(plan);
  let modules: building.Modules;
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
  const counters = counting.attach(file);
  results.write({
    type: 'loaded',
    branches: branchPlaces(counters.branchMap),
    sourceMap: counters.inputSourceMap ?? null,
  });
  const exploration: Exploration = { plan, host, counters, modules, covered: new Set(plan.covered), results };
  for (const unit of plan.units) await exploreUnit(exploration, unit);
}

export = { explore };
