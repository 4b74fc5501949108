/** Runs one child process to its end, with a time limit, bounded output and nothing left behind. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { NightshiftError } from '../../domain/errors.js';
import { createCappedText, type CappedText } from './capped-text.js';

const defaultMaxOutputBytes = 4 * 1024 * 1024;
/** How long a process may take to end after SIGTERM before it gets SIGKILL. */
const graceMs = 500;
/** How long to wait for the last output after the process ended; a descendant may hold the pipes open. */
const drainMs = 300;
const watchIntervalMs = 1000;
const boundsIntervalMs = 250;

export interface ProcessOptions {
  file: string;
  args: readonly string[];
  /** The whole environment: nothing of ours is inherited. */
  env: Readonly<Record<string, string>>;
  cwd: string;
  timeoutMs: number;
  /** Standard output and error are each cut at this many bytes. Default 4 MiB. */
  maxOutputBytes?: number | undefined;
  signal?: AbortSignal | undefined;
  /** Called about once a second with the process's id; returning a text ends the process and becomes `killedBy`. */
  watch?: ((pid: number) => string | undefined) | undefined;
  /** Called four times a second with the process's id; returning a text kills it at once and becomes `exceeded`. */
  checkBounds?: ((pid: number) => string | undefined) | undefined;
  /** Send SIGKILL without SIGTERM first. */
  killAtOnce?: boolean | undefined;
  /**
   * Given the parent's end of a two-way channel that the process has as descriptor 3, for programs that take commands
   * while they run. Ending the channel asks the program to finish.
   */
  onChannel?: ((channel: Duplex) => void) | undefined;
}

export interface ProcessResult {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  timedOut: boolean;
  killedBy?: string;
  exceeded?: string;
  stdout: string;
  stderr: string;
}

type Ending =
  | { kind: 'timeout' }
  | { kind: 'aborted' }
  | { kind: 'watch'; text: string }
  | { kind: 'bounds'; text: string };

/**
 * Runs a program in its own process group, without standard input.
 *
 * @throws NightshiftError `interrupted` when `signal` aborts (the process is dead by then), `internal` when the
 * program cannot be started. A failing or killed process is a result, not an error.
 */
export async function runProcess(options: ProcessOptions): Promise<ProcessResult> {
  if (options.signal?.aborted) throw interrupted(options.signal);
  const maxOutputBytes = options.maxOutputBytes ?? defaultMaxOutputBytes;
  const stdout = createCappedText(maxOutputBytes);
  const stderr = createCappedText(maxOutputBytes);
  const child = await start(options, stdout, stderr);
  const supervision = supervise(child, options);
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const { code, signal } = await exited;
  supervision.stop();
  await finishOutput(child);

  const ending = supervision.ending();
  if (ending?.kind === 'aborted') throw interrupted(options.signal);
  return {
    exitCode: code,
    signal,
    timedOut: ending?.kind === 'timeout',
    ...(ending?.kind === 'watch' && { killedBy: ending.text }),
    ...(ending?.kind === 'bounds' && { exceeded: ending.text }),
    stdout: stdout.text(),
    stderr: stderr.text(),
  };
}

async function start(options: ProcessOptions, stdout: CappedText, stderr: CappedText): Promise<ChildProcess> {
  const fail = (cause: unknown) =>
    new NightshiftError('internal', `Could not start ${options.file}: ${String(cause)}`, { cause });
  let child;
  try {
    child = spawn(options.file, options.args, {
      cwd: options.cwd,
      env: { ...options.env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', ...(options.onChannel ? ['pipe' as const] : [])],
    });
  } catch (error) {
    throw fail(error);
  }
  child.stdout?.on('data', (chunk: Buffer) => stdout.add(chunk));
  child.stderr?.on('data', (chunk: Buffer) => stderr.add(chunk));
  // `exit` cannot come before `spawn`, and the caller subscribes in the same turn in which `spawn` resolves.
  try {
    await once(child, 'spawn');
  } catch (error) {
    throw fail(error);
  }
  child.on('error', () => {
    // A signal that cannot be sent: the process is gone, and `exit` reports the rest.
  });
  openChannel(child, options);
  return child;
}

function openChannel(child: ChildProcess, { onChannel }: ProcessOptions): void {
  if (!onChannel) return;
  // Node makes each pipe beyond the standard ones a two-way socket.
  const channel = child.stdio[3] as Duplex;
  channel.on('error', () => {
    // The process is gone, and `exit` reports the rest.
  });
  onChannel(channel);
}

/** Watches the clock, the abort signal and the caller's watchdog, and kills the group when one of them says so. */
function supervise(child: ChildProcess, options: ProcessOptions) {
  let ending: Ending | undefined;
  let graceTimer: NodeJS.Timeout | undefined;
  const untrack = trackGroup(child);

  const end = (why: Ending) => {
    if (ending) return;
    ending = why;
    if (options.killAtOnce || why.kind === 'bounds') {
      killGroup(child, 'SIGKILL');
      return;
    }
    killGroup(child, 'SIGTERM');
    graceTimer = setTimeout(() => killGroup(child, 'SIGKILL'), graceMs);
  };
  const onAbort = () => end({ kind: 'aborted' });
  const timer = setTimeout(() => end({ kind: 'timeout' }), options.timeoutMs);
  const watchTimer = setInterval(() => {
    const text = child.pid === undefined ? undefined : options.watch?.(child.pid);
    if (text !== undefined) end({ kind: 'watch', text });
  }, watchIntervalMs);
  const boundsTimer = setInterval(() => {
    const text = child.pid === undefined ? undefined : options.checkBounds?.(child.pid);
    if (text !== undefined) end({ kind: 'bounds', text });
  }, boundsIntervalMs);
  options.signal?.addEventListener('abort', onAbort, { once: true });
  if (options.signal?.aborted) onAbort();

  return {
    ending: () => ending,
    stop() {
      clearTimeout(timer);
      clearTimeout(graceTimer);
      clearInterval(watchTimer);
      clearInterval(boundsTimer);
      options.signal?.removeEventListener('abort', onAbort);
      untrack();
      // Processes that it started in its group and did not wait for.
      killGroup(child, 'SIGKILL');
    },
  };
}

/** Waits until the pipes are read to their end, but not for a stranger that keeps them open. */
async function finishOutput(child: ChildProcess): Promise<void> {
  const streams = [child.stdout, child.stderr].filter((stream) => stream !== null);
  const ended = streams.filter((stream) => !stream.closed).map((stream) => once(stream, 'close'));
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise((resolve) => {
    timer = setTimeout(resolve, drainMs);
  });
  await Promise.race([Promise.allSettled(ended), deadline]);
  clearTimeout(timer);
  for (const stream of streams) stream.destroy();
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

const running = new Set<ChildProcess>();

const killAllRunning = () => {
  for (const child of running) killGroup(child, 'SIGKILL');
};

/** Has the group killed when we ourselves exit; returns what undoes that. */
function trackGroup(child: ChildProcess): () => void {
  if (running.size === 0) process.prependOnceListener('exit', killAllRunning);
  running.add(child);
  return () => {
    running.delete(child);
    if (running.size === 0) process.removeListener('exit', killAllRunning);
  };
}

function interrupted(signal: AbortSignal | undefined): NightshiftError {
  return new NightshiftError('interrupted', 'Interrupted.', { cause: signal?.reason });
}
