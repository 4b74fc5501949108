/** What a call refused, as the error that a user would see. */
import { NightshiftError } from '../../src/domain/errors.js';

/** The NightshiftError that the action ends with; anything else fails the test. */
export async function refusal(action: Promise<unknown> | (() => unknown)): Promise<NightshiftError> {
  try {
    await (typeof action === 'function' ? action() : action);
  } catch (error) {
    if (error instanceof NightshiftError) return error;
    throw error;
  }
  throw new Error('expected a NightshiftError, but nothing was thrown');
}
