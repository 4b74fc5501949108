/** The watch loop over a real folder, with passes that only note what they were asked for. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfig } from '../../../src/config/load-config.js';
import { watchHost } from '../../../src/daemon/watch-host.js';
import { NightshiftError } from '../../../src/domain/errors.js';
import type { PassEvent } from '../../../src/domain/events.js';
import type { Report } from '../../../src/domain/report.js';
import type { PassRequest } from '../../../src/pipeline/run-pass.js';
import { sampleReport } from '../report/sample-report.js';

let dir: string;
let abort: AbortController;
beforeEach(async () => {
  dir = await realpath(await mkdtemp(path.join(tmpdir(), 'nightshift-watch-')));
  abort = new AbortController();
  await mkdir(path.join(dir, 'src'));
});
afterEach(async () => {
  abort.abort();
  await rm(dir, { recursive: true, force: true });
});

const save = (file: string, text = String(Math.random())): Promise<void> =>
  writeFile(path.join(dir, file), text);

async function until(isTrue: () => boolean): Promise<void> {
  for (let waited = 0; !isTrue(); waited += 20) {
    if (waited > 10_000) throw new Error('it did not happen within ten seconds');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function startWatch(runPass: (request: PassRequest) => Promise<Report>, initial = false) {
  const { config } = await loadConfig({ dir, flags: {}, env: {} });
  const events: PassEvent[] = [];
  const reports: Report[] = [];
  const ended = watchHost({
    dir,
    config,
    observer: (event) => void events.push(event),
    signal: abort.signal,
    runPass,
    onReport: (report) => void reports.push(report),
    initial,
  });
  ended.catch(() => undefined);
  const isWaiting = (): boolean => events.some((event) => event.type === 'idle');
  return { ended, events, reports, isWaiting };
}

/** Notes the files of each pass; null stands for a full one. */
function recorder(work: (request: PassRequest) => Promise<void> = () => Promise.resolve()) {
  const passes: (readonly string[] | null)[] = [];
  const runPass = async (request: PassRequest): Promise<Report> => {
    passes.push(request.onlyFiles ?? null);
    await work(request);
    return sampleReport();
  };
  return { passes, runPass };
}

test('begins with a full pass, then runs one pass for the files of a burst of saves', async () => {
  const { passes, runPass } = recorder();
  const { ended, reports, isWaiting } = await startWatch(runPass, true);
  await until(isWaiting);
  for (let index = 0; index < 40; index++) await save(`src/f${index}.js`);
  await until(() => passes.length === 2);
  abort.abort();
  await ended;
  expect(passes[0]).toBeNull();
  expect(passes[1]).toHaveLength(40);
  expect(passes[1]).toContain('src/f7.js');
  expect(reports).toHaveLength(2);
});

test('a save by renaming is one change, and files that do not matter start nothing', async () => {
  await save('src/a.js');
  const { passes, runPass } = recorder();
  const { ended, isWaiting } = await startWatch(runPass);
  await until(isWaiting);
  await save('src/a.nightshift.test.js');
  await save('README.md');
  await mkdir(path.join(dir, 'node_modules'));
  await save('node_modules/x.js');
  await pause(500);
  expect(passes).toEqual([]);
  await rename(path.join(dir, 'src/a.js'), path.join(dir, 'src/a.js~'));
  await save('src/a.js');
  await until(() => passes.length > 0);
  await pause(500);
  abort.abort();
  await ended;
  expect(passes).toEqual([['src/a.js']]);
});

test('passes never overlap; what changes during one is the work of the next, also when it fails', async () => {
  let running = 0;
  let mostRunning = 0;
  const { passes, runPass } = recorder(async () => {
    mostRunning = Math.max(mostRunning, ++running);
    if (passes.length === 1) {
      await save('src/b.js');
      await save('src/c.js');
      await pause(900);
    }
    running--;
    if (passes.length === 1) throw new NightshiftError('host', 'the host is broken', { remedy: 'mend it' });
  });
  const { ended, events, isWaiting } = await startWatch(runPass);
  await until(isWaiting);
  await save('src/a.js');
  await until(() => passes.length === 2);
  await pause(400);
  abort.abort();
  await ended;
  expect(passes[0]).toEqual(['src/a.js']);
  expect([...(passes[1] ?? [])].sort()).toEqual(['src/b.js', 'src/c.js']);
  expect(passes).toHaveLength(2);
  expect(mostRunning).toBe(1);
  expect(events).toContainEqual({
    type: 'note',
    level: 'warning',
    text: 'this pass failed: the host is broken (mend it)',
  });
});

test('an abort lets the running pass end and report before the watch ends', async () => {
  let isOver = false;
  const { passes, runPass } = recorder(async ({ signal }) => {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    await pause(200);
    isOver = true;
  });
  const { ended, reports } = await startWatch(runPass, true);
  await until(() => passes.length === 1);
  abort.abort();
  await ended;
  expect(isOver).toBe(true);
  expect(reports).toHaveLength(1);
});

test('a fault that no save can mend ends the watch when it comes first', async () => {
  const { runPass } = recorder(() => Promise.reject(new NightshiftError('sandbox', 'no sandbox')));
  const { ended } = await startWatch(runPass, true);
  await expect(ended).rejects.toMatchObject({ code: 'sandbox' });
});

test("a commit of the user's starts a full pass, one of Nightshift's own does not", async () => {
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=u', '-c', 'user.email=u@localhost', ...args], {
      cwd: dir,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '', HOME: dir },
    });
  git('init', '-q');
  git('commit', '-q', '--allow-empty', '-m', 'one');
  const { passes, runPass } = recorder(({ observer }) => {
    if (passes.length > 1) return Promise.resolve();
    git('commit', '-q', '--allow-empty', '-m', 'by nightshift');
    const commit = git('rev-parse', 'HEAD').trim();
    const [branch, patch] = ['nightshift/main', null];
    observer({ type: 'delivered', file: 'src/a.js', testFile: 't.js', tests: 1, commit, branch, patch });
    return Promise.resolve();
  });
  const { ended, isWaiting } = await startWatch(runPass);
  await until(isWaiting);
  await save('src/a.js');
  await until(() => passes.length === 1);
  await pause(900);
  expect(passes).toEqual([['src/a.js']]);
  git('commit', '-q', '--allow-empty', '-m', 'by the user');
  await until(() => passes.length === 2);
  abort.abort();
  await ended;
  expect(passes[1]).toBeNull();
});
