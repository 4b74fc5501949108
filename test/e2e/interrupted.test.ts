/** Ctrl-C at any moment: the pass ends at once, leaves nothing half done, and the next one goes on from there. */
import { join } from 'node:path';
import { openLedger } from '../../src/ledger/ledger.js';
import { removeTempFolders, type TempRepo } from '../support/temp-repo.js';
import { processesUnder, runNightshift, signSource, tinyHost } from '../support/tiny-host.js';

let host: TempRepo;

beforeAll(() => {
  const half = 'exports.half = function half(n) {\n  return n % 2 === 0 ? n / 2 : null;\n};\n';
  host = tinyHost({ 'sign.js': signSource, 'half.js': half });
});
afterAll(removeTempFolders);

const commits = (): string[] =>
  host
    .git('log', '--all', '--format=%s')
    .split('\n')
    .filter((line) => line.startsWith('test('));

test.each([
  ['the copy', 'copying the repository', 0],
  ['the reading of the sources', 'reading the sources', 0],
  ['the baseline', "running the repository's own tests", 300],
  ['the exploring', 'exploring ', 700],
  ['the verifying', 'running each candidate alone', 300],
  ['the delivering', ' tests in ', 0],
])('during %s', async (_, text, afterMs) => {
  const run = await runNightshift(host.dir, { args: ['--verbose'], interruptAt: { text, afterMs } });
  expect(run.exitCode).toBe(130);
  expect(run.err).not.toContain('internal error');
  expect(run.leftovers).toEqual([]);
  expect(processesUnder(join(host.dir, '..', 'temp'))).toEqual([]);
  expect(host.git('fsck', '--strict')).toBe('');
  expect(host.git('status', '--porcelain', '--', 'sign.js', 'half.js')).toBe('');
  // Nothing is kept of a pass that ends before its sources are known.
  if (!/^(copying|reading)/.test(text)) openLedger(join(host.dir, '.nightshift/ledger.db')).close();
});

test('the next run completes the rest and delivers nothing twice', async () => {
  const run = await runNightshift(host.dir);
  expect(run.exitCode).toBe(0);
  expect(run.report?.coverage.after.branches).toEqual({ covered: 6, total: 6 });
  const delivered = commits();
  expect(delivered.filter((line) => line.startsWith('test(sign)'))).toHaveLength(1);
  expect(delivered.filter((line) => line.startsWith('test(half)'))).toHaveLength(1);
});
