/** A terminal that keeps what is written to it. */
import type { Terminal } from '../../../src/cli/terminal/terminal.js';

export interface Recorded {
  terminal: Terminal;
  out: () => string;
  err: () => string;
}

export function recordTerminal(overrides: Partial<Terminal> = {}): Recorded {
  const written = { out: '', err: '' };
  return {
    terminal: {
      out: (text) => (written.out += text),
      err: (text) => (written.err += text),
      outIsTty: false,
      errIsTty: false,
      columns: () => 100,
      env: {},
      cwd: process.cwd(),
      signal: new AbortController().signal,
      ...overrides,
    },
    out: () => written.out,
    err: () => written.err,
  };
}
