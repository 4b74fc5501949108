/** Output for CI: what GitHub gets, and what a repository cannot make it do. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findCi, terminalFor } from '../../../../src/cli/ci/ci-system.js';
import { annotationsOf, reportToGithub } from '../../../../src/cli/ci/github.js';
import { judgeCoverage, readFailUnder } from '../../../../src/cli/setup/fail-under.js';
import type { Report } from '../../../../src/domain/report.js';
import { sampleReport } from '../../report/sample-report.js';
import { recordTerminal } from '../support.js';

const finding = (changes: Partial<Report['findings'][number]> = {}): Report['findings'][number] => ({
  kind: 'counterexample',
  target: 'src/parse.ts#parse',
  title: 'print is not undone',
  detail: 'print(1)\ngives "1"',
  ...changes,
});

describe('the system', () => {
  const system = (env: Record<string, string>, ci?: boolean): string | null =>
    findCi(recordTerminal({ env }).terminal, ci === undefined ? {} : { ci });

  test('is found in the environment, and --ci and --no-ci decide otherwise', () => {
    expect(system({})).toBeNull();
    expect(system({ CI: 'false' })).toBeNull();
    expect(system({ CI: 'true' })).toBe('other');
    expect(system({ CI: '1', GITHUB_ACTIONS: 'true' })).toBe('github');
    expect(system({ CI: 'true', GITLAB_CI: 'true' })).toBe('gitlab');
    expect(system({}, true)).toBe('other');
    expect(system({ CI: 'true' }, false)).toBeNull();
  });

  test.each([
    '::set-env name=A::1',
    '  ::add-mask::x',
    'a ##[add-path]/tmp',
    '\t::stop-commands::x',
    ':::error::x',
  ])('hears no command in %j, which a repository says', (line) => {
    const { terminal, out, err } = recordTerminal({ env: { GITHUB_ACTIONS: 'true' } });
    const plain = terminalFor(terminal, 'github');
    plain.out(`first\n${line}\nlast\n`);
    plain.err(`${line}\n`);
    expect(out() + err()).not.toMatch(/^\s*::|##\[/m);
    expect(out()).toMatch(/^first\n.*\nlast\n$/s);
  });

  test('hears none with --no-ci either', () => {
    const { terminal, err } = recordTerminal({ env: { CI: 'true', GITHUB_ACTIONS: 'true' } });
    terminalFor(terminal, findCi(terminal, { ci: false })).err('::error::x\n');
    expect(err()).not.toMatch(/^::/);
  });

  test('gives other systems the text as it is', () => {
    const { terminal, out } = recordTerminal();
    terminalFor(terminal, 'gitlab').out('::a\n');
    expect(out()).toBe('::a\n');
  });
});

describe('annotations', () => {
  test('are a warning at the line of each finding, and a notice with the result', () => {
    const lines = annotationsOf(sampleReport({ findings: [finding()] }), 'packages/core').split('\n');
    expect(lines[0]).toBe(
      '::warning file=packages/core/src/parse.ts,line=1,title=Nightshift%3A a law that does not hold::print is not undone%0Aprint(1)%0Agives "1"',
    );
    expect(lines[1]).toMatch(/^::notice title=Nightshift::nightshift finished in 1 min 15 s: kept 1 of 12/);
    expect(lines).toHaveLength(3);
  });

  test('are one line each, whatever the finding holds', () => {
    const hostile = finding({
      target: 'a,line=1::x\n::error::y#f',
      title: 'x\r\n::set-env::',
      detail: '100 %0A',
    });
    const lines = annotationsOf(sampleReport({ findings: [hostile] }), '').split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^::warning file=a%2Cline=1%3A%3Ax%0A%3A%3Aerror%3A%3Ay,title=/);
    expect(lines[0]).toContain('100 %250A');
  });

  test('are at most as many as GitHub shows, and the notice counts the rest', () => {
    const text = annotationsOf(sampleReport({ findings: Array.from({ length: 14 }, () => finding()) }), '');
    expect(text.match(/^::warning/gm)).toHaveLength(10);
    expect(text).toContain('(4 more findings are in the summary of the job)');
  });
});

describe('the files that GitHub names', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'nightshift-ci-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const send = async (report: Report): Promise<void> => {
    const env = {
      GITHUB_STEP_SUMMARY: path.join(folder, 'summary'),
      GITHUB_OUTPUT: path.join(folder, 'output'),
    };
    const delivery = {
      mode: 'branch',
      branch: 'nightshift/main',
      patch: null,
      testFiles: ['a.test.js'],
    } as const;
    await reportToGithub({ report, delivery, dir: '/h' }, recordTerminal({ env }).terminal);
  };

  test('get the report as Markdown, and its figures for later steps', async () => {
    await writeFile(path.join(folder, 'summary'), '# Before\n');
    await send(sampleReport());
    expect(await readFile(path.join(folder, 'summary'), 'utf8')).toMatch(/^# Before\n## Nightshift\n/);
    expect(await readFile(path.join(folder, 'output'), 'utf8')).toBe(
      'branch=nightshift/main\ntests=1\nfindings=0\nstatements=90.0\nbranches=75.0\n',
    );
  });

  test('get no more than GitHub takes', async () => {
    await send(
      sampleReport({ findings: Array.from({ length: 3000 }, () => finding({ detail: 'é'.repeat(400) })) }),
    );
    const summary = await readFile(path.join(folder, 'summary'));
    expect(summary.length).toBeLessThan(1024 * 1024);
    expect(summary.toString()).toContain('… cut;');
  });
});

describe('--fail-under', () => {
  const judge = (bound: number | null): number =>
    judgeCoverage(sampleReport(), bound, recordTerminal().terminal);

  test('is met by as much as it asks for, and by code without statements', () => {
    expect([null, 0, 89.9, 90].map(judge)).toEqual([0, 0, 0, 0]);
    const empty = sampleReport();
    empty.coverage.after.statements = { covered: 0, total: 0 };
    expect(judgeCoverage(empty, 100, recordTerminal().terminal)).toBe(0);
  });

  test('ends with a code of its own, and says how much is covered', () => {
    const { terminal, err } = recordTerminal();
    expect(judgeCoverage(sampleReport(), 90.1, terminal)).toBe(5);
    expect(err()).toContain(
      '90.0 % of the statements are covered after the pass, less than --fail-under 90.1',
    );
  });

  test.each(['', 'x', '-1', '101', true])('refuses %j', (text) => {
    expect(() => readFailUnder(text)).toThrow(/--fail-under must be a number from 0 to 100/);
  });
});
