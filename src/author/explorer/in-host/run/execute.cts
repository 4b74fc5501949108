/** Runs one case against the host's live modules and returns what happened. */
import type { Case, Step } from '../../notation/case.js';
import type { Expression } from '../../notation/expression.js';
import type { Unit } from '../../notation/plan.js';
import { Unbuilt, build, callAccess, isStub, resolveAccess, type BuildContext } from '../values/build.cjs';
import type { DescribeContext } from '../values/describe.cjs';
import type { Counters } from './counters.cjs';
import type { Installed, StandInContext } from './stand-ins.cjs';
import type { VirtualTime } from './virtual-time.cjs';
import { consume, consumeLater, isAsyncIterable, isIterator, MAX_YIELDS } from './read-to-end.cjs';
import { isPreparation } from './preparation.cjs';
import { takeMisuse } from '../values/function-uses.cjs';
import { fire, settle } from './settle.cjs';
import { isSystemBusy, isThenable, outlast, pause, PENDING, turn, type PausePatience } from './waiting.cjs';

type Beat = () => void;

/** A case runs in this: the loaded host, its counters, its time, and the temp folder of cases. */
export interface ExecutionContext extends BuildContext, DescribeContext {
  unit: Unit;
  counters: Counters;
  /** Shows the watchdog that waiting goes on. */
  beat: Beat;
  /** How long the system is waited for at the most, in turns of at least a millisecond. */
  waitTurns: number;
  patience: PausePatience;
  /** Whether a case is recorded: then it is waited for errors that nobody catches, which a search does not. */
  isRecording: boolean;
  /** How many such errors came since the last call. */
  takeStrays(): number;
  /** Holds the timers of the host's code. */
  time: VirtualTime;
  /** Takes what the guard refused since the last call. */
  takeRefused(): string[];
  /** Puts the stand-ins of a case in place. */
  standIn(scenario: Case, context: StandInContext): Installed;
  /** Sees what the code under exploration parses of answers, and may give out another value in its place. */
  onJson: (value: unknown) => unknown;
  /** Whether cases may have a temp folder of their own. */
  allowsFiles: boolean;
  /** Takes what was asked of the file system since the last call. */
  takeFileTrace(): FileTrace;
}

interface FileTrace {
  calls: number;
  /** Names below the test's own folder. */
  asked: string[];
}

export interface Execution {
  /** Indexes of the counters that were hit. */
  touched: number[];
  /** The same without those that only steps of preparation hit. */
  acted: number[];
  /** How much code ran, in reads of counters. */
  spent: number;
  /** How many turns were waited. */
  turns: number;
  /** How many timers fired, and whether one is left that a test would not wait for. */
  timersFired: number;
  isEndless: boolean;
  ended: 'returned' | 'threw' | 'pending' | 'out-of-fuel' | 'refused';
  /** The result of the last step: a promise settled, an iterator or a stream as an array. */
  value: unknown;
  shape: 'plain' | 'promise' | 'iterator' | 'stream' | 'callback';
  /** How many steps were taken when it threw; the case is as good without the rest. */
  stepsTaken: number;
  /** The object of a class, or the result that the case holds. */
  instance: unknown;
  isHeld: boolean;
  /** Live arguments of the last step. */
  args: unknown[];
  refused: string[];
  files: FileTrace;
  /** Arguments of the calls of each stand-in. */
  standInCalls: unknown[][][];
  /** Index of the callback argument that was waited for. */
  awaitedCallback: number | null;
  /** How many promises nobody waited for, and whether one of them was rejected. */
  left: number;
  isSurprised: boolean;
}

interface ExecuteOptions {
  /** Sees the live state before the last step. */
  beforeLast?: (instance: unknown, args: unknown[]) => void;
  /** Sees the live state when the last step has ended, before what it has set going comes to rest. */
  afterLast?: () => void;
  /** Whether a call that gives nothing is waited for until it calls one of its function arguments; true by default. */
  waitsForCallbacks?: boolean;
}

const FUEL = 200_000;
/** How often what a case left is given a turn when it is through. */
const MAX_RESTS = 20;
/** Waiting before the last step gets this fraction of the turns. */
const EARLY_PART = 6;
/** Timers that a test may leave behind, because Jest waits for them when it is through. */
const LONGEST_LEFT_MS = 10_000;

/** A step on a result that is not there to be used. */
class Misplaced extends Error {}

/** Whether the case was stopped by something other than the code under test. */
const isNoCase = (error: unknown): boolean => error instanceof Misplaced || error instanceof Unbuilt;

