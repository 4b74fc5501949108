/** Puts into words for the user what ended a pass from outside: an interruption, a full disk, a path that is too deep. */
import { tmpdir } from 'node:os';
import { NightshiftError } from '../domain/errors.js';
import { errorCode } from '../io/system/system-error.js';

const noRoom = new Set(['ENOSPC', 'EDQUOT']);

/** The same error with words and the right exit code where the cause is known, else the error as it is. */
export function explainPassError(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof NightshiftError) return error;
  // Aborted waits reject with errors of their own.
  if (signal.aborted) return new NightshiftError('interrupted', 'Interrupted.', { cause: error });
  const place =
    typeof error === 'object' && error !== null && 'path' in error ? String(error.path) : tmpdir();
  if (errorCode(error) === 'ENAMETOOLONG') {
    return new NightshiftError('host', `A path is too long for this system: ${place}`, {
      remedy: 'Move the repository to a folder with a shorter path, or leave that file out with --exclude.',
      cause: error,
    });
  }
  if (!noRoom.has(errorCode(error))) return error;
  return new NightshiftError('host', `The disk is full: ${place} could not be written`, {
    remedy: 'Make room there, or set TMPDIR to a folder with room. What was delivered before stays.',
    cause: error,
  });
}
