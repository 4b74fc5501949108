/** Explores the units of one file from within a test of the host's own Jest, and writes down what is worth a test. */
// Without `node:`, which Jest before 27 does not resolve.
import fs from 'fs';
import type { ExplorePlan, RuntimeExportsPlan, Unit } from '../notation/plan.js';
import type { Modules } from './values/build.cjs';
import { branchPlaces } from './run/counters.cjs';
import { findUnits } from './runtime-exports/find-units.cjs';
import {
  catchStrayErrors,
  loadModules,
  openExploration,
  type Exploration,
  type ModuleLoader,
  type StrayErrors,
} from './exploration.cjs';
import { outlast } from './run/waiting.cjs';
import { exploreUnit } from './explore-unit.cjs';
import { openResults } from './results.cjs';

/** Explores what the loaded module exports besides, as long as something of the file is uncovered. */
async function exploreRuntimeExports(
  exploration: Exploration,
  runtimeExports: RuntimeExportsPlan,
): Promise<void> {
  const { results, counters, covered, modules, file } = exploration;
  const found = findUnits(runtimeExports, modules, file);
  for (const unit of found) {
    if (counters.names.every((name) => covered.has(name))) break;
    results.write({ type: 'unit-found', unit });
    await exploreUnit(exploration, unit);
  }
  results.write({ type: 'runtime-exports-end' });
}

/** Runs the whole plan, and marks its end for the watchdog. */
export async function explore(plan: ExplorePlan, host: ModuleLoader): Promise<void> {
  const strays = catchStrayErrors();
  try {
    await exploreUnits(plan, host, strays);
  } finally {
    await outlast(() => strays.take());
    strays.letGo();
  }
  fs.writeFileSync(`${plan.resultFile}.done`, 'done');
}

/** A failure in one unit is recorded and does not affect the others. */
async function exploreUnits(plan: ExplorePlan, host: ModuleLoader, strays: StrayErrors): Promise<void> {
  const results = openResults(plan);
  let modules: Modules;
  try {
    modules = await loadModules(plan, host);
  } catch (error) {
    results.write({ type: 'load-failed', message: String((error as Error | null)?.message ?? error) });
    return;
  }
  const exploration = openExploration({ plan, host, results, strays }, modules);
  if (!exploration) {
    results.write({ type: 'load-failed', message: 'Jest does not instrument this file' });
    return;
  }
  const { counters } = exploration;
  results.write({
    type: 'loaded',
    branches: branchPlaces(counters.branchMap),
    sourceMap: counters.inputSourceMap ?? null,
  });
  const isLate = ({ isConsumer }: Unit): boolean => isConsumer === true;
  try {
    for (const unit of plan.units.filter((one) => !isLate(one))) await exploreUnit(exploration, unit);
    if (plan.runtimeExports.isOpen) await exploreRuntimeExports(exploration, plan.runtimeExports);
    // By now it is known what there is to be handed over.
    for (const unit of plan.units.filter(isLate)) await exploreUnit(exploration, unit);
  } finally {
    counters.detach();
  }
}
