/** Command lines that end before a pass begins: usage, settings, config files, the ledger. */
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCli } from '../../../src/cli/run-cli.js';
import { openLedger } from '../../../src/ledger/ledger.js';
import { keptTest, sampleReport } from '../report/sample-report.js';
import { recordTerminal } from './support.js';

let dir: string;
beforeEach(async () => {
  env = {};
  dir = await mkdtemp(path.join(tmpdir(), 'nightshift-cli-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

let env: Record<string, string>;
async function cli(...argv: string[]) {
  const { terminal, out, err } = recordTerminal({ cwd: dir, env });
  return { code: await runCli(argv, terminal), out: out(), err: err() };
}

test('help and version are answers; nothing at all is wrong usage', async () => {
  const version = await cli('--version');
  expect([version.code, version.err]).toEqual([0, '']);
  expect(version.out).toMatch(/^\d+\.\d+\.\d+\n$/);
  const help = await cli('run', '--help');
  expect(help.code).toBe(0);
  for (const option of [
    ...[
      '--author',
      '--model',
      '--base-url',
      '--include',
      '--exclude',
      '--since',
      '--max-minutes',
      '--max-tokens',
    ],
    ...[
      '--max-usd',
      '--target-seconds',
      '--deliver',
      '--branch',
      '--sandbox',
      '--unsafe',
      '--seed',
      '--json',
    ],
    ...['--verbose', '--quiet', '--no-color'],
  ]) {
    expect(help.out).toContain(option);
  }
  expect((await cli()).code).toBe(2);
});

test.each([
  [['rnu'], /unknown command 'rnu'[^]*Did you mean run\?/],
  [['run', '--autor', 'x'], /unknown option '--autor'[^]*Did you mean --author\?/],
  [['run', 'nowhere'], /there is no folder .*nowhere/],
  [
    ['run', '--deliver', 'mail'],
    /--deliver must be one of branch, commit, patch, worktree, none; got "mail"/,
  ],
  [['run', '--max-minutes', 'soon'], /--max-minutes must be a number above 0; got "soon"/],
  [['run', '--author', 'model'], /no model is named\n {2}fix: give --model NAME/],
  [['run', '--json', 'no/such/place.json'], /--json: .*place\.json cannot be written/],
  [['run', '--verbose', '--quiet'], /cannot be used with/],
  [['targets', '--limit', '0'], /--limit must be a whole number above 0/],
  [['report', '--format', 'xml'], /Allowed choices are terminal, markdown, json/],
  [['log'], /no run has been recorded/],
])('%j is wrong usage, and the words name what is wrong', async (argv, words) => {
  const { code, out, err } = await cli(...argv);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(words);
});

describe('init', () => {
  const hostFile = (): Promise<void> => writeFile(path.join(dir, 'package.json'), '{"name":"host"}');

  test('writes a config that a run accepts, names what is missing, and never overwrites', async () => {
    await hostFile();
    const first = await cli('init');
    expect(first.code).toBe(0);
    expect(first.out).toMatch(/not there yet: .*fast-check; add with: npm install --save-dev/);
    const file = path.join(dir, 'nightshift.config.json');
    const text = await readFile(file, 'utf8');
    expect(JSON.parse(text)).toMatchObject({ deliver: 'branch', sandbox: 'auto', seed: 1 });
    expect((await cli('run', '--deliver', 'mail')).err).not.toContain('nightshift.config.json');
    const second = await cli('init');
    expect(second.code).toBe(2);
    expect(second.err).toMatch(/already holds settings; nothing was changed/);
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  test('the package manager is that of the lock file', async () => {
    await hostFile();
    await writeFile(path.join(dir, 'pnpm-lock.yaml'), '');
    expect((await cli('init')).out).toContain('pnpm add --save-dev');
  });

  test('a folder that is no host is left as it was', async () => {
    expect((await cli('init')).code).toBe(3);
    expect(await readdir(dir)).toEqual([]);
  });
});

describe('the ledger', () => {
  beforeEach(async () => {
    await mkdir(path.join(dir, '.nightshift'));
    const ledger = openLedger(path.join(dir, '.nightshift', 'ledger.db'));
    const report = sampleReport({ tests: [keptTest({ commit: null })] });
    const { id, startedAt, commit, seed, sandbox } = report.run;
    ledger.startRun({ id, startedAt, commit, branch: 'main', seed, sandbox, authors: ['explorer'] });
    ledger.recordVerdict(id, {
      candidate: {
        id: 'c1',
        target: 'src/parse.ts#parse',
        file: 'src/parse.ts',
        author: 'explorer',
        kind: 'unit',
        group: 'parse',
        title: 'is weak',
        body: 'expect(parse("")).toBe(0);',
        isAsync: false,
        imports: [],
      },
      verdict: { status: 'rejected', reason: 'weak', detail: 'all 5 mutants live\n::error::x' },
    });
    ledger.finishRun(id, { endedAt: startedAt, report });
    ledger.close();
  });

  test('log lists the runs and explains a decision in words', async () => {
    const list = await cli('log');
    expect(list.code).toBe(0);
    expect(list.out).toMatch(/r1 +2026-01-02 03:04:05Z +finished +aaaaaaaaaaaa +main +full +explorer/);
    const why = await cli('log', 'parse.ts#parse');
    expect(why.out).toContain('Target parse.ts#parse: 0 accepted, 1 rejected');
    expect(why.out).toContain(
      'Run r1 of 2026-01-02 03:04Z: explorer, seed 1, sandbox full, on commit aaaaaaaaaaaa',
    );
    expect(why.out).toContain('rejected “is weak” (unit, by the explorer)');
    expect(why.out).toMatch(/weak: still passes when the code under test is broken\n\s+all 5 mutants live/);
    expect(why.out).not.toContain('expect(parse');
    expect((await cli('log', dir, 'src/parse.ts#parse', '--verbose')).out).toContain(
      '| expect(parse("")).toBe(0);',
    );
    expect((await cli('log', 'is weak')).out).toContain('| expect(parse("")).toBe(0);');
    const untouched = await cli('log', 'print');
    expect(untouched.out).toContain('no test was proposed for src/parse.ts#print: 0.0 % of its statements');
    expect(await cli('log', 'nothing-like-it')).toMatchObject({ code: 2, out: '' });
  });

  test('log says nothing on GitHub that is a command to the runner', async () => {
    expect((await cli('log', 'parse.ts#parse')).out).toMatch(/^\s+::error::x$/m);
    env = { GITHUB_ACTIONS: 'true' };
    expect((await cli('log', 'parse.ts#parse')).out).toMatch(/^\s+: :error::x$/m);
  });

  test('report gives the last report again in each format', async () => {
    expect((await cli('report')).out).toContain('All files');
    expect((await cli('report', '--format', 'markdown')).out).toContain('| **All files** |');
    const json = await cli('report', dir, '--format', 'json');
    expect(JSON.parse(json.out)).toMatchObject({ version: 1, run: { id: 'r1' } });
    expect((await cli('report')).out).toContain('git status --short -- src/parse.nightshift.test.ts');
  });
});
