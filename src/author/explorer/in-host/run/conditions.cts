/** The clock, random numbers, timers and machine that the host's code sees while it is explored and recorded. */
import { dateAt, seededRandom } from '../../../../io/jest/in-host/guard/conditions.cjs';
import { goElsewhere } from '../../../../io/jest/in-host/guard/elsewhere.cjs';
import type { Scratch } from '../values/scratch.cjs';
import { createVirtualTime, type TimerRealm } from './virtual-time.cjs';

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
const realNow = Date.now.bind(Date);
const realRandom = Math.random;
const context = globalThis as unknown as TimerRealm & {
  Date: DateConstructor;
  __nightshift__: ZoneSession;
};
/** The time of the explored realm, whichever conditions hold. */
export const realmTime = createVirtualTime(context);

function setClock(now: () => number): void {
  context.Date = dateAt(RealDate, now);
}

function moveElsewhere(): () => void {
  const back = goElsewhere(process);
  const session = context.__nightshift__;
  session.setTimeZone(ELSEWHERE_ZONE);
  return () => {
    back();
    session.setTimeZone(null);
  };
}

function restoreRealm(): void {
  context.Date = RealDate;
  Math.random = realRandom;
}

/** Returns what takes the conditions back. */
function setConditions(conditions: Conditions, scratch: Scratch): () => void {
  const { clockPinned, fileTimesPinned, offsetMs } = conditions;
  const restoreTimers = realmTime.install();
  setClock(() => (clockPinned ? PINNED_TIME : realNow() + realmTime.totalMs() + offsetMs));
  scratch.setTimes(fileTimesPinned, offsetMs);
  const comeBack = conditions.isElsewhere ? moveElsewhere() : () => undefined;
  const next = seededRandom(conditions.randomSeed);
  Math.random = conditions.randomPinned ? () => PINNED_RANDOM : next;
  return () => {
    restoreTimers();
    comeBack();
    restoreRealm();
    scratch.setTimes(false, 0);
  };
}

/** Runs a part of the search with random numbers of its own. */
export async function whileSearching<T>(seed: number, scratch: Scratch, part: () => Promise<T>): Promise<T> {
  const restoreTimers = realmTime.install();
  setClock(() => realNow() + realmTime.totalMs());
  scratch.keep(true);
  Math.random = seededRandom(seed);
  try {
    return await part();
  } finally {
    restoreTimers();
    scratch.keep(false);
    restoreRealm();
  }
}

/** Runs a recording under conditions. */
export async function underConditions<T>(
  conditions: Conditions,
  scratch: Scratch,
  part: () => Promise<T>,
): Promise<T> {
  const restore = setConditions(conditions, scratch);
  try {
    return await part();
  } finally {
    restore();
  }
}
