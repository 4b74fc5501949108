/** The files by which the parent gives a job and reads its results. */
import fs from 'node:fs';
import type { FileRecord, JestJob } from '../../protocol/job.js';

// Bound now, because a test may put its own in their place.
const append = fs.appendFileSync.bind(fs);
const { stringify } = JSON;

/** Reads the job and removes it: the seal in it is not for the code under test. */
export function readJob(file: string): JestJob {
  const read = JSON.parse(fs.readFileSync(file, 'utf8')) as JestJob;
  fs.unlinkSync(file);
  return read;
}

/** Shows that a test begins; `null` that its file does. */
export const noteProgress = ({ progressFile }: JestJob, testPath: string, test: string | null): void =>
  append(progressFile, `${stringify({ file: testPath, test })}\n`);

export const writeRecord = ({ recordsFile, seal }: JestJob, record: FileRecord): void =>
  append(recordsFile, `${stringify({ seal, ...record })}\n`);

export const emptyRecord = (testPath: string): FileRecord => ({
  testPath,
  tests: [],
  all: {},
  guardedOutside: [],
  lateErrors: [],
  lateFailures: [],
  readsClock: false,
  leftRunning: [],
  isGivenUp: false,
});
