/** Runs test files by the command by which the repository runs its tests: its runner, configuration, options and environment. */
import type { TestFileResult } from './read-run.js';
import type { JestSession } from './jest-session.js';
import { runJest } from './run-jest.js';
import { runVitest } from './run-vitest.js';

/** How a run by the repository's command ended. */
export interface OwnRun {
  /** Whether the runner came to its end and said how each file went. */
  isComplete: boolean;
  files: TestFileResult[];
  /** The runner's own words where it did not. */
  message: string;
}

export interface OwnRunRequest {
  /** Host-relative. */
  testFiles: readonly string[];
  timeoutMs: number;
  signal: AbortSignal;
}

/** Runs these test files and no others, as far as the runner permits that. */
export async function runOwnCommand(session: JestSession, request: OwnRunRequest): Promise<OwnRun> {
  if (session.host.runner.name === 'vitest') return runVitest(session, request);
  const { testFiles, timeoutMs, signal } = request;
  const run = await runJest(session, {
    testFiles,
    coverage: 'none',
    perTest: false,
    plain: true,
    asCommanded: true,
    guard: false,
    stallMs: timeoutMs,
    timeoutMs,
    writable: true,
    signal,
  });
  return { isComplete: run.ended === 'well', files: run.files, message: run.message };
}
