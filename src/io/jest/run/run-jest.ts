/** Starts the host's own Jest inside the box and reads back results, coverage and per-test records. */
import { rm, statfs } from 'node:fs/promises';
import { NightshiftError } from '../../../domain/errors.js';
import type { Host } from '../../../domain/host.js';
import type { Box } from '../../sandbox/box/box.js';
import { inHostFile, type JestConfig } from '../config/jest-config.js';
import { isMutated, openExchange } from './exchange.js';
import { commandLine } from './jest-arguments.js';
import type { Calls } from '../protocol/job.js';
import { type JestRun, readRun } from './read-run.js';
import { stallWatch } from './stall-watch.js';
import type { WarmHost } from './warm-host.js';

/** The facts about the host that every run uses. */
export interface JestSession {
  host: Host;
  box: Box;
  config: JestConfig;
  /** Globs or host-relative paths whose files are instrumented and counted. */
  collectCoverageFrom: readonly string[];
  /** Runs single test files without a start of Jest; null where that cannot be had. */
  warm: WarmHost | null;
}

export interface JestRequest {
  /** Host-relative test files to run; undefined runs the host's whole suite. */
  testFiles?: readonly string[];
  /** Host-relative test files to leave out. */
  ignoreTestFiles?: readonly string[];
  coverage: 'none' | 'records' | 'records-and-report';
  perTest: boolean;
  /** Whether the outcome of each expectation is recorded; default false. */
  observes?: boolean;
  /** Whether a host that type-checks its tests leaves that out; default false, true of mutated code. */
  skipsTypes?: boolean;
  /** Run exactly as the user would, without our test runner; then there are no records. Default false. */
  plain?: boolean;
  guard: boolean;
  clockOffsetMs?: number;
  randomSeed?: number;
  /** Whether the tests see the arguments and environment of another machine. */
  isElsewhere?: boolean;
  timeZone?: string;
  language?: string;
  /** Order of the tests in a file is shuffled with this seed, where the host's Jest can. */
  shuffleSeed?: number;
  /** Whether the test files run in the order in which they are given. */
  inOrder?: boolean;
  activeMutants?: Record<string, string>;
  /** The results of each test's functions without a mutant, by the same keys. */
  returns?: Record<string, Calls>;
  mutantCoverage?: boolean;
  /** Limit for one test, in milliseconds; undefined leaves the host's. */
  testTimeoutMs?: number;
  /** The run is ended when it makes no progress for so long; a function returns the limit at each moment. */
  stallMs: number | (() => number);
  /** The minimum before the first test begins; none by default. */
  loadStallMs?: number;
  timeoutMs: number;
  writable: boolean;
  /** Files besides the progress file whose growth counts as progress. */
  watchFiles?: readonly string[];
  /** Whether a run that ended its process is a result, so that it is not tried again. Default false. */
  isFinal?: boolean;
  signal: AbortSignal;
}

const preloads = ['runner/own-names.cjs', 'guard/type-checks.cjs'].flatMap((file) => [
  '--require',
  inHostFile(file),
]);
const MIN_ROOM_BYTES = 128 * 1024;

/** Runs Jest once. Never throws for what the tests do; only an abort rejects. */
export async function runJest(session: JestSession, request: JestRequest): Promise<JestRun> {
  request.signal.throwIfAborted();
  const { scratch } = session.box;
  const { folder, job, jobFile } = await openExchange(session, request);
  const result = await session.box.run({
    argv: [
      ...session.host.nodeOptions,
      ...(request.plain ? [] : preloads),
      session.host.jest.binary,
      ...commandLine(session, request, folder),
    ],
    env: {
      ...(isMutated(request) ? { NIGHTSHIFT_SKIP_TYPES: '1' } : {}),
      ...(request.timeZone === undefined ? {} : { TZ: request.timeZone }),
      // A zone that the repository's command pins is the zone of its tests.
      ...session.host.runner.env,
      NIGHTSHIFT_JOB: jobFile,
      ...(request.language === undefined ? {} : { LANG: request.language, LC_ALL: request.language }),
    },
    timeoutMs: request.timeoutMs,
    writable: request.writable,
    signal: request.signal,
    watch: stallWatch(
      [job.progressFile, ...(request.watchFiles ?? [])],
      request.plain ? request.timeoutMs : request.stallMs,
      request.loadStallMs,
    ),
  });
  request.signal.throwIfAborted();
  const run = await readRun(
    {
      root: session.box.root,
      scratch,
      folder,
      job,
      isRecorded: request.testFiles !== undefined && request.plain !== true,
    },
    result,
    request.coverage === 'records-and-report',
  );
  if (run.ended === 'crashed') await checkRoom(scratch);
  await rm(folder, { recursive: true, force: true });
  return run;
}

/**
 * Runs each test file of a request, in the warm host where there is one and where the request allows that, else all of
 * them in one start of Jest. A file that ends the process, or hangs, ends only the run that it is part of.
 */
export async function runTestFiles(session: JestSession, request: JestRequest): Promise<JestRun[]> {
  const { warm } = session;
  const { testFiles = [] } = request;
  const wantsOwnStart =
    request.plain === true || request.writable || request.coverage === 'records-and-report';
  if (!warm || wantsOwnStart) return [await runJest(session, request)];
  const requests = testFiles.map((file) => ({ ...request, testFiles: [file] }));
  const runs = await warm.runAll(session, requests);
  if (runs?.some(({ ended }) => ended === 'crashed') === true) await checkRoom(session.box.scratch);
  return runs ?? [await runJest(session, request)];
}

/** A run that broke off because nothing could be written says nothing about the tests. */
async function checkRoom(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize > MIN_ROOM_BYTES) return;
  throw new NightshiftError('host', `The disk is full: ${folder} could not be written while Jest ran`, {
    remedy: 'Make room there, or set TMPDIR to a folder with room.',
  });
}
