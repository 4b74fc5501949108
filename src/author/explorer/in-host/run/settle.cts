/** Waits for promises of the code under exploration as long as a test may, with timers that take no real time. */
import type { VirtualTime } from './virtual-time.cjs';
import { isSystemBusy, pause, PENDING, turn, type PausePatience } from './waiting.cjs';

/** The parts of a case's run that waiting has to do with. */
interface SettlingRun {
  context: { time: VirtualTime; patience: PausePatience; waitTurns: number; beat(): void };
  execution: { turns: number; isSurprised: boolean };
}

/** A test that waits for timers does so in real time, and not longer than this; for a single one it may be a little more. */
const MAX_TIMERS_MS = 700;
const MAX_TIMER_MS = 1500;
const MAX_TIMERS = 100;
/** Turns in which nothing happens, first without and then with a pause, until what is waited for is given up. */
const QUICK_TURNS = 3;
const QUIET_TURNS = 6;

/** Fires the timer that is due next. What it throws would end a process. */
export function fire({ context, execution }: SettlingRun, untilMs = Infinity): boolean {
  try {
    return context.time.fireNext(untilMs);
  } catch {
    execution.isSurprised = true;
    return true;
  }
}

/**
 * Waits for a promise until nothing happens any more, or for as long as a test may. Rejections come out as exceptions.
 * Timers fire one by one without real time passing; only the system is waited for, in turns and not by the clock, because
 * on a busy machine it is late.
 */
export async function settle(
  run: SettlingRun,
  promise: PromiseLike<unknown>,
  turns = run.context.waitTurns,
): Promise<unknown> {
  const { context, execution } = run;
  const { time, patience } = context;
  const startMs = time.elapsedMs();
  const lastTurn = execution.turns + turns;
  for (let quiet = 0; quiet < QUIET_TURNS && execution.turns < lastTurn;) {
    context.beat();
    const isQuick = quiet < QUICK_TURNS;
    if (quiet === QUICK_TURNS && !isSystemBusy() && !patience.isLeft()) return PENDING;
    const coming = Promise.race([promise, isQuick ? turn() : pause()]);
    const result = await (isQuick ? coming : patience.during(coming));
    if (result !== PENDING) return result;
    if (!isQuick) execution.turns++;
    const isLong = time.elapsedMs() - startMs > MAX_TIMERS_MS || time.fired() > MAX_TIMERS;
    if (isLong) return PENDING;
    if (fire(run, startMs + MAX_TIMER_MS)) quiet = 0;
    else if (isQuick || !isSystemBusy()) quiet++;
  }
  patience.giveUp();
  return PENDING;
}
