/** Reads back what a run of Jest left in its folder: results, per-test records, coverage, and how far it came. */
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { CoverageMapData } from 'istanbul-lib-coverage';
import { z } from 'zod';
import type { BoxResult } from '../../sandbox/box/box.js';
import { readBelow } from '../../files/below.js';
import { type FileRecord, type JestJob, sealedRecordSchema } from '../protocol/job.js';

/** Text without the colours of a terminal. */
const plainText = z.string().transform(stripVTControlCharacters);

const testResultSchema = z.object({
  ancestorTitles: z.array(z.string()),
  title: z.string(),
  fullName: z.string(),
  status: z.string(),
  failureMessages: z.array(plainText).nullish(),
  duration: z.number().nullish(),
});

const outputSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: plainText.nullish(),
      startTime: z.number().nullish(),
      endTime: z.number().nullish(),
      assertionResults: z.array(testResultSchema),
    }),
  ),
});

type RunOutput = z.infer<typeof outputSchema>;

export type JestTestResult = z.infer<typeof testResultSchema>;

export interface TestFileResult {
  /** Host-relative. */
  path: string;
  passed: boolean;
  message: string;
  durationMs: number;
  tests: JestTestResult[];
}

export interface JestRun {
  /** `well`: the process ended by itself with complete results. */
  ended: 'well' | 'stalled' | 'timeout' | 'crashed';
  /** The end of what the process wrote to standard error. */
  message: string;
  files: TestFileResult[];
  /** Paths in it are host-relative. */
  records: FileRecord[];
  /** Istanbul's report with host-relative paths, when it was asked for and the run ended well. */
  coverage: CoverageMapData | null;
  /** Where a run that did not end well was: the test file and the test's full name; null when it is unknown. */
  at: { file: string; test: string | null } | null;
}

/** Where a run's files are: all below `scratch`, which the box may have tampered with. */
export interface RunPlace {
  root: string;
  scratch: string;
  folder: string;
  job: JestJob;
  /** Whether every test file went through our wrapper, so that each has a record. */
  isRecorded: boolean;
}

type Relative = (file: string) => string;

/** More than Jest leaves after a hundred thousand tests; what is larger was written by something else. */
const mostBytes = 256 * 1024 * 1024;

async function readBack(scratch: string, file: string): Promise<string | null> {
  const read = await readBelow(scratch, file, mostBytes);
  return read.ok ? read.text : null;
}

/**
 * Everything that is known of a run; `wantsReport` when Istanbul's report was asked for. A run whose results contradict
 * each other, or that hold what our wrapper did not write, counts as crashed: code under test has meddled with them.
 */
export async function readRun(place: RunPlace, result: BoxResult, wantsReport: boolean): Promise<JestRun> {
  const { root, scratch, folder, job } = place;
  const output = await readOutput(scratch, path.join(folder, 'results.json'));
  const relative: Relative = (file) => path.relative(root, file).split(path.sep).join('/');
  const records = await readRecords(scratch, job, relative);
  const tampering =
    output === null ? undefined : (describeExit(result) ?? describeRecords(place, output, records));
  const isForged = output !== null && describeRecords(place, output, records) !== undefined;
  const isComplete =
    output !== null && !result.timedOut && result.killedBy === undefined && tampering === undefined;
  const report = path.join(folder, 'coverage', 'coverage-final.json');
  return {
    ended: isComplete ? 'well' : howItEnded(result),
    message: `${result.exceeded ?? tampering ?? ''}\n${stripVTControlCharacters(result.stderr)}`
      .trim()
      .slice(-4000),
    files: toFileResults(output, relative),
    records: records ?? [],
    coverage: isComplete && wantsReport ? await readCoverage(scratch, report, relative) : null,
    at: isComplete || isForged ? null : await lastProgress(scratch, job.progressFile, relative),
  };
}

const toFileResults = (output: RunOutput | null, relative: Relative): TestFileResult[] =>
  (output?.testResults ?? []).map((file) => ({
    path: relative(file.name),
    passed: file.status === 'passed',
    message: file.message ?? '',
    durationMs: Math.max(0, (file.endTime ?? 0) - (file.startTime ?? 0)),
    tests: file.assertionResults,
  }));

