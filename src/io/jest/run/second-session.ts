/** A second copy of the host with a Jest of its own, opened when it is first needed. */
import type { JestSession } from './run-jest.js';

/** Close it together with the first session. */
export class SecondSession {
  readonly #open: () => Promise<JestSession>;
  #opened: Promise<JestSession> | null = null;

  constructor(open: () => Promise<JestSession>) {
    this.#open = open;
  }

  /** The session; the first call opens it. */
  get(): Promise<JestSession> {
    this.#opened ??= this.#open();
    return this.#opened;
  }

  /** Closes what was opened. */
  async close(closeSession: (session: JestSession) => Promise<void>): Promise<void> {
    const session = await this.#opened?.catch(() => null);
    if (session) await closeSession(session);
  }
}
