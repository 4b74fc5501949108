/** Runs test files by the command by which the repository runs its tests: its runner, configuration, options and environment. */
import type { JestSession } from '../run/jest-session.js';
import { runJest } from '../run/run-jest.js';
import type { OwnRun, OwnRunRequest } from './own-run.js';
import { usesOwnFolder } from '../../../test-file/test-path.js';
import { runOwnFolder } from './run-own-folder.js';
import { runVitest } from './run-vitest.js';

/** Runs these test files and no others, as far as the runner permits that. */
export async function runOwnCommand(session: JestSession, request: OwnRunRequest): Promise<OwnRun> {
  if (session.host.runner.name === 'vitest') return runVitest(session, request);
  if (usesOwnFolder(session.host)) return runOwnFolder(session, request);
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
