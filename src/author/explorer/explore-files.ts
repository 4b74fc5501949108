/** Explores the targets of source files inside the host's Jest, several files in one process. */
import { lstatSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { JestRun } from '../../io/jest/run/read-run.js';
import { type JestSession, runTestFiles } from '../../io/jest/run/run-jest.js';
import { createBelow } from '../../io/files/below.js';
import { type ExplorationRun, openExploration } from './exploration-run.js';
import type { ExploreOptions, ExploreRequest, ExploreResult } from './explore-request.js';
import { boundTime, shareOut } from './plan/budget.js';
import { planConsumers, planUnits } from './plan/plan-units.js';
import { exploringSource } from './run/exploring-test.js';
import { beginRound } from './run/rounds.js';
import { takeStock, takeWhatThereIs } from './take-stock.js';

/** How long loading the modules may take without a sign of life, and how long one call may. */
const LOAD_STALL_MS = 60_000;
const CALL_STALL_MS = 10_000;
/** Of a common budget, the part of a file that what only its loaded exports show may take to begin with. */
const RUNTIME_EXPORTS_SHARE = 0.15;
/** Others need the processor as well, so a search gets this part of the time of one. */
const CPU_SHARE = 0.5;
/** How often the run is begun again without what hung or crashed. */
const MAX_ATTEMPTS = 12;

/**
 * Explores files in processes that have Jest loaded already, where that can be had. What a target does to the process costs that target only: the run
 * is begun again without it.
 */
export async function exploreFiles(
  session: JestSession,
  requests: readonly ExploreRequest[],
  options: ExploreOptions,
): Promise<ExploreResult[]> {
  const planned = requests.map((request) => [
    ...planUnits(request.targets, request.allTargets, request),
    ...planConsumers(request, request.allTargets, request),
  ]);
  const explorations = requests.map((request, index) => {
    const units = planned[index] ?? [];
    const { totalSeconds } = options;
    const dealt = totalSeconds === undefined ? units : shareOut(units, totalSeconds, planned.flat());
    const shared = options.wallMs === undefined ? dealt : boundTime(dealt, options.wallMs * CPU_SHARE);
    const exploration = openExploration(session, request, {
      units: shared,
      isPatient: totalSeconds !== undefined,
      wallMs: options.wallMs ?? null,
    });
    if (totalSeconds !== undefined) {
      const all = shared.reduce((sum, unit) => sum + unit.maxWork, 0);
      exploration.plan.runtimeExports.maxWork = Math.round(all * RUNTIME_EXPORTS_SHARE);
    }
    return exploration;
  });
  do await exploreRound(session, explorations, options);
  while (options.until?.aborted !== true && beginRound(explorations, options.totalSeconds));
  // It loads the compiler, which takes a moment.
  const { collectCandidates } = await import('./collect-candidates.js');
  for (const exploration of explorations) {
    const { result, left } = exploration;
    const reason = 'too many other calls did not return';
    for (const unit of left) result.skipped.push({ target: unit.id, reason });
    collectCandidates(session, exploration);
    if (options.wallMs !== undefined)
      result.isCut ||= exploration.lines.some((line) => line.type === 'unit-end' && line.isCut);
  }
  return explorations.map(({ result }) => result);
}

/** Explores what is left in each file, and begins again without what hangs or crashes. */
async function exploreRound(
  session: JestSession,
  explorations: readonly ExplorationRun[],
  { signal, until }: ExploreOptions,
): Promise<void> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const open = explorations.filter(({ left, plan }) => left.length > 0 || plan.runtimeExports.isOpen);
    if (open.length === 0) break;
    const ending = until ? AbortSignal.any([signal, until]) : signal;
    const runs = await runExplorations(session, open, ending).catch((error: unknown) => {
      if (signal.aborted || !ending.aborted) throw error;
      return null;
    });
    if (runs === null) {
      await takeWhatThereIs(open);
      return cleanUp(session, open);
    }
    for (const [index, exploration] of open.entries()) {
      const run = runs.length === 1 ? runs[0] : runs[index];
      if (run) await takeStock(exploration, run);
    }
    await cleanUp(session, open);
  }
}

async function runExplorations(
  session: JestSession,
  open: readonly ExplorationRun[],
  signal: AbortSignal,
): Promise<JestRun[]> {
  for (const exploration of open) {
    const { plan, planFile, exploringTest, left } = exploration;
    const { scratch } = session.box;
    await mkdir(path.dirname(planFile));
    await createBelow(scratch, plan.resultFile, '');
    await createBelow(scratch, planFile, JSON.stringify({ ...plan, units: left }));
    const absolute = path.join(session.box.root, exploringTest);
    await mkdir(path.dirname(absolute), { recursive: true });
    await writeFile(absolute, exploringSource(session.host, exploringTest, planFile));
  }
  const cpuMs = open.flatMap(({ left }) => left).reduce((sum, unit) => sum + unit.cpuMs, 0);
  const resultFiles = open.map(({ plan }) => plan.resultFile);
  return runTestFiles(session, {
    testFiles: open.map(({ exploringTest }) => exploringTest),
    coverage: 'records',
    perTest: false,
    guard: true,
    stallMs: () => (isInCall(resultFiles) ? CALL_STALL_MS : LOAD_STALL_MS),
    timeoutMs: 120_000 + open.length * 20_000 + cpuMs * 8,
    testTimeoutMs: 3_600_000,
    writable: false,
    watchFiles: resultFiles,
    isFinal: true,
    signal,
  });
}

const sizeOf = (file: string): number => lstatSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** Whether a file has begun to be explored whose end is not marked by a file of its own yet. */
const isInCall = (resultFiles: readonly string[]): boolean =>
  resultFiles.some((file) => sizeOf(file) > 0 && sizeOf(doneFileOf(file)) === 0);

/** Written when a file is through. */
const doneFileOf = (resultFile: string): string => `${resultFile}.done`;

async function cleanUp(session: JestSession, open: readonly ExplorationRun[]): Promise<void> {
  for (const { exploringTest, planFile } of open) {
    await rm(path.join(session.box.root, exploringTest), { force: true });
    await rm(path.dirname(planFile), { recursive: true, force: true });
  }
}
