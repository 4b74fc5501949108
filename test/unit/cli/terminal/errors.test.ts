/** How faults reach the user, and what becomes of the stack. */
import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkNode } from '../../../../src/cli/commands/doctor-checks.js';
import { printError } from '../../../../src/cli/terminal/errors.js';
import { NightshiftError } from '../../../../src/domain/errors.js';
import { recordTerminal } from '../support.js';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'nightshift-errors-'));
  await mkdir(path.join(cwd, '.nightshift'));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

test.each([
  ['usage', 2],
  ['host', 3],
  ['sandbox', 4],
  ['interrupted', 130],
] as const)('%s ends with %i, in words with the remedy and without a stack', (code, exitCode) => {
  const { terminal, err } = recordTerminal({ cwd });
  expect(printError(new NightshiftError(code, 'it is so', { remedy: 'do this' }), terminal, false)).toBe(
    exitCode,
  );
  expect(err()).toBe('nightshift: it is so\n  fix: do this\n');
});

test('an internal error is one line and a file with the stack, which only --verbose prints', async () => {
  const { terminal, err } = recordTerminal({ cwd });
  expect(printError(new TypeError('boom\nsecond line'), terminal, false)).toBe(1);
  const [name] = await readdir(path.join(cwd, '.nightshift'));
  const file = path.join(cwd, '.nightshift', name ?? '');
  expect(err()).toBe(`nightshift: internal error: boom\n  details are in ${file}\n`);
  expect(await readFile(file, 'utf8')).toMatch(/TypeError: boom[^]*errors\.test/);
  const verbose = recordTerminal({ cwd });
  printError(new TypeError('boom'), verbose.terminal, true);
  expect(verbose.err()).toMatch(/at .*errors\.test/);
});

test.each([
  new NightshiftError('host', 'jest failed:\n::error::x', { remedy: 'a\n ::stop-commands::y' }),
  new TypeError('::error::x'),
])("on GitHub, %p is no command to the runner, also where the repository's output is in it", (error) => {
  const { terminal, err } = recordTerminal({ cwd, env: { GITHUB_ACTIONS: 'true' } });
  printError(error, terminal, true);
  expect(err()).toContain('error::x');
  expect(err()).not.toMatch(/^\s*::/m);
});

test('the doctor knows the oldest Node that works', () => {
  const status = (version: string): unknown => checkNode(version)[0]?.status;
  expect(['18.20.0', '20.18.3', '20.19.0', '22.1.0'].map(status)).toEqual(['missing', 'missing', 'ok', 'ok']);
});
