/** The demonstration as a newcomer starts it, without arguments: slow, because it is a whole pass. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Report, reportSchema } from '../../src/domain/report.js';
import { removeTempFolders, tempFolder } from '../support/temp-repo.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sample = path.join(root, 'sample-repos', 'invoice-legacy');
const jestBinary = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const totalsSchema = z.object({
  total: z.object({
    statements: z.object({ covered: z.number(), total: z.number() }),
    branches: z.object({ covered: z.number(), total: z.number() }),
  }),
});

interface Demo {
  exitCode: number | null;
  said: string;
  dir: string;
  report: Report;
  git: (...args: string[]) => string;
}

const node = (...args: string[]): string =>
  execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

function runDemo(): Demo {
  const temp = tempFolder();
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(root, 'dist/cli/start.js')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: temp, CI: 'true' },
  });
  const said = stdout + stderr;
  const dir = /The sample is in (\S+)\. Look at/.exec(said)?.[1];
  if (dir === undefined) throw new Error(`the demonstration did not come to its end:\n${said}`);
  const shown = node(path.join(root, 'dist/cli/main.js'), 'report', dir, '--format', 'json');
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: dir, encoding: 'utf8' }).trim();
  return { exitCode: status, said, dir, report: reportSchema.parse(JSON.parse(shown)), git };
}

/** What plain Jest counts in a fresh checkout of a branch. */
function measureCheckout(demo: Demo, branch: string): z.infer<typeof totalsSchema>['total'] {
  const checkout = path.join(tempFolder(), 'checkout');
  execFileSync('git', ['clone', '-q', '--branch', branch, demo.dir, checkout]);
  symlinkSync(path.join(root, 'node_modules'), path.join(checkout, 'node_modules'));
  const result = spawnSync(
    process.execPath,
    [jestBinary, '--ci', '--runInBand', '--coverage', '--coverageReporters=json-summary'],
    { cwd: checkout, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  );
  if (result.status !== 0) throw new Error(result.stderr);
  const text = readFileSync(path.join(checkout, 'coverage', 'coverage-summary.json'), 'utf8');
  return totalsSchema.parse(JSON.parse(text)).total;
}

function readTree(dir: string, leftOut: readonly string[]): Map<string, string> {
  const names = readdirSync(dir, { recursive: true, encoding: 'utf8' });
  const files = names.filter(
    (name) => !leftOut.includes(name.split(path.sep)[0] ?? '') && statSync(path.join(dir, name)).isFile(),
  );
  return new Map(files.sort().map((name) => [name, readFileSync(path.join(dir, name), 'latin1')]));
}

describe('npm start without arguments', () => {
  let demo: Demo;

  beforeAll(() => {
    demo = runDemo();
  }, 280_000);

  afterAll(removeTempFolders);

  test('leaves the index, HEAD and the work tree exactly as they were', () => {
    const indexChangedAt = statSync(path.join(demo.dir, '.git', 'index')).mtimeMs;
    expect(indexChangedAt).toBeLessThan(Date.parse(demo.report.run.startedAt));
    expect(demo.git('symbolic-ref', 'HEAD')).toBe('refs/heads/main');
    expect(demo.git('reflog', 'HEAD').split('\n')).toHaveLength(1);
    expect(demo.git('diff-index', '--cached', 'HEAD')).toBe('');
    expect(demo.git('status', '--porcelain')).toBe('');
    const untouched = readTree(demo.dir, ['.git', '.nightshift', 'node_modules']);
    expect(untouched).toEqual(readTree(sample, ['node_modules', 'coverage']));
  });

  test('puts commits on the branch, one for each test file, and every one has its evidence', () => {
    expect(demo.exitCode).toBe(0);
    const commits = demo.git('rev-list', 'main..nightshift/main').split('\n');
    const files = demo.git('diff', '--name-status', 'main', 'nightshift/main').split('\n');
    expect(commits).toHaveLength(files.length);
    for (const file of files) expect(file).toMatch(/^A\t.*\.nightshift\.test\.js$/);
    expect(new Set(demo.report.tests.map(({ commit }) => commit))).toEqual(new Set(commits));
    for (const test of demo.report.tests) expect(test.mutants.killed).toBeGreaterThan(0);
  });

  test('claims the coverage that plain Jest measures in a checkout of the branch', () => {
    const { before, after } = demo.report.coverage;
    const measured = measureCheckout(demo, 'nightshift/main');
    expect(measured.statements).toMatchObject(after.statements);
    expect(measured.branches).toMatchObject(after.branches);
    expect(before.statements.covered).toBe(0);
    expect(after.statements.covered / after.statements.total).toBeGreaterThan(0.5);
  });

  test('explains a test file that it wrote', () => {
    const file = demo.report.tests[0]?.file ?? '';
    const explained = node(path.join(root, 'dist/cli/main.js'), 'log', demo.dir, file);
    expect(explained).toContain('accepted');
    expect(explained).toMatch(/\d+ of \d+ mutants killed/);
  });
});
