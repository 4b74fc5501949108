/** A command's view of its process: output, environment, signals. */

export interface Terminal {
  /** Writes to standard output: what was asked for. */
  out: (text: string) => void;
  /** Writes to standard error: progress, warnings, errors. */
  err: (text: string) => void;
  outIsTty: boolean;
  errIsTty: boolean;
  /** Columns of the terminal. */
  columns: () => number;
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  /** Aborted by the first SIGINT or SIGTERM. */
  signal: AbortSignal;
}

/** Options that every command has. */
export interface OutputOptions {
  verbose?: boolean;
  quiet?: boolean;
  /** False with `--no-color`. */
  color?: boolean;
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';

function allowsColor(terminal: Terminal, options: OutputOptions): boolean {
  const { env } = terminal;
  return options.color !== false && !isSet(env['NO_COLOR']) && env['TERM'] !== 'dumb';
}

/** Whether to colour what goes to standard output or error; honours `--no-color`, NO_COLOR, FORCE_COLOR and CI. */
export function usesColor(terminal: Terminal, stream: 'out' | 'err', options: OutputOptions): boolean {
  const { env } = terminal;
  if (!allowsColor(terminal, options)) return false;
  if (isSet(env['FORCE_COLOR']) && env['FORCE_COLOR'] !== '0') return true;
  return !isSet(env['CI']) && (stream === 'out' ? terminal.outIsTty : terminal.errIsTty);
}

/** Whether progress may be one line that is written over again and again. */
export function usesStatusLine(terminal: Terminal, options: OutputOptions): boolean {
  return (
    terminal.errIsTty &&
    allowsColor(terminal, options) &&
    !isSet(terminal.env['CI']) &&
    options.quiet !== true
  );
}

/** How much a run reports while it works. */
export const levelOf = (options: OutputOptions): 'quiet' | 'normal' | 'verbose' =>
  options.quiet === true ? 'quiet' : options.verbose === true ? 'verbose' : 'normal';
