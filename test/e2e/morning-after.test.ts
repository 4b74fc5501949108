/** The page and the log of a real run, from the built command line. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeTempFolders, type TempRepo } from '../support/temp-repo.js';
import { nightshift, runAsTold, runNightshift, type RunResult, tinyHost } from '../support/tiny-host.js';

afterAll(removeTempFolders);

let host: TempRepo;
let run: RunResult;
const source = 'exports.sign = function sign(n) {';

beforeAll(async () => {
  host = tinyHost();
  run = await runNightshift(host.dir);
  writeFileSync(join(host.dir, 'sign.js'), '// edited since\n');
}, 600_000);

test('shows the sources as they were tested, with the tests that check them, also after an edit', () => {
  const page = nightshift(['report', host.dir, '--format', 'html']);
  expect(page.exitCode).toBe(0);
  expect(page.out).toMatch(/^<!doctype html>/);
  expect(page.out).toContain('<i class="n">  if (n &lt; 0) return &#39;negative&#39;;</i>');
  expect(page.out).toContain(source);
  expect(page.out).toMatch(/function sign\(n\) \{<a href="#test-0">\d tests<\/a>/);
  expect(page.out).toMatch(/expect\(sign\(/);
  expect(page.out).not.toContain('edited since');

  const file = join(host.dir, '..', 'page.html');
  const written = nightshift(['report', host.dir, '--format', 'html', '--output', file]);
  expect(written).toMatchObject({ exitCode: 0, out: '' });
  expect(readFileSync(file, 'utf8')).toBe(page.out);

  // A terminal gets the path of a file, and no page.
  const typed = `${nightshift.command} report '${host.dir}' --format html`;
  // `script` gives the command a terminal.
  const { stdout } = spawnSync('script', ['-qec', typed, '/dev/null'], { encoding: 'utf8' });
  const kept = join(host.dir, '.nightshift/report.html');
  expect(stdout).toContain(`wrote ${kept}`);
  expect(stdout).not.toContain('<html');
  expect(readFileSync(kept, 'utf8')).toContain('</html>');
});

test('log explains a commit, a file, a target and a title, each with the way to see it again', () => {
  const [test] = run.report?.tests ?? [];
  const { title = '', file = '', target = '' } = test ?? {};
  const commit = test?.commit ?? '';
  for (const query of [commit, 'nightshift/main', file, 'sign.js', target, title]) {
    const { out, exitCode } = nightshift(['log', host.dir, query]);
    expect(exitCode).toBe(0);
    expect(out).toContain('on commit');
    expect(out).toMatch(/accepted “.*” \((unit|property), by the explorer\)/);
    expect(out).toMatch(/\d of \d mutants killed; passed in \d runs/);
    expect(out).toContain(`git show ${commit.slice(0, 12)}`);
    expect(out).toMatch(/nightshift run --author explorer --seed 1 --deliver none/);
  }
  const { out } = nightshift(['log', host.dir, title]);
  expect(out).toContain('| expect(sign(');
  const told = /^ *run +(.+)$/m.exec(out)?.[1] ?? '';
  host.git('checkout', '--quiet', '.');
  const { exitCode, output } = runAsTold(host.dir, { ...run, out: `run them ${told}` });
  expect(output).toMatch(/Tests: .*1 passed/);
  expect(exitCode).toBe(0);
});

test('log answers in JSON', () => {
  const { out } = nightshift(['log', host.dir, 'sign.js', '--json']);
  expect(JSON.parse(out)).toMatchObject({
    version: 1,
    query: 'sign.js',
    matchedBy: 'source-file',
    runs: [{ seed: 1, outcome: 'finished' }],
  });
  expect(JSON.parse(nightshift(['log', host.dir, '--json']).out)).toMatchObject({
    version: 1,
    runs: [{ branch: 'main' }],
  });
});

test('log says of a commit that is not of Nightshift that it is not', () => {
  const { out, exitCode } = nightshift(['log', host.dir, 'main']);
  expect(exitCode).toBe(0);
  expect(out).toMatch(/^commit [0-9a-f]{12} “first” is not of Nightshift$/m);
});
