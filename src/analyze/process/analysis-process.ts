/** Starts the process that reads a repository, and ends it when it takes too long or too much. */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { NightshiftError } from '../../domain/errors.js';
import { type AnalysisAnswer, answerSchema, type Question } from './protocol.js';

/** CPU time that one file, or what concerns all files, may take; an ordinary one takes some milliseconds. */
const usualCpuMs = 15_000;
/** Where the CPU time is not known, and for a process that only waits. */
const mostWallMs = 180_000;
const watchMs = 500;
const ticksPerSecond = 100;
/** In KiB: code may be nested a thousand levels deep, and the checker takes many calls for one level. */
const stackKib = 3900;
const memoryMib = Math.round(Math.min(4096, Math.max(1024, totalmem() / 2 / 1024 ** 2)));

/** How a question ended: with an answer, or with the process, and what it had in hand then. */
export type AnalysisEnding = { answer: AnalysisAnswer } | { stuck: string; file: string | null };

function workerFile(): string {
  const file = fileURLToPath(new URL('./analysis-worker.js', import.meta.url));
  // Run from the sources, as unit tests do, the compiled file lies elsewhere.
  return existsSync(file)
    ? file
    : fileURLToPath(new URL('../../../dist/analyze/process/analysis-worker.js', import.meta.url));
}

/** A process that has nothing to do is kept for the next question: it has the compiler loaded. */
const idle: ChildProcess[] = [];

function start(): ChildProcess {
  const env = { ...process.env, OPENAI_API_KEY: '', NODE_OPTIONS: '' };
  const child = fork(workerFile(), [], {
    env,
    execArgv: [`--max-old-space-size=${memoryMib}`, `--stack-size=${stackKib}`],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.on('error', () => undefined);
  const killAtExit = (): void => void child.kill('SIGKILL');
  process.once('exit', killAtExit);
  child.once('exit', () => {
    process.removeListener('exit', killAtExit);
    if (idle.includes(child)) idle.splice(idle.indexOf(child), 1);
  });
  return child;
}

/** Whether the process keeps us running while we have nothing else to do. */
function hold(child: ChildProcess, isHeld: boolean): void {
  if (isHeld) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}

/**
 * Puts a question to the process, one that waits or a new one.
 *
 * @throws NightshiftError `interrupted` when `signal` aborts; the process is killed then.
 */
export async function ask(
  question: Question,
  signal: AbortSignal,
  mostCpuMs = usualCpuMs,
): Promise<AnalysisEnding> {
  if (signal.aborted) throw interrupted(signal);
  const child = idle.pop() ?? start();
  hold(child, true);
  const ending = await new Promise<AnalysisEnding>((resolve, reject) => {
    let file: string | null = null;
    let since = { cpuMs: 0, at: Date.now() };
    const begin = (): void => {
      since = { cpuMs: cpuMsOf(child.pid) ?? 0, at: Date.now() };
    };
    const end = (settle: () => void): void => {
      clearInterval(timer);
      signal.removeEventListener('abort', onAbort);
      child.removeListener('message', onMessage);
      child.removeListener('exit', onExit);
      settle();
    };
    const giveUp = (stuck: string): void => {
      child.kill('SIGKILL');
      end(() => resolve({ stuck, file }));
    };
    const onMessage = (message: unknown): void => {
      const parsed = answerSchema.safeParse(message);
      if (!parsed.success) giveUp('its analysis gave no answer that makes sense');
      else if (parsed.data.kind === 'file') ({ file } = parsed.data);
      else if (parsed.data.kind !== 'ready') end(() => resolve({ answer: parsed.data }));
      begin();
    };
    const onExit = (): void => giveUp('its analysis took more memory or stack than there is');
    const onAbort = (): void => {
      child.kill('SIGKILL');
      end(() => reject(interrupted(signal)));
    };
    const timer = setInterval(() => {
      const cpuMs = cpuMsOf(child.pid);
      const isOver = cpuMs !== null && cpuMs - since.cpuMs > mostCpuMs;
      if (isOver || Date.now() - since.at > mostWallMs) giveUp('its analysis took too long');
    }, watchMs);
    child.on('message', onMessage);
    child.on('exit', onExit);
    signal.addEventListener('abort', onAbort, { once: true });
    begin();
    child.send(question, (error) => {
      if (error !== null) giveUp('its analysis did not start');
    });
  });
  if ('answer' in ending) {
    hold(child, false);
    idle.push(child);
  }
  return ending;
}

/** User and system time of a process, or null where the system does not say. */
function cpuMsOf(pid: number | undefined): number | null {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // The second field, a name in parentheses, may hold spaces; what follows it are field 3 and the rest.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
  } catch {
    return null;
  }
}

const interrupted = (signal: AbortSignal): NightshiftError =>
  new NightshiftError('interrupted', 'Interrupted.', { cause: signal.reason });
