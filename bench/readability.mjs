#!/usr/bin/env node
// Counts in delivered tests what makes a maintainer refuse them, and prints twenty of them for reading:
//   npm run bench:readability [-- FOLDER …] [--delivered] [--cli FILE] [--seed N] [--show N] [--no-idle] [--json FILE]
// Without a folder: every sample repository, copied and run. A folder is a git repository with its dependencies installed; it is
// worked on in place, and the tests are read from a clone of the branch. With `--delivered`, a folder holds the delivered tests
// already. `--cli` names the command line of another build to compare with. An idle step is found by deleting each statement
// without an assertion in turn and running the rest with plain Jest.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { git, sampleHosts } from './plain-jest.mjs';
import { judgeFile, summarise } from './readability/judge.mjs';
import { findIdleSteps } from './readability/idle-steps.mjs';
import { openInputs } from './readability/inputs.mjs';
import { readTestFiles } from './readability/read-tests.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    delivered: { type: 'boolean', default: false },
    cli: { type: 'string', default: join(root, 'dist/cli/main.js') },
    seed: { type: 'string', default: '1' },
    show: { type: 'string', default: '20' },
    'no-idle': { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});

/** Runs the main job on a host; returns a clone of the branch, or null where nothing was delivered. */
function deliver(dir, work) {
  const options = ['run', dir, '--author', 'explorer', '--quiet'];
  const run = spawnSync(process.execPath, [resolve(values.cli), ...options], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`exit ${run.status}: ${run.stderr.trim().split('\n')[0]}`);
  const branch = `nightshift/${git(dir, 'rev-parse', '--abbrev-ref', 'HEAD')}`;
  if (git(dir, 'branch', '--list', branch) === '') return null;
  const checkout = join(work, `${basename(dir)}-delivered`);
  git(dir, 'clone', '-q', '-b', branch, dir, checkout);
  if (existsSync(join(dir, 'node_modules')))
    symlinkSync(join(dir, 'node_modules'), join(checkout, 'node_modules'));
  return checkout;
}

/** The tests of one folder with everything that is counted about them. */
async function measure(dir) {
  const inputs = await openInputs(dir);
  const tests = [];
  for (const file of readTestFiles(dir)) {
    const idle = values['no-idle'] ? new Map() : await findIdleSteps(dir, file);
    tests.push(...judgeFile(file, { idle, inputs }));
  }
  return tests;
}

/** A few of many, the same for the same seed. */
function pick(items, count, seed) {
  let state = seed;
  const next = () => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) / 2 ** 32;
  const left = [...items];
  return Array.from({ length: Math.min(count, left.length) }, () =>
    left.splice(Math.floor(next() * left.length), 1),
  ).flat();
}

const work = mkdtempSync(join(tmpdir(), 'bench-readability-'));
const rows = [];
const all = [];
try {
  const hosts = positionals.length > 0 ? positionals.map((dir) => resolve(dir)) : sampleHosts(work);
  for (const dir of hosts) {
    const name = basename(dir);
    const checkout = values.delivered ? dir : deliver(dir, work);
    const tests = checkout === null ? [] : await measure(checkout);
    all.push(...tests.map((test) => ({ ...test, host: name })));
    const counts = summarise(tests);
    console.log(`${name}: ${counts.map(({ metric, shown }) => `${metric} ${shown}`).join(', ')}`);
    rows.push(...counts.map(({ metric, value, unit }) => ({ case: name, metric, value, unit })));
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
const total = summarise(all);
console.log(`\nall together\n${total.map(({ metric, shown }) => `  ${metric}: ${shown}`).join('\n')}`);
rows.push(...total.map(({ metric, value, unit }) => ({ case: 'all', metric, value, unit })));
for (const [index, test] of pick(all, Number(values.show), Number(values.seed)).entries()) {
  console.log(`\n--- ${index + 1}: ${test.host}, ${test.file}, ${test.group}\n${test.text}`);
  for (const remark of test.remarks) console.log(`    ! ${remark}`);
}
if (values.json) writeFileSync(values.json, JSON.stringify({ bench: 'readability', rows }, null, 2));
