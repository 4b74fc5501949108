/** The wrapped test runner runs the host's own, and writes down what each test did. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import testRunner from '../../../../../../src/io/jest/in-host/runner/test-runner.cjs';
import type { RunnerSession } from '../../../../../../src/io/jest/in-host/runner/session.cjs';
import {
  type FileRecord,
  type JestJob,
  sealedRecordSchema,
} from '../../../../../../src/io/jest/protocol/job.js';

const dir = mkdtempSync(path.join(tmpdir(), 'test-runner-'));
afterAll(() => rmSync(dir, { recursive: true }));

/** A runner of a host: it calls back what the test of the file would do. */
const hostRunner = path.join(dir, 'host-runner.cjs');
writeFileSync(
  hostRunner,
  'module.exports = async (globalConfig, config, environment) => environment.global.body(config);',
);

const job = (changes: Partial<JestJob> = {}): JestJob => ({
  seal: 's1',
  recordsFile: path.join(dir, 'records'),
  progressFile: path.join(dir, 'progress'),
  runners: [{ rootDir: dir, displayName: null, testRunner: hostRunner }],
  guard: false,
  guardExempt: [],
  allowsScratch: false,
  root: dir,
  perTest: true,
  isPatient: true,
  observes: false,
  dropCoverage: false,
  clockOffsetMs: 0,
  clockStepMs: 0,
  isElsewhere: false,
  timeZone: null,
  isZonePinned: true,
  randomSeed: null,
  activeMutants: null,
  returns: null,
  mutantCoverage: false,
  skipsTypes: false,
  ...changes,
});

type Global = Record<string, unknown> & { __nightshift__?: RunnerSession };
type Body = (global: Global, config: { setupFilesAfterEnv: string[] }) => unknown;

/** Runs a file whose only test is `body`. */
async function run(
  body: Body,
  changes: Partial<JestJob> = {},
): Promise<{ record: FileRecord; result: unknown; global: Global }> {
  const made = job(changes);
  writeFileSync(made.recordsFile, '');
  testRunner.useJob(made);
  const global: Global = { Date, Error, Math: Object.create(Math) as Math, setTimeout, setInterval };
  global['body'] = async (config: { setupFilesAfterEnv: string[] }) => {
    global.__nightshift__?.testStart('adds');
    await body(global, config);
    global.__nightshift__?.testDone('adds', 2);
    return { testResults: [{ failureDetails: [5n] }] };
  };
  const config = { rootDir: dir, setupFiles: [], setupFilesAfterEnv: ['/host/setup.js'], testRunner: 'own' };
  const result = await testRunner({}, config, { global }, {}, path.join(dir, 'a.test.js'));
  const record = sealedRecordSchema.parse(JSON.parse(readFileSync(made.recordsFile, 'utf8')));
  return { record, result, global };
}

test('our setup file comes before those of the host', async () => {
  let files: string[] = [];
  await run((_, config) => void (files = config.setupFilesAfterEnv));
  expect(files.map((file) => path.basename(file))).toEqual(['setup.cjs', 'setup.js']);
});

test('the counters that a test raised are written down, with its expectations', async () => {
  const file = { path: '/a.js', s: { 0: 1, 1: 0 }, f: { 0: 0 }, b: { 0: [0, 0] } };
  const { record } = await run((global) => {
    global['__coverage__'] = { '/a.js': file };
    file.b[0] = [0, 1];
  });
  expect(record.tests).toMatchObject([{ name: 'adds', assertions: 2, hits: { '/a.js': ['s0', 'b0.1'] } }]);
  expect(record.all).toEqual({ '/a.js': ['s0', 'b0.1'] });
});

test('counters are dropped where nobody reads the report', async () => {
  const cover: Body = (global) => void (global['__coverage__'] = {});
  expect((await run(cover, { dropCoverage: true })).global['__coverage__']).toBeUndefined();
  expect((await run(cover)).global['__coverage__']).toEqual({});
});

test('values that cannot be written as JSON are taken out of the result', async () => {
  expect((await run(() => undefined)).result).toEqual({ testResults: [{ failureDetails: [] }] });
});

test('a test gets its mutant, and code between tests none', async () => {
  const key = `${path.join(dir, 'a.test.js')}\nadds`;
  let during: unknown;
  const { global } = await run((own) => void (during = { ...(own['__stryker__'] as object) }), {
    activeMutants: { [key]: '0_7' },
  });
  expect(during).toMatchObject({ activeMutant: '0_7', hitCount: 0 });
  expect(global['__stryker__']).toMatchObject({ activeMutant: undefined });
});

test('clock and random numbers are those of the job, and a look at the clock is noted', async () => {
  const dayMs = 86_400_000;
  const seen: number[] = [];
  const { record } = await run(
    (global) =>
      void seen.push(
        (global['Date'] as DateConstructor).now() - Date.now(),
        (global['Math'] as Math).random(),
      ),
    { clockOffsetMs: 30 * dayMs, randomSeed: 7 },
  );
  expect(Math.round((seen[0] ?? 0) / dayMs)).toBe(30);
  expect(record.readsClock).toBe(true);
  const again = await run((global) => void seen.push((global['Math'] as Math).random()), { randomSeed: 7 });
  expect(seen[2]).toBe(seen[1]);
  expect(again.record.readsClock).toBe(false);
});

test('a version of Jest whose modules cannot be guarded is refused', async () => {
  await expect(run(() => undefined, { guard: true })).rejects.toThrow('does not let its view');
});
