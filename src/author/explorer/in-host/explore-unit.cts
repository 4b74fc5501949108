/** Explores one unit: searches for inputs, records what is worth a test, and tries laws. */
import type { Case } from '../notation/case.js';
import type { Expression } from '../notation/expression.js';
import type { Unit } from '../notation/plan.js';
import type { RecordedCase } from '../notation/recorded-case.js';
import { countArguments } from './values/conform.cjs';
import { findKnown } from './run/live-functions.cjs';
import { createRandom } from './values/random.cjs';
import { whileSearching } from './run/conditions.cjs';
import { goalCounters } from './run/goal-counters.cjs';
import { InputGenerator } from './inputs/generate.cjs';
import { poolsOf } from './inputs/pools.cjs';
import { contentsOf, dataFor } from './sense/document-data.cjs';
import { hasDocuments, writeDocuments } from './sense/documents.cjs';
import { countOddities } from './sense/oddities.cjs';
import { createTypeJudge } from './types/type-judge.cjs';
import type { Chosen } from './search/choose.cjs';
import { searchUnit } from './search/search.cjs';
import { tryClassLaw } from './laws/class-laws.cjs';
import { tryLaw } from './laws/laws.cjs';
import { findLaws } from './laws/suggest.cjs';
import { holdsInUse, recordStable } from './record/stability.cjs';
import { withoutIdleArguments } from './record/idle-arguments.cjs';
import { withoutIdleSteps } from './record/idle-steps.cjs';
import { isWorthTest } from './record/worth.cjs';
import { targetOfCounters } from './runtime-exports/find-units.cjs';
import { openTraced, recorderOf, contextOf, type Exploration } from './exploration.cjs';

/** How often other cases are chosen for what could not be recorded. */
const MAX_ROUNDS = 4;

function targetOf(unit: Unit, scenario: Case): string {
  const last = scenario.steps.findLast(({ on }) => !on);
  const member = unit.members.find(
    (item) => item.name === (last?.member ?? null) && item.kind === (last?.kind ?? 'construct'),
  );
  return member?.target ?? unit.constructorTarget ?? unit.members[0]?.target ?? unit.id;
}

/** Counts the chosen cases of a unit by their fate. */
interface CaseTally {
  kept: number;
  pruned: number;
  /** Members that were seen to give something. */
  gives: ReadonlySet<string | null>;
  /** Cases that were left out for one odd input. */
  odd: Chosen[];
}

type UnitSearch = Awaited<ReturnType<typeof searchUnit>>;

function search(exploration: Exploration, unit: Unit, generator: InputGenerator): Promise<UnitSearch> {
  const { plan, results, counters, covered, scratch } = exploration;
  return whileSearching(plan.seed, scratch, () =>
    searchUnit({
      context: contextOf(exploration, unit, exploration.modules),
      tracedModules: () => openTraced(exploration, unit),
      generator,
      wanted: (index) => !covered.has(counters.names[index] ?? ''),
      note: (scenario) => results.note(scenario),
      insistsOn: goalCounters(exploration, unit),
      wallMs: exploration.shares.grant(unit),
      seeds: plan.corpus[unit.id] ?? [],
      indexOf: findKnown(unit.made ?? [], exploration.file),
      types: createTypeJudge(unit, plan.typedPlace, exploration.check),
    }),
  );
}

function tryLaws(exploration: Exploration, unit: Unit, generator: InputGenerator): void {
  const { results } = exploration;
  const context = contextOf(exploration, unit, exploration.modules);
  for (const law of unit.laws) {
    const tried = tryLaw(context, law, generator);
    if (tried?.kind === 'held') results.write({ type: 'law', held: tried.held });
    if (tried?.kind === 'broken') results.write({ type: 'broken-law', broken: tried.broken });
  }
  for (const law of unit.classLaws ?? [])
    if (tryClassLaw(context, law, generator)) results.write({ type: 'class-law', unit: unit.id, law });
  if (exploration.plan.without.includes('laws') || unit.isConsumer) return;
  const { host, plan } = exploration;
  const { held, broken } = findLaws(unit, { units: plan.units, context, expect: host.expect });
  for (const property of held) results.write({ type: 'property', unit: unit.id, property });
  for (const one of broken) results.write({ type: 'broken-property', broken: one });
}

