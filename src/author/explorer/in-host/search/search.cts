/**
 * The search for inputs that reach new code: random and mutated cases, kept for each counter when they are the simplest
 * that hit it; then a greedy set cover and shrinking. Feedback-directed in the manner of Pacheco et al. (ICSE 2007), with
 * the many-objective archive of Fraser and Arcuri's whole-suite generation (TSE 2013) in its simplest form.
 */
import type { Case } from '../../notation/case.js';
import { addToArchive, createArchive, isWanted, type Archive, type Entry } from './archive.cjs';
import { createChooser, type Chooser } from './choose.cjs';
import { caseViolations } from '../values/conform.cjs';
import { costOf, trimCase } from '../simplify/cost.cjs';
import { execute, type Execution, type ExecutionContext } from '../run/execute.cjs';
import type { InputGenerator } from '../inputs/generate.cjs';
import { generateCase, mutateCase } from '../inputs/mutate.cjs';
import { createActingFunctions, type ActingFunctions } from '../inputs/vary-functions.cjs';
import { createFollowUps, type FollowUps } from './follow-ups.cjs';
import { createProbe, type TracedModules } from './probe.cjs';
import { resultOf } from '../inputs/kept-results.cjs';
import { isUnusable } from '../simplify/simplify-case.cjs';
import { noteFileUse, varyCaseFiles } from '../inputs/vary-files.cjs';
import { noteRefused, varyCaseStandIns } from '../inputs/vary-stand-ins.cjs';
import { openUses, type Uses } from './uses.cjs';
import type { KnownFinder } from '../run/live-functions.cjs';
import type { TypeJudge } from '../types/type-judge.cjs';

interface RunningSearch {
  calls: number;
  work: number;
  cpuMs: number;
  refused: Set<string>;
  /** Whether the clock ended it, and not the count of work. */
  isCut: boolean;
  /** Members that were seen to give something; null for a plain function. */
  gives: Set<string | null>;
  /** Inputs that a later round can go on from, the youngest last. */
  corpus: Case[];
  choose: Chooser;
}

/** The cost of a call besides the code that runs in it, in the same unit. */
const CALL_WORK = 60;
/** The cost of one turn of waiting: less than its time, because others work meanwhile. */
const TURN_WORK = 400;

const MAX_CORPUS = 300;

const cpuNow = (): number => {
  const used = process.cpuUsage();
  return (used.user + used.system) / 1000;
};

/** Milliseconds by a clock that stands apart from the virtual one. */
const wallNow = (): number => process.uptime() * 1000;

/** Adds what a call has shown of how the code reaches beyond its arguments. */
function noteUses({ generator, context }: SearchOptions, uses: Uses, done: Execution): void {
  const { pools } = generator;
  if (context.allowsFiles && pools.uses('files')) noteFileUse(uses.files, done.files);
  if (pools.uses('stand-ins')) noteRefused(uses.outside, done.refused);
}

/** A case made by chance, with what the code was seen to reach for beside its arguments. */
function nextCase(generator: InputGenerator, archive: Archive, uses: Uses): Case {
  const { pools, random } = generator;
  const vary = (scenario: Case, parent: Case | null): Case =>
    varyCaseStandIns(generator, uses.outside, {
      scenario: varyCaseFiles(generator, uses.files, { scenario, parent }),
      parent,
    });
  const isFresh = archive.corpus.length === 0 || !pools.uses('feedback') || random.chance(0.3);
  if (isFresh) return vary(generateCase(generator), null);
  // Younger entries reached deeper code, so they are varied more often.
  const { corpus, steps } = archive;
  const from = steps.length > 0 && random.chance(0.25) ? steps : corpus;
  const at = from.length - 1 - Math.floor(random.next() * random.next() * from.length);
  const parent = from[at] as Entry;
  if (!pools.uses('mutation')) return parent.scenario;
  return vary(mutateCase(generator, parent.scenario, random.pick(archive.corpus).scenario), parent.scenario);
}

/** How many calls bring nothing new before a kept case is listened to; more when all of them were. */
const QUIET_CALLS = 100;
const QUIET_CALLS_LATER = 300;
/** The part of the calls without news that has to be made by chance before a search is given up. */
const QUIET_PART = 0.5;
/** Types are asked for when so many cases are open, or after so many calls, which grow by this factor each time. */
const MAX_OPEN = 64;
const FIRST_SETTLING = 64;
const SETTLING_GROWTH = 1.5;
/** To ask takes some 200 ms of CPU time, so it is done only so often for one unit. */
const MAX_SETTLINGS = 16;
/** The clocks are asked once in so many calls. */
const CLOCK_CALLS = 256;

