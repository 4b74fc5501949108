/**
 * The search for inputs that reach new code: random and mutated cases, kept for each counter when they are the simplest
 * that hit it; then a greedy set cover and shrinking. Feedback-directed in the manner of Pacheco et al. (ICSE 2007), with
 * the many-objective archive of Fraser and Arcuri's whole-suite generation (TSE 2013) in its simplest form.
 */
import type { Case, Unit } from '../../notation/expression.js';
import { addToArchive, chooseEntries, createArchive, type Archive, type Entry } from './archive.cjs';
import { caseViolations } from '../values/conform.cjs';
import { costOf, endingOf, isMeaningless, trimCase } from '../simplify/cost.cjs';
import { execute, type Execution, type World } from '../run/execute.cjs';
import type { Pools } from '../inputs/generate.cjs';
import { createShape, watchMembers, watchParse } from '../inputs/json-shape.cjs';
import { generateCase, mutateCase } from '../inputs/mutate.cjs';
import { createOffers, type Offers } from './offers.cjs';
import { prettifyCase } from '../simplify/prettify.cjs';
import { createProbe, type Telling } from './probe.cjs';
import { repairs } from '../inputs/repair.cjs';
import { productOf } from '../inputs/products.cjs';
import { shrinkCase } from '../simplify/shrink.cjs';
import { noteFileUse, varyCaseFiles, type FileUse } from '../inputs/vary-files.cjs';
import { watchJson } from '../run/stand-ins.cjs';
import {
  createOutsideUse,
  noteRefused,
  varyCaseStandIns,
  type OutsideUse,
} from '../inputs/vary-stand-ins.cjs';
import type { Random } from '../values/random.cjs';

interface Search {
  calls: number;
  work: number;
  cpuMs: number;
  refused: Set<string>;
  /** Inputs that a later round can go on from, the youngest last. */
  corpus: Case[];
  /**
   * Chooses and shrinks cases for these counters, or for all that were hit; cases that were chosen before are not chosen
   * again, so that what turned out not to be repeatable can be asked for once more.
   */
  choose(counters: ReadonlySet<number> | null): Promise<{ kase: Case; owns: number[] }[]>;
}

/** What a call costs besides the code that runs in it, in the same measure. */
const CALL_WORK = 60;
/** What a turn of waiting counts: less than its time, in which others can work. */
const TURN_WORK = 400;

const MAX_CORPUS = 300;

const unusable = new Set<Execution['ended']>(['pending', 'out-of-fuel', 'refused']);
const cpuNow = (): number => {
  const used = process.cpuUsage();
  return (used.user + used.system) / 1000;
};

/** What was seen of how the code reaches beyond its arguments. */
interface Uses {
  files: FileUse;
  outside: OutsideUse;
  close(): void;
}

/** Begins to listen to what the code reads from parsed JSON. */
function openUses(): Uses {
  const shape = createShape();
  watchJson((value) => watchMembers(value, shape));
  const restoreParse = watchParse(shape);
  return {
    files: { isSeen: false, asked: [], shape },
    outside: createOutsideUse(shape),
    close() {
      watchJson(null);
      restoreParse();
    },
  };
}

/** Adds what a call has shown of how the code reaches beyond its arguments. */
function noteUses(uses: Uses, pools: Pools, world: World, done: Execution): void {
  if (world.allowsFiles && pools.uses('files')) noteFileUse(uses.files, done.files);
  if (pools.uses('stand-ins')) noteRefused(uses.outside, done.refused);
}

/** A case made by chance, with what the code was seen to reach for beside its arguments. */
function nextCase(archive: Archive, unit: Unit, pools: Pools, random: Random, uses: Uses): Case {
  const vary = (kase: Case, parent: Case | null): Case =>
    varyCaseStandIns(
      varyCaseFiles(kase, parent, unit, pools, uses.files, random),
      parent,
      pools,
      random,
      uses.outside,
    );
  const isFresh = archive.corpus.length === 0 || !pools.uses('feedback') || random.chance(0.3);
  if (isFresh) return vary(generateCase(unit, pools, random), null);
  // Younger entries reached deeper code, so they are varied more often.
  const { corpus, steps } = archive;
  const from = steps.length > 0 && random.chance(0.25) ? steps : corpus;
  const at = from.length - 1 - Math.floor(random.next() * random.next() * from.length);
  const parent = from[at] as Entry;
  if (!pools.uses('mutation')) return parent.kase;
  return vary(mutateCase(parent.kase, random.pick(archive.corpus).kase, unit, pools, random), parent.kase);
}

