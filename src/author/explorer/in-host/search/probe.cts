/** At a plateau, listens to kept cases in rewritten code and queues the neighbours that what was traced suggests. */
import type { Case } from '../../notation/case.js';
import type { Expression } from '../../notation/expression.js';
import type { Access, Parameter } from '../../../../domain/target.js';
import type { Archive, Entry } from './archive.cjs';
import type { Comparison, TracedComparisons } from './comparisons/comparison.cjs';
import type { ComparisonTracer } from './comparisons/trace-comparisons.cjs';
import { createClimbs, type Climb } from './comparisons/climb.cjs';
import { execute, type ExecutionContext } from '../run/execute.cjs';
import type { InputGenerator } from '../inputs/generate.cjs';
import { SCRATCH_MARK, type Scratch } from '../values/scratch.cjs';
import { sampleRegex } from '../sense/sample-regex.cjs';
import { substitute, type Site } from './comparisons/substitute.cjs';
import { matchingCases, rowsOf } from './comparisons/tables.cjs';
import { retyped } from './comparisons/unknowns.cjs';
import type { Random } from '../values/random.cjs';

/** A second copy of the modules, with traced comparisons. */
export interface TracedModules {
  context: ExecutionContext;
  tracer: ComparisonTracer;
  /** The class of the host that this is, when a test can construct it. */
  classOf: (owner: unknown) => { access: Access; params: readonly Parameter[] } | null;
}

interface Probe {
  /** The next case that is to be tried, with the world to try it in, or null. */
  next(): { scenario: Case; context: ExecutionContext } | null;
  /** Whether what was tried last did something that was not seen before. */
  sawNews(): boolean;
  /** Whether each kept case was listened to, and what that suggested was followed. */
  isThrough(archive: Archive): boolean;
  /** Whether something waits that is to be listened to without delay. */
  isUrgent(): boolean;
  /** Listens to one more case; to be called when nothing is queued. */
  refill(archive: Archive, vary: (scenario: Case) => Case): Promise<void>;
}

async function listen({ context, tracer }: TracedModules, scenario: Case): Promise<TracedComparisons> {
  tracer.begin();
  const watched = {
    ...context,
    watch: (expression: Expression, value: unknown) => tracer.watch(expression, value),
  };
  await execute(watched, scenario, { waitsForCallbacks: false });
  return tracer.take();
}

const MAX_TEXTS = 240;
const MAX_LENGTH = 60;

/** Texts that the code looked for become ingredients of all later inputs. */
function learnTexts(
  { pools, random }: InputGenerator,
  scratch: Scratch,
  { comparisons }: TracedComparisons,
): void {
  const texts = new Set(pools.traced);
  for (const { kind, left, right } of comparisons) {
    const met =
      kind === 'regex' && right instanceof RegExp ? [sampleRegex(right.source, random)] : [left, right];
    for (const text of kind === 'equal' || kind === 'text' || kind === 'regex' ? met : []) {
      if (typeof text !== 'string' || text === '' || text.length > MAX_LENGTH) continue;
      if (text.includes(SCRATCH_MARK) || scratch.isRevealedIn(text)) continue;
      if (texts.size < MAX_TEXTS) texts.add(text);
    }
  }
  pools.traced = [...texts];
}

/** A few instances of a class of the host; of the explored one, some that were of use before. */
function instancesOf(
  generator: InputGenerator,
  tracedModules: TracedModules,
  { corpus }: Archive,
): Site['instancesOf'] {
  return (owner) => {
    const known = tracedModules.classOf(owner);
    if (!known) return [];
    const made = corpus.flatMap(({ scenario }) => (scenario.construct ? [scenario.construct] : []));
    const isOwn = known.access === tracedModules.context.unit.access && made.length > 0;
    return Array.from({ length: 5 }, () => ({
      k: 'construct',
      access: known.access,
      args: isOwn ? generator.random.pick(made) : generator.args(known.params),
    }));
  };
}

/** How often the other outcome of one place is climbed for. */
const MAX_CLIMBS = 3;

/** Climbs that wait for their turn, and the one that goes on. */
interface Climbs {
  /** Adds those that start at a case that was listened to. */
  plan(scenario: Case, traced: TracedComparisons): void;
  isWaiting(): boolean;
  /** Begins the one that was added last. */
  begin(): void;
  next(): Case | null;
  /** Passes the comparisons of the last case to the running search. */
  judge(traced: TracedComparisons): void;
}

function createClimbing(isSettled: (site: string) => boolean, random: Random): Climbs {
  const waiting: Climb[] = [];
  const counts = new Map<string, number>();
  let current: Climb | null = null;
  const isOpen = ({ site }: Comparison): boolean => !isSettled(site) && (counts.get(site) ?? 0) < MAX_CLIMBS;
  return {
    plan(scenario, { comparisons }) {
      // The last comparison at a place is where the run ended.
      const last = new Map(comparisons.filter(isOpen).map((comparison) => [comparison.site, comparison]));
      for (const comparison of last.values()) {
        const climbs = createClimbs(scenario, comparison, random);
        counts.set(comparison.site, (counts.get(comparison.site) ?? 0) + climbs.length);
        waiting.push(...climbs);
      }
    },
    isWaiting: () => waiting.some(({ site }) => !isSettled(site)),
    begin() {
      do current = waiting.pop() ?? null;
      while (current && isSettled(current.site));
    },
    next() {
      if (current && isSettled(current.site)) current = null;
      const scenario = current?.next() ?? null;
      if (!scenario) current = null;
      return scenario;
    },
    judge: ({ comparisons }) => current?.judge(comparisons),
  };
}