/** The options of a search. */
export interface SearchOptions {
  context: ExecutionContext;
  /** Loads the modules with traced comparisons. */
  tracedModules: () => Promise<TracedModules | null>;
  generator: InputGenerator;
  /** Whether a counter is worth hitting. */
  wanted: (index: number) => boolean;
  /** Hears of each case before it runs. */
  note: (scenario: Case) => void;
  /** Counters for which the search goes on when nothing new comes. */
  insistsOn: ReadonlySet<number>;
  /** Milliseconds after which the search ends by the clock. */
  wallMs: number;
  /** Inputs of an earlier round, tried first and kept whatever they hit. */
  seeds: readonly Case[];
  /** Null where types are not checked. */
  types: TypeJudge | null;
  /** Finds what is known of a function that a call gave. */
  indexOf: KnownFinder;
}

/** Where a search has come to. */
interface SearchProgress {
  archive: Archive;
  calls: number;
  /** Cases made by chance since something new was hit. */
  quietChances: number;
  work: number;
  refused: Set<string>;
  fruitlessWaits: number;
  followUps: FollowUps;
  uses: Uses;
  acting: ActingFunctions;
  /** Beginnings of cases whose preparation reached something new: as cases of their own, they can say what came of it. */
  beginnings: Case[];
  gives: Set<string | null>;
  /** Cases worth keeping if they type-check, since the last call. */
  open: Find[];
  /** Whether the clock has ended it. */
  isCut: boolean;
  settledAt: number;
  settlings: number;
}

/** The result of a call. */
interface Find {
  entry: Entry;
  done: Execution;
  attempt: SearchAttempt;
  sawNews: boolean;
}

/** A case that is to be tried, where, and how it is asked whether it did something new besides hitting counters. */
interface SearchAttempt {
  scenario: Case;
  context: ExecutionContext;
  sawNews(): boolean;
  isSeed?: true;
  isChance?: true;
}

type InputSource = () => Promise<SearchAttempt>;

/** Where cases come from: what listening suggested goes before what chance makes. */
function createSource(
  { context, tracedModules, generator, seeds }: SearchOptions,
  progress: SearchProgress,
): InputSource {
  const { archive } = progress;
  const { pools, random } = generator;
  const probe = createProbe(tracedModules, generator);
  const vary = (scenario: Case): Case =>
    mutateCase(generator, scenario, random.pick(archive.corpus).scenario);
  let probedAt = 0;
  const byChance = (): SearchAttempt => ({
    scenario:
      progress.followUps.isEmpty() || random.chance(0.7)
        ? nextCase(generator, archive, progress.uses)
        : progress.followUps.goOn(),
    context,
    sawNews: () => false,
    isChance: true,
  });
  const left = [...seeds];
  return async () => {
    const seed = left.shift();
    if (seed) return { scenario: seed, context, sawNews: () => false, isSeed: true };
    const beginning = progress.beginnings.pop();
    if (beginning) return { scenario: beginning, context, sawNews: () => false };
    const acting = progress.acting.next();
    if (acting) return { scenario: acting, context, sawNews: () => false };
    if (!pools.uses('comparison-tracing')) return byChance();
    const queued = probe.next();
    if (queued) {
      probedAt = progress.calls;
      return { ...queued, sawNews: () => probe.sawNews() };
    }
    const quiet = progress.calls - Math.max(archive.lastNewAt, probedAt);
    if (probe.isUrgent() || quiet >= (probe.isThrough(archive) ? QUIET_CALLS_LATER : QUIET_CALLS)) {
      await probe.refill(archive, vary);
      probedAt = progress.calls;
    }
    return byChance();
  };
}

/** The case cut off after each step of its preparation. */
const beginningsOf = (scenario: Case): Case[] =>
  scenario.steps.slice(1).map((_, index) => ({ ...scenario, steps: scenario.steps.slice(0, index + 1) }));

async function tryCase(
  options: SearchOptions,
  progress: SearchProgress,
  attempt: SearchAttempt,
): Promise<void> {
  const { wanted, note, types } = options;
  const { scenario, context } = attempt;
  note(scenario);
  const waits = progress.fruitlessWaits < 25;
  const done = await execute(context, scenario, { waitsForCallbacks: waits });
  progress.calls++;
  if (attempt.isChance) progress.quietChances++;
  progress.work += CALL_WORK + done.spent + TURN_WORK * done.turns;
  noteUses(options, progress.uses, done);
  for (const name of done.refused) progress.refused.add(name);
  const waited =
    waits && done.shape === 'plain' && done.awaitedCallback === null && done.args.some(isFunction);
  if (waited) progress.fruitlessWaits++;
  if (done.shape === 'callback') progress.fruitlessWaits = 0;
  // A promise that stays pending may wait for one of the functions to settle it.
  if (!isUnusable(done) || done.ended === 'pending') progress.acting.look(scenario);
  if (isUnusable(done)) return;
  const cut = trimCase(scenario, done);
  const entry = {
    scenario: cut,
    cost: costOf(cut, done, context),
    touched: done.acted,
    reached: done.touched,
  };
  if (done.ended === 'returned' && done.value !== undefined)
    progress.gives.add(scenario.steps.at(-1)?.member ?? null);
  const find = { entry, done, attempt, sawNews: attempt.sawNews() };
  const isFit = types ? types.isLikelyFit(cut) : true;
  if (isFit === true) keep(options, progress, find);
  else if (isFit === null && isWanted(progress.archive, entry, wanted)) progress.open.push(find);
}

