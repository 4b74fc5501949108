/** At a plateau, listens to kept cases in rewritten code and queues the neighbours that what was heard suggests. */
import type { Case, Expression } from '../expression.js' with { 'resolution-mode': 'import' };
import type { Access, Parameter } from '../../../domain/target.js' with { 'resolution-mode': 'import' };
import type { Archive, Entry } from './archive.cjs';
import type { Ear, Heard } from './trace-comparisons.cjs';
import building = require('./build.cjs');
import execution = require('./execute.cjs');
import generation = require('./generate.cjs');
import scratch = require('./scratch.cjs');
import regexes = require('./sample-regex.cjs');
import substituting = require('./substitute.cjs');
import unknowns = require('./unknowns.cjs');
import type { Random } from './random.cjs';

/** A second copy of the modules whose comparisons tell what they compare. */
interface Telling {
  world: execution.World;
  ear: Ear;
  /** The class of the host that this is, when a test can construct it. */
  classOf: (owner: unknown) => { access: Access; params: readonly Parameter[] } | null;
}

interface Probe {
  /** The next case that is to be tried, with the world to try it in, or null. */
  next(): { kase: Case; world: execution.World } | null;
  /** Whether what was tried last did something that was not seen before. */
  sawNews(): boolean;
  /** Whether each kept case was listened to. */
  isThrough(archive: Archive): boolean;
  /** Listens to one more case; to be called when nothing is queued. */
  refill(archive: Archive, vary: (kase: Case) => Case): Promise<void>;
}

async function listen({ world, ear }: Telling, kase: Case): Promise<Heard> {
  ear.begin();
  building.watchWith((expression, value) => ear.watch(expression, value));
  try {
    await execution.execute(world, kase, undefined, false);
  } finally {
    building.watchWith(null);
  }
  return ear.take();
}

const MAX_TEXTS = 240;
const MAX_LENGTH = 60;

/** Texts that the code looked for become ingredients of all later inputs. */
function learnTexts(pools: generation.Pools, { comparisons }: Heard, random: Random): void {
  const texts = new Set(pools.traced);
  for (const { kind, left, right } of comparisons) {
    const met =
      kind === 'regex' && right instanceof RegExp
        ? [regexes.sampleRegex(right.source, random)]
        : [left, right];
    for (const text of kind === 'equal' || kind === 'text' || kind === 'regex' ? met : []) {
      if (typeof text !== 'string' || text === '' || text.length > MAX_LENGTH) continue;
      if (text.includes(scratch.MARK) || scratch.tellsPlace(text)) continue;
      if (texts.size < MAX_TEXTS) texts.add(text);
    }
  }
  pools.traced = [...texts];
}

/** A few instances of a class of the host; of the explored one, some that were of use before. */
function instancesOf(
  telling: Telling,
  owner: unknown,
  { corpus }: Archive,
  pools: generation.Pools,
  random: Random,
): Expression[] {
  const known = telling.classOf(owner);
  if (!known) return [];
  const made = corpus.flatMap(({ kase }) => (kase.construct ? [kase.construct] : []));
  const isOwn = known.access === telling.world.unit.access && made.length > 0;
  return Array.from({ length: 5 }, () => ({
    k: 'construct',
    access: known.access,
    args: isOwn ? random.pick(made) : generation.generateArgs(known.params, pools, random),
  }));
}

/** @param open loads the modules that tell, the first time that they are needed; null where that cannot be had */
function createProbe(open: () => Promise<Telling | null>, pools: generation.Pools, random: Random): Probe {
  const done = new Set<Entry>();
  let queue: Case[] = [];
  const tried = new Set<string>();
  let telling: Telling | null = null;
  const states = new Set<string>();
  const enqueue = (cases: readonly Case[]): void => {
    for (const kase of cases) {
      const key = JSON.stringify(kase);
      if (tried.has(key)) continue;
      tried.add(key);
      queue.push(kase);
    }
    queue.reverse();
  };
  const nextEntry = ({ corpus, steps }: Archive): Entry | undefined =>
    corpus.findLast((entry) => !done.has(entry)) ?? steps.findLast((entry) => !done.has(entry));
  return {
    next() {
      const kase = queue.pop();
      return kase && telling ? { kase, world: telling.world } : null;
    },
    sawNews: () => telling?.ear.heardNews(states) ?? false,
    isThrough: (archive) => archive.corpus.every((entry) => done.has(entry)),
    async refill(archive, vary) {
      const fresh = nextEntry(archive);
      const any = archive.corpus.length > 0 ? random.pick(archive.corpus) : undefined;
      const kase = fresh?.kase ?? (any ? vary(any.kase) : null);
      if (fresh) done.add(fresh);
      telling ??= kase ? await open() : null;
      if (!kase || !telling) return;
      const { ear, classOf } = telling;
      const heard = await listen(telling, kase);
      ear.heardNews(states);
      learnTexts(pools, heard, random);
      const { world } = telling;
      const cases = substituting.substitute(
        kase,
        heard,
        (site) => ear.isSettled(site),
        random,
        (owner) => instancesOf({ ear, world, classOf }, owner, archive, pools, random),
      );
      queue = [];
      enqueue(fresh && !pools.isTyped ? [...cases, ...unknowns.retyped(kase, random)] : cases);
    },
  };
}

const exported = { createProbe };
declare namespace exported {
  export type { Telling };
}
export = exported;
