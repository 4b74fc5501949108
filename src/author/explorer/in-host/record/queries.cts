/** Looks at an object through its public readers, before and after the step under test. */
import type { Step } from '../../notation/case.js';
import type { Expression } from '../../notation/expression.js';
import type { Unit } from '../../notation/plan.js';
import type { Observation } from '../../notation/recorded-case.js';
import { build } from '../values/build.cjs';
import { describeLive } from '../values/describe.cjs';
import type { ExecutionContext } from '../run/execute.cjs';

/** A way to look at an object: an accessor, or a method with the arguments that it takes. */
export type Reader = Extract<Observation['of'], { kind: 'query' }>;

/** The answers of readers, in the order in which they were asked; null where that cannot be shown. */
export type Answers = ReadonlyMap<Reader, Expression | null>;

const MAX_QUERIES = 2;
const reading = /^(?:get|has|peek|find|includes|contains|read|lookup|isSet)$/;

/** Whether a step only reads. */
export const isReader = (step: Step | undefined): boolean => reading.test(step?.member ?? '');

/** Readers that can be asked for what the step was given first: `get(key)` after `set(key, value)`. */
function readersFor(step: Step | undefined, unit: Unit): Reader[] {
  const [key] = step?.args ?? [];
  if (step?.kind !== 'call' || step.on || key?.k !== 'lit') return [];
  return unit.members.flatMap(({ name, kind, params, isAsync }): Reader[] => {
    const isReader =
      name !== null && name !== step.member && kind === 'call' && !isAsync && reading.test(name);
    const takesKey = params.length > 0 && params.slice(1).every(({ optional }) => optional);
    return isReader && takesKey ? [{ kind: 'query', member: name, isCall: true, args: [key] }] : [];
  });
}

/** The queries for a step, those for what it was given first. */
export const queriesFor = (step: Step | undefined, unit: Unit): Reader[] => [
  ...readersFor(step, unit),
  ...unit.queries.map((query): Reader => ({ kind: 'query', ...query })),
];

/** The answer of the object; null where it cannot be shown, or the query fails. */
function ask(
  instance: unknown,
  { member, isCall, args = [] }: Reader,
  context: ExecutionContext,
): Expression | null {
  try {
    const read = (instance as Record<string, unknown>)[member];
    const given = args.map((arg) => build(arg, context));
    const value: unknown = isCall ? Reflect.apply(read as () => unknown, instance, given) : read;
    const described = describeLive(value, context);
    return described.ok && described.value.k !== 'any' ? described.value : null;
  } catch {
    return null;
  }
}

/** The answers of an object by query. Code that runs for them is no part of the case. */
export function askAll(instance: unknown, queries: readonly Reader[], context: ExecutionContext): Answers {
  context.counters.pause();
  const answers = new Map(queries.map((query) => [query, ask(instance, query, context)]));
  context.counters.resume();
  return answers;
}

/** Whether the same readers say the same. */
export const isSame = (before: Answers, after: Answers): boolean =>
  JSON.stringify([...before.values()]) === JSON.stringify([...after.values()]);

const toObservation = ([of, value]: readonly [Reader, Expression | null]): Observation[] =>
  value === null || value.k === 'undef' ? [] : [{ of, value }];

/** The answers that changed, as far as they are plain values. */
export function observeChanges(before: Answers, after: Answers): Observation[] {
  const changed = [...after].filter(
    ([query, value]) => value?.k === 'lit' && JSON.stringify(value) !== JSON.stringify(before.get(query)),
  );
  return changed.flatMap(toObservation).slice(0, MAX_QUERIES);
}

/** The first answers, changed or not. */
export const observeAll = (answers: Answers): Observation[] =>
  [...answers]
    .filter(([{ args }]) => args === undefined)
    .flatMap(toObservation)
    .slice(0, MAX_QUERIES);
