/** Runs one case against the host's live modules and returns what happened. */
import type { Case, Expression, Step, Unit } from '../../notation/expression.js';
import { Unbuilt, build, callAccess, isStub, resolveAccess, type Modules } from '../values/build.cjs';
import type { Counters } from './counters.cjs';
import { openScratch } from '../values/scratch.cjs';
import type { Installed } from './stand-ins.cjs';

type Beat = () => void;

export interface World {
  unit: Unit;
  modules: Modules;
  counters: Counters;
  /** Shows the watchdog that waiting goes on. */
  beat: Beat;
  /** How long a promise or callback is waited for, in turns of at least a millisecond. */
  waitTurns: number;
  /** How many timers of the host's code are still to fire. */
  pendingTimers(): number;
  /** Takes what the guard refused since the last call. */
  takeRefused(): string[];
  /** Puts the stand-ins of a case in place. */
  standIn(kase: Case): Installed;
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
  ended: 'returned' | 'threw' | 'pending' | 'out-of-fuel' | 'refused';
  /** The result of the last step: a promise settled, an iterator as an array. */
  value: unknown;
  shape: 'plain' | 'promise' | 'iterator' | 'callback';
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

/** A hook that captures the live state before the last step. */
type BeforeLast = (instance: unknown, args: unknown[]) => void;

const FUEL = 200_000;
const MAX_YIELDS = 60;
const MAX_TURNS = 6;
/** Waiting before the last step gets this fraction of the turns. */
const EARLY_PART = 6;
const PENDING = Symbol('pending');
// Taken before the search replaces the context's timers.
const later = globalThis.setTimeout;
const forget = globalThis.clearTimeout;

/** A step on a result that is not there to be used. */
class Misplaced extends Error {}

/** Whether the case was stopped by something other than the code under test. */
const isNoCase = (error: unknown): boolean => error instanceof Misplaced || error instanceof Unbuilt;

function isThenable(value: unknown): value is PromiseLike<unknown> {
  const isHolder = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return isHolder && typeof (value as { then?: unknown }).then === 'function';
}

/** The turns of timers that were waited since the last look. */
let turnsWaited = 0;

/**
 * Waits for a promise, at most so many turns of a millisecond's timer. Rejections come out as exceptions. Turns and not time,
 * because on a busy machine timers are late, but still fire in the order in which they were set.
 */
async function settle(promise: PromiseLike<unknown>, turns: number, beat: Beat): Promise<unknown> {
  for (let turn = 0; turn < turns; turn++) {
    beat();
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise((resolve) => {
      timer = later(() => resolve(PENDING), 1);
    });
    try {
      const result = await Promise.race([promise, limit]);
      if (result !== PENDING) return result;
      turnsWaited++;
    } finally {
      forget(timer);
    }
  }
  return PENDING;
}

const isIterator = (value: unknown): value is IterableIterator<unknown> =>
  typeof value === 'object' &&
  value !== null &&
  /^\[object (Generator|[A-Za-z ]*Iterator)\]$/.test(Object.prototype.toString.call(value)) &&
  typeof (value as { next?: unknown }).next === 'function' &&
  Symbol.iterator in value;

function consume(iterator: IterableIterator<unknown>): unknown[] {
  const items: unknown[] = [];
  for (const item of iterator) {
    items.push(item);
    if (items.length > MAX_YIELDS) break;
  }
  return items;
}

function construct(world: World, args: readonly Expression[]): unknown {
  const owner = resolveAccess(world.unit.access, world.modules) as new (...args: unknown[]) => unknown;
  return new owner(...args.map((arg) => build(arg, world.modules)));
}

function invoke(world: World, step: Step, holder: unknown, args: unknown[]): unknown {
  if (step.member === null && step.on) return (holder as (...args: unknown[]) => unknown)(...args);
  if (step.member === null) {
    const { access } = world.unit;
    return callAccess(access, args, world.modules);
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
async function awaitCallback(args: readonly unknown[], turns: number, beat: Beat): Promise<number | null> {
  const index = args.findLastIndex((arg) => isStub(arg));
  const stub = args[index];
  if (!isStub(stub)) return null;
  const called = new Promise((resolve) => {
    stub.onCall = () => resolve(true);
  });
  const result = await settle(called, turns, beat);
  stub.onCall = null;
  return result === PENDING ? null : index;
}

async function finishLast(
  world: World,
  execution: Execution,
  value: unknown,
  waitsForCallbacks: boolean,
): Promise<void> {
  execution.value = value;
  if (isThenable(value)) {
    execution.shape = 'promise';
    execution.value = await settle(value, world.waitTurns, world.beat);
    if (execution.value === PENDING) execution.ended = 'pending';
  } else if (isIterator(value)) {
    execution.shape = 'iterator';
    execution.value = consume(value);
    if ((execution.value as unknown[]).length > MAX_YIELDS) execution.ended = 'pending';
  } else if (waitsForCallbacks && value === undefined) {
    const stubs = execution.args.filter((arg) => isStub(arg));
    if (stubs.length === 0 || stubs.some((stub) => stub.calls.length > 0)) return;
    execution.awaitedCallback = await awaitCallback(
      execution.args,
      Math.min(world.waitTurns, 40),
      world.beat,
    );
    if (execution.awaitedCallback !== null) execution.shape = 'callback';
  }
}

/** Sees to what a step acts on: a result as a chain can go on with it, or one that is held from here on. */
function checkPlace(step: Step, before: Step | undefined, execution: Execution, result: unknown): void {
  if (!before) throw new Misplaced();
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
async function finishEarlier(world: World, step: Step, value: PromiseLike<unknown>): Promise<unknown> {
  if (!step.isAwaited) return settle(value, world.waitTurns, world.beat);
  const settled = await settle(value, Math.ceil(world.waitTurns / EARLY_PART), world.beat);
  if (settled === PENDING) throw new Misplaced();
  return settled;
}

/** A test that does not wait for a promise must not be surprised by it later. */
function leave(execution: Execution, value: PromiseLike<unknown>): void {
  execution.left++;
  value.then(undefined, () => (execution.isSurprised = true));
}

/** Whether a step only prepares for the last one: it neither makes what the last one acts on, nor does that act on its result. */
const isPreparation = (steps: readonly Step[], index: number): boolean =>
  index < steps.length - 1 &&
  !steps.slice(index + 1).every(({ on }) => on === 'result') &&
  !isRoot(steps, index);

/** The held object is made by the steps before the first that acts on it. */
const isRoot = (steps: readonly Step[], index: number): boolean =>
  index < steps.findIndex(({ on }) => on === 'held');

async function takeSteps(
  world: World,
  kase: Case,
  execution: Execution,
  beforeLast: BeforeLast | undefined,
  waits: boolean,
): Promise<void> {
  const { construct: constructArgs } = kase;
  if (constructArgs) execution.instance = construct(world, constructArgs);
  let result: unknown;
  for (const [index, step] of kase.steps.entries()) {
    execution.stepsTaken = index;
    const isPreparing = isPreparation(kase.steps, index);
    if (isPreparing) world.counters.pause();
    if (step.on) checkPlace(step, kase.steps[index - 1], execution, result);
    const isLast = index === kase.steps.length - 1;
    const args = step.args.map((arg) => build(arg, world.modules));
    execution.args = args;
    if (isLast) beforeLast?.(execution.instance, args);
    const { instance } = execution;
    const value = invoke(world, step, step.on === 'result' ? result : instance, args);
    result = value;
    if (isLast) await finishLast(world, execution, value, waits);
    else if (!isThenable(value)) {
      if (step.isAwaited) throw new Misplaced();
    } else if (step.isAwaited) result = await finishEarlier(world, step, value);
    // Without a turn in between, as in the test.
    else if (execution.isHeld) leave(execution, value);
    else await finishEarlier(world, step, value);
    // A step that throws is the last one.
    if (isPreparing) world.counters.resume();
    execution.stepsTaken = index + 1;
  }
}

/** Runs a case. Never throws: the execution holds the errors of the host's code. */
export async function execute(
  world: World,
  kase: Case,
  beforeLast?: BeforeLast,
  waitsForCallbacks = true,
): Promise<Execution> {
  const execution: Execution = {
    touched: [],
    acted: [],
    spent: 0,
    turns: 0,
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
  openScratch(kase.files);
  world.takeRefused();
  world.takeFileTrace();
  world.counters.reset(FUEL);
  turnsWaited = 0;
  const standIns = kase.standIns ? world.standIn(kase) : null;
  try {
    await takeSteps(world, kase, execution, beforeLast, waitsForCallbacks);
    if (execution.stepsTaken < 0) execution.value = execution.instance;
  } catch (error) {
    execution.ended = isNoCase(error) ? 'refused' : 'threw';
    execution.value = error;
  }
  // Work started by the call belongs to it, not to the next one.
  const isBusy = (turn: number): boolean =>
    world.pendingTimers() > 0 || turn < execution.left || (standIns?.afterwards.waiting ?? 0) > 0;
  for (let turn = 0; turn < MAX_TURNS && isBusy(turn); turn++) {
    await new Promise((resolve) => later(resolve, 1));
    turnsWaited++;
  }
  if (execution.isSurprised || standIns?.afterwards.isBroken) execution.ended = 'refused';
  standIns?.remove();
  execution.standInCalls = standIns?.calls ?? [];
  execution.spent = world.counters.spent();
  execution.turns = turnsWaited;
  if (world.counters.ranDry()) execution.ended = 'out-of-fuel';
  execution.acted = world.counters.acted();
  execution.touched = world.counters.touched();
  execution.refused = world.takeRefused();
  if (execution.refused.length > 0) execution.ended = 'refused';
  execution.files = world.takeFileTrace();
  return execution;
}