/** A case that waits to be tried; a row is one that leads to a row of a table. */
interface Queued {
  scenario: Case;
  isRow: boolean;
}

/** Cases that wait, each of which is taken in at most once. */
interface Queue {
  add(cases: readonly Case[], isRow: boolean): void;
  clear(): void;
  next(): Queued | null;
}

function createQueue(): Queue {
  const tried = new Set<string>();
  let waiting: Queued[] = [];
  return {
    add(cases, isRow) {
      for (const scenario of cases) {
        const key = JSON.stringify(scenario);
        if (tried.has(key)) continue;
        tried.add(key);
        waiting.push({ scenario, isRow });
      }
      waiting.reverse();
    },
    clear() {
      waiting = [];
    },
    next: () => waiting.pop() ?? null,
  };
}

/** The inputs of a probe. */
interface Probing {
  open: () => Promise<TracedModules | null>;
  generator: InputGenerator;
  tracedModules: TracedModules | null;
  queue: Queue;
  climbs: Climbs;
  /** Kept cases that were listened to. */
  done: Set<Entry>;
  /** Comparison states seen so far, coarsely. */
  states: Set<string>;
  /** Places whose tables were gone through. */
  tables: Set<string>;
}

const isSettledFor =
  (probing: Probing) =>
  (site: string): boolean =>
    probing.tracedModules?.tracer.isSettled(site) ?? false;

/** Listens to a case that led to a row of a table, for the pattern that stands there. */
async function listenToRow(probing: Probing, tracedModules: TracedModules, row: Case): Promise<void> {
  const traced = await listen(tracedModules, row);
  tracedModules.tracer.foundNews(probing.states);
  const { random } = probing.generator;
  const { scratch } = tracedModules.context;
  const heard = { scenario: row, traced, isSettled: isSettledFor(probing), random, scratch };
  probing.queue.add(matchingCases(heard), false);
}

/** Listens to a kept case, or where all were listened to, to a neighbour of one. */
async function listenToKept(
  probing: Probing,
  archive: Archive,
  vary: (scenario: Case) => Case,
): Promise<void> {
  const { generator, queue, done } = probing;
  const { pools, random } = generator;
  const { corpus, steps } = archive;
  const isFresh = (entry: Entry): boolean => !done.has(entry);
  const fresh = corpus.findLast(isFresh) ?? steps.findLast(isFresh);
  const any = corpus.length > 0 ? random.pick(corpus) : undefined;
  const scenario = fresh?.scenario ?? (any ? vary(any.scenario) : null);
  if (fresh) done.add(fresh);
  probing.tracedModules ??= scenario ? await probing.open() : null;
  const { tracedModules } = probing;
  if (!scenario || !tracedModules) return;
  const traced = await listen(tracedModules, scenario);
  tracedModules.tracer.foundNews(probing.states);
  const { scratch } = tracedModules.context;
  learnTexts(generator, scratch, traced);
  if (fresh && pools.uses('climbing')) probing.climbs.plan(scenario, traced);
  const heard = { scenario, traced, isSettled: isSettledFor(probing), random, scratch };
  const cases = substitute(heard, instancesOf(generator, tracedModules, archive));
  queue.clear();
  if (pools.uses('tables')) queue.add(rowsOf(heard, probing.tables), true);
  queue.add(fresh && !pools.isTyped ? [...cases, ...retyped(scenario, random)] : cases, false);
}

/** @param open loads the traced modules on first use; null when unavailable */
export function createProbe(open: () => Promise<TracedModules | null>, generator: InputGenerator): Probe {
  const climbs = createClimbing((site) => isSettledFor(probing)(site), generator.random);
  const queue = createQueue();
  const probing: Probing = {
    open,
    generator,
    tracedModules: null,
    queue,
    climbs,
    done: new Set(),
    states: new Set(),
    tables: new Set(),
  };
  /** Cases that lead to a row of a table and were not listened to yet. */
  const rows: Case[] = [];
  let current: (Queued & { isClimb: boolean }) | null = null;
  const isHeard = ({ corpus }: Archive): boolean => corpus.every((entry) => probing.done.has(entry));
  return {
    next() {
      const { tracedModules } = probing;
      if (!tracedModules) return null;
      const queued = queue.next();
      const climbed = queued ? null : climbs.next();
      current = climbed ? { scenario: climbed, isRow: false, isClimb: true } : null;
      if (queued) current = { ...queued, isClimb: false };
      if (climbed) tracedModules.tracer.begin();
      return current ? { scenario: current.scenario, context: tracedModules.context } : null;
    },
    sawNews() {
      const { tracedModules } = probing;
      if (!tracedModules || !current) return false;
      if (current.isClimb) climbs.judge(tracedModules.tracer.take());
      if (current.isRow) rows.push(current.scenario);
      return tracedModules.tracer.foundNews(probing.states);
    },
    isUrgent: () => rows.length > 0,
    isThrough: (archive) => isHeard(archive) && !climbs.isWaiting(),
    async refill(archive, vary) {
      const row = rows.shift();
      if (row && probing.tracedModules) await listenToRow(probing, probing.tracedModules, row);
      else if (isHeard(archive) && climbs.isWaiting()) climbs.begin();
      else await listenToKept(probing, archive, vary);
    },
  };
}
