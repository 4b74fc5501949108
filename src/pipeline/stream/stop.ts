/** The two ways in which a pass is stopped early: somebody interrupts it, or its time is up. */
import type { Config } from '../../domain/config.js';
import { NightshiftError } from '../../domain/errors.js';

/** The reason of a signal that aborts because of `--max-minutes`. */
const budgetReason = new NightshiftError('interrupted', 'The time that --max-minutes gives is up.');

/** Whether the signal aborted, and for another reason than that the time is up. */
export const isInterrupted = (signal: AbortSignal): boolean =>
  signal.aborted && signal.reason !== budgetReason;

/** Whether the signal aborted because the time is up. */
export const isOutOfTime = (signal: AbortSignal): boolean => signal.aborted && signal.reason === budgetReason;

/**
 * A signal that aborts with `signal`, and once the minutes are over. `clear` has to be called at the end.
 *
 * @param startedAt when the minutes begin.
 */
export function limitTime(
  signal: AbortSignal,
  maxMinutes: number | null,
  startedAt: Date,
): { signal: AbortSignal; endsAt: number; clear: () => void } {
  if (maxMinutes === null) return { signal, endsAt: Infinity, clear: () => undefined };
  const controller = new AbortController();
  const endsAt = startedAt.getTime() + maxMinutes * 60_000;
  const leftMs = endsAt - Date.now();
  // Timers take 31 bits.
  const timer = setTimeout(() => controller.abort(budgetReason), Math.min(Math.max(0, leftMs), 2 ** 31 - 1));
  return { signal: AbortSignal.any([signal, controller.signal]), endsAt, clear: () => clearTimeout(timer) };
}

/** A signal that aborts with `uncapped`, and so many milliseconds after the time is up by `limited`. */
export function withGrace(
  limited: AbortSignal,
  uncapped: AbortSignal,
  graceMs: number,
): { signal: AbortSignal; clear: () => void } {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const begin = (): void => {
    timer = setTimeout(() => controller.abort(budgetReason), graceMs);
  };
  if (limited.aborted) begin();
  else limited.addEventListener('abort', begin, { once: true });
  const clear = (): void => {
    clearTimeout(timer);
    limited.removeEventListener('abort', begin);
  };
  return { signal: AbortSignal.any([uncapped, controller.signal]), clear };
}

/** What a pass ends with that had no time to begin. */
export const tooLittleTime = ({ maxMinutes }: Config): NightshiftError =>
  new NightshiftError(
    'usage',
    `--max-minutes ${maxMinutes ?? ''} was over before the repository's own tests had been measured`,
    { remedy: 'Give more minutes; the measurement comes first in every pass.' },
  );
