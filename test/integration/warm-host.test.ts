/**
 * The warm Jest: the same results as a cold start, and nothing lost when its process is killed. `KILLS=200` kills that
 * often; without it eight times, because each kill costs a start of Jest.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createRandomStream } from '../support/random-stream.js';
import type { JestRun } from '../../src/io/jest/run/read-run.js';
import { type JestRequest, type JestSession, runJest, runTestFiles } from '../../src/io/jest/run/run-jest.js';
import { tinyHost } from '../support/tiny-host.js';
import { closeTinySessions, openTinySession } from '../support/tiny-session.js';

const kills = Number(process.env['KILLS'] ?? 8);

const files: Record<string, string> = {
  'good.test.js': `const { sign } = require('./sign');
test('below', () => { expect(sign(-1)).toBe('negative'); });
test('above', () => { expect(sign(1)).toBe('positive'); });
test('wrong', () => { expect(sign(0)).toBe('positive'); });`,
  'slow.test.js': `const { sign } = require('./sign');
test('later', async () => {
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(sign(0)).toBe('zero');
});`,
  'broken.test.js': `test('never', () => {`,
  'names.test.js': `test('has a thread id of its own, of which Jest makes the names of temp files', () => {
  expect(require('worker_threads').threadId).toBeGreaterThan(0);
});`,
  'exits.test.js': `test('first', () => {});
test('ends it all', () => { process._rawDebug.constructor.constructor('return process')().kill(process.pid, 'SIGKILL'); });`,
};

let session: JestSession;

const request = (...testFiles: string[]): JestRequest => ({
  testFiles,
  coverage: 'records',
  perTest: true,
  guard: false,
  writable: false,
  stallMs: 60_000,
  timeoutMs: 120_000,
  testTimeoutMs: 20_000,
  signal: new AbortController().signal,
});

beforeAll(async () => {
  session = (await openTinySession(tinyHost().dir)).session;
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(session.box.root, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}, 60_000);

afterAll(closeTinySessions);

/** What a run says of the tests, without times and traces. */
const summary = (runs: readonly JestRun[]): unknown =>
  runs.flatMap((run) => [
    run.ended,
    run.at,
    run.files.map((file) => [
      file.path,
      file.passed,
      file.tests.map(({ fullName, status }) => [fullName, status]),
    ]),
    run.records.map(({ testPath, tests, all }) => [testPath, tests, all]),
  ]);

/** Ids of the processes that run for this box. */
function processesOf({ box }: JestSession): number[] {
  const folder = path.dirname(box.scratch);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        const place = readFileSync(`/proc/${pid}/mountinfo`, 'utf8');
        return words.some((word) => word.endsWith('warm.cjs')) && (words.join(' ') + place).includes(folder);
      } catch {
        return false;
      }
    })
    .map(Number);
}

describe('the warm Jest', () => {
  test.each(['good.test.js', 'slow.test.js', 'broken.test.js', 'exits.test.js'])(
    'says of %s what a start of Jest says',
    async (file) => {
      const cold = await runJest(session, request(file));
      expect(summary(await runTestFiles(session, request(file)))).toEqual(summary([cold]));
    },
    60_000,
  );

  test('keeps its temp files apart from those of a process in another box with the same id', async () => {
    const cold = await runJest(session, request('names.test.js'));
    const [warm] = await runTestFiles(session, request('names.test.js'));
    for (const run of [cold, warm]) expect(run?.files.map(({ passed }) => passed)).toEqual([true]);
  }, 60_000);

  test(
    `loses nothing when its process is killed ${kills} times at any moment`,
    async () => {
      const { between } = createRandomStream(7);
      const suite = request('good.test.js', 'slow.test.js', 'good.test.js');
      const expected = summary(await runTestFiles(session, suite));
      let killed = 0;
      for (let time = 0; killed < kills && time < kills * 3; time++) {
        const running = runTestFiles(session, suite);
        await new Promise((resolve) => setTimeout(resolve, between(0, 250)));
        const pids = processesOf(session);
        const victim = pids[between(0, pids.length - 1)];
        if (victim !== undefined) {
          process.kill(victim, 'SIGKILL');
          killed++;
        }
        expect(summary(await running)).toEqual(expected);
      }
      expect(killed).toBe(kills);
    },
    60_000 + kills * 10_000,
  );

  test('leaves no process and no folder behind when it is closed', async () => {
    await runTestFiles(session, request('good.test.js'));
    expect(processesOf(session)).not.toEqual([]);
    expect(readdirSync(session.box.scratch).filter((name) => name.startsWith('run-'))).toEqual([]);
    await closeTinySessions();
    expect(processesOf(session)).toEqual([]);
    expect(existsSync(session.box.scratch) ? readdirSync(session.box.scratch) : []).toEqual([]);
  }, 60_000);
});
