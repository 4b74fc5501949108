/** One warm Jest host: a process in the box that has Jest loaded and runs test files on command. */
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { Duplex } from 'node:stream';
import type { Box, BoxResult } from '../../sandbox/box/box.js';
import { inHostFile } from '../config/in-host-file.js';
import { type WarmAnswer, warmAnswerSchema, type WarmCommand } from '../protocol/warm-protocol.js';

/** How a command ended: with an answer, or with the process. */
export type WarmEnding = { answer: WarmAnswer } | { died: BoxResult };

type Told<Kind extends WarmCommand['kind']> = Omit<Extract<WarmCommand, { kind: Kind }>, 'nonce' | 'kind'>;

export interface WarmWorkerOptions {
  box: Box;
  nodeOptions: readonly string[];
  env: Record<string, string>;
  open: Told<'open'>;
  signal: AbortSignal;
}

/** Returns a text to have the process ended. Asked about once a second. */
type WorkerWatch = (pid: number) => string | undefined;

interface PendingReply {
  nonce: string;
  resolve: (ending: WarmEnding) => void;
  watch: WorkerWatch;
}

const LIFE_MS = 24 * 3_600_000;
const OPEN_MS = 120_000;
const CLOSE_MS = 2_000;

/** A process that runs one test file at a time. */
export class WarmWorker {
  readonly #ended: Promise<BoxResult>;
  readonly #opened: Promise<Duplex>;
  #pending: PendingReply | null = null;
  #isAlive = true;

  private constructor({ box, nodeOptions, env, signal }: WarmWorkerOptions) {
    let onChannel: (channel: Duplex) => void = () => undefined;
    this.#opened = new Promise((resolve) => {
      onChannel = resolve;
    });
    this.#ended = box
      .run({
        argv: [...nodeOptions, inHostFile('warm/warm.cjs')],
        env,
        timeoutMs: LIFE_MS,
        writable: false,
        signal,
        watch: (pid) => this.#pending?.watch(pid),
        onChannel,
      })
      .catch(deadBy);
    void this.#opened.then((channel) => this.#listen(channel));
    void this.#ended.then((died) => {
      this.#isAlive = false;
      this.#settle({ died });
    });
  }

  /** Starts the process and has it load the host's Jest. Returns the reason where it cannot. */
  static async start(options: WarmWorkerOptions): Promise<{ worker: WarmWorker } | { cannot: string }> {
    const first = await WarmWorker.#startOnce(options);
    // One that was killed meanwhile says nothing about the host.
    const opened =
      'died' in first.ending && !options.signal.aborted ? await WarmWorker.#startOnce(options) : first;
    const cannot = whyNot(opened.ending);
    if (cannot === null) return { worker: opened.worker };
    await opened.worker.close();
    return { cannot };
  }

  static async #startOnce(options: WarmWorkerOptions): Promise<{ worker: WarmWorker; ending: WarmEnding }> {
    const worker = new WarmWorker(options);
    const openBy = Date.now() + OPEN_MS;
    const ending = await worker.#send({ kind: 'open', nonce: randomUUID(), ...options.open }, () =>
      Date.now() > openBy ? 'it did not start in time' : undefined,
    );
    return { worker, ending };
  }

  /** Whether the process can take commands. */
  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Runs one file; `watch` may end it, and the process with it. */
  run(command: Told<'run'>, watch: WorkerWatch): Promise<WarmEnding> {
    return this.#send({ kind: 'run', nonce: randomUUID(), ...command }, watch);
  }

  /** Lets the process finish by itself, and ends it when it does not. */
  async close(): Promise<void> {
    const endBy = Date.now() + CLOSE_MS;
    this.#pending ??= {
      nonce: randomUUID(),
      resolve: () => undefined,
      watch: () => (Date.now() > endBy ? 'closed' : undefined),
    };
    void this.#opened.then((channel) => channel.end());
    await this.#ended;
  }

  #listen(channel: Duplex): void {
    const lines = createInterface({ input: channel });
    lines.on('line', (line) => {
      const answer = parseAnswer(line);
      if (answer && answer.nonce === this.#pending?.nonce) this.#settle({ answer });
    });
    lines.on('error', () => {
      // The process is gone; its exit is handled elsewhere.
    });
  }

  #settle(ending: WarmEnding): void {
    const pending = this.#pending;
    this.#pending = null;
    pending?.resolve(ending);
  }

  async #send(command: WarmCommand, watch: WorkerWatch): Promise<WarmEnding> {
    const ending = new Promise<WarmEnding>((resolve) => {
      this.#pending = { nonce: command.nonce, resolve, watch };
    });
    // It may have died while idle, and only this check reports it to the command.
    const died = this.#ended.then((result) => {
      if (this.#pending?.nonce === command.nonce) this.#settle({ died: result });
      return null;
    });
    // Before the process runs there is no channel; when it never runs, `died` settles.
    const channel = await Promise.race([this.#opened, died]);
    channel?.write(`${JSON.stringify(command)}\n`);
    return ending;
  }
}

/** A box that was closed, or a run that was interrupted, is the end of the process like any other. */
const deadBy = (error: unknown): BoxResult => ({
  exitCode: null,
  signal: 'SIGKILL',
  timedOut: false,
  stdout: '',
  stderr: String((error as Error | null)?.message ?? error),
});

function whyNot(ending: WarmEnding): string | null {
  if ('died' in ending)
    return ending.died.killedBy ?? (ending.died.stderr.trim().split('\n')[0] || 'it ended at once');
  return ending.answer.ok ? null : ending.answer.message;
}

function parseAnswer(line: string): WarmAnswer | null {
  try {
    return warmAnswerSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
