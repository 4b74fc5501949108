/** The two ways in which a pass is stopped early: somebody interrupts it, or its time is up. */
import type { Config } from '../domain/config.js';
import { NightshiftError } from '../domain/errors.js';

/** The reason of a signal that aborts because of `--max-minutes`. */
export const budgetReason = new NightshiftError('interrupted', 'The time that --max-minutes gives is up.');

/** Why a target was not worked on to its end; such targets are taken up again by the next pass. */
export const timeWasUp = 'the time was up';

/** Whether the signal aborted, and for another reason than that the time is up. */
export const isInterrupted = (signal: AbortSignal): boolean =>
  signal.aborted && signal.reason !== budgetReason;

/** Whether the signal aborted because the time is up. */
export const isOutOfTime = (signal: AbortSignal): boolean => signal.aborted && signal.reason === budgetReason;

/** When the minutes are over that began at a time, in milliseconds since 1970; infinite without a limit. */
export const endOf = (maxMinutes: number | null, startedAt: Date): number =>
  maxMinutes === null ? Infinity : startedAt.getTime() + maxMinutes * 60_000;

/** A signal that aborts with `signal`, and once the time is up. `clear` has to be called at the end. */
export function limitTime(signal: AbortSignal, endsAt: number): { signal: AbortSignal; clear: () => void } {
  if (!Number.isFinite(endsAt)) return { signal, clear: () => undefined };
  const controller = new AbortController();
  const leftMs = Math.max(0, endsAt - Date.now());
  // Timers take 31 bits.
  const timer = setTimeout(() => controller.abort(budgetReason), Math.min(leftMs, 2 ** 31 - 1));
  return { signal: AbortSignal.any([signal, controller.signal]), clear: () => clearTimeout(timer) };
}

/** The error of a pass that had no time to begin. */
export const tooLittleTime = ({ maxMinutes }: Config): NightshiftError =>
  new NightshiftError(
    'usage',
    `--max-minutes ${maxMinutes ?? ''} was over before the repository's own tests had been measured`,
    { remedy: 'Give more minutes; the measurement comes first in every pass.' },
  );
