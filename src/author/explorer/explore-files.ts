/** Explores the targets of source files inside the host's Jest, several files in one process. */
import { randomBytes } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Candidate } from '../../domain/candidate.js';
import type { Finding } from '../../domain/finding.js';
import type { Target } from '../../domain/target.js';
import { ownInfix } from '../../test-file/test-path.js';
import type { JestRun } from '../../io/jest/run/read-run.js';
import { type JestSession, runTestFiles } from '../../io/jest/run/run-jest.js';
import { createBelow } from '../../io/files/below.js';
import { exploringSource } from './run/exploring-test.js';
import { boundTime, shareOut } from './plan/budget.js';
import type { ArgumentCount, ExploreLine, ExplorePlan, Unit } from './notation/expression.js';
import { extraModules, planProducers } from './plan/plan-producers.js';
import { modulesOf, planConsumers, planSurface, planUnits, shortHash } from './plan/plan-units.js';
import { readCurrent, readLines } from './run/read-lines.js';
import { beginRound } from './run/rounds.js';
import { typedPlaceOf } from './run/typed-place.js';
import type { Technique } from './notation/techniques.js';

export interface ExploreRequest {
  /** Host-relative source file. */
  file: string;
  sourceText: string;
  /** Targets of the file that are to be explored. */
  targets: readonly Target[];
  /** All targets of the host, to find inverses among. */
  allTargets: readonly Target[];
  /** Where the tests of the file will stand; the exploring test stands beside it. */
  testFile: string;
  /** Counters of the file that are covered already. */
  covered: ReadonlySet<string>;
  seed: number;
  cpuMsPerTarget: number | null;
  /** Techniques that are switched off; none by default. */
  without?: readonly Technique[];
}

export interface ExploreOptions {
  /** CPU seconds of search for all files together, dealt out by size, in place of seconds for each target. */
  totalSeconds?: number;
  /** A bound on the CPU time of the search in each file, in milliseconds, for when there is little time. */
  cpuMs?: number;
  /** Ends the search; what was written down by then is handed over. */
  until?: AbortSignal;
}

/** The cost of searching one unit. */
export interface SearchCost {
  unit: string;
  calls: number;
  /** Counted work; see `budget.ts`. */
  work: number;
  /** CPU milliseconds of the search, without loading, shrinking and recording. */
  cpuMs: number;
  /** The most memory that the process had held by then. */
  peakBytes: number;
}

/** The quality of a candidate made from a recorded case. */
export interface CaseQuality {
  candidate: string;
  /** Whether all it says is that the engine throws. */
  assertsEngineError: boolean;
  args: ArgumentCount;
}

export interface ExploreResult {
  candidates: Candidate[];
  findings: Finding[];
  /** Targets that could not be explored, with the reason. */
  skipped: { target: string; reason: string }[];
  /** Whether the search was ended before it was through. */
  isCut: boolean;
  searches: SearchCost[];
  cases: CaseQuality[];
}

/** Transformers say pages about a module that they cannot read. */
const MOST_OF_MESSAGE = 300;
/** How long loading the modules may take without a sign of life, and how long one call may. */
const LOAD_STALL_MS = 60_000;
const CALL_STALL_MS = 10_000;
/** Of a common budget, the part of a file that what only its loaded exports show may take to begin with. */
const SURFACE_SHARE = 0.15;
/** How often the run is begun again without what hung or crashed. */
const MAX_ATTEMPTS = 12;
/** The work on one file, which may take several runs. */
interface ExplorationRun {
  request: ExploreRequest;
  units: Unit[];
  /** Units that have not come to an end yet. */
  left: Unit[];
  lines: ExploreLine[];
  result: ExploreResult;
  /** Host-relative. */
  exploringTest: string;
  plan: ExplorePlan;
  planFile: string;
}

/**
 * Explores files in processes that have Jest loaded already, where that can be had. What a target does to the process costs that target only: the run
 * is begun again without it.
 */
