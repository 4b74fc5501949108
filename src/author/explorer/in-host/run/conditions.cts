/** The clock, random numbers, timers and machine that the host's code sees while it is explored and recorded. */
import { goElsewhere } from '../../../../io/jest/in-host/guard/elsewhere.cjs';
import { keepScratch, setFileTimes } from '../values/scratch.cjs';
import { mulberry32 } from '../values/random.cjs';

interface ZoneSession {
  /** Sets the time zone of the whole process; null sets it back. */
  setTimeZone(zone: string | null): void;
}

/** Which of the sources of change a recording holds still, and at what the others stand. */
export interface Conditions {
  offsetMs: number;
  randomSeed: number;
  clockPinned: boolean;
  randomPinned: boolean;
  fileTimesPinned: boolean;
  /** Whether the process looks like one of another machine. */
  isElsewhere?: boolean;
}

const ELSEWHERE_ZONE = 'Pacific/Auckland';
const PINNED_TIME = Date.UTC(2024, 0, 15, 12, 0, 0);
const PINNED_RANDOM = 0.5;
const RealDate = Date;
const realRandom = Math.random;
const realSetTimeout = globalThis.setTimeout;
const realClearTimeout = globalThis.clearTimeout;
const context = globalThis as unknown as {
  Date: DateConstructor;
  setTimeout: unknown;
  clearTimeout: unknown;
  __nightshift__: ZoneSession;
};
const session = context.__nightshift__;

function setConditions(conditions: Conditions): void {
  const now = (): number => (conditions.clockPinned ? PINNED_TIME : RealDate.now() + conditions.offsetMs);
  context.Date = new Proxy(RealDate, {
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as object,
    apply: () => new RealDate(now()).toString(),
    get: (target, key, receiver) => (key === 'now' ? now : (Reflect.get(target, key, receiver) as unknown)),
  });
  setFileTimes(conditions.fileTimesPinned, conditions.offsetMs);
  if (conditions.isElsewhere) comeBack = moveElsewhere();
  const next = mulberry32(conditions.randomSeed);
  Math.random = conditions.randomPinned ? () => PINNED_RANDOM : next;
}

let comeBack = (): void => undefined;

function moveElsewhere(): () => void {
  const back = goElsewhere(process);
  session.setTimeZone(ELSEWHERE_ZONE);
  return () => {
    back();
    session.setTimeZone(null);
  };
}

function restoreConditions(): void {
  comeBack();
  comeBack = () => undefined;
  context.Date = RealDate;
  setFileTimes(false, 0);
  Math.random = realRandom;
}

const pending = new Set<unknown>();

/** How many timers the host's code has set during the search that are still to fire. */
export const pendingTimers = (): number => pending.size;

/** During the search, nobody waits for a timer longer than a moment. */
function hurryTimers(): () => void {
  pending.clear();
  context.setTimeout = (callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
    const fire = (): void => {
      pending.delete(timer);
      callback(...args);
    };
    const timer = realSetTimeout(fire, Math.min(ms ?? 0, 1));
    pending.add(timer);
    return timer;
  };
  context.clearTimeout = (timer: NodeJS.Timeout | undefined) => {
    pending.delete(timer);
    realClearTimeout(timer);
  };
  return () => {
    context.setTimeout = realSetTimeout;
    context.clearTimeout = realClearTimeout;
    pending.clear();
  };
}

/** Runs a part of the search with quick timers and random numbers of its own. */
export async function withHurriedTimers<T>(seed: number, part: () => Promise<T>): Promise<T> {
  const restoreTimers = hurryTimers();
  keepScratch(true);
  Math.random = mulberry32(seed);
  try {
    return await part();
  } finally {
    restoreTimers();
    keepScratch(false);
    restoreConditions();
  }
}

/** Runs a recording under conditions. */
export async function underConditions<T>(conditions: Conditions, part: () => Promise<T>): Promise<T> {
  setConditions(conditions);
  try {
    return await part();
  } finally {
    restoreConditions();
  }
}
