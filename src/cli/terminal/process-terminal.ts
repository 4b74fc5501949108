/** Binds a command to the process it runs in: streams, signals, faults that nobody caught. */
import { exitCodes } from '../../domain/errors.js';
import { createRedactor } from '../../io/system/redact.js';
import { printError } from './errors.js';
import type { Terminal } from './terminal.js';

const defaultColumns = 100;

/** Writes until the reader is gone, with secrets masked; what comes after is dropped. */
function writerTo(stream: NodeJS.WriteStream, onClosed: () => void): (text: string) => void {
  const redact = createRedactor(process.env);
  let isClosed = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    isClosed = true;
    onClosed();
  });
  return (text) => {
    if (!isClosed) stream.write(redact(text));
  };
}

const flush = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    if (stream.writable) stream.write('', () => resolve());
    else resolve();
  });

/**
 * Runs `main` with the terminal of this process and ends the process with the exit code it returns. The first SIGINT,
 * SIGTERM or SIGHUP aborts the terminal's signal, the second ends the process at once.
 */
export async function runInProcess(main: (terminal: Terminal) => Promise<number>): Promise<never> {
  const controller = new AbortController();
  const terminal: Terminal = {
    // Nobody reads the result any more, so there is no use in going on.
    out: writerTo(process.stdout, () => controller.abort()),
    err: writerTo(process.stderr, () => undefined),
    outIsTty: process.stdout.isTTY,
    errIsTty: process.stderr.isTTY,
    columns: () => process.stderr.columns || process.stdout.columns || defaultColumns,
    env: process.env,
    cwd: process.cwd(),
    signal: controller.signal,
  };
  let signals = 0;
  const onSignal = (): void => {
    signals++;
    if (signals > 1) process.exit(exitCodes.interrupted);
    terminal.err('\nending as soon as the state is safe; once more ends at once\n');
    controller.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
  const onFault = (error: unknown): never =>
    process.exit(printError(error, terminal, process.argv.includes('--verbose')));
  process.on('uncaughtException', onFault);
  process.on('unhandledRejection', onFault);
  const exitCode = await main(terminal);
  await Promise.all([flush(process.stdout), flush(process.stderr)]);
  process.exit(exitCode);
}