export async function exploreFiles(
  session: JestSession,
  requests: readonly ExploreRequest[],
  signal: AbortSignal,
  options: ExploreOptions = {},
): Promise<ExploreResult[]> {
  const planned = requests.map((request) => [
    ...planUnits(request.targets, request.allTargets, request),
    ...planConsumers(request.file, request.targets, request.allTargets, request),
  ]);
  const explorations = requests.map((request, index) => {
    const units = planned[index] ?? [];
    const { totalSeconds } = options;
    const dealt = totalSeconds === undefined ? units : shareOut(units, totalSeconds, planned.flat());
    const shared = options.cpuMs === undefined ? dealt : boundTime(dealt, options.cpuMs);
    const exploration = openExploration(session, request, shared, totalSeconds !== undefined);
    if (totalSeconds !== undefined) {
      const all = shared.reduce((sum, unit) => sum + unit.maxWork, 0);
      exploration.plan.surface.maxWork = Math.round(all * SURFACE_SHARE);
    }
    return exploration;
  });
  do await exploreRound(session, explorations, signal, options.until);
  while (options.until?.aborted !== true && beginRound(explorations, options.totalSeconds));
  // It loads the compiler, which takes a moment.
  const { collectCandidates } = await import('./collect-candidates.js');
  for (const { result, left, request, units, lines } of explorations) {
    const reason = 'too many other calls did not return';
    for (const unit of left) result.skipped.push({ target: unit.id, reason });
    collectCandidates(session, request, units, lines, result);
    if (options.cpuMs !== undefined) result.isCut ||= isCutShort(units, result.searches);
  }
  return explorations.map(({ result }) => result);
}

/** Explores what is left in each file, and begins again without what hangs or crashes. */
async function exploreRound(
  session: JestSession,
  explorations: readonly ExplorationRun[],
  signal: AbortSignal,
  until: AbortSignal | undefined,
): Promise<void> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const open = explorations.filter(({ left, plan }) => left.length > 0 || plan.surface.isOpen);
    if (open.length === 0) break;
    const ending = until ? AbortSignal.any([signal, until]) : signal;
    const runs = await runExplorations(session, open, ending).catch((error: unknown) => {
      if (signal.aborted || !ending.aborted) throw error;
      return null;
    });
    if (runs === null) return takeWhatThereIs(session, open);
    for (const [index, exploration] of open.entries()) {
      const run = runs.length === 1 ? runs[0] : runs[index];
      if (run) await takeStock(session.box.scratch, exploration, run);
    }
    await cleanUp(session, open);
  }
}

/** Whether a search ended by the clock, which the bound on time makes happen early. */
const isCutShort = (units: readonly Unit[], searches: readonly SearchCost[]): boolean =>
  searches.some(({ unit, cpuMs }) => cpuMs >= (units.find(({ id }) => id === unit)?.cpuMs ?? Infinity));

/** Of searches that were ended: what they had found by then. */
async function takeWhatThereIs(session: JestSession, open: readonly ExplorationRun[]): Promise<void> {
  for (const exploration of open) {
    const { plan, result } = exploration;
    const fresh = await readLines(session.box.scratch, plan.resultFile);
    exploration.lines.push(...fresh);
    addFound(exploration, fresh);
    const finished = new Set(fresh.flatMap((line) => (line.type === 'unit-end' ? [line.unit] : [])));
    for (const { id } of exploration.left)
      if (!finished.has(id)) result.skipped.push({ target: id, reason: 'the time was up' });
    exploration.left = [];
    plan.surface.isOpen = false;
    result.isCut = true;
  }
  await cleanUp(session, open);
}

