#!/usr/bin/env node
// Measures the explorer on published libraries, without the model and without the gate:
//   npm run bench:explorer [-- --packages a,b] [--seconds 3,10,30] [--repeats N] [--no-mutants] [--without NAME …]
//                             [--ablate] [--seed N] [--sandbox auto] [--gaps] [--json FILE]
// Each library becomes a repository of its own, with the modules that its main entry loads. The explorer searches for the
// given CPU seconds in total, dealt out to functions by size. The seconds are those of the search in the exploring Jest
// processes, as counted work at a fixed rate (src/author/explorer/budget.ts), so that the same seed gives the same tests;
// `cpu` is what they really took. Not counted are Jest's start, loading of modules, shrinking and recording of what was
// chosen; `wall` has all of it. The tests are then run by the library's plain Jest, what fails is left out and counted, and
// what is left is measured with `jest --coverage` over all modules. The finished tests of the highest budget are run again
// under other time zones, languages, dates and orders.
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isTechnique, techniques } from '../dist/author/explorer/techniques.js';
import { makeHost } from './explorer/make-host.mjs';
import { measurePackage, openPackage } from './explorer/measure-package.mjs';
import { install, packages } from './explorer/packages.mjs';

const { values } = parseArgs({
  options: {
    packages: { type: 'string' },
    seconds: { type: 'string' },
    repeats: { type: 'string', default: '10' },
    'no-mutants': { type: 'boolean', default: false },
    without: { type: 'string', multiple: true, default: [] },
    ablate: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    sandbox: { type: 'string', default: 'auto' },
    gaps: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});

/** What a row of the table and of the JSON shows. */
const metrics = [
  ['statements', '%', (result) => result.statements],
  ['branches', '%', (result) => result.branches],
  ['tests', 'tests', (result) => result.tests],
  ['wall', 's', (result) => result.seconds],
  ['cpu', 's', (result) => result.cpuSeconds],
  ['calls per CPU second', 'calls/s', (result) => result.callsPerSecond],
  ['pruned', 'tests', (result) => result.pruned],
  ['engine errors only', '%', (result) => result.engineErrors],
  ['conforming to declared', '%', (result) => result.conforming],
  ['to inferred', '%', (result) => result.conformingToInferred],
  ['mutants killed', 'mutants', (result) => result.mutants?.killed],
  ['mutants tried', 'mutants', (result) => result.mutants?.tried],
  ['peak memory', 'MB', (result) => result.peakMegabytes],
  ['flaky', 'tests', (result) => (result.isRepeated ? result.flaky.size : undefined)],
];

const ablationPackages = ['bytes', 'qs', 'minimist', 'content-disposition', 'tinycolor2'];
const show = (value) =>
  value === undefined || value === null ? '–' : Number.isInteger(value) ? String(value) : value.toFixed(1);
const pad = (text, width) => String(text).padStart(width);
const widths = [24, ...metrics.map(([name]) => Math.max(7, name.length))];
const line = (cells) =>
  console.log(
    cells.map((cell, at) => (at === 0 ? String(cell).padEnd(24) : pad(cell, widths[at]))).join('  '),
  );
const rows = [];

function note(name, result) {
  line([name, ...metrics.map(([, , read]) => show(read(result)))]);
  for (const [metric, unit, read] of metrics) {
    const value = read(result);
    if (value !== undefined && value !== null) rows.push({ case: name, metric, value, unit });
  }
  // Written after each package, so that a run that is broken off has left something.
  if (values.json) writeFileSync(values.json, JSON.stringify({ bench: 'explorer', rows }, null, 2));
}

function tellDetails({ reasons, flaky, skipped, findings, gaps }) {
  for (const reason of reasons)
    console.log(`    pruned: ${reason.split('\n').slice(0, 3).join(' | ').slice(0, 300)}`);
  for (const [key, condition] of flaky)
    console.log(`    flaky under ${condition}: ${key.replace('\n', ': ')}`);
  if (!values.gaps) return;
  for (const finding of findings) console.log(`    ${finding.kind}: ${finding.target} ${finding.title}`);
  for (const { target, reason } of skipped) console.log(`    skipped: ${target}: ${reason.slice(0, 200)}`);
  const count = ({ covered, total }) => `${covered}/${total}`;
  for (const gap of gaps) {
    const through = gap.reach ? '' : ' (no test can call it directly)';
    console.log(
      `    open: ${gap.id}${through} statements ${count(gap.statements)} branches ${count(gap.branches)}`,
    );
  }
}

/** The middle, the mean and the least of each metric over the packages. */
function noteSummary(title, results) {
  const over = (pick) => (read) => {
    const numbers = results.map(read).filter((value) => value !== undefined && value !== null);
    return numbers.length === 0 ? undefined : pick(numbers.sort((a, b) => a - b));
  };
  const ways = {
    median: (sorted) => (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2,
    mean: (sorted) => sorted.reduce((total, value) => total + value, 0) / sorted.length,
    minimum: (sorted) => sorted[0],
  };
  for (const [way, pick] of Object.entries(ways)) {
    const cells = metrics.map(([, , read]) => over(pick)(read));
    line([`${way} ${title}`, ...cells.map(show)]);
    for (const [at, [metric, unit]] of metrics.entries())
      if (cells[at] !== undefined) rows.push({ case: `${way} ${title}`, metric, value: cells[at], unit });
  }
}

/** One package at one budget; a failure of the bench's own is told and leaves the others. */
async function measure(host, options) {
  const opened = await openPackage(host, values.sandbox);
  try {
    const result = await measurePackage(opened, { seed: Number(values.seed), ...options });
    return { ...result, isRepeated: options.repeats > 0 };
  } finally {
    await opened.session.box.dispose();
  }
}

async function measureAll(hosts, seconds, without, { repeats, mutants, title }) {
  const results = [];
  for (const [name, host] of hosts) {
    try {
      const result = await measure(host, { seconds, without, repeats, mutants });
      note(`${name} ${title}`, result);
      tellDetails(result);
      results.push(result);
    } catch (error) {
      console.log(`${name} ${title}: ${error.stack}`);
      rows.push({ case: `${name} ${title}`, metric: 'failed', value: 1, unit: 'runs' });
    }
  }
  noteSummary(title, results);
  return results;
}

const unknown = values.without.filter((name) => !isTechnique(name));
if (unknown.length > 0)
  throw new Error(
    `no such technique: ${unknown.join(', ')}; there are ${Object.keys(techniques).join(', ')}`,
  );
const folder = join(tmpdir(), 'nightshift-bench-explorer');
mkdirSync(folder, { recursive: true });
const wanted = values.packages?.split(',') ?? (values.ablate ? ablationPackages : packages);
const modules = install(join(folder, 'install'), wanted);
const hosts = new Map();
for (const name of wanted) {
  const host = makeHost(join(folder, 'hosts', name), modules, name);
  hosts.set(name, host);
  const remark = host.isBundled ? ', minified: nothing readable is published' : '';
  console.log(`${name} ${host.version}: ${host.sources.length} modules${remark}`);
}
const budgets = (values.seconds ?? (values.ablate ? '10' : '3,10,30')).split(',').map(Number);
const mutants = !values['no-mutants'];
line(['', ...metrics.map(([name]) => name)]);
if (values.ablate) {
  const quiet = { repeats: 0, mutants: false };
  await measureAll(hosts, budgets[0], [], { ...quiet, title: 'all' });
  for (const [name, sentence] of Object.entries(techniques)) {
    console.log(`without ${name}: ${sentence}`);
    await measureAll(hosts, budgets[0], [name], { ...quiet, title: `-${name}` });
  }
} else {
  const highest = Math.max(...budgets);
  for (const seconds of budgets) {
    const repeats = seconds === highest ? Number(values.repeats) : 0;
    await measureAll(hosts, seconds, values.without, { repeats, mutants, title: `${seconds}s` });
  }
}
if (values.json) writeFileSync(values.json, JSON.stringify({ bench: 'explorer', rows }, null, 2));
