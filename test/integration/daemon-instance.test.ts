/** One daemon for each repository, and the answers of the one that runs. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import Database from 'libsql';
import { claim, openInstance } from '../../src/daemon/instance.js';
import { askStatus } from '../../src/daemon/status-socket.js';
import { describeProcess } from '../../src/io/files/temp-folder.js';
import type { DaemonMark } from '../../src/ledger/daemon-row.js';
import { openLedger } from '../../src/ledger/ledger.js';
import { buildConfig } from '../support/builders.js';
import { closeLedgers, openTemp } from '../support/ledger-entries.js';
import { tempFolder } from '../support/temp-repo.js';
import { keptTest, sampleReport } from '../unit/report/sample-report.js';

afterAll(closeLedgers);

const markOf = (owner: DaemonMark['owner'], startedAt = '2026-01-01T00:00:00.000Z'): DaemonMark => ({
  owner,
  socket: null,
  startedAt,
});

/** The mark of a process that has ended. */
async function deadMark(): Promise<DaemonMark> {
  const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)']);
  await once(child, 'spawn');
  const mark = markOf(await describeProcess(child.pid ?? 0));
  child.kill('SIGKILL');
  await once(child, 'close');
  return mark;
}

describe('a repository', () => {
  test('has one daemon at a time, and the next one may come when it has ended', async () => {
    const dir = tempFolder();
    const first = await openInstance(dir, buildConfig());
    await expect(openInstance(dir, buildConfig())).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(`process ${process.pid}`) as string,
    });
    await first.close();
    const second = await openInstance(dir, buildConfig());
    await second.close();
  });

  test('is taken over from a daemon that was killed', async () => {
    const ledger = openTemp();
    expect(ledger.claimDaemon(await deadMark(), null)).toBe(true);
    const mine = markOf(await describeProcess(process.pid));
    await claim(ledger, mine);
    expect(ledger.daemon()).toEqual(mine);
  });

  test('is taken over when another process has got the id of the one that was killed', async () => {
    const ledger = openTemp();
    const now = await describeProcess(process.pid);
    ledger.claimDaemon(markOf({ ...now, startTime: '1' }), null);
    await claim(ledger, markOf(now));
    expect(ledger.daemon()?.owner).toEqual(now);
  });

  test('is left to the daemon of another machine that shares the folder, until its entry is removed', async () => {
    const path = join(tempFolder(), 'ledger.db');
    const ledger = openTemp(path);
    const now = await describeProcess(process.pid);
    ledger.claimDaemon(markOf({ ...now, where: 'elsewhere' }), null);
    const refused = claim(ledger, markOf(now));
    await expect(refused).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('(elsewhere), or was killed with it') as string,
      remedy: expect.not.stringMatching(/\bkill /) as string,
    });
    // The statement that the remedy names.
    const database = new Database(path);
    database.exec('DELETE FROM daemon');
    database.close();
    await claim(ledger, markOf(now));
    expect(ledger.daemon()?.owner).toEqual(now);
  });

  test('goes to one of several that take over at once', async () => {
    const path = join(tempFolder(), 'ledger.db');
    const [one, other] = [openTemp(path), openTemp(path)];
    const dead = await deadMark();
    one.claimDaemon(dead, null);
    const now = await describeProcess(process.pid);
    const marks = [markOf(now, '2026-01-02'), markOf(now, '2026-01-03')] as const;
    // Both have seen the dead one.
    expect([one.claimDaemon(marks[0], dead), other.claimDaemon(marks[1], dead)]).toEqual([true, false]);
    other.releaseDaemon(marks[1]);
    expect(one.daemon()).toEqual(marks[0]);
  });
});

describe('the status', () => {
  test('follows the work, and is gone with the daemon', async () => {
    const dir = tempFolder();
    const instance = await openInstance(dir, buildConfig({ maxMinutes: 30, maxTokens: 9000 }));
    const ledger = openLedger(join(dir, '.nightshift/ledger.db'));
    const socket = ledger.daemon()?.socket ?? '';
    ledger.close();
    expect(await askStatus(socket)).toMatchObject({
      pid: process.pid,
      state: 'working',
      step: 'starting',
      tests: 0,
    });

    instance.observe({ type: 'selected', targets: 9, withGaps: 9, files: 2 });
    instance.observe({ type: 'file', file: 'src/a.js', targets: 4 });
    instance.observe({
      ...{ type: 'delivered', file: 'src/a.js', testFile: 'src/a.test.js', tests: 3 },
      ...{ commit: 'c', branch: 'b', patch: null },
    });
    const during = await askStatus(socket);
    expect(during).toMatchObject({
      step: 'writing and proving tests',
      files: ['src/a.js'],
      tests: 3,
      passes: 0,
    });
    expect(during?.memoryBytes).toBeGreaterThan(1_000_000);

    instance.onReport(
      sampleReport({
        tests: [keptTest()],
        model: { requests: 1, inputTokens: 70, outputTokens: 7, usd: 0.5 },
      }),
    );
    instance.observe({ type: 'idle' });
    expect(await askStatus(socket)).toMatchObject({
      state: 'waiting',
      files: [],
      passes: 1,
      lastPass: { outcome: 'finished', tests: 1 },
      budget: { maxMinutes: 30, maxTokens: 9000, tokens: 77 },
    });
    await instance.close();
    expect(await askStatus(socket)).toBeNull();
    expect(existsSync(dirname(socket))).toBe(false);
  });

  test('keeps nobody waiting who only listens', async () => {
    const dir = tempFolder();
    const instance = await openInstance(dir, buildConfig());
    const ledger = openLedger(join(dir, '.nightshift/ledger.db'));
    const client = connect({ path: ledger.daemon()?.socket ?? '', allowHalfOpen: true });
    ledger.close();
    client.resume();
    await once(client, 'end');
    await instance.close();
    client.destroy();
  });

  test('is not asked of a file, nor believed of anything but a daemon', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'plain'), '{}');
    expect(await askStatus(join(folder, 'plain'))).toBeNull();
    expect(await askStatus(join(folder, 'missing'))).toBeNull();
    const place = join(folder, 'odd');
    const server = createServer((socket) => socket.end('{"version": 1}')).listen(place);
    await once(server, 'listening');
    expect(await askStatus(place)).toBeNull();
    server.close();
    expect(readdirSync(folder)).toContain('plain');
  });
});
