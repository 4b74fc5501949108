/** Follows a daemon's passes, for whoever asks how it is. */
import { z } from 'zod';
import type { Config } from '../domain/config.js';
import type { PassEvent } from '../domain/events.js';
import type { Report } from '../domain/report.js';

const whole = z.number().int().nonnegative();

/** The answer of a daemon; checked by whoever asks. */
export const statusSchema = z.object({
  version: z.literal(1),
  pid: whole,
  startedAt: z.string(),
  state: z.enum(['working', 'waiting']),
  /** The step that it is at, and the source files that are under way. */
  step: z.string(),
  files: z.array(z.string()),
  targets: z.object({ done: whole, running: whole, waiting: whole }).nullable(),
  passes: whole,
  /** Since it was started. */
  tests: whole,
  findings: whole,
  memoryBytes: whole,
  cpuSeconds: z.number().nonnegative(),
  budget: z.object({
    maxMinutes: z.number().nullable(),
    /** Of the running pass. */
    secondsLeft: z.number().nullable(),
    maxTokens: z.number().nullable(),
    maxUsd: z.number().nullable(),
    tokens: whole,
    usd: z.number().nonnegative().nullable(),
  }),
  lastPass: z.object({ startedAt: z.string(), outcome: z.string(), tests: whole }).nullable(),
});

export type DaemonStatus = z.infer<typeof statusSchema>;

export interface StatusBoard {
  observe: (event: PassEvent) => void;
  onReport: (report: Report) => void;
  read: () => DaemonStatus;
}

interface Board {
  state: DaemonStatus['state'];
  step: string;
  files: Set<string>;
  targets: DaemonStatus['targets'];
  /** When the time of this pass is up, in milliseconds since 1970. */
  endsAt: number | null;
  passes: number;
  tests: number;
  findings: number;
  tokens: number;
  usd: number | null;
  lastPass: DaemonStatus['lastPass'];
}

function note(board: Board, event: PassEvent): void {
  if (event.type === 'idle') {
    Object.assign(board, { state: 'waiting', step: 'waiting for changes', targets: null, endsAt: null });
    board.files.clear();
    return;
  }
  board.state = 'working';
  if (event.type === 'host') board.step = 'preparing';
  if (event.type === 'step' && event.file === undefined) board.step = event.text;
  if (event.type === 'selected') board.step = 'writing and proving tests';
  if (event.type === 'file') board.files.add(event.file);
  if (event.type === 'file-done') board.files.delete(event.file);
  if (event.type === 'delivered') board.tests += event.tests;
  if (event.type === 'progress') {
    board.targets = { ...event.progress.targets };
    const { secondsLeft } = event.progress;
    board.endsAt = secondsLeft === null ? null : Date.now() + secondsLeft * 1000;
  }
}

function enter(board: Board, { run, funnel, findings, model }: Report): void {
  board.passes++;
  board.findings += findings.length;
  board.tokens += model.inputTokens + model.outputTokens;
  board.usd = board.usd === null || model.usd === null ? board.usd : board.usd + model.usd;
  board.lastPass = { startedAt: run.startedAt, outcome: run.outcome, tests: funnel.delivered };
}

/** A board for the daemon of this process. */
export function createStatusBoard(config: Config, startedAt: Date): StatusBoard {
  const board: Board = {
    state: 'working',
    step: 'starting',
    files: new Set(),
    targets: null,
    endsAt: null,
    passes: 0,
    tests: 0,
    findings: 0,
    tokens: 0,
    usd: config.modelPrices === null ? null : 0,
    lastPass: null,
  };
  const { maxMinutes, maxTokens, maxUsd } = config;
  return {
    observe: (event) => note(board, event),
    onReport: (report) => enter(board, report),
    read: () => {
      const { files, endsAt, tokens, usd, ...rest } = board;
      const secondsLeft = endsAt === null ? null : Math.max(0, Math.round((endsAt - Date.now()) / 1000));
      const { user, system } = process.cpuUsage();
      return {
        version: 1,
        pid: process.pid,
        startedAt: startedAt.toISOString(),
        ...rest,
        files: [...files].slice(0, 20),
        memoryBytes: process.memoryUsage.rss(),
        cpuSeconds: Math.round((user + system) / 100_000) / 10,
        budget: { maxMinutes, secondsLeft, maxTokens, maxUsd, tokens, usd },
      };
    },
  };
}
