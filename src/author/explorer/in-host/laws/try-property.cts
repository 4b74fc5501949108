/** Runs the statements of a suggested law with many inputs. */
import type { Arbitrary, LawProperty, SuggestedLaw, BrokenProperty } from '../../notation/property.js';
import type { Access } from '../../../../domain/target.js';
import { resolveAccess, type Modules } from '../values/build.cjs';
import { describeLive } from '../values/describe.cjs';
import type { ExecutionContext } from '../run/execute.cjs';
import { createRandom, type Random } from '../values/random.cjs';
import { narrow } from './narrow.cjs';
import { sample, smaller } from './sample.cjs';

/** Jest's own `expect`, so that a law means the same here and in the test. */
export type JestExpect = (actual: unknown) => object;

const SEEDS = 3;
const RUNS = 330;
const MIN_DISTINCT = 10;
const FUEL = 200_000;
/** Counted work after which a law is believed with fewer runs. */
const MOST_WORK = 12_000_000;
const MIN_RUNS = 100;
const MOST_SHRINKS = 400;
const MOST_NARROWINGS = 4;

type PropertyRun =
  | { kind: 'held' }
  | { kind: 'broken'; actual: unknown; expected: unknown }
  /** The code threw, did not end, or was refused something. */
  | { kind: 'failed' };

type CompiledBody = (values: readonly unknown[], seen: (actual: unknown) => void) => void;

/** The holder of the member that is called, or the function itself where it is imported as a whole. */
function holderOf(access: Access, modules: Modules): unknown {
  if (access.members.length > 0 || access.export.kind !== 'named')
    return resolveAccess({ ...access, members: access.members.slice(0, -1) }, modules);
  const loaded = modules.get(access.module) as Record<string, unknown>;
  return access.export.name in loaded ? loaded : loaded.default;
}

/** A call goes through the holder of what is called, as it does in the test. */
function compile(
  { uses, inputs, lines }: LawProperty,
  context: ExecutionContext,
  expect: JestExpect,
): CompiledBody {
  const scope = uses.map((access) => holderOf(access, context.modules));
  const textOf = (at: number): string => {
    const access = uses[at];
    const member = access?.members.at(-1) ?? (access?.export.kind === 'named' ? access.export.name : null);
    return member === null ? `$whole${at}` : `$scope[${at}][${JSON.stringify(member)}]`;
  };
  const names = uses.map((_, at) => `const $whole${at} = $scope[${at}];`).join('');
  const body = lines.join('\n').replace(/\$(\d+)/g, (_, at: string) => textOf(Number(at)));
  // The text is put together here; nothing of the host's is in it but names.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const make = new Function('expect', '$scope', ...inputs.map(([name]) => name), `${names}\n${body}`);
  return (values, seen) => {
    const watched = (actual: unknown): object => {
      seen(actual);
      return expect(actual);
    };
    (make as (...args: unknown[]) => void)(watched, scope, ...values);
  };
}

/** The values that a failed expectation of Jest compared. */
function mismatchOf(error: unknown): { actual: unknown; expected: unknown } | null {
  const result = (error as { matcherResult?: { actual?: unknown; expected?: unknown } } | null)
    ?.matcherResult;
  return result ? { actual: result.actual, expected: result.expected } : null;
}

interface PropertyTrial {
  property: LawProperty;
  body: CompiledBody;
  context: ExecutionContext;
}

function runOnce(
  { body, context }: PropertyTrial,
  values: readonly unknown[],
  seen: (actual: unknown) => void,
): PropertyRun {
  context.takeRefused();
  context.counters.reset(FUEL);
  try {
    body(values, seen);
  } catch (error) {
    const mismatch = mismatchOf(error);
    return mismatch ? { kind: 'broken', ...mismatch } : { kind: 'failed' };
  }
  return context.takeRefused().length > 0 || context.counters.ranDry()
    ? { kind: 'failed' }
    : { kind: 'held' };
}

/** A copy that the code cannot have changed. */
const fresh = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(fresh);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fresh(item)]));
};

function keyOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return String(value);
  }
}

type Tried =
  | { kind: 'held' }
  | { kind: 'broken'; values: unknown[]; actual: unknown; expected: unknown; held: number }
  /** With some inputs the code failed. */
  | { kind: 'failed'; samples: { values: unknown[]; failed: boolean }[] }
  | { kind: 'nothing' };

