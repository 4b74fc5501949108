/**
 * Decides whether a test that ran with a mutant detected it: an expectation failed, or an expected error did not
 * come.
 */
import type { Candidate } from '../../domain/candidate.js';
import type { JestRun } from '../../io/jest/run/read-run.js';
import type { Play } from './subject.js';

/** `expect.assertions(2)` and its like, at the head of what Jest says. */
const countFailed = /^(?:Error: )?\S*expect\.(?:assertions|hasAssertions)\(/;
/** A query that finds nothing is an expectation of its own: `getByText('Mug')`. */
const queryFailed = /^TestingLibraryElementError\b/;
const lawFailed = /\bProperty failed by returning false\b/;
const assertFailed = /^AssertionError\b/;
const assertPackages = /^(?:node:)?assert(?:\/strict)?$|^chai$/;

/** Whether a failure with this message is one that the test looks for, as far as its own `expect` is not concerned. */
export function noticesOf({ imports }: Candidate): (message: string) => boolean {
  const asserts = imports.some(({ from }) => from.kind === 'package' && assertPackages.test(from.name));
  return (message) => {
    const patterns = [countFailed, queryFailed, lawFailed, ...(asserts ? [assertFailed] : [])];
    return patterns.some((pattern) => pattern.test(message.trim()));
  };
}

/** How the test of this key fared in a run that ended well. */
export function readPlay(run: JestRun, key: string, isNotice: (message: string) => boolean): Play {
  const [path, name] = [key.slice(0, key.indexOf('\n')), key.slice(key.indexOf('\n') + 1)];
  const test = run.files.find((file) => file.path === path)?.tests.find(({ fullName }) => fullName === name);
  const record = run.records
    .find(({ testPath }) => testPath === path)
    ?.tests.find((item) => item.name === name);
  if (test?.status === 'passed') return (record?.failures.length ?? 0) > 0 ? 'swallowed' : 'unnoticed';
  // The stub of a function may have been the cause, so the result is unclear.
  if (record?.calledStub) return 'unclear';
  const said = test?.failureMessages ?? [];
  return record?.notices === true || said.some(isNotice) ? 'noticed' : 'unclear';
}
