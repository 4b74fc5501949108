/** Proves from outside what the demonstration claims: commits on a branch, nothing else touched, coverage as reported. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, URL } from 'node:url';

const [log = ''] = process.argv.slice(2);
const root = fileURLToPath(new URL('..', import.meta.url));
const dir = /The sample is in (\S+)\. Look at/.exec(readFileSync(log, 'utf8'))?.[1];
const branch = 'nightshift/main';

function fail(words) {
  console.error(`FAILED: ${words}`);
  process.exit(1);
}

if (dir === undefined) fail('the demonstration did not come to its end');

const run = (file, args, cwd) =>
  execFileSync(file, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
const git = (...args) => run('git', ['-C', dir, ...args]);

/** Statement counts of plain Jest in a fresh checkout. An empty test makes it count the files of a host without any. */
function measure(ref) {
  const checkout = path.join(mkdtempSync(path.join(tmpdir(), 'nightshift-proof-')), 'checkout');
  run('git', ['clone', '--quiet', '--branch', ref, dir, checkout]);
  symlinkSync(path.join(root, 'node_modules'), path.join(checkout, 'node_modules'));
  writeFileSync(path.join(checkout, 'empty.test.js'), "test('nothing', () => {});\n");
  const jest = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  run(process.execPath, [jest, '--ci', '--coverage', '--coverageReporters=json-summary'], checkout);
  const summary = readFileSync(path.join(checkout, 'coverage', 'coverage-summary.json'), 'utf8');
  return JSON.parse(summary).total;
}

const commits = git('rev-list', '--count', `main..${branch}`);
if (Number(commits) < 1) fail(`there is no new commit on ${branch}`);
if (git('status', '--porcelain') !== '') fail('the work tree or index was changed');
if (git('symbolic-ref', 'HEAD') !== 'refs/heads/main') fail('HEAD was moved');

const main = path.join(root, 'dist', 'cli', 'main.js');
const { coverage } = JSON.parse(run(process.execPath, [main, 'report', dir, '--format', 'json']));
const [before, after] = [measure('main'), measure(branch)];
for (const kind of ['statements', 'branches', 'functions', 'lines']) {
  for (const [claimed, measured] of [
    [coverage.before[kind], before[kind]],
    [coverage.after[kind], after[kind]],
  ]) {
    const isEqual = claimed.covered === measured.covered && claimed.total === measured.total;
    if (!isEqual)
      fail(`${kind}: the report claims ${JSON.stringify(claimed)}, Jest ${JSON.stringify(measured)}`);
  }
}
const [was, is] = [before.statements.covered, after.statements.covered];
if (is === 0 || is < 2 * was) fail(`statements covered went only from ${was} to ${is}`);
console.log(
  `${commits} commits on ${branch}; statements covered went from ${was} to ${is} of ${after.statements.total}`,
);
