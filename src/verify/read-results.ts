/** Reads the result of each candidate's own test from a run of the host's Jest. */
import type { Candidate } from '../domain/candidate.js';
import { fullNameOf } from '../test-file/test-file.js';
import type { Reason } from '../domain/verdict.js';
import { explainRefusals } from '../io/jest/run/explain-refusals.js';
import type { FileRecord } from '../io/jest/protocol/job.js';
import type { JestRun } from '../io/jest/run/read-run.js';
import type { PlacedFile } from './placed-files.js';

interface FailedResult {
  ok: false;
  reason: Extract<Reason, 'fails' | 'timeout' | 'crash' | 'policy'>;
  detail: string;
}

export type TestResult =
  { ok: true; record: FileRecord['tests'][number] | null; all: Record<string, string[]> } | FailedResult;

type FileOutcome = JestRun['files'][number];

/** The first lines of a message that say something, without the stack. */
export const firstLines = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at /.test(line))
    .slice(0, 8)
    .join('\n');

/** The results of the files' candidates in a run that ended well, by candidate id. */
export const readResults = (run: JestRun, files: readonly PlacedFile[]): Map<string, TestResult> =>
  new Map(
    files.flatMap((file) => {
      const outcome = run.files.find((result) => result.path === file.path);
      const record = run.records.find((item) => item.testPath === file.path);
      return file.candidates.map(
        (candidate) => [candidate.id, readResult(candidate, outcome, record)] as const,
      );
    }),
  );

function readResult(
  candidate: Candidate,
  outcome: FileOutcome | undefined,
  record: FileRecord | undefined,
): TestResult {
  const name = fullNameOf(candidate);
  const own = record?.tests.find((item) => item.name === name) ?? null;
  const failure =
    readFailure(name, outcome, record) ??
    (outcome?.tests.length === 1 ? readAftermath(outcome, record) : undefined) ??
    readObserved(candidate, own, record);
  return failure ?? { ok: true, record: own, all: record?.all ?? {} };
}

const failed = (reason: FailedResult['reason'], detail: string): FailedResult => ({
  ok: false,
  reason,
  detail,
});

/** Why the test did not pass. */
function readFailure(
  name: string,
  outcome: FileOutcome | undefined,
  record: FileRecord | undefined,
): FailedResult | undefined {
  const tests = outcome?.tests.filter((test) => test.fullName === name) ?? [];
  const [test] = tests;
  if (!outcome || !test) return failed('fails', firstLines(outcome?.message ?? 'Jest did not run the file'));
  const own = record?.tests.find((item) => item.name === name);
  const guarded = [...(own?.guarded ?? []), ...(record?.guardedOutside ?? [])];
  if (guarded.length > 0) return failed('policy', explainRefusals(guarded));
  if (test.status === 'passed' && tests.length === 1) return undefined;
  const said = firstLines((test.failureMessages ?? []).join('\n'));
  const reason = /[Ee]xceeded timeout/.test(said) ? 'timeout' : 'fails';
  return failed(reason, said || `its status is ${test.status}`);
}

/** Faults that came after the only test of a file had passed. */
function readAftermath(outcome: FileOutcome, record: FileRecord | undefined): FailedResult | undefined {
  const isAlone = record?.tests.length === 1;
  const [lateError] = record?.lateErrors ?? [];
  if (isAlone && lateError !== undefined)
    return failed('crash', `an error came after the test had ended: ${lateError}`);
  if (!outcome.passed)
    return failed('crash', `its file fails although it passes: ${firstLines(outcome.message)}`);
  const [left] = record?.leftRunning ?? [];
  if (isAlone && left !== undefined)
    return failed('timeout', `it leaves a timer running (${left}), so that Jest would not end by itself`);
  return undefined;
}

/** Whether something was observed that a test which passes must not do. */
function readObserved(
  { body }: Candidate,
  own: FileRecord['tests'][number] | null,
  record: FileRecord | undefined,
): FailedResult | undefined {
  if (own?.assertions === 0 && /\bexpect\b/.test(body)) return failed('policy', 'no assertion ran');
  const late = record?.tests.length === 1 ? record.lateFailures : [];
  const [hidden] = [...(own?.failures ?? []), ...late];
  if (hidden !== undefined) return failed('policy', `it passes although an expectation failed: ${hidden}`);
  // The code under test may set variables of the environment, as its business is.
  const [changed] = (own?.changed ?? []).filter(
    (name) => !name.startsWith('process.env.') || body.includes('process.env'),
  );
  return changed === undefined ? undefined : failed('policy', `it leaves ${changed} replaced`);
}
