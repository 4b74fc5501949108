/** A pass does nothing twice: an unchanged repository is recognised, and an edit costs the file that it is in. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeTempFolders, type TempRepo } from '../support/temp-repo.js';
import { runNightshift, signSource, tinyHost } from '../support/tiny-host.js';

const half = 'exports.half = function half(n) {\n  return n % 2 === 0 ? n / 2 : null;\n};\n';
const edited = half.replace('  return', "  if (n === 7) return 'seven';\n  return");
let host: TempRepo;

beforeAll(async () => {
  host = tinyHost({ 'sign.js': signSource, 'half.js': half });
  await runNightshift(host.dir);
});
afterAll(removeTempFolders);

const tip = (): string => host.git('rev-parse', 'nightshift/main');

test('a second pass over an unchanged repository says so, keeps the figures and delivers nothing', async () => {
  const before = tip();
  const { exitCode, err, report } = await runNightshift(host.dir);
  expect(exitCode).toBe(0);
  expect(err).toContain('Nothing has changed since the pass of ');
  expect(err).not.toContain('copying the repository');
  expect(report?.coverage.after.branches).toEqual({ covered: 6, total: 6 });
  expect(report?.funnel).toMatchObject({ proposed: 0, accepted: 0, delivered: 0 });
  expect(tip()).toBe(before);
});

test('an edit is worked on alone', async () => {
  writeFileSync(join(host.dir, 'half.js'), edited);
  host.git('commit', '--all', '--quiet', '--message', 'fix: seven');
  const { err, report } = await runNightshift(host.dir, { args: ['--verbose'] });
  expect(report?.tests.map(({ target }) => target)).toEqual(['half.js#half']);
  expect(report?.coverage.after.branches).toEqual({ covered: 8, total: 8 });
  expect(err).not.toContain('sign.js: exploring');
});

test('another seed searches again', async () => {
  const { err } = await runNightshift(host.dir, { args: ['--seed', '7'] });
  expect(err).not.toContain('Nothing has changed');
});
