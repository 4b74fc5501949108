/** Observes what a step changed in its object. */
import {
  askAll,
  isReader,
  isSame,
  observeAll,
  observeChanges,
  queriesFor,
  type Answers,
  type Reader,
} from './queries.cjs';
import type { Case } from '../../notation/case.js';
import type { Observation } from '../../notation/recorded-case.js';
import { describeLive } from '../values/describe.cjs';
import { membersOf } from '../values/members.cjs';
import { execute, type Execution, type ExecutionContext } from '../run/execute.cjs';

/** A text that two values share where an assertion finds them equal; null where none can be made. */
export const keyOf = (value: unknown, context: ExecutionContext): string | null => {
  const described = describeLive(value, context);
  return described.ok ? JSON.stringify(described.value) : null;
};

export const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function publicProperties(instance: unknown): string[] {
  return isObject(instance)
    ? Object.keys(instance).filter((key) => !key.startsWith('_') && !key.startsWith('#'))
    : [];
}

/** The public properties of an object, to see later which of them changed. */
export const propertiesOf = (instance: unknown, context: ExecutionContext): Map<string, string | null> =>
  new Map(
    publicProperties(instance).map((name) => [
      name,
      keyOf((instance as Record<string, unknown>)[name], context),
    ]),
  );

function observeProperties(
  { instance }: Execution,
  before: ReadonlyMap<string, string | null>,
  context: ExecutionContext,
): Observation[] {
  return publicProperties(instance).flatMap((name) => {
    const described = describeLive((instance as Record<string, unknown>)[name], context);
    if (!described.ok || described.value.k === 'any') return [];
    if (JSON.stringify(described.value) === before.get(name)) return [];
    return [{ of: { kind: 'property', name } as const, value: described.value }];
  });
}

/** Accessors of a held result that can be looked at. */
const readable = (value: unknown): Reader[] =>
  membersOf(value).flatMap(({ kind, name }) =>
    kind === 'get' && name !== null ? [{ kind: 'query', member: name, isCall: false }] : [],
  );

/** The state of an object after the step under test. */
export interface ObjectState {
  observations: Observation[];
  /** The step was seen to change nothing. */
  isUnchanged?: boolean;
}

/** The facts about a case that the effect of its last step on an object is judged by. */
interface Looked {
  scenario: Case;
  /** Its public properties before. */
  properties: ReadonlyMap<string, string | null>;
  isTyped: boolean;
  /** Something else was observed already. */
  isObserved: boolean;
}

/**
 * The answers before the last step, in a run of its own: a reader that changes the object, such as `toggle()`, would change what
 * is recorded. Null where the run does not get there.
 */
async function askBefore(
  scenario: Case,
  queries: readonly Reader[],
  context: ExecutionContext,
): Promise<Answers | null> {
  if (queries.length === 0) return new Map();
  let answers: Answers | null = null;
  await execute(context, scenario, {
    beforeLast: (instance) => {
      answers = askAll(instance, queries, context);
    },
  });
  return answers;
}

/** The answers that a test can show: those of readers that say the same where no other was asked before them, as in the test. */
async function askedAlone(
  observed: Observation[],
  { scenario, asked }: { scenario: Case; asked: Answers },
  context: ExecutionContext,
): Promise<Observation[]> {
  const readers = observed.flatMap(({ of }) => (of.kind === 'query' ? [of] : []));
  if (readers.every((reader, index) => [...asked.keys()][index] === reader)) return observed;
  const { instance } = await execute(context, scenario);
  const alone = askAll(instance, readers, context);
  const shown: Answers = new Map(readers.map((reader) => [reader, asked.get(reader) ?? null]));
  return isSame(shown, alone) ? observed : [];
}

/** The state after a step that gives nothing: through public readers, else by public properties. Runs the case again for it. */
export async function observeState(
  done: Execution,
  { scenario, properties: before, isTyped, isObserved }: Looked,
  context: ExecutionContext,
): Promise<ObjectState> {
  const last = scenario.steps.at(-1);
  const properties = isTyped ? [] : observeProperties(done, before, context);
  const queries = done.isHeld ? readable(done.instance) : queriesFor(last, context.unit);
  const asked = askAll(done.instance, queries, context);
  const was = done.isHeld ? null : await askBefore(scenario, queries, context);
  const changes = was === null ? [] : observeChanges(was, asked);
  if (changes.length > 0) return { observations: await askedAlone(changes, { scenario, asked }, context) };
  // A reader that finds nothing says so itself.
  if (properties.length > 0 || isObserved || isReader(last)) return { observations: properties };
  const all = await askedAlone(observeAll(asked), { scenario, asked }, context);
  return { observations: all, isUnchanged: was !== null && isSame(was, asked) };
}
