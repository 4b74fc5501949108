/** Where the repository's own tests take too long, what ran by then is known, and the rest of the code counts as open. */
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { reportSoFar } from '../../src/measure/partial.js';
import type { FileRecord } from '../../src/io/jest/protocol/job.js';
import type { JestRun } from '../../src/io/jest/run/read-run.js';
import type { JestSession } from '../../src/io/jest/run/run-jest.js';
import { measureTiny } from '../support/measure-tiny.js';
import { removeTempFolders, tempFolder } from '../support/temp-repo.js';

afterAll(removeTempFolders);

const files = {
  'lib/good.js': `exports.good = (n) => (n > 0 ? 'up' : 'down');\n`,
  'lib/good.test.js': `test('good', () => expect(require('./good').good(1)).toBe('up'));\n`,
  'lib/slow.test.js': `test('slow', () => new Promise(() => {}), 600_000);\n`,
};

test('a suite that is stopped before a test has run leaves every source open', async () => {
  const measured = await measureTiny(files, [], { stopAt: Date.now() });
  expect(measured.durationMs).toBe(Infinity);
  expect(measured.testFiles).toEqual([]);
  expect(measured.findings).toEqual([]);
  expect(Object.keys(measured.coverage)).toEqual(['lib/good.js']);
});

test('what ran before a suite is stopped counts, and a test that was given up does not', async () => {
  const { 'lib/slow.test.js': slow, ...quick } = files;
  const { durationMs } = await measureTiny(quick);
  const stopAt = Date.now() + 10_000 + 4 * durationMs;
  const measured = await measureTiny({ ...quick, 'lib/slow.test.js': slow }, [], { stopAt });
  expect(measured.durationMs).toBe(Infinity);
  expect(measured.testFiles.map((file) => file.path)).toEqual(['lib/good.test.js']);
  expect([...(measured.covered.get('lib/good.js') ?? [])]).toContain('b0.0');
}, 300_000);

const recordOf = (all: FileRecord['all']): FileRecord => ({
  ...{ testPath: 'a.test.js', tests: [], all, guardedOutside: [], lateErrors: [], lateFailures: [] },
  ...{ readsClock: false, leftRunning: [], isGivenUp: false },
});

test('what ran by then counts, also branches; TypeScript is counted at zero', async () => {
  const root = tempFolder();
  for (const file of ['a.js', 'b.ts', 'c.js'])
    appendFileSync(path.join(root, file), 'exports.f = (n) => (n ? 1 : 2);\n');
  const session = { box: { root } } as unknown as JestSession;
  const run: JestRun = {
    ...{ ended: 'timeout', message: '', files: [], coverage: null, at: null },
    records: [
      recordOf({ 'a.js': ['s0', 's1', 'f0', 'b0.1', 'b7.0', 's99'], 'b.ts': ['s0'], 'gone.js': ['s0'] }),
    ],
  };
  const { coverage, files: ran } = await reportSoFar(session, ['a.js', 'b.ts', 'c.js'], run);
  expect(ran.map((file) => file.path)).toEqual(['a.test.js']);
  expect(coverage['a.js']).toMatchObject({ s: { 0: 1, 1: 1 }, f: { 0: 1 }, b: { 0: [0, 1] } });
  expect(coverage['b.ts']).toMatchObject({ s: { 0: 0, 1: 0 }, b: { 0: [0, 0] } });
  expect(coverage['c.js']).toMatchObject({ s: { 0: 0, 1: 0 } });
  expect(Object.keys(coverage)).not.toContain('gone.js');
});