/** Fuel for reading or writing one text. */
const DOCUMENT_FUEL = 100_000;

/** Writes texts that hold what the unit's code reads from them. */
function prepareDocuments(exploration: Exploration, unit: Unit): void {
  const { counters, modules, scratch } = exploration;
  const params = [...unit.constructorParams, ...unit.members.flatMap((member) => member.params)];
  const guard = (): void => counters.reset(DOCUMENT_FUEL);
  for (const content of contentsOf(params)) {
    if (hasDocuments(content)) continue;
    const context = { modules, scratch, watch: null };
    writeDocuments(content, dataFor(content.of, unit), { context, guard });
  }
}

/** Writes down the cases and laws of a unit that are worth a test. */
export async function exploreUnit(exploration: Exploration, unit: Unit): Promise<void> {
  const { plan, results, scratch } = exploration;
  results.write({ type: 'unit-start', unit: unit.id });
  const random = createRandom(plan.seed, plan.round === 0 ? unit.id : `${unit.id} ${plan.round}`);
  const pools = poolsOf(unit, { ...plan, keptResults: exploration.keptResults });
  const generator = new InputGenerator(unit, pools, random);
  prepareDocuments(exploration, unit);
  const found = await search(exploration, unit, generator);
  const tally: CaseTally = { kept: 0, pruned: 0, gives: found.gives, odd: [] };
  let open: Set<number> | null = null;
  for (let round = 0; round < MAX_ROUNDS && open?.size !== 0; round++) {
    const batches = found.choose(open);
    open = new Set<number>();
    for (;;) {
      const { value: chosen } = await whileSearching(plan.seed, scratch, () => batches.next());
      if (chosen === null) break;
      for (const index of await recordChosen({ exploration, unit, tally }, chosen)) open.add(index);
    }
  }
  await recordOdd({ exploration, unit, tally, isLenient: true });
  scratch.close();
  if (plan.round === 0) tryLaws(exploration, unit, generator);
  if (plan.isPatient) {
    const missed = goalCounters(exploration, unit).size;
    results.write({ type: 'rest', unit: unit.id, open: missed, corpus: found.corpus });
  }
  const { calls, work, cpuMs, refused, isCut } = found;
  const { kept, pruned } = tally;
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  const cost = { calls, work, cpuMs, peakBytes };
  results.write({ type: 'unit-end', unit: unit.id, ...cost, isCut, kept, pruned, guarded: [...refused] });
}

/** A unit whose chosen cases are recorded. */
interface UnitRecording {
  exploration: Exploration;
  unit: Unit;
  tally: CaseTally;
  /** One odd input more is allowed. */
  isLenient?: true;
}

/** Records the chosen cases; returns the counters of those that cannot be repeated. */
async function recordChosen(recording: UnitRecording, chosen: readonly Chosen[]): Promise<Set<number>> {
  const { exploration, unit, tally } = recording;
  const lost = new Set<number>();
  for (const one of chosen) {
    const { owns, isFit } = one;
    const recorded = isFit ? await recordCase(recording, one) : null;
    // During the search, code left running by an earlier call may have hit counters counted for this one.
    const own = new Set(recorded?.owns);
    for (const index of owns) if (!own.has(exploration.counters.names[index] ?? '')) lost.add(index);
    if (!recorded || recorded.owns.length === 0) {
      tally.pruned++;
      continue;
    }
    tally.kept++;
    for (const name of recorded.owns) exploration.covered.add(name);
    const args = countArguments(recorded.case, unit);
    exploration.results.write({ type: 'case', recorded, args });
  }
  return lost;
}

