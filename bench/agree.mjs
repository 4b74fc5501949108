#!/usr/bin/env node
// Do the warm Jest and a cold start of it see the same in every test?
//   npm run bench:agree -- FOLDER … [--json FILE]
// Each folder is a repository with a Jest suite that people wrote, its dependencies installed. Every test file is run once
// in a cold start of all of them and once warm, and for each test the result and the counters that it raised are compared.
import { writeFileSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { runJest, runTestFiles } from '../dist/io/jest/run/run-jest.js';
import { closeHost } from '../dist/pipeline/prepare/open-host.js';
import { openBenchHost } from './open-bench-host.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });
const { signal } = new AbortController();
const limits = {
  coverage: 'records',
  perTest: true,
  guard: true,
  writable: false,
  stallMs: 120_000,
  timeoutMs: 1_200_000,
  testTimeoutMs: 20_000,
  signal,
};

/** The host's test files, as its own Jest lists them. */
async function listTests({ host, box }) {
  const { stdout } = await box.run({
    argv: [...host.nodeOptions, host.jest.binary, '--listTests', '--json'],
    env: {},
    timeoutMs: 120_000,
    writable: false,
  });
  return JSON.parse(stdout.slice(stdout.indexOf('[')))
    .map((file) => relative(box.root, file))
    .sort();
}

const hitsText = (hits) =>
  Object.entries(hits)
    .map(([file, names]) => `${file}: ${[...names].sort().join(' ')}`)
    .sort()
    .join('\n');

/** By test file and full name: what became of the test, and what it raised. */
function seen(runs) {
  const tests = new Map();
  for (const run of runs) {
    for (const file of run.files) {
      const record = run.records.find(({ testPath }) => testPath === file.path);
      if (file.tests.length === 0)
        tests.set(file.path, { status: `no tests: ${file.message.slice(0, 200)}`, hits: '' });
      for (const [index, test] of file.tests.entries()) {
        const own = record?.tests.filter(({ name }) => name === test.fullName) ?? [];
        tests.set(`${file.path} > ${test.fullName} > ${index}`, {
          status: test.status,
          hits: own.map(({ hits }) => hitsText(hits)).join('\n--\n'),
        });
      }
    }
  }
  return tests;
}

const rows = [];
for (const dir of positionals) {
  const opened = await openBenchHost(dir, signal);
  const { session } = opened;
  const testFiles = await listTests(session);
  const cold = seen([await runJest(session, { ...limits, testFiles })]);
  const warm = seen(await runTestFiles(session, { ...limits, testFiles }));
  const keys = new Set([...cold.keys(), ...warm.keys()]);
  const results = [...keys].filter((key) => cold.get(key)?.status !== warm.get(key)?.status);
  const hits = [...keys].filter(
    (key) => !results.includes(key) && cold.get(key)?.hits !== warm.get(key)?.hits,
  );
  console.log(
    `${basename(dir)}: ${testFiles.length} files, ${keys.size} tests, ${[...cold.values()].filter(({ status }) => status === 'passed').length} pass; other result: ${results.length}, other attribution: ${hits.length}`,
  );
  for (const key of results)
    console.log(`  result  ${key}: cold ${cold.get(key)?.status}, warm ${warm.get(key)?.status}`);
  for (const key of hits) console.log(`  counters  ${key}`);
  for (const [metric, value] of Object.entries({
    tests: keys.size,
    'other result': results.length,
    'other attribution': hits.length,
  }))
    rows.push({ case: basename(dir), metric, value, unit: 'tests' });
  await closeHost(opened);
}
if (values.json) writeFileSync(values.json, JSON.stringify({ bench: 'agree', rows }, null, 2));
