/** Starts the host's own Jest inside the box and reads back results, coverage and per-test records. */
import { rm, statfs } from 'node:fs/promises';
import { NightshiftError } from '../../../domain/errors.js';
import { inHostFile } from '../config/in-host-file.js';
import { jestStart } from '../config/jest-start.js';
import { isMutated, openExchange } from './exchange.js';
import { commandLine } from './jest-arguments.js';
import { type JestRun, readRun } from './read-run.js';
import { stallWatch } from './stall-watch.js';
import type { JestRequest, JestSession } from './jest-session.js';

export type { JestRequest, JestSession } from './jest-session.js';

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
      ...jestStart(session.host.jest),
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
    watch: stallWatch({
      files: [job.progressFile, ...(request.watchFiles ?? [])],
      stallMs: request.plain ? request.timeoutMs : request.stallMs,
      loadMs: request.loadStallMs,
    }),
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
