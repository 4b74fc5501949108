/**
 * The search for inputs that reach new code: random and mutated cases, kept for each counter when they are the simplest
 * that hit it; then a greedy set cover and shrinking. Feedback-directed in the manner of Pacheco et al. (ICSE 2007), with
 * the many-objective archive of Fraser and Arcuri's whole-suite generation (TSE 2013) in its simplest form.
 */
import type { Case, Expression, Unit } from '../expression.js' with { 'resolution-mode': 'import' };
import archiving = require('./archive.cjs');
import conforming = require('./conform.cjs');
import execution = require('./execute.cjs');
import generation = require('./generate.cjs');
import mutation = require('./mutate.cjs');
import shrinking = require('./shrink.cjs');
import tracing = require('./trace-texts.cjs');
import type { Random } from './random.cjs';

type Execution = execution.Execution;
type World = execution.World;

/** What a search of a patient plan is given besides. */
interface Aims {
  /** Counters for which it goes on to the end of its budget. */
  insistsOn: ReadonlySet<number>;
  /** Inputs of an earlier round. */
  seeds: readonly Case[];
}

const hasOpen = ({ best }: archiving.Archive, { insistsOn }: Aims): boolean =>
  [...insistsOn].some((index) => !best.has(index));

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

/** How much there is to read in an expression. */
function sizeOf(expression: Expression): number {
  switch (expression.k) {
    case 'lit':
      if (typeof expression.v === 'string') return 1 + expression.v.length / 8 + awkward(expression.v);
      return typeof expression.v === 'number' ? sizeOfNumber(expression.v) : 1;
    case 'arr':
    case 'set':
      return 1 + sumOf(expression.items);
    case 'obj':
      return 1 + expression.props.reduce((sum, [, value]) => sum + 0.5 + sizeOf(value), 0);
    case 'map':
      return 2 + expression.entries.reduce((sum, [key, value]) => sum + sizeOf(key) + sizeOf(value), 0);
    case 'fn':
      return 2 + sizeOf(expression.returns);
    case 'promise':
      return 2 + sizeOf(expression.value);
    case 'builtin':
    case 'construct':
      return 2 + sumOf(expression.args);
    case 'num':
      return 3;
    default:
      return 2;
  }
}

/** Large, negative and broken numbers are harder to read. */
const sizeOfNumber = (value: number): number =>
  1 +
  Math.min(3, 0.4 * Math.log10(Math.abs(value) + 1)) +
  (Number.isInteger(value) ? 0 : 0.5) +
  (value < 0 ? 0.2 : 0);

const sumOf = (items: readonly Expression[]): number => items.reduce((sum, item) => sum + sizeOf(item), 0);

/** Text that a person would not have typed. */
const awkward = (text: string): number => (/[^\x20-\x7e]/.test(text) ? 4 : /[^\w .,:/@-]/.test(text) ? 1 : 0);

/** Lower is nicer: small, and ending in a value rather than in an error. */
function costOf(kase: Case, done: Execution, world: World): number {
  let cost = kase.construct ? sumOf(kase.construct) : 0;
  for (const step of kase.steps) cost += 2 + sumOf(step.args);
  if (done.ended === 'threw') cost += isNativeError(done.value) ? 60 : 6;
  else if (done.value === undefined && done.shape === 'plain') cost += world.unit.isClass ? 4 : 8;
  else if (typeof done.value === 'function') cost += 25;
  if (done.shape === 'callback' || done.shape === 'promise') cost += 2;
  if (isMeaningless(done.value)) cost += 12;
  return cost + 6 * conforming.caseViolations(kase, world.unit);
}

/** Results that show that the input made no sense: not a number, or an object full of such. */
function isMeaningless(value: unknown): boolean {
  if (typeof value === 'number') return Number.isNaN(value) || Object.is(value, -0);
  if (typeof value === 'string') return /\b(undefined|NaN|\[object Object\])\b/.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((item) => typeof item === 'number' && Number.isNaN(item));
}

function isNativeError(value: unknown): boolean {
  const name = (value as { constructor?: { name?: string } } | null)?.constructor?.name ?? '';
  return /^(TypeError|RangeError|ReferenceError|SyntaxError)$/.test(name);
}

/** The part of a case that was carried out before it threw. */
function trimmed(kase: Case, done: Execution): Case {
  if (done.ended !== 'threw') return kase;
  return { ...kase, steps: kase.steps.slice(0, Math.max(0, done.stepsTaken + 1)) };
}

function nextCase(archive: archiving.Archive, unit: Unit, pools: generation.Pools, random: Random): Case {
  const isFresh = archive.corpus.length === 0 || !pools.uses('feedback') || random.chance(0.3);
  if (isFresh) return mutation.generateCase(unit, pools, random);
  // Younger entries reached deeper code, so they are varied more often.
  const span = archive.corpus.length;
  const at = span - 1 - Math.floor(random.next() * random.next() * span);
  const parent = archive.corpus[at] as archiving.Entry;
  if (!pools.uses('mutation')) return parent.kase;
  return mutation.mutateCase(parent.kase, random.pick(archive.corpus).kase, unit, pools, random);
}