/** A case that runs, and what has happened so far. */
interface Run {
  context: ExecutionContext;
  scenario: Case;
  execution: Execution;
}

/** Reads a stream or an async iterator to its end. One that does not end stays the value, as nobody can wait for it. */
async function drain(run: Run, source: AsyncIterable<unknown>): Promise<void> {
  const { execution } = run;
  const reading = consumeLater(source);
  reading.catch(() => undefined);
  execution.shape = 'stream';
  const items = await settle(run, reading);
  if (items === PENDING) {
    execution.shape = 'plain';
    return;
  }
  execution.value = items;
  if ((items as unknown[]).length > MAX_YIELDS) execution.ended = 'pending';
}

function construct(context: ExecutionContext, args: readonly Expression[]): unknown {
  const owner = resolveAccess(context.unit.access, context.modules) as new (...args: unknown[]) => unknown;
  return new owner(...args.map((arg) => build(arg, context)));
}

function invoke({ context, execution }: Run, step: Step, result: unknown): unknown {
  const { args } = execution;
  const holder = step.on === 'result' ? result : execution.instance;
  if (step.member === null && step.on) return (holder as (...args: unknown[]) => unknown)(...args);
  if (step.member === null) {
    const { access } = context.unit;
    return callAccess(access, args, context.modules);
  }
  const object = holder as Record<string, unknown>;
  if (step.kind === 'get') return object[step.member];
  if (step.kind === 'set') {
    object[step.member] = args[0];
    return undefined;
  }
  const method = object[step.member] as (...args: unknown[]) => unknown;
  return Reflect.apply(method, holder, args);
}

/** Waits until a function argument that was not called yet is called. */
async function awaitCallback(run: Run): Promise<number | null> {
  const { args } = run.execution;
  const index = args.findLastIndex((arg) => isStub(arg));
  const stub = args[index];
  if (!isStub(stub)) return null;
  const called = new Promise((resolve) => {
    stub.onCall = () => resolve(true);
  });
  const result = await settle(run, called, Math.min(run.context.waitTurns, 40));
  stub.onCall = null;
  return result === PENDING ? null : index;
}

async function finishLast(run: Run, value: unknown, waitsForCallbacks: boolean): Promise<void> {
  const { execution } = run;
  execution.value = value;
  if (isThenable(value)) {
    execution.shape = 'promise';
    execution.value = await settle(run, value);
    if (execution.value === PENDING) execution.ended = 'pending';
  } else if (isIterator(value)) {
    execution.shape = 'iterator';
    execution.value = consume(value);
    if ((execution.value as unknown[]).length > MAX_YIELDS) execution.ended = 'pending';
  } else if (isAsyncIterable(value) && value !== execution.instance) {
    await drain(run, value);
  } else if (waitsForCallbacks && value === undefined) {
    const stubs = execution.args.filter((arg) => isStub(arg));
    if (stubs.length === 0 || stubs.some((stub) => stub.calls.length > 0)) return;
    execution.awaitedCallback = await awaitCallback(run);
    if (execution.awaitedCallback !== null) execution.shape = 'callback';
  }
}

/** Sees to what a step acts on: a result as a chain can go on with it, or one that is held from here on. */
function checkPlace({ scenario, execution }: Run, index: number, result: unknown): void {
  const [before, step] = [scenario.steps[index - 1], scenario.steps[index]];
  if (!before || !step) throw new Misplaced();
  if (step.on === 'result') {
    if (isThenable(result) || before.isAwaited) throw new Misplaced();
    return;
  }
  if (execution.isHeld) return;
  if (isThenable(result)) throw new Misplaced();
  const isHoldable = (typeof result === 'object' && result !== null) || typeof result === 'function';
  if (!isHoldable || isStub(result)) throw new Misplaced();
  execution.isHeld = true;
  execution.instance = result;
}

/** Waits for what a step gave that is not the last, where a test would. */
async function finishEarlier(run: Run, step: Step, value: PromiseLike<unknown>): Promise<unknown> {
  if (!step.isAwaited) return settle(run, value);
  const settled = await settle(run, value, Math.ceil(run.context.waitTurns / EARLY_PART));
  if (settled === PENDING) throw new Misplaced();
  return settled;
}

/** A test that does not wait for a promise must not be surprised by it later. */
function leave(execution: Execution, value: PromiseLike<unknown>): void {
  execution.left++;
  value.then(undefined, () => (execution.isSurprised = true));
}

