#!/usr/bin/env node
// What a pass costs, and how soon it has something to show:
//   npm run bench:pass [-- --json FILE] [--cases a,b] [--lanes 1,2,4] [--max-minutes N]
// Cases: the demonstration, a repository of two functions, three published libraries, and made-up repositories of 500 and
// 3,000 files. For each: wall and CPU time until the first commit, until 50 and 90 % of what is covered in the end, and until
// the end; the peak memory of all processes together; then a second, unchanged run, and a run after one edit.
// Machines differ, so times are in J: the CPU seconds of `npx jest --coverage` over one CommonJS file of eight tests, measured
// first, in the same run.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeHost } from './explorer/make-host.mjs';
import { install } from './explorer/packages.mjs';
import { watchMemory } from './pass/watch-memory.mjs';
import { git } from './plain-jest.mjs';
import { countCpu } from './sandbox/count-cpu.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    cases: { type: 'string' },
    lanes: { type: 'string', default: '2' },
    'max-minutes': { type: 'string' },
    install: { type: 'string', default: join(tmpdir(), 'nightshift-bench-packages') },
  },
});
const work = mkdtempSync(join(tmpdir(), 'bench-pass-'));
const cpu = countCpu();
const rows = [];

function commitAll(dir) {
  git(dir, 'init', '-q', '-b', 'main');
  git(dir, 'add', '-A');
  git(dir, '-c', 'user.name=bench', '-c', 'user.email=bench@localhost', 'commit', '-qm', 'as it was');
}

function makeSample(dir, name) {
  cpSync(join(root, 'sample-repos', name), dir, { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
  commitAll(dir);
}

function makeFiles(dir, files) {
  for (const [file, text] of Object.entries({ '.gitignore': 'node_modules\n', ...files })) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  }
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
  commitAll(dir);
}

const manifest = JSON.stringify({ name: 'bench', version: '1.0.0', scripts: { test: 'jest' } });

const twoFunctions = {
  'package.json': manifest,
  'fare.js': `/** Shipping in cents by weight in grams. */
exports.fare = function fare(grams) {
  if (grams <= 0) throw new RangeError('weight must be positive');
  return grams > 2000 ? 990 : 490;
};
exports.isBulky = function isBulky(length, width) {
  return length > 120 || width > 60;
};
`,
};

/** Modules in a tree, each with a function of two branches that calls the one above it; one in fifty has no test. */
function manyFiles(count) {
  const files = { 'package.json': manifest };
  for (let index = 0; index < count; index++) {
    const above = index === 0 ? null : Math.floor((index - 1) / 8);
    const call = above === null ? 'n' : `require('./step${above}').step${above}(n)`;
    files[`src/step${index}.js`] =
      `exports.step${index} = function step${index}(n) {\n  if (n < ${index}) return ${call};\n  return n + ${index};\n};\n`;
    if (index % 50 === 0) continue;
    files[`src/step${index}.test.js`] =
      `const { step${index} } = require('./step${index}');\n\ntest('steps', () => {\n  expect(step${index}(${index})).toBe(${2 * index});\n  step${index}(-1);\n});\n`;
  }
  return files;
}

/** Each case makes its repository in a folder and names the file that is edited, with the text to find and to put. */
const cases = [
  {
    name: 'two functions',
    make: (dir) => makeFiles(dir, twoFunctions),
    edit: ['fare.js', '2000 ? 990', '3000 ? 990'],
  },
  {
    name: 'demonstration',
    make: (dir) => makeSample(dir, 'invoice-legacy'),
    edit: ['lib/money.js', 'weights add up to zero', 'weights sum up to zero'],
  },
  ...['bytes', 'qs', 'semver'].map((name) => ({
    name,
    make: (dir) => makeHost(dir, install(values.install, [name]), name),
    edit: null,
  })),
  ...[500, 3000].map((count) => ({
    name: `${count} files`,
    make: (dir) => makeFiles(dir, manyFiles(count)),
    edit: ['src/step0.js', 'n + 0', 'n + 1'],
  })),
].filter(({ name }) => values.cases === undefined || values.cases.split(',').includes(name));

/** The unit: CPU seconds of a plain Jest over one small file. */
function measureJ() {
  const dir = join(work, 'unit');
  const test = Array.from(
    { length: 8 },
    (_, n) => `test('fare ${n}', () => {\n  expect(require('./fare').fare(${n + 1})).toBe(490);\n});\n`,
  ).join('\n');
  makeFiles(dir, { ...twoFunctions, 'fare.test.js': test });
  const start = cpu.childMs();
  const { status, stderr } = spawnSync('npx', ['jest', '--coverage'], { cwd: dir, encoding: 'utf8' });
  if (status !== 0) throw new Error(`Jest failed on the unit of time: ${stderr}`);
  return (cpu.childMs() - start) / 1000;
}

/** Runs a pass and resolves with its moments, in seconds of wall and CPU time. */
function runPass(dir, lanes) {
  const [wallStart, cpuStart] = [performance.now(), cpu.childMs()];
  const now = () => ({
    wall: (performance.now() - wallStart) / 1000,
    cpu: (cpu.childMs() - cpuStart) / 1000,
  });
  const limit = values['max-minutes'] === undefined ? [] : [values['max-minutes']];
  const child = spawn(
    process.execPath,
    [join(root, 'bench/pass/drive-pass.mjs'), dir, String(lanes), ...limit],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const memory = watchMemory(child.pid);
  const steps = [];
  let first = null;
  let end = null;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = JSON.parse(line);
    if (event.type === 'delivered') first ??= now();
    if (event.type === 'progress') steps.push({ ...now(), covered: event.covered });
    if (event.type === 'end') end = { ...now(), ...event };
  });
  return new Promise((resolve, reject) => {
    child.on('close', (code) => {
      const peakMib = memory.stop();
      if (code !== 0 || end === null) reject(new Error(`the pass over ${dir} ended with ${code}`));
      else resolve({ first, end, steps, peakMib });
    });
  });
}