/** How many calls bring nothing new before a kept case is listened to; more when all of them were. */
const QUIET_CALLS = 100;
const QUIET_CALLS_LATER = 300;
/** The part of the calls without news that has to be made by chance before a search is given up. */
const QUIET_PART = 0.5;
/** The clocks are asked once in so many calls. */
const CLOCK_CALLS = 256;

/** What a search goes by. */
export interface Quest {
  world: World;
  /** Loads the modules that tell what they compare. */
  telling: () => Promise<Telling | null>;
  pools: Pools;
  random: Random;
  /** Whether a counter is worth hitting. */
  wanted: (index: number) => boolean;
  /** Hears of each case before it runs. */
  note: (kase: Case) => void;
  /** Counters for which the search goes on when nothing new comes. */
  insistsOn: ReadonlySet<number>;
  /** Inputs of an earlier round, tried first and kept whatever they hit. */
  seeds: readonly Case[];
}

/** Where a search has come to. */
interface Progress {
  archive: Archive;
  calls: number;
  /** Cases made by chance since something new was hit. */
  quietChances: number;
  work: number;
  refused: Set<string>;
  fruitlessWaits: number;
  offers: Offers;
  uses: Uses;
}

/** A case that is to be tried, where, and how it is asked whether it did something new besides hitting counters. */
interface Attempt {
  kase: Case;
  world: World;
  sawNews(): boolean;
  isSeed?: true;
  isChance?: true;
}

type Source = () => Promise<Attempt>;