const isReadable = (scenario: Case): boolean => /^[\x20-\x7e]{0,400}$/.test(JSON.stringify(scenario));

/** A second chance for readable cases with one odd input, where nothing sensible reaches the code. */
async function recordOdd(recording: UnitRecording): Promise<void> {
  const { exploration, tally } = recording;
  const isOpen = (index: number): boolean =>
    !exploration.covered.has(exploration.counters.names[index] ?? '');
  for (const one of tally.odd.splice(0)) {
    const owns = one.owns.filter(isOpen);
    if (owns.length > 0 && isReadable(one.scenario)) await recordChosen(recording, [{ ...one, owns }]);
  }
}

const isError = (value: Expression | undefined): boolean =>
  value?.k === 'error' || (value?.k === 'any' && value.type.endsWith('Error'));

/** Whether the code answers that the input is no good: by an error that is thrown, or handed to a callback. */
function isRefusal({ outcome, observations }: Pick<RecordedCase, 'outcome' | 'observations'>): boolean {
  if (outcome.kind === 'throws' || outcome.kind === 'rejects') return true;
  return observations.some(({ of, value }) => {
    const [call] = of.kind === 'calls' && value.k === 'arr' ? value.items : [];
    return call?.k === 'arr' && isError(call.items[0]);
  });
}

async function recordCase(
  { exploration, unit, tally, isLenient }: UnitRecording,
  chosen: Chosen,
): Promise<RecordedCase | null> {
  const { owns } = chosen;
  exploration.results.note(chosen.scenario);
  const recorder = recorderOf(exploration, unit);
  const context = contextOf(exploration, unit, exploration.modules);
  const { plan: settings, scratch } = exploration;
  const { isTyped } = settings;
  const { shown, idle } = await whileSearching(settings.seed, scratch, async () => {
    const needed = await withoutIdleSteps(context, chosen, isTyped);
    return withoutIdleArguments(context, { scenario: needed, owns, unit, isTyped });
  });
  // An argument of no visible effect is shown only where nothing else reaches the code.
  const scenario = isLenient ? (idle ?? shown) : shown;
  if (idle && !isLenient) tally.odd.push({ ...chosen, scenario: idle });
  const stable = await recordStable(recorder, scenario);
  if (!stable || !(await holdsInUse(recorder, scenario, stable))) return null;
  const { recorded, pins, standsInEarly } = stable;
  if (recorded.outcome.kind === 'opaque' && recorded.observations.length === 0) return null;
  // Only a test about invalid input has any, and then one.
  const tooOdd = countOddities(scenario, unit) - (isRefusal(recorded) ? 1 : 0) - (isLenient ? 1 : 0);
  if (tooOdd > 0) {
    if (tooOdd === 1 && !isLenient && !exploration.plan.isTyped) tally.odd.push(chosen);
    return null;
  }
  // Something that changes nothing is shown only where nothing else reaches the code.
  if (recorded.isUnchanged && !isLenient) {
    tally.odd.push(chosen);
    return null;
  }
  const givesSomething = tally.gives.has(scenario.steps.at(-1)?.member ?? null);
  if (
    !isWorthTest(scenario, recorded, {
      givesSomething,
      speaksOf: (word) => exploration.sources.speaksOf(word),
    })
  )
    return null;
  const touched = new Set(recorded.touched);
  const names = owns.map((index) => exploration.counters.names[index] ?? '');
  const { plan, file } = exploration;
  const innermost =
    unit.isFound || unit.isConsumer ? targetOfCounters(names, plan.runtimeExports, file) : null;
  return {
    unit: unit.id,
    target: innermost ?? targetOf(unit, scenario),
    case: scenario,
    outcome: recorded.outcome,
    observations: recorded.observations,
    owns: owns.filter((index) => touched.has(index)).map((index) => exploration.counters.names[index] ?? ''),
    pins,
    awaitsCallback: recorded.awaitsCallback,
    ...(standsInEarly ? { standsInEarly } : {}),
  };
}