const inJ = ({ wall, cpu: used }, unit) => `${(wall / unit).toFixed(1)} / ${(used / unit).toFixed(1)}`;

function note(name, metric, moment, unit) {
  if (moment === null || moment === undefined) return `${metric} –`;
  rows.push({ case: name, metric: `${metric}, wall`, value: moment.wall / unit, unit: 'J' });
  rows.push({ case: name, metric: `${metric}, CPU`, value: moment.cpu / unit, unit: 'J' });
  return `${metric} ${inJ(moment, unit)}`;
}

function describeRun(name, { first, end, steps, peakMib }, unit) {
  const before = steps[0]?.covered ?? 0;
  const at = (share) =>
    steps.find(({ covered }) => covered > before && covered - before >= share * (end.covered - before));
  rows.push({ case: name, metric: 'peak memory', value: peakMib, unit: 'MiB' });
  rows.push({ case: name, metric: 'tests', value: end.tests, unit: 'count' });
  const parts = [
    note(name, 'first commit', first, unit),
    note(name, 'half', at(0.5), unit),
    note(name, '90 %', at(0.9), unit),
    note(name, 'end', end, unit),
  ];
  console.log(
    `  ${parts.join(' · ')} · ${peakMib} MiB · ${end.tests} tests, ${end.covered} of ${end.total} covered, ${end.outcome}`,
  );
}

async function runCase({ name, make, edit }, lanes, unit) {
  const title = `${name}, ${lanes} ${lanes === 1 ? 'lane' : 'lanes'}`;
  const dir = join(work, title.replace(/\W+/g, '-'));
  make(dir);
  console.log(`\n${title}`);
  describeRun(title, await runPass(dir, lanes), unit);
  const again = await runPass(dir, lanes);
  console.log(`  ${note(title, 'second run, unchanged', again.end, unit)}`);
  if (edit === null) return;
  const [file, find, put] = edit;
  const text = readFileSync(join(dir, file), 'utf8');
  if (!text.includes(find)) throw new Error(`${file} of ${name} has no "${find}"`);
  writeFileSync(join(dir, file), text.replace(find, put));
  git(dir, '-c', 'user.name=bench', '-c', 'user.email=bench@localhost', 'commit', '-qam', 'edit');
  const edited = await runPass(dir, lanes);
  const commit = note(title, 'one edit, first commit', edited.first, unit);
  console.log(`  ${commit} · ${note(title, 'one edit, end', edited.end, unit)}`);
}

try {
  const unit = measureJ();
  rows.push({ case: 'machine', metric: 'J', value: unit, unit: 's' });
  console.log(
    `J = ${unit.toFixed(2)} CPU s${cpu.isComplete ? '' : ' (CPU of short-lived processes is partly missed)'}; wall / CPU in J`,
  );
  for (const lanes of values.lanes.split(',').map(Number))
    for (const one of cases) await runCase(one, lanes, unit);
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify({ bench: 'pass', rows }, null, 2)}\n`);
} finally {
  cpu.leave();
  rmSync(work, { recursive: true, force: true });
}