/** Where cases come from: what listening suggested goes before what chance makes. */
function createSource({ world, telling, pools, random, seeds }: Quest, progress: Progress): Source {
  const { archive } = progress;
  const probe = createProbe(telling, pools, random);
  const vary = (kase: Case): Case =>
    mutateCase(kase, random.pick(archive.corpus).kase, world.unit, pools, random);
  let probedAt = 0;
  const byChance = (): Attempt => ({
    kase:
      progress.offers.isEmpty() || random.chance(0.7)
        ? nextCase(archive, world.unit, pools, random, progress.uses)
        : progress.offers.goOn(),
    world,
    sawNews: () => false,
    isChance: true,
  });
  const left = [...seeds];
  return async () => {
    const seed = left.shift();
    if (seed) return { kase: seed, world, sawNews: () => false, isSeed: true };
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

async function tryCase({ wanted, note, pools }: Quest, progress: Progress, attempt: Attempt): Promise<void> {
  const { kase, world } = attempt;
  note(kase);
  const waits = progress.fruitlessWaits < 25;
  const done = await execute(world, kase, undefined, waits);
  progress.calls++;
  if (attempt.isChance) progress.quietChances++;
  progress.work += CALL_WORK + done.spent + TURN_WORK * done.turns;
  noteUses(progress.uses, pools, world, done);
  for (const name of done.refused) progress.refused.add(name);
  const waited =
    waits && done.shape === 'plain' && done.awaitedCallback === null && done.args.some(isFunction);
  if (waited) progress.fruitlessWaits++;
  if (done.shape === 'callback') progress.fruitlessWaits = 0;
  if (unusable.has(done.ended)) return;
  const cut = trimCase(kase, done);
  const entry = { kase: cut, cost: costOf(cut, done, world), touched: done.touched };
  const isPlainResult = done.ended === 'returned' && done.shape === 'plain' && done.value !== done.instance;
  if (isPlainResult) pools.products?.join(productOf(world.unit, cut), done.value);
  const isOffer = pools.uses('results') && progress.offers.look(entry, done);
  addToArchive(progress.archive, entry, wanted, progress.calls, attempt.sawNews() || isOffer);
  const { corpus, lastNewAt } = progress.archive;
  if (lastNewAt === progress.calls) progress.quietChances = 0;
  if (attempt.isSeed && !corpus.includes(entry)) corpus.push(entry);
}

async function explore(quest: Quest, progress: Progress): Promise<void> {
  const { pools, insistsOn } = quest;
  const { unit } = quest.world;
  const { archive } = progress;
  const startCpu = cpuNow();
  const startWall = Date.now();
  const minimum = unit.isClass ? 5000 : 2500;
  const nextOne = createSource(quest, progress);
  let unfit = 0;
  for (;;) {
    const attempt = await nextOne();
    // Where types are checked, a test with other arguments would not compile.
    if (pools.isTyped && caseViolations(attempt.kase, unit) > 0 && ++unfit < 50) continue;
    unfit = 0;
    await tryCase(quest, progress, attempt);
    const { calls, work } = progress;
    if (calls % 16 !== 0) continue;
    // What listening suggests does not stand for what chance may find.
    const isQuiet = calls - archive.lastNewAt > Math.max(minimum, calls * 0.6);
    const isFlat = isQuiet && progress.quietChances > minimum * QUIET_PART;
    const hasOpen = (): boolean => [...insistsOn].some((index) => !archive.best.has(index));
    if (work >= unit.maxWork || (isFlat && !hasOpen())) return;
    if (calls % CLOCK_CALLS !== 0) continue;
    // The count of work is what normally ends a search, so that the same seed gives the same tests on any machine.
    const isLate = cpuNow() - startCpu > unit.cpuMs || Date.now() - startWall > unit.cpuMs * 5;
    if (isLate) return;
  }
}

/** Whether types are broken; of steps on results only the number of arguments is known, which has to stay. */
const breaksTypes = (simpler: Case, kase: Case, unit: Unit): boolean =>
  caseViolations(simpler, unit) > 0 ||
  simpler.steps.some(
    ({ on, member, args }) =>
      on && !kase.steps.some((step) => step.member === member && step.args.length === args.length),
  );

const isFunction = (value: unknown): boolean => typeof value === 'function';

/** The case with values that a person would have chosen, as far as it then ends alike and hits what it owns. */
async function prettify(quest: Quest, kase: Case, owns: readonly number[]): Promise<Case> {
  const { world, note } = quest;
  const before = await execute(world, kase);
  const ending = endingOf(before);
  let isSenseless = isMeaningless(before.value);
  const limit = caseViolations(kase, world.unit);
  return prettifyCase(kase, world.unit, isSenseless, async (nicer) => {
    if (caseViolations(nicer, world.unit) > limit) return false;
    note(nicer);
    const done = await execute(world, nicer);
    const hit = new Set(done.touched);
    const isWorse = isMeaningless(done.value) && !isSenseless;
    if (isWorse || endingOf(done) !== ending || !owns.every((index) => hit.has(index))) return false;
    isSenseless = isMeaningless(done.value);
    return true;
  });
}

/**
 * Explores one unit until its budget is spent, or until nothing new comes; the latter does not end it as long as a counter
 * that it insists on was not hit.
 */
export async function searchUnit(quest: Quest): Promise<Search> {
  const { world, pools, random, note } = quest;
  const startCpu = cpuNow();
  const archive = createArchive();
  const progress: Progress = {
    archive,
    calls: 0,
    quietChances: 0,
    work: 0,
    refused: new Set(),
    fruitlessWaits: 0,
    offers: createOffers(pools, random),
    uses: openUses(),
  };
  try {
    await explore(quest, progress);
  } finally {
    progress.uses.close();
  }
  const searchedMs = cpuNow() - startCpu;
  const tried = new Set<Entry>();
  const judge = async (simpler: Case, owns: readonly number[], of: Case): Promise<number | null> => {
    if (pools.isTyped && breaksTypes(simpler, of, world.unit)) return null;
    note(simpler);
    const done = await execute(world, simpler);
    if (unusable.has(done.ended)) return null;
    const hit = new Set(done.touched);
    if (!owns.every((index) => hit.has(index))) return null;
    return costOf(trimCase(simpler, done), done, world);
  };
  const simplify = async (kase: Case, owns: readonly number[]): Promise<Case> => {
    let start = kase;
    let cost = await judge(kase, owns, kase);
    if (cost === null) return kase;
    for (const conformed of repairs(kase, world.unit, pools, random)) {
      const other = await judge(conformed, owns, kase);
      if (other === null || other >= cost) continue;
      start = conformed;
      cost = other;
    }
    return shrinkCase(start, (simpler) => judge(simpler, owns, kase));
  };
  return {
    calls: progress.calls,
    work: progress.work,
    cpuMs: searchedMs,
    refused: progress.refused,
    corpus: archive.corpus.slice(-MAX_CORPUS).map(({ kase }) => kase),
    async choose(counters) {
      const chosen: { kase: Case; owns: number[] }[] = [];
      for (const { entry, owns } of chooseEntries(archive, counters ?? archive.best.keys(), tried)) {
        tried.add(entry);
        const kase = pools.uses('shrinking') ? await simplify(entry.kase, owns) : entry.kase;
        chosen.push({ kase: await prettify(quest, kase, owns), owns });
      }
      return chosen;
    },
  };
}
