/** The one error class of Nightshift; its code decides the exit code. */

/** `usage`: wrong usage or config. `host`: the host cannot be tested. `sandbox`: no acceptable sandbox. */
export type ErrorCode = 'usage' | 'host' | 'sandbox' | 'internal' | 'interrupted';

/** Exit codes by error code, as documented in the README. */
export const exitCodes: Readonly<Record<ErrorCode | 'coverage', number>> = {
  internal: 1,
  usage: 2,
  host: 3,
  sandbox: 4,
  /** No error: the pass finished, with less coverage than `--fail-under` asks for. */
  coverage: 5,
  interrupted: 130,
};

/** An error with words for the user: what is wrong and where, and the remedy when there is one. */
export class NightshiftError extends Error {
  override readonly name = 'NightshiftError';
  readonly code: ErrorCode;
  readonly remedy: string | undefined;

  constructor(code: ErrorCode, message: string, options: { remedy?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.remedy = options.remedy;
  }
}
