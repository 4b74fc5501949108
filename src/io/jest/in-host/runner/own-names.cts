/**
 * Loaded before the host's Jest: gives its temp files names of their own. Jest makes those of process id, thread id and a
 * running number, and in boxes that share a cache folder all processes have the same id.
 */
import crypto from 'node:crypto';
import threads from 'node:worker_threads';

/** The time zone before anything of the host could set another. */
export const zoneAtStart = process.env['TZ'];

Object.defineProperty(threads, 'threadId', { value: crypto.randomInt(1, 2 ** 40), configurable: true });