function openExploration(
  session: JestSession,
  request: ExploreRequest,
  units: Unit[],
  isPatient: boolean,
): ExplorationRun {
  // A name that nothing can lie in wait for.
  const own = `explore-${shortHash(request.file)}-${randomBytes(8).toString('hex')}`;
  const folder = path.join(session.box.scratch, own);
  return {
    request,
    units: [...units],
    left: units,
    lines: [],
    result: { candidates: [], findings: [], skipped: [], isCut: false, searches: [], cases: [] },
    exploringTest: request.testFile.replace(ownInfix, `${ownInfix}-explore`),
    plan: { ...makePlan(session, request, units, folder), isPatient },
    planFile: path.join(folder, 'plan.json'),
  };
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

/** Reads what a run brought for one file, and finds the unit that ended it, if this file was where it ended. */
async function takeStock(scratch: string, exploration: ExplorationRun, run: JestRun): Promise<void> {
  const { request, plan, result, exploringTest } = exploration;
  const fresh = await readLines(scratch, plan.resultFile);
  exploration.lines.push(...fresh);
  const finished = new Set(fresh.flatMap((line) => (line.type === 'unit-end' ? [line.unit] : [])));
  exploration.left = exploration.left.filter((unit) => !finished.has(unit.id));
  const isTheEnd = run.ended === 'well' || run.at === null || run.at.file === exploringTest;
  addFound(exploration, fresh);
  if (isTheEnd)
    plan.surface.isOpen = run.ended !== 'well' && !fresh.some(({ type }) => type === 'surface-end');
  if (exploration.left.length === 0 || !isTheEnd) return;
  const { started, problem, finding } = await judgeRun(scratch, exploration, run, fresh);
  // Where no unit had begun, the module itself is to blame, and so all of them are.
  const culprits = exploration.left.filter((unit) => started === null || unit.id === started);
  const blamed = culprits.length > 0 ? culprits : exploration.left;
  // Their results of earlier rounds are kept.
  if (plan.round === 0) for (const unit of blamed) result.skipped.push({ target: unit.id, reason: problem });
  if (finding) result.findings.push({ ...finding, target: started ?? request.file });
  exploration.left = exploration.left.filter((unit) => !blamed.includes(unit));
}

/** Adds the units that were made of the module's exports; only those of the explored file are believed. */
function addFound({ units, plan, request }: ExplorationRun, lines: readonly ExploreLine[]): void {
  for (const line of lines) {
    if (line.type !== 'unit-found' || line.unit.access.module !== request.file) continue;
    if (!units.some(({ id }) => id === line.unit.id)) units.push(line.unit);
    plan.surface.skip.push(line.unit.id);
  }
}

interface RunVerdict {
  /** The unit that was being explored when the process ended, if it ended early. */
  started: string | null;
  problem: string;
  finding: Omit<Finding, 'target'> | null;
}

async function judgeRun(
  scratch: string,
  exploration: ExplorationRun,
  run: JestRun,
  lines: readonly ExploreLine[],
): Promise<RunVerdict> {
  const started = lines.findLast((line) => line.type === 'unit-start')?.unit ?? null;
  const failure = lines.find((line) => line.type === 'load-failed');
  if (failure) {
    const said = stripVTControlCharacters(failure.message).replace(/\s+/g, ' ').slice(0, MOST_OF_MESSAGE);
    return { started: null, problem: `the module cannot be loaded: ${said}`, finding: null };
  }
  if (run.ended === 'well') {
    const outcome = run.files.find((file) => file.path === exploration.exploringTest);
    const said = outcome?.message.trim().split('\n').slice(0, 4).join(' ') ?? 'it reported nothing';
    return { started, problem: `the exploring test failed: ${said}`, finding: null };
  }
  const isHang = run.ended !== 'crashed';
  const problem = isHang ? 'a call did not return' : 'a call ended the process';
  const current = (await readCurrent(scratch, exploration.plan.currentFile)).slice(0, 600);
  const detail = `With this input (the explorer's notation): ${current}\n${run.message.split('\n').slice(-6).join('\n')}`;
  return { started, problem, finding: { kind: isHang ? 'hang' : 'crash', title: problem, detail } };
}

function makePlan(
  session: JestSession,
  request: ExploreRequest,
  units: readonly Unit[],
  folder: string,
): ExplorePlan {
  const isTyped = /\.[cm]?tsx?$/.test(request.file);
  const modules = modulesOf(request.file, units);
  const isHandedOn = request.without?.includes('producers') !== true;
  const producers = isHandedOn ? planProducers(units, request.allTargets) : [];
  const extra = extraModules(modules, producers);
  return {
    seed: request.seed,
    root: session.box.root,
    file: path.join(session.box.root, request.file),
    isTyped,
    typedPlace: isTyped ? typedPlaceOf(session, request.testFile, [...modules, ...extra]) : null,
    units: [...units],
    surface: planSurface(request.file, request.allTargets, request),
    producers,
    modules,
    extraModules: extra,
    covered: [...request.covered],
    isPatient: false,
    round: 0,
    corpus: {},
    without: request.without ?? [],
    resultFile: path.join(folder, 'result.jsonl'),
    currentFile: path.join(folder, 'current.txt'),
  };
}
