/** The warm Jest hosts of a session: test files are spread over them, and one that dies is replaced at once. */
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { BoxResult } from '../../sandbox/box/box.js';
import { openExchange } from './exchange.js';
import { canShuffle, warmOptions } from './jest-arguments.js';
import { type JestRun, readRun } from './read-run.js';
import type { JestRequest, JestSession, WarmRunner } from './jest-session.js';
import { stallWatch } from './stall-watch.js';
import { type WarmEnding, WarmWorker } from './warm-worker.js';

export interface WarmHostOptions {
  /** Called once, with the reason, when Jest cannot be kept warm. */
  onFallback: (reason: string) => void;
  /** Processes that run at the same time; by default two, or one where there is one core only. */
  size?: number;
}

interface WarmMember {
  worker: WarmWorker;
  /** Language that the process was started with. */
  language: string;
  filesRun: number;
  isBusy: boolean;
}

/** Memory creeps up by about 100 KB a file, and tests may leak more. */
const MAX_FILES = 300;
const MAX_RSS_BYTES = 768 * 1024 * 1024;
/** So many files are worth the start of another process. */
const FILES_FOR_ANOTHER = 6;
/** For processes that die before the file has begun; one that dies in the file gets a single retry. */
const MAX_RETRIES = 4;
const killedByDeadline = 'out of time';

/** Processes with Jest loaded, started when they are first needed. Close it when the box is not used any more. */
export class WarmHost implements WarmRunner {
  readonly #options: WarmHostOptions;
  readonly #members = new Set<WarmMember>();
  readonly #closing = new AbortController();
  #cannot = false;
  #hasStarted = false;
  #sources = 0;

  constructor(options: WarmHostOptions) {
    this.#options = options;
  }

  async runAll(session: JestSession, requests: readonly JestRequest[]): Promise<JestRun[] | null> {
    const runs = new Map<JestRequest, JestRun>();
    const queue = [...requests];
    const work = async (): Promise<void> => {
      for (let request = queue.shift(); request; request = queue.shift()) {
        const run = await this.#runOne(session, request);
        if (run) runs.set(request, run);
      }
    };
    await Promise.all(Array.from({ length: this.#lanes(requests.length) }, work));
    const inOrder = requests.flatMap((request) => runs.get(request) ?? []);
    return inOrder.length === requests.length ? inOrder : null;
  }

  noteSourceChange(): void {
    this.#sources++;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([...this.#members].map(({ worker }) => worker.close()));
    this.#members.clear();
  }

  #lanes(files: number): number {
    const most = this.#options.size ?? Math.min(2, availableParallelism());
    return Math.min(most, Math.ceil(files / FILES_FOR_ANOTHER));
  }

  async #runOne(session: JestSession, request: JestRequest): Promise<JestRun | null> {
    let run = await this.#tryOnce(session, request);
    let deaths = 0;
    // A process may also have been killed from outside. What a test does to it, it does again.
    const most = request.isFinal === true ? 0 : MAX_RETRIES;
    for (let retries = 0; run?.ended === 'crashed' && retries < most; retries++) {
      if (run.at !== null && ++deaths > 1) break;
      run = await this.#tryOnce(session, request);
    }
    return run;
  }

  async #tryOnce(session: JestSession, request: JestRequest): Promise<JestRun | null> {
    request.signal.throwIfAborted();
    const member = this.#cannot ? null : await this.#take(session, request.language ?? '');
    if (!member) return null;
    const exchange = await openExchange(session, request);
    try {
      const ending = await member.worker.run(
        {
          jobFile: exchange.jobFile,
          testFile: path.join(session.box.root, request.testFiles?.[0] ?? ''),
          resultsFile: path.join(exchange.folder, 'results.json'),
          sources: this.#sources,
          config: runConfig(session, request),
        },
        deadline(exchange.job.progressFile, request),
      );
      await this.#giveBack(member, ending);
      request.signal.throwIfAborted();
      return await readRun(
        { root: session.box.root, scratch: session.box.scratch, isRecorded: true, ...exchange },
        asResult(ending),
        false,
      );
    } finally {
      await rm(exchange.folder, { recursive: true, force: true });
    }
  }

  /** A process that is free, or a new one; null where none can be had. */
  async #take(session: JestSession, language: string): Promise<WarmMember | null> {
    for (const member of this.#members) {
      if (!member.isBusy && !member.worker.isAlive) this.#members.delete(member);
    }
    const idle = [...this.#members].find((member) => !member.isBusy && member.language === language);
    if (idle) {
      idle.isBusy = true;
      return idle;
    }
    const started = await WarmWorker.start({
      box: session.box,
      nodeOptions: session.host.nodeOptions,
      env: {
        ...session.host.runner.env,
        ...(language === '' ? {} : { LANG: language, LC_ALL: language }),
      },
      open: warmOptions(session),
      signal: this.#closing.signal,
    });
    if ('cannot' in started) {
      // Where it went well before, something else stood in the way this time.
      if (this.#hasStarted || this.#cannot || this.#closing.signal.aborted) return null;
      this.#cannot = true;
      this.#options.onFallback(started.cannot);
      return null;
    }
    this.#hasStarted = true;
    const member = { worker: started.worker, language, filesRun: 0, isBusy: true };
    this.#members.add(member);
    return member;
  }

  /** A worker that died, has something left running, or has grown too large is not used again. */
  async #giveBack(member: WarmMember, ending: WarmEnding): Promise<void> {
    member.filesRun++;
    const answer = 'answer' in ending && ending.answer.ok ? ending.answer : null;
    const isClean = answer?.leftTimers === 0 && answer.rssBytes < MAX_RSS_BYTES;
    if (isClean && member.filesRun < MAX_FILES) {
      member.isBusy = false;
      return;
    }
    this.#members.delete(member);
    await member.worker.close();
  }
}

/** The changes of a run to Jest's configuration. */
function runConfig(session: JestSession, request: JestRequest): Record<string, unknown> {
  return {
    collectCoverage: request.coverage !== 'none',
    ...(request.testTimeoutMs === undefined ? {} : { testTimeout: request.testTimeoutMs }),
    ...(request.shuffleSeed !== undefined && canShuffle(session.host.jest.version)
      ? { randomize: true, seed: request.shuffleSeed }
      : {}),
  };
}

function deadline(progressFile: string, request: JestRequest): (pid: number) => string | undefined {
  const stalled = stallWatch({
    files: [progressFile, ...(request.watchFiles ?? [])],
    stallMs: request.stallMs,
    loadMs: request.loadStallMs,
  });
  const endBy = Date.now() + request.timeoutMs;
  return (pid) => {
    if (request.signal.aborted) return 'interrupted';
    return Date.now() > endBy ? killedByDeadline : stalled(pid);
  };
}

const endedWell: BoxResult = { exitCode: 0, signal: null, timedOut: false, stdout: '', stderr: '' };

/** As a start of Jest for this file alone would have ended. */
function asResult(ending: WarmEnding): BoxResult {
  if ('died' in ending) {
    const { killedBy, ...result } = ending.died;
    if (killedBy === killedByDeadline) return { ...result, timedOut: true };
    // An end by itself without an answer is one before its time, whatever its exit code.
    return { ...ending.died, signal: result.signal ?? 'SIGKILL' };
  }
  const { answer } = ending;
  return answer.ok ? endedWell : { ...endedWell, signal: 'SIGABRT', stderr: answer.message };
}