/** The results in an output in Jest's format, with paths below `root`; null where it is none. */
export function parseRunOutput(text: string, root: string): TestFileResult[] | null {
  const parsed = outputSchema.safeParse(parseJson(text));
  const relative: Relative = (file) => path.relative(root, file).split(path.sep).join('/');
  return parsed.success ? toFileResults(parsed.data, relative) : null;
}

function howItEnded({ exceeded, killedBy, timedOut }: BoxResult): Exclude<JestRun['ended'], 'well'> {
  if (exceeded !== undefined) return 'crashed';
  if (killedBy !== undefined) return 'stalled';
  return timedOut ? 'timeout' : 'crashed';
}

/** The fault in the records of a run, if there is one: our wrapper writes one for each test file. */
function describeRecords(
  { root, isRecorded }: RunPlace,
  output: RunOutput,
  records: readonly FileRecord[] | null,
): string | undefined {
  if (records === null) return 'the records of the run hold what the test runner did not write';
  const known = new Set(records.map(({ testPath }) => path.join(root, testPath)));
  const isMissing = isRecorded && output.testResults.some(({ name }) => !known.has(name));
  return isMissing ? 'the results name a test file that was not run to its end' : undefined;
}

/** Jest ends by itself, with 0 or 1; results beside another end are not Jest's. */
function describeExit({ exitCode, signal }: BoxResult): string | undefined {
  if (signal !== null || exitCode === null) return `the process was ended by ${signal ?? 'a signal'}`;
  return exitCode > 1 ? `the process ended with exit code ${exitCode}` : undefined;
}

async function readOutput(scratch: string, file: string): Promise<RunOutput | null> {
  const parsed = outputSchema.safeParse(parseJson(await readBack(scratch, file)));
  return parsed.success ? parsed.data : null;
}

/** Anything, or undefined for what is no JSON. */
function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

/** The records of the run, or null when there is one that our wrapper has not sealed. */
async function readRecords(scratch: string, job: JestJob, relative: Relative): Promise<FileRecord[] | null> {
  const lines = ((await readBack(scratch, job.recordsFile)) ?? '').split('\n').filter((line) => line !== '');
  const records: FileRecord[] = [];
  for (const line of lines) {
    const parsed = sealedRecordSchema.safeParse(parseJson(line));
    if (!parsed.success || parsed.data.seal !== job.seal) return null;
    records.push(withRelativePaths(parsed.data, relative));
  }
  return addLateErrors(records);
}

/** A second record of a file only holds errors that came after it had ended. */
function addLateErrors(records: readonly FileRecord[]): FileRecord[] {
  const byFile = new Map<string, FileRecord>();
  for (const record of records) {
    const known = byFile.get(record.testPath);
    if (known) known.lateErrors.push(...record.lateErrors);
    else byFile.set(record.testPath, record);
  }
  return [...byFile.values()];
}

function withRelativePaths(record: FileRecord, relative: Relative): FileRecord {
  const byRelative = (hits: Record<string, string[]>): Record<string, string[]> =>
    Object.fromEntries(Object.entries(hits).map(([name, list]) => [relative(name), list]));
  return {
    ...record,
    testPath: relative(record.testPath),
    all: byRelative(record.all),
    tests: record.tests.map((test) => ({ ...test, hits: byRelative(test.hits) })),
  };
}

async function readCoverage(
  scratch: string,
  file: string,
  relative: Relative,
): Promise<CoverageMapData | null> {
  const data = parseJson(await readBack(scratch, file));
  if (typeof data !== 'object' || data === null) return null;
  const entries = Object.entries(data as CoverageMapData).map(([name, coverage]) => {
    const plain = 'toJSON' in coverage ? (coverage.toJSON as () => typeof coverage)() : coverage;
    return [relative(name), { ...plain, path: relative(name) }] as const;
  });
  return Object.fromEntries<(typeof entries)[number][1]>(entries);
}

const progressSchema = z.object({ file: z.string(), test: z.string().nullable() });

async function lastProgress(scratch: string, file: string, relative: Relative): Promise<JestRun['at']> {
  const lines = ((await readBack(scratch, file)) ?? '').split('\n').filter((line) => line !== '');
  const at = progressSchema.safeParse(parseJson(lines.at(-1) ?? null));
  return at.success ? { file: relative(at.data.file), test: at.data.test } : null;
}
