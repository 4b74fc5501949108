#!/usr/bin/env node
// Measures the explorer on published libraries, without the model and without the gate:
//   npm run bench:explorer [-- --packages a,b] [--seconds 3,10,30] [--jobs N] [--repeats N] [--mutants N] [--no-mutants]
//                             [--without NAME …] [--ablate] [--seed N] [--sandbox auto] [--gaps] [--json FILE]
// Each library becomes a repository of its own, with the modules that its main entry loads. The explorer searches for the
// given CPU seconds in total, dealt out to functions by size. The seconds are those of the search in the exploring Jest
// processes, as counted work at a fixed rate (src/author/explorer/plan/budget.ts), so that the same seed gives the same tests;
// `cpu` is what they really took. Not counted are Jest's start, loading of modules, shrinking and recording of what was
// chosen; `wall` has all of it. The tests are then run by the library's plain Jest, what fails is left out and counted, and
// what is left is measured with `jest --coverage` over all modules. The finished tests of the highest budget are run again
// under other time zones, languages, dates and orders (ten times unless `--repeats` says otherwise), and are tried on a
// sample of the library's mutants, drawn by the seed, 100 at the most unless `--mutants` says otherwise; each is tried on up
// to 30 of the tests that reach it. Packages are measured in processes of their own, one unless `--jobs` says otherwise.
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isTechnique, techniques } from '../dist/author/explorer/notation/techniques.js';
import { makeHost } from './explorer/make-host.mjs';
import { install, packages } from './explorer/packages.mjs';
import { runJobs } from './explorer/run-jobs.mjs';
import {
  coverageLines,
  detailLines,
  headLine,
  resultLine,
  resultRows,
  summaryOf,
} from './explorer/tables.mjs';

const { values } = parseArgs({
  options: {
    packages: { type: 'string' },
    seconds: { type: 'string' },
    jobs: { type: 'string', default: '1' },
    repeats: { type: 'string', default: '10' },
    mutants: { type: 'string', default: '100' },
    'no-mutants': { type: 'boolean', default: false },
    without: { type: 'string', multiple: true, default: [] },
    ablate: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    sandbox: { type: 'string', default: 'auto' },
    gaps: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});

const ablationPackages = ['bytes', 'qs', 'minimist', 'content-disposition', 'tinycolor2'];

const unknown = values.without.filter((name) => !isTechnique(name));
if (unknown.length > 0)
  throw new Error(
    `no such technique: ${unknown.join(', ')}; there are ${Object.keys(techniques).join(', ')}`,
  );

/** What is measured of each package, in order. */
function planRuns() {
  const seed = Number(values.seed);
  const budgets = (values.seconds ?? (values.ablate ? '10' : '3,10,30')).split(',').map(Number);
  const quiet = { seed, repeats: 0, maxMutants: 0 };
  if (values.ablate) {
    const [seconds] = budgets;
    const ablated = Object.keys(techniques).map((name) => ({ title: `-${name}`, without: [name] }));
    return [{ title: 'all', without: [] }, ...ablated].map(({ title, without }) => ({
      title,
      options: { ...quiet, seconds, without },
    }));
  }
  const highest = Math.max(...budgets);
  const thorough = {
    repeats: Number(values.repeats),
    maxMutants: values['no-mutants'] ? 0 : Number(values.mutants),
  };
  return budgets.map((seconds) => ({
    title: `${seconds}s`,
    options: { ...quiet, ...(seconds === highest ? thorough : {}), seconds, without: values.without },
  }));
}

const folder = join(tmpdir(), 'nightshift-bench-explorer');
mkdirSync(folder, { recursive: true });
const wanted = values.packages?.split(',') ?? (values.ablate ? ablationPackages : packages);
const modules = install(join(folder, 'install'), wanted);
const runs = planRuns();
const jobs = wanted.map((name) => {
  const host = makeHost(join(folder, 'hosts', name), modules, name);
  const remark = host.isBundled ? ', minified: nothing readable is published' : '';
  console.log(`${name} ${host.version}: ${host.sources.length} modules${remark}`);
  return { name, host, sandbox: values.sandbox, runs };
});

const results = new Map(wanted.map((name) => [name, new Map()]));
const rows = [];
// Written after each result, so that a run that is broken off has left something.
const save = () =>
  values.json && writeFileSync(values.json, JSON.stringify({ bench: 'explorer', rows }, null, 2));

console.log(headLine());
await runJobs(jobs, Number(values.jobs), (name, { title, result, failed }) => {
  const label = title === undefined ? name : `${name} ${title}`;
  if (failed === undefined) {
    results.get(name).set(title, result);
    console.log([resultLine(label, result), ...detailLines(result, values.gaps)].join('\n'));
    rows.push(...resultRows(label, result));
  } else {
    console.log(`${label}: ${failed}`);
    rows.push({ case: label, metric: 'failed', value: 1, unit: 'runs' });
  }
  save();
});

const titles = runs.map(({ title }) => title);
if (wanted.length > 1 && !values.ablate) console.log(['', ...coverageLines(titles, results)].join('\n'));
console.log(`\n${headLine()}`);
for (const title of titles) {
  const measured = wanted.flatMap((name) => results.get(name).get(title) ?? []);
  const technique = techniques[title.slice(1)];
  if (technique) console.log(`without ${title.slice(1)}: ${technique}`);
  const summary = summaryOf(title, measured);
  console.log(summary.lines.join('\n'));
  rows.push(...summary.rows);
}
save();