/** Asks for the types of what is open, and keeps what is fit. */
function settleOpen(options: SearchOptions, progress: SearchProgress): void {
  const open = progress.open.splice(0);
  progress.settledAt = progress.calls;
  if (!options.types || open.length === 0 || progress.settlings++ >= MAX_SETTLINGS) return;
  const areFit = options.types.areFit(open.map(({ entry }) => entry.scenario));
  for (const [index, find] of open.entries()) if (areFit[index]) keep(options, progress, find);
}

/** Lets the search go on from what a call brought. */
function keep(
  { wanted, generator }: SearchOptions,
  progress: SearchProgress,
  { entry, done, attempt, sawNews }: Find,
): void {
  const { pools } = generator;
  const { unit } = attempt.context;
  const isPlainResult = done.ended === 'returned' && done.shape === 'plain' && done.value !== done.instance;
  if (isPlainResult) pools.keptResults?.keep(resultOf(unit, entry.scenario), done.value);
  const isFollowUp = pools.uses('results') && progress.followUps.look(entry, done);
  addToArchive(progress.archive, { entry, calls: progress.calls, isStep: sawNews || isFollowUp }, wanted);
  const { corpus, lastNewAt } = progress.archive;
  if (lastNewAt === progress.calls) {
    progress.quietChances = 0;
    progress.beginnings.push(...beginningsOf(entry.scenario));
  }
  if (attempt.isSeed && !corpus.includes(entry)) corpus.push(entry);
}

async function explore(options: SearchOptions, progress: SearchProgress): Promise<void> {
  const { generator, insistsOn, wallMs } = options;
  const { unit } = options.context;
  const { archive } = progress;
  const startCpu = cpuNow();
  const startWall = wallNow();
  const minimum = unit.isClass ? 5000 : 2500;
  const nextOne = createSource(options, progress);
  let unfit = 0;
  for (;;) {
    const attempt = await nextOne();
    // Where types are checked, a test with other arguments would not compile.
    if (generator.pools.isTyped && caseViolations(attempt.scenario, unit) > 0 && ++unfit < 50) continue;
    unfit = 0;
    await tryCase(options, progress, attempt);
    const { calls, work } = progress;
    if (calls % 16 !== 0) continue;
    if (progress.open.length >= MAX_OPEN || calls >= FIRST_SETTLING + progress.settledAt * SETTLING_GROWTH)
      settleOpen(options, progress);
    // Cases from comparisons do not replace random ones.
    const isQuiet = calls - archive.lastNewAt > Math.max(minimum, calls * 0.6);
    const isFlat = isQuiet && progress.quietChances > minimum * QUIET_PART;
    const hasOpen = (): boolean => [...insistsOn].some((index) => !archive.best.has(index));
    if (work >= unit.maxWork || (isFlat && !hasOpen())) return;
    if (calls % CLOCK_CALLS !== 0) continue;
    // The count of work is what normally ends a search, so that the same seed gives the same tests on any machine.
    const spentMs = wallNow() - startWall;
    progress.isCut = cpuNow() - startCpu > unit.cpuMs || spentMs > Math.min(unit.cpuMs * 5, wallMs);
    if (progress.isCut) return;
  }
}

const isFunction = (value: unknown): boolean => typeof value === 'function';

/** The options, with worlds in which what is read as JSON is listened to. */
function listening(options: SearchOptions, { onJson }: Uses): SearchOptions {
  const tracedModules = async (): Promise<TracedModules | null> => {
    const opened = await options.tracedModules();
    return opened && { ...opened, context: { ...opened.context, onJson } };
  };
  return { ...options, context: { ...options.context, onJson }, tracedModules };
}

/**
 * Explores one unit until its budget is spent, or until nothing new comes; the latter does not end it as long as a counter
 * that it insists on was not hit.
 */
export async function searchUnit(options: SearchOptions): Promise<RunningSearch> {
  const startCpu = cpuNow();
  const archive = createArchive();
  const uses = openUses();
  const progress: SearchProgress = {
    archive,
    calls: 0,
    quietChances: 0,
    work: 0,
    refused: new Set(),
    fruitlessWaits: 0,
    followUps: createFollowUps(options.generator, options.indexOf),
    uses,
    acting: createActingFunctions(options.generator),
    beginnings: [],
    gives: new Set(),
    open: [],
    isCut: false,
    settledAt: 0,
    settlings: 0,
  };
  const heard = listening(options, uses);
  try {
    await explore(heard, progress);
    settleOpen(heard, progress);
  } finally {
    uses.close();
  }
  const searchedMs = cpuNow() - startCpu;
  return {
    calls: progress.calls,
    work: progress.work,
    cpuMs: searchedMs,
    isCut: progress.isCut,
    refused: progress.refused,
    gives: progress.gives,
    corpus: archive.corpus.slice(-MAX_CORPUS).map(({ scenario }) => scenario),
    choose: createChooser(options, archive),
  };
}
