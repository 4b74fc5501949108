/** Records what a chosen case does, in fresh modules and under different clocks, and says whether it is stable. */
import { isWatchable } from '../../notation/algebra.cjs';
import type { Case, Step } from '../../notation/case.js';
import type { Expression } from '../../notation/expression.js';
import type { Observation, Outcome } from '../../notation/recorded-case.js';
import { STUB_TEXT, isStub } from '../values/build.cjs';
import { describeLive, describeThrown } from '../values/describe.cjs';
import type { Contents, Scratch } from '../values/scratch.cjs';
import { listenTo } from './heard.cjs';
import { isObject, keyOf, observeState, propertiesOf, type ObjectState } from './object-state.cjs';
import { execute, type Execution, type ExecutionContext } from '../run/execute.cjs';

export interface Recording {
  outcome: Outcome;
  observations: Observation[];
  awaitsCallback: number | null;
  touched: number[];
  timersFired: number;
  /** A single step was seen to change nothing: the object is described as it was made. */
  isUnchanged?: boolean;
}

/** The state before the last step, to see its changes. */
interface Before {
  args: (string | null)[];
  properties: ReadonlyMap<string, string | null>;
  files: Contents;
}

const MAX_FILES = 4;
const MAX_TEXT = 400;

function lookBefore(instance: unknown, args: readonly unknown[], context: ExecutionContext): Before {
  return {
    args: args.map((arg) => (isObject(arg) ? keyOf(arg, context) : null)),
    properties: propertiesOf(instance, context),
    files: context.scratch.list(),
  };
}

function outcomeOf(done: Execution, context: ExecutionContext): Outcome {
  if (done.ended === 'threw') {
    const isLater = done.shape === 'promise' || done.shape === 'stream';
    const thrown = describeThrown(done.value, isLater ? 'rejects' : 'throws', context);
    const isRead = done.shape === 'iterator' || done.shape === 'stream';
    return isRead && (thrown.kind === 'throws' || thrown.kind === 'rejects')
      ? { ...thrown, isLazy: true }
      : thrown;
  }
  if (done.instance !== undefined && done.value === done.instance && done.shape === 'plain')
    return { kind: 'returns-this' };
  const described = describeLive(done.value, context);
  if (!described.ok) return { kind: 'opaque', what: described.what };
  if (described.value.k === 'any') return { kind: 'opaque', what: `a ${described.value.type.toLowerCase()}` };
  if (done.shape === 'promise') return { kind: 'resolves', value: described.value };
  if (done.shape === 'iterator') return { kind: 'yields', value: described.value };
  if (done.shape === 'stream') return { kind: 'yields', value: described.value, isAsync: true };
  return { kind: 'returns', value: described.value };
}

const isVoid = (outcome: Outcome): boolean =>
  outcome.kind === 'returns-this' ||
  outcome.kind === 'opaque' ||
  ((outcome.kind === 'returns' || outcome.kind === 'resolves') && outcome.value.k === 'undef');

/** The data of an object: its functions are there as they were given. */
function withoutFunctions(value: Expression): Expression {
  if (value.k !== 'obj') return value;
  const props = value.props.filter(([, item]) => item.k !== 'any' || item.type !== 'Function');
  const isData = props.length === value.props.length || props.length === 0;
  return isData ? value : { ...value, props, partial: true };
}

/** Observes the arguments of the last step; one that the call gives back shows in the outcome. */
function observeArguments(
  done: Execution,
  { before, last }: { before: Before; last: Step | undefined },
  context: ExecutionContext,
): Observation[] {
  const observations: Observation[] = [];
  for (const [index, arg] of done.args.entries()) {
    if (isStub(arg)) {
      const given = last?.args[index];
      if (given?.k === 'fn' && !isWatchable(given.acts)) continue;
      const described = describeLive(arg.calls, context);
      if (described.ok) observations.push({ of: { kind: 'calls', index }, value: described.value });
      continue;
    }
    if (arg === done.value) continue;
    const was = before.args[index] ?? null;
    const described = isObject(arg) ? describeLive(arg, context) : null;
    if (was === null || !described?.ok || JSON.stringify(described.value) === was) continue;
    observations.push({ of: { kind: 'argument', index }, value: withoutFunctions(described.value) });
  }
  return observations;
}

