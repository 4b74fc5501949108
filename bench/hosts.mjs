#!/usr/bin/env node
// Runs the main job on hosts and checks the promises from outside, with the host's plain Jest:
//   npm run bench:hosts [-- FOLDER …] [--json FILE] [--seconds N] [--minutes N] [--runs N]
// Without a folder: every sample repository, copied. A folder must be a git repository with its dependencies installed; it
// is worked on in place, as a user would. For each host: coverage before and after as the report claims them and as plain
// Jest counts them on a checkout of the branch, tests, failures over five plain runs (one shuffled), seconds, and whether
// HEAD, branch, index and work tree are byte for byte what they were.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { git, runPlainJest, sampleHosts } from './plain-jest.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    seconds: { type: 'string' },
    minutes: { type: 'string' },
    runs: { type: 'string', default: '5' },
  },
});

/** One hash over everything of the user's: each file with mode and content, HEAD, index, config, branches but ours. */
function fingerprint(dir) {
  const hash = createHash('sha256');
  const walk = (folder, prefix) => {
    for (const name of readdirSync(folder).sort()) {
      const path = join(folder, name);
      const key = prefix + name;
      if (
        [
          'node_modules',
          '.nightshift',
          '.git/objects',
          '.git/logs/refs/heads/nightshift',
          '.git/refs/heads/nightshift',
        ].includes(key)
      )
        continue;
      const stats = lstatSync(path);
      if (stats.isDirectory()) walk(path, `${key}/`);
      else
        hash.update(
          `${key} ${stats.mode} ${stats.isSymbolicLink() ? readlinkSync(path) : readFileSync(path).toString('base64')}\n`,
        );
    }
  };
  walk(dir, '');
  return hash.digest('hex');
}

const percent = ({ covered, total }) => (total === 0 ? 100 : (100 * covered) / total);

/** Coverage by plain Jest over the same files that the report counts. */
function plainCoverage(dir, report, host) {
  const files = [...new Set(report.targets.map((target) => target.file))];
  const hasOwnGlobs = /collectCoverageFrom/.test(
    [
      'package.json',
      'jest.config.js',
      'jest.config.cjs',
      'jest.config.mjs',
      'jest.config.ts',
      'jest.config.json',
    ]
      .map((name) => join(dir, name))
      .filter(existsSync)
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n'),
  );
  const globs = hasOwnGlobs ? [] : files.map((file) => `--collectCoverageFrom=${file}`);
  const folder = join(dir, 'bench-coverage');
  runPlainJest(dir, host, [
    '--coverage',
    '--coverageProvider=babel',
    '--coverageReporters=json-summary',
    `--coverageDirectory=${folder}`,
    '--coverageThreshold={}',
    ...globs,
  ]);
  const file = join(folder, 'coverage-summary.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).total : null;
}

function checkHost(dir, work) {
  const name = basename(dir);
  const before = fingerprint(dir);
  const json = join(work, `${name}.json`);
  const limits = [
    ...(values.seconds === undefined ? [] : ['--target-seconds', values.seconds]),
    ...(values.minutes === undefined ? [] : ['--max-minutes', values.minutes]),
  ];
  const run = spawnSync(
    process.execPath,
    [
      join(root, 'dist/cli/main.js'),
      'run',
      dir,
      '--author',
      'explorer',
      '--json',
      json,
      '--quiet',
      ...limits,
    ],
    {
      encoding: 'utf8',
      timeout: 3_600_000,
    },
  );
  if (run.status !== 0) return { name, failed: `exit ${run.status}: ${run.stderr.trim().split('\n')[0]}` };
  const report = JSON.parse(readFileSync(json, 'utf8'));
  const isUntouched = fingerprint(dir) === before;
  const branch = `nightshift/${git(dir, 'rev-parse', '--abbrev-ref', 'HEAD')}`;
  if (report.tests.length === 0) return { name, report, isUntouched, failures: 0, plain: null };
  const checkout = join(work, `${name}-checkout`);
  git(dir, 'clone', '-q', '-b', branch, dir, checkout);
  const modules = join(dir, 'node_modules');
  if (existsSync(modules)) symlinkSync(modules, join(checkout, 'node_modules'));
  const failures = new Set();
  let passes = 0;
  for (let index = 0; index < Number(values.runs); index++) {
    const result = runPlainJest(checkout, report.host, [
      ...(index === 1 && canShuffle(report.host.jest) ? ['--randomize'] : []),
      '\\.nightshift\\.',
    ]);
    for (const file of result?.testResults ?? []) {
      for (const test of file.assertionResults) {
        if (test.status === 'passed') passes++;
        else failures.add(test.fullName);
      }
      if (file.assertionResults.length === 0) failures.add(file.name);
    }
    if (!result) failures.add('no result');
  }
  return {
    name,
    report,
    isUntouched,
    failures: failures.size,
    passes,
    failing: [...failures],
    plain: plainCoverage(checkout, report, report.host),
  };
}

/** `--randomize` came with Jest 29.5. */
const canShuffle = (version) => {
  const [major, minor] = version.split('.').map(Number);
  return major > 29 || (major === 29 && minor >= 5);
};

const fixed = (number) => number.toFixed(1);
const work = mkdtempSync(join(tmpdir(), 'bench-hosts-'));
const rows = [];
try {
  const hosts = positionals.length > 0 ? positionals.map((dir) => resolve(dir)) : sampleHosts(work);
  console.log(
    'host | statements before → after (plain Jest) | branches before → after (plain) | tests | failing in plain runs | seconds | untouched',
  );
  for (const dir of hosts) {
    const result = checkHost(dir, work);
    if (result.failed) {
      console.log(`${result.name} | ${result.failed}`);
      rows.push({ case: result.name, metric: 'failed', value: 1, unit: 'runs' });
      continue;
    }
    const { before, after } = result.report.coverage;
    const plain = result.plain
      ? [fixed(result.plain.statements.pct), fixed(result.plain.branches.pct)]
      : ['–', '–'];
    const pair = (key, at) => `${fixed(percent(before[key]))} → ${fixed(percent(after[key]))} (${plain[at]})`;
    const cells = [
      result.name,
      pair('statements', 0),
      pair('branches', 1),
      result.report.tests.length,
      result.failures,
      result.report.run.seconds,
      result.isUntouched ? 'yes' : 'NO',
    ];
    console.log(cells.join(' | '));
    for (const name of result.failing ?? []) console.log(`    fails: ${name}`);
    const row = (metric, value, unit) => rows.push({ case: result.name, metric, value, unit });
    row('statements before', percent(before.statements), '%');
    row('statements after', percent(after.statements), '%');
    row('branches before', percent(before.branches), '%');
    row('branches after', percent(after.branches), '%');
    row('tests', result.report.tests.length, 'tests');
    row('failing', result.failures, 'tests');
    row('seconds', result.report.run.seconds, 's');
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
if (values.json) writeFileSync(values.json, JSON.stringify({ bench: 'hosts', rows }, null, 2));
