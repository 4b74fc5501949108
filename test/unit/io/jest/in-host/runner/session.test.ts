/** The session of a test file hands each test its mutant, and keeps what it saw. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openGuard } from '../../../../../../src/io/jest/in-host/guard/guard.cjs';
import { emptyRecord } from '../../../../../../src/io/jest/in-host/runner/job-files.cjs';
import {
  openSession,
  type RunnerSession,
  type SessionContext,
} from '../../../../../../src/io/jest/in-host/runner/session.cjs';
import { watchExpectations } from '../../../../../../src/io/jest/in-host/tracing/expectations.cjs';
import type { FileRecord, JestJob } from '../../../../../../src/io/jest/protocol/job.js';

const dir = mkdtempSync(path.join(tmpdir(), 'session-'));
afterAll(() => rmSync(dir, { recursive: true }));

function open(changes: Partial<JestJob>): {
  session: RunnerSession;
  record: FileRecord;
  context: SessionContext;
} {
  const job = {
    progressFile: path.join(dir, 'progress'),
    root: dir,
    runners: [],
    activeMutants: null,
    ...changes,
  } as Partial<JestJob> as JestJob;
  const testPath = path.join(dir, 'a.test.js');
  const guard = openGuard({
    root: dir,
    exempt: [],
    allowsScratch: false,
    inPlaceOf: {},
    testPath,
    setupFiles: [],
  });
  const record = emptyRecord(testPath);
  const context: SessionContext = {};
  const setTimeZone = (): void => undefined;
  const expectations = watchExpectations(testPath);
  return {
    session: openSession({
      job,
      context,
      runtime: {},
      record,
      guard,
      expectations,
      setTimeZone,
    }),
    record,
    context,
  };
}

test('a failed expectation is kept where expectations are recorded', () => {
  const { session, record } = open({ observes: true, perTest: true });
  session.testStart('adds');
  expect(() => session.observe(expect)(1).toBe(2)).toThrow('toBe');
  session.testDone('adds', 1);
  expect(record.tests[0]?.failures).toEqual([expect.stringMatching(/^toBe: /)]);
});

test('expectations are left alone where nobody asks for them', () => {
  const { session } = open({ observes: false });
  expect(session.observe(expect)).toBe(expect);
});

test('marked parts that ran are those of their test', () => {
  const { session, record, context } = open({});
  const mark = context['__nightshiftRan__'] as (part: number) => void;
  session.testStart('a');
  mark(0);
  mark(2);
  session.testDone('a', 1);
  session.testStart('b');
  session.testDone('b', 1);
  expect(record.tests.map(({ ran }) => ran)).toEqual([[0, 2], []]);
});

test('the mutants that a test reaches are written down', () => {
  const { session, record, context } = open({ mutantCoverage: true });
  session.testStart('adds');
  expect(context.__stryker__?.currentTestId).toBe('adds');
  Object.assign(context.__stryker__ ?? {}, { mutantCoverage: { perTest: { adds: { '0_1': 3 } } } });
  session.testDone('adds', 1);
  expect(record.tests[0]?.mutants).toEqual(['0_1']);
});

test('a context whose modules are not guarded is refused', () => {
  const { session } = open({ guard: true });
  expect(() => session.checkGuard({})).toThrow('the guard does not hold');
});
