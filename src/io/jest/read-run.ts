/** Reads back what a run of Jest left in its folder: results, per-test records, coverage, and how far it came. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { CoverageMapData } from 'istanbul-lib-coverage';
import { z } from 'zod';
import type { BoxResult } from '../sandbox/box.js';
import { type FileRecord, fileRecordSchema, type JestJob } from './job.js';

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

export type TestResult = z.infer<typeof testResultSchema>;

export interface TestFileResult {
  /** Host-relative. */
  path: string;
  passed: boolean;
  message: string;
  durationMs: number;
  tests: TestResult[];
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
  /** Where a run that did not end well was: the test file and the test's full name. */
  at: { file: string; test: string | null } | null;
}

/** Everything that is known of a run; `wantsReport` when Istanbul's report was asked for. */
export async function readRun(
  where: { root: string; folder: string; job: JestJob },
  result: BoxResult,
  wantsReport: boolean,
): Promise<JestRun> {
  const { root, folder, job } = where;
  const output = await readOutput(path.join(folder, 'results.json'));
  const relative = (file: string): string => path.relative(root, file).split(path.sep).join('/');
  const isComplete =
    output !== null && !result.timedOut && result.killedBy === undefined && result.signal === null;
  const ended = isComplete ? 'well' : result.killedBy ? 'stalled' : result.timedOut ? 'timeout' : 'crashed';
  return {
    ended,
    message: stripVTControlCharacters(result.stderr).trim().slice(-4000),
    files: (output?.testResults ?? []).map((file) => ({
      path: relative(file.name),
      passed: file.status === 'passed',
      message: file.message ?? '',
      durationMs: Math.max(0, (file.endTime ?? 0) - (file.startTime ?? 0)),
      tests: file.assertionResults,
    })),
    records: await readRecords(job.recordsFile, relative),
    coverage:
      isComplete && wantsReport
        ? await readCoverage(path.join(folder, 'coverage', 'coverage-final.json'), relative)
        : null,
    at: isComplete ? null : await lastProgress(job.progressFile, relative),
  };
}

async function readOutput(file: string): Promise<z.infer<typeof outputSchema> | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return outputSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

async function readRecords(file: string, relative: (file: string) => string): Promise<FileRecord[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const byRelative = (hits: Record<string, string[]>): Record<string, string[]> =>
    Object.fromEntries(Object.entries(hits).map(([name, list]) => [relative(name), list]));
  const records = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const record = fileRecordSchema.parse(JSON.parse(line));
      return {
        ...record,
        testPath: relative(record.testPath),
        all: byRelative(record.all),
        tests: record.tests.map((test) => ({ ...test, hits: byRelative(test.hits) })),
      };
    });
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

async function readCoverage(
  file: string,
  relative: (file: string) => string,
): Promise<CoverageMapData | null> {
  const info = await stat(file).catch(() => null);
  if (!info) return null;
  const data = JSON.parse(await readFile(file, 'utf8')) as CoverageMapData;
  const entries = Object.entries(data).map(([name, coverage]) => {
    const plain = 'toJSON' in coverage ? (coverage.toJSON as () => typeof coverage)() : coverage;
    return [relative(name), { ...plain, path: relative(name) }] as const;
  });
  return Object.fromEntries<(typeof entries)[number][1]>(entries);
}

const progressSchema = z.object({ file: z.string(), test: z.string().nullable() });

async function lastProgress(file: string, relative: (file: string) => string): Promise<JestRun['at']> {
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
  const last = lines.at(-1);
  if (last === undefined) return null;
  const at = progressSchema.parse(JSON.parse(last));
  return { file: relative(at.file), test: at.test };
}