/** Observes the files in the test's folder. */
function observeFiles(scratch: Scratch, before: Contents): Observation[] {
  const after = scratch.list();
  const observations: Observation[] = [];
  const observe = (path: string, v: string | boolean): number =>
    observations.push({ of: { kind: 'file', path }, value: { k: 'lit', v } });
  if (scratch.isGone()) {
    observe('', false);
    return observations;
  }
  for (const [path, text] of after) {
    if (before.has(path) && before.get(path) === text) continue;
    // A new folder with a file in it is implied by that file.
    const isImpliedByOther = text === null && [...after.keys()].some((other) => other.startsWith(`${path}/`));
    if (!isImpliedByOther) observe(path, text !== null && text.length <= MAX_TEXT ? text : true);
  }
  for (const path of before.keys()) if (!after.has(path)) observe(path, false);
  return observations.slice(0, MAX_FILES);
}

/** Observes the calls of the stand-ins. */
function observeStandIns(done: Execution, context: ExecutionContext): Observation[] {
  return done.standInCalls.flatMap((calls, index): Observation[] => {
    const described = describeLive(calls, context);
    if (!described.ok) return [];
    return [{ of: { kind: 'stand-in', index }, value: described.value }];
  });
}

/** Runs the case once and describes everything that an assertion may say; null when it did not come to an end. */
export async function recordOnce(
  given: ExecutionContext,
  original: Case,
  isTyped: boolean,
): Promise<Recording | null> {
  // So that no two functions are the same expression.
  const scenario = JSON.parse(JSON.stringify(original)) as Case;
  let before: Before = { args: [], properties: new Map(), files: new Map() };
  const hearing = listenTo(scenario, given);
  const { context } = hearing;
  const done = await execute(context, scenario, {
    beforeLast(instance, args) {
      before = lookBefore(instance, args, context);
      hearing.beforeLast();
    },
    afterLast: () => hearing.afterLast(),
  });
  if (done.ended !== 'returned' && done.ended !== 'threw') return null;
  // Jest would not end by itself.
  if (done.isEndless) return null;
  const isEarly = done.ended === 'threw' && done.stepsTaken < scenario.steps.length - 1;
  if (isEarly) return null;
  const outcome = outcomeOf(done, context);
  if (JSON.stringify(outcome).includes(STUB_TEXT)) return null;
  const hasThrown = done.ended === 'threw';
  const observations = hasThrown
    ? []
    : observeArguments(done, { before, last: scenario.steps.at(-1) }, context);
  if (!hasThrown) observations.push(...hearing.observe());
  if (!hasThrown) observations.push(...observeFiles(context.scratch, before.files));
  observations.push(...observeStandIns(done, context));
  let state: ObjectState | null = null;
  if (scenario.steps.length > 0 && !hasThrown && isVoid(outcome) && done.instance !== undefined) {
    const isObserved = observations.length > 0;
    state = await observeState(done, { scenario, properties: before.properties, isTyped, isObserved }, given);
    observations.push(...state.observations);
  }
  const isBare = scenario.steps.length === 0 && !hasThrown;
  return {
    outcome: isBare ? stateOf(done, context) : outcome,
    observations,
    awaitsCallback: done.awaitedCallback,
    touched: done.acted,
    timersFired: done.timersFired,
    ...(state?.isUnchanged && scenario.steps.length === 1 ? { isUnchanged: true } : {}),
  };
}

/** The outcome of a bare construction is the state of the instance. */
function stateOf(done: Execution, context: ExecutionContext): Outcome {
  const described = describeLive(done.instance, context);
  if (!described.ok) return { kind: 'opaque', what: described.what };
  const value = withoutPrivate(described.value);
  const isEmpty = value.k === 'obj' && value.partial === true && value.props.length === 0;
  return isEmpty ? { kind: 'opaque', what: 'an object without readable state' } : { kind: 'returns', value };
}

function withoutPrivate(value: Expression): Expression {
  if (value.k !== 'obj') return value;
  const props = value.props.filter(([key]) => !key.startsWith('_'));
  return props.length === value.props.length ? value : { ...value, props, partial: true };
}

/** Whether the step under test ran all of this code. */
export function hitsAll({ touched }: Recording, counters: readonly number[]): boolean {
  const hit = new Set(touched);
  return counters.every((index) => hit.has(index));
}

/** Whether two recordings are equal. */
export const sameRecording = (a: Recording, b: Recording): boolean =>
  JSON.stringify([a.outcome, a.observations, a.awaitsCallback]) ===
  JSON.stringify([b.outcome, b.observations, b.awaitsCallback]);
