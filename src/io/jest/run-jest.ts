/** Starts the host's own Jest inside the box and reads back results, coverage and per-test records. */
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { statSync } from 'node:fs';
import path from 'node:path';
import { NightshiftError } from '../../domain/errors.js';
import type { Host } from '../../domain/host.js';
import type { Box } from '../sandbox/box.js';
import { inHostFile, type JestConfig } from './jest-config.js';
import type { JestJob } from './job.js';
import { type JestRun, readRun } from './read-run.js';

/** What every run needs to know of the host. */
export interface JestSession {
  host: Host;
  box: Box;
  config: JestConfig;
  /** Globs or host-relative paths whose files are instrumented and counted. */
  collectCoverageFrom: readonly string[];
}

export interface JestRequest {
  /** Host-relative test files to run; undefined runs the host's whole suite. */
  testFiles?: readonly string[];
  /** Host-relative test files to leave out. */
  ignoreTestFiles?: readonly string[];
  coverage: 'none' | 'records' | 'records-and-report';
  perTest: boolean;
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
  activeMutants?: Record<string, string>;
  mutantCoverage?: boolean;
  /** Limit for one test, in milliseconds; undefined leaves the host's. */
  testTimeoutMs?: number;
  /** The run is ended when it makes no progress for so long; a function tells how long at each moment. */
  stallMs: number | (() => number);
  timeoutMs: number;
  writable: boolean;
  /** Files besides the progress file whose growth counts as progress. */
  watchFiles?: readonly string[];
  signal: AbortSignal;
}

let runCounter = 0;
const MIN_ROOM_BYTES = 128 * 1024;

/** Runs Jest once. Never throws for what the tests do; only an abort rejects. */
export async function runJest(session: JestSession, request: JestRequest): Promise<JestRun> {
  request.signal.throwIfAborted();
  const folder = path.join(session.box.scratch, `run-${++runCounter}`);
  await mkdir(folder, { recursive: true });
  const job = makeJob(session, request, folder);
  const jobFile = path.join(folder, 'job.json');
  await writeFile(jobFile, JSON.stringify(job));
  await writeFile(job.progressFile, '');
  const result = await session.box.run({
    argv: [...session.host.nodeOptions, session.host.jest.binary, ...jestArgs(session, request, folder)],
    env: {
      NIGHTSHIFT_JOB: jobFile,
      ...(request.timeZone === undefined ? {} : { TZ: request.timeZone }),
      ...(request.language === undefined ? {} : { LANG: request.language, LC_ALL: request.language }),
    },
    timeoutMs: request.timeoutMs,
    writable: request.writable,
    signal: request.signal,
    watch: stallWatch(
      [job.progressFile, ...(request.watchFiles ?? [])],
      request.plain ? request.timeoutMs : request.stallMs,
    ),
  });
  request.signal.throwIfAborted();
  const run = await readRun(
    { root: session.box.root, folder, job },
    result,
    request.coverage === 'records-and-report',
  );
  if (run.ended === 'crashed') await checkRoom(session.box.scratch);
  await rm(folder, { recursive: true, force: true });
  return run;
}

/** A run that broke off because nothing could be written says nothing about the tests. */
async function checkRoom(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize > MIN_ROOM_BYTES) return;
  throw new NightshiftError('host', `The disk is full: ${folder} could not be written while Jest ran`, {
    remedy: 'Make room there, or set TMPDIR to a folder with room.',
  });
}

function makeJob(session: JestSession, request: JestRequest, folder: string): JestJob {
  return {
    recordsFile: path.join(folder, 'records.jsonl'),
    progressFile: path.join(folder, 'progress.jsonl'),
    runners: session.config.projects.map((project) => ({
      rootDir: project.rootDir,
      displayName: project.displayName?.name ?? null,
      testRunner: project.testRunner,
    })),
    guard: request.guard,
    guardExempt: [session.box.scratch],
    root: session.box.root,
    perTest: request.perTest,
    clockOffsetMs: request.clockOffsetMs ?? 0,
    isElsewhere: request.isElsewhere ?? false,
    randomSeed: request.randomSeed ?? null,
    activeMutants: request.activeMutants ?? null,
    mutantCoverage: request.mutantCoverage ?? false,
  };
}

function jestArgs(session: JestSession, request: JestRequest, folder: string): string[] {
  const args = [
    '--ci',
    '--runInBand',
    '--watchman=false',
    '--bail=0',
    '--forceExit',
    '--passWithNoTests',
    '--json',
    `--outputFile=${path.join(folder, 'results.json')}`,
    `--cacheDirectory=${path.join(session.box.scratch, 'jest-cache')}`,
    ...(request.plain ? [] : [`--testRunner=${inHostFile('test-runner.cjs')}`]),
    `--reporters=${inHostFile('reporter.cjs')}`,
    '--silent',
    ...session.config.extraArgs,
    ...coverageArgs(session, request, folder),
  ];
  if (request.testTimeoutMs !== undefined) args.push(`--testTimeout=${request.testTimeoutMs}`);
  if (request.shuffleSeed !== undefined && canShuffle(session.host.jest.version)) {
    args.push('--randomize', `--seed=${request.shuffleSeed}`);
  }
  if (request.ignoreTestFiles && request.ignoreTestFiles.length > 0) {
    // The option replaces the config's patterns, so these are said again.
    const patterns = new Set(session.config.projects.flatMap((project) => project.testPathIgnorePatterns));
    for (const file of request.ignoreTestFiles)
      patterns.add(`${escapeRegExp(path.join(session.box.root, file))}$`);
    for (const pattern of patterns) args.push(`--testPathIgnorePatterns=${pattern}`);
  }
  if (request.testFiles) {
    args.push('--runTestsByPath', ...request.testFiles.map((file) => path.join(session.box.root, file)));
  }
  return args;
}

function coverageArgs(session: JestSession, request: JestRequest, folder: string): string[] {
  if (request.coverage === 'none') return ['--coverage=false'];
  const reporters = request.coverage === 'records' ? 'none' : 'json';
  return [
    '--coverage',
    '--coverageProvider=babel',
    '--coverageThreshold={}',
    `--coverageReporters=${reporters}`,
    `--coverageDirectory=${path.join(folder, 'coverage')}`,
    ...session.collectCoverageFrom.map((glob) => `--collectCoverageFrom=${glob}`),
  ];
}

/** `--randomize` came with Jest 29.5. */
function canShuffle(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 29 || (major === 29 && minor >= 5);
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Ends a run that has not written anything for a while. */
function stallWatch(files: readonly string[], stallMs: JestRequest['stallMs']): () => string | undefined {
  let lastSize = -1;
  let lastChange = Date.now();
  const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return () => {
    const size = files.reduce((sum, file) => sum + sizeOf(file), 0);
    if (size !== lastSize) {
      lastSize = size;
      lastChange = Date.now();
    }
    const limitMs = typeof stallMs === 'number' ? stallMs : stallMs();
    return Date.now() - lastChange > limitMs ? 'stalled' : undefined;
  };
}