async function takeSteps(run: Run, options: ExecuteOptions): Promise<void> {
  const { beforeLast, afterLast, waitsForCallbacks = true } = options;
  const { context, scenario, execution } = run;
  const { construct: constructArgs } = scenario;
  if (constructArgs) execution.instance = construct(context, constructArgs);
  let result: unknown;
  for (const [index, step] of scenario.steps.entries()) {
    execution.stepsTaken = index;
    const isPreparing = isPreparation(scenario.steps, index);
    if (isPreparing) context.counters.pause();
    if (step.on) checkPlace(run, index, result);
    const isLast = index === scenario.steps.length - 1;
    const args = step.args.map((arg) => build(arg, context));
    execution.args = args;
    if (isLast) beforeLast?.(execution.instance, args);
    const value = invoke(run, step, result);
    result = value;
    if (isLast) {
      const ending = finishLast(run, value, waitsForCallbacks);
      afterLast?.();
      await ending;
      // Where a test waits, it looks only then.
      if (execution.shape !== 'plain' && execution.shape !== 'iterator') afterLast?.();
    } else if (!isThenable(value)) {
      if (step.isAwaited) throw new Misplaced();
    } else if (step.isAwaited) result = await finishEarlier(run, step, value);
    // Without a turn in between, as in the test.
    else if (execution.isHeld) leave(execution, value);
    else await finishEarlier(run, step, value);
    // A step that throws is the last one.
    if (isPreparing) context.counters.resume();
    execution.stepsTaken = index + 1;
  }
}

/** Lets what the case set going come to its end, because it belongs to this case and not to the next. */
async function comeToRest(run: Run, answersWaiting: () => number): Promise<void> {
  const { context, scenario, execution } = run;
  const usesFiles = scenario.files !== undefined;
  for (let rest = 0; rest < MAX_RESTS; rest++) {
    const isWaiting = rest < execution.left || answersWaiting() > 0;
    if (context.time.pending() > 0) fire(run);
    else if (usesFiles && isSystemBusy()) {
      await pause();
      execution.turns++;
      continue;
    } else if (!isWaiting) break;
    await turn();
  }
  execution.timersFired = context.time.fired();
  execution.isEndless = context.time.isEndless(LONGEST_LEFT_MS);
  context.time.reset();
}

/** Runs a case. Never throws: the execution holds the errors of the host's code. */
export async function execute(
  given: ExecutionContext,
  scenario: Case,
  options: ExecuteOptions = {},
): Promise<Execution> {
  const execution: Execution = {
    touched: [],
    acted: [],
    spent: 0,
    turns: 0,
    timersFired: 0,
    isEndless: false,
    ended: 'returned',
    value: undefined,
    shape: 'plain',
    stepsTaken: -1,
    instance: undefined,
    isHeld: false,
    args: [],
    refused: [],
    files: { calls: 0, asked: [] },
    standInCalls: [],
    awaitedCallback: null,
    left: 0,
    isSurprised: false,
  };
  const context = { ...given, shared: new Map<number, unknown>() };
  const run: Run = { context, scenario, execution };
  // An error that comes now is of the case before.
  if (context.isRecording) await outlast(() => context.takeStrays());
  else context.takeStrays();
  context.scratch.open(scenario.files);
  context.takeRefused();
  context.takeFileTrace();
  context.counters.reset(FUEL);
  context.time.reset();
  const standIns = scenario.standIns ? context.standIn(scenario, context) : null;
  try {
    await takeSteps(run, options);
    if (execution.stepsTaken < 0) execution.value = execution.instance;
  } catch (error) {
    execution.ended = isNoCase(error) ? 'refused' : 'threw';
    execution.value = error;
  }
  await comeToRest(run, () => standIns?.afterwards.waiting ?? 0);
  if (context.isRecording) await turn();
  const isStray = context.isRecording && context.takeStrays() > 0;
  if (isStray || takeMisuse(scenario) || execution.isSurprised || standIns?.afterwards.isBroken)
    execution.ended = 'refused';
  standIns?.remove();
  execution.standInCalls = standIns?.calls ?? [];
  execution.spent = context.counters.spent();
  if (context.counters.ranDry()) execution.ended = 'out-of-fuel';
  execution.acted = context.counters.acted();
  execution.touched = context.counters.touched();
  execution.refused = context.takeRefused();
  if (execution.refused.length > 0) execution.ended = 'refused';
  execution.files = context.takeFileTrace();
  return execution;
}