async function explore(
  world: World,
  archive: archiving.Archive,
  pools: generation.Pools,
  random: Random,
  wanted: (index: number) => boolean,
  note: (kase: Case) => void,
  aims: Aims,
): Promise<{ calls: number; work: number; refused: Set<string> }> {
  const { unit } = world;
  const startCpu = cpuNow();
  const startWall = Date.now();
  const refused = new Set<string>();
  let calls = 0;
  let work = 0;
  let fruitlessWaits = 0;
  let unfit = 0;
  const minimum = unit.isClass ? 5000 : 2500;
  const tracer = tracing.createTracer(random);
  const seeds = [...aims.seeds];
  const traces = pools.uses('text-tracing');
  const leave = (): { calls: number; work: number; refused: Set<string> } => {
    tracer.remove();
    world.tracer = null;
    return { calls, work, refused };
  };
  for (;;) {
    const seed = seeds.shift();
    const kase = seed ?? nextCase(archive, unit, pools, random);
    // Where types are checked, a test with other arguments would not compile.
    if (pools.isTyped && conforming.caseViolations(kase, unit) > 0 && ++unfit < 50) continue;
    unfit = 0;
    note(kase);
    // Listening slows the calls down, so it is done while there is something new to hear.
    const listens = traces && (calls < 300 || calls - archive.lastNewAt < 60 || calls % 1000 < 60);
    world.tracer = listens ? tracer : null;
    const waits = fruitlessWaits < 25;
    const done = await execution.execute(world, kase, undefined, waits);
    calls++;
    work += CALL_WORK + done.spent + TURN_WORK * done.turns;
    if (listens) pools.traced = tracer.texts;
    for (const name of done.refused) refused.add(name);
    const waited =
      waits && done.shape === 'plain' && done.awaitedCallback === null && done.args.some(isFunction);
    if (waited) fruitlessWaits++;
    if (done.shape === 'callback') fruitlessWaits = 0;
    if (!unusable.has(done.ended)) {
      const cut = trimmed(kase, done);
      const entry = { kase: cut, cost: costOf(cut, done, world), touched: done.touched };
      archiving.remember(archive, entry, wanted, calls);
      if (seed && !archive.corpus.includes(entry)) archive.corpus.push(entry);
    }
    if (calls % 16 !== 0) continue;
    const isFlat = calls > minimum && calls - archive.lastNewAt > Math.max(minimum, calls * 0.6);
    if (work >= unit.maxWork || (isFlat && !hasOpen(archive, aims))) return leave();
    // The count of work is what normally ends a search, so that the same seed gives the same tests on any machine.
    const isLate = cpuNow() - startCpu > unit.cpuMs || Date.now() - startWall > unit.cpuMs * 5;
    if (isLate) return leave();
  }
}

const isFunction = (value: unknown): boolean => typeof value === 'function';

/**
 * Explores one unit until its budget is spent, or until nothing new comes; the latter does not end it as long as a counter
 * that it insists on was not hit.
 */
async function searchUnit(
  world: World,
  pools: generation.Pools,
  random: Random,
  wanted: (index: number) => boolean,
  note: (kase: Case) => void,
  aims: Aims = { insistsOn: new Set(), seeds: [] },
): Promise<Search> {
  const startCpu = cpuNow();
  const archive = archiving.createArchive();
  const { calls, work, refused } = await explore(world, archive, pools, random, wanted, note, aims);
  const searchedMs = cpuNow() - startCpu;
  const tried = new Set<archiving.Entry>();
  const shrink = (kase: Case, owns: readonly number[]): Promise<Case> =>
    shrinking.shrinkCase(kase, async (simpler) => {
      if (pools.isTyped && conforming.caseViolations(simpler, world.unit) > 0) return null;
      note(simpler);
      const done = await execution.execute(world, simpler);
      if (unusable.has(done.ended)) return null;
      const hit = new Set(done.touched);
      return owns.every((index) => hit.has(index)) ? costOf(trimmed(simpler, done), done, world) : null;
    });
  return {
    calls,
    work,
    cpuMs: searchedMs,
    refused,
    corpus: archive.corpus.slice(-MAX_CORPUS).map(({ kase }) => kase),
    async choose(counters) {
      const chosen: { kase: Case; owns: number[] }[] = [];
      for (const { entry, owns } of archiving.choose(archive, counters ?? archive.best.keys(), tried)) {
        tried.add(entry);
        const kase = pools.uses('shrinking') ? await shrink(entry.kase, owns) : entry.kase;
        chosen.push({ kase, owns });
      }
      return chosen;
    },
  };
}

export = { searchUnit, sizeOf };