function tryMany(trial: PropertyTrial): Tried {
  const { property, context } = trial;
  const seen = new Set<string>();
  const given = new Set<string>();
  const samples: { values: unknown[]; failed: boolean }[] = [];
  let work = 0;
  let held = 0;
  let broken: Omit<Extract<Tried, { kind: 'broken' }>, 'held'> | null = null;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const random: Random = createRandom(seed, property.title);
    for (let round = 0; round < RUNS; round++) {
      if (work > MOST_WORK && round >= MIN_RUNS) break;
      const values = property.inputs.map(([, of]) => sample(of, random));
      const run = runOnce(trial, values.map(fresh), (actual) => seen.add(keyOf(actual)));
      work += context.counters.spent();
      samples.push({ values, failed: run.kind === 'failed' });
      if (run.kind === 'failed') continue;
      given.add(keyOf(values));
      if (run.kind === 'held') held++;
      else broken ??= { ...run, values };
      // Whether it holds at all shows soon.
      if (broken && (held > 0 || round >= MIN_RUNS)) return { ...broken, held };
    }
  }
  if (samples.some(({ failed }) => failed)) return { kind: 'failed', samples };
  // Where it only says that something is true, the inputs have to vary.
  const distinct = seen.size <= 2 ? given.size : Math.min(seen.size, given.size);
  return distinct >= MIN_DISTINCT ? { kind: 'held' } : { kind: 'nothing' };
}

/** Tries the law, with fewer inputs where some make the code throw. */
function tryNarrowing(
  first: LawProperty,
  trialOf: (property: LawProperty) => PropertyTrial,
): { property: LawProperty; tried: Tried } {
  let property = first;
  let tried = tryMany(trialOf(property));
  for (let round = 0; round < MOST_NARROWINGS && tried.kind === 'failed'; round++) {
    const { samples } = tried;
    const inputs = property.inputs.map(([name, of], at): [string, Arbitrary] => [
      name,
      narrow(
        of,
        samples.map(({ values, failed }) => ({ value: values[at], failed })),
      ),
    ]);
    if (JSON.stringify(inputs) === JSON.stringify(property.inputs)) break;
    property = { ...property, inputs };
    tried = tryMany(trialOf(property));
  }
  return { property, tried };
}

/** The smallest input that still breaks the law. */
function shrink(
  trial: PropertyTrial,
  broken: Extract<Tried, { kind: 'broken' }>,
): Extract<Tried, { kind: 'broken' }> {
  const { inputs } = trial.property;
  let best = broken;
  let left = MOST_SHRINKS;
  const improve = (): boolean => {
    for (const [at, [, of]] of inputs.entries()) {
      for (const simpler of smaller(of, best.values[at])) {
        if (left-- <= 0) return false;
        const values = best.values.map((value, index) => (index === at ? simpler : value));
        const run = runOnce(trial, values.map(fresh), () => undefined);
        if (run.kind !== 'broken') continue;
        best = { ...best, ...run, values };
        return true;
      }
    }
    return false;
  };
  while (improve());
  return best;
}

interface TriedLaw {
  held: LawProperty | null;
  broken: BrokenProperty | null;
}

/** The first version of a law that holds, and how sensible input breaks one before it. */
export function trySuggested(
  { versions }: SuggestedLaw,
  context: ExecutionContext,
  expect: JestExpect,
): TriedLaw {
  let broken: BrokenProperty | null = null;
  const trialOf = (property: LawProperty): PropertyTrial => ({
    property,
    context,
    body: compile(property, context, expect),
  });
  for (const { property: suggested, isPromised } of versions) {
    const { property, tried } = tryNarrowing(suggested, trialOf);
    if (tried.kind === 'held') return { held: property, broken };
    // Of what never holds, the names promise something else.
    if (tried.kind !== 'broken' || !isPromised || broken || tried.held === 0) continue;
    broken = describeBroken(property, shrink(trialOf(property), tried), context);
  }
  return { held: null, broken };
}

function describeBroken(
  property: LawProperty,
  { values, actual, expected }: Extract<Tried, { kind: 'broken' }>,
  context: ExecutionContext,
): BrokenProperty | null {
  const described = (value: unknown): BrokenProperty['actual'] => {
    const result = describeLive(value, context);
    return result.ok ? result.value : null;
  };
  const inputs = values.map(described);
  if (inputs.includes(null)) return null;
  return {
    property,
    inputs: inputs.filter((input) => input !== null),
    actual: described(actual),
    expected: described(expected),
  };
}
