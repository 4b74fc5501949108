#!/usr/bin/env node
// What containment costs, on the machine it runs on (Linux):
//   npm run bench:sandbox [-- --json FILE] [--starts N] [--files N]
// A candidate file in the warm worker, in the box and without one, turn about (N files, medians of CPU; goal at most 3 % more).
// A start of Node, and of a worker with Jest loaded and one file run, in each tier that works here against one without a box
// (N rounds turn about, medians of CPU, with all that bubblewrap itself takes; goal at most 40 ms more). For a host of 5,000
// files with a large node_modules how long the copy takes: the first time, again with nothing changed, and after a change of
// one file. And the probe of the tiers against the recall of what an earlier run has found. Needs `npm run build`.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { performance } from 'node:perf_hooks';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openBox } from '../dist/io/sandbox/box/open-box.js';
import { recallProbe } from '../dist/io/sandbox/probe/probe-cache.js';
import { probeAnew } from '../dist/io/sandbox/probe/probe.js';
import { countCpu } from './sandbox/count-cpu.mjs';
import { measureWarm, median } from './sandbox/warm-overhead.mjs';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    starts: { type: 'string', default: '30' },
    files: { type: 'string', default: '100' },
  },
});
const starts = Number(values.starts);
const rows = [];
const report = (name, metric, value, unit) => {
  rows.push({ case: name, metric, value: Number(value.toFixed(3)), unit });
};

function makeHost(folder) {
  const root = join(folder, 'host');
  for (let i = 0; i < 5000; i++) {
    const dir = join(root, 'src', `area-${i % 50}`, `part-${i % 10}`);
    if (i < 500) mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, `file-${i}.js`), `exports.f${i} = (n) => n + ${i};\n`.repeat(40));
  }
  writeFileSync(join(root, 'package.json'), '{ "name": "host" }');
  for (let i = 0; i < 20000; i++) {
    const dir = join(root, 'node_modules', `package-${i % 400}`);
    if (i < 400) mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, `file-${i}.js`), 'module.exports = 1;\n');
  }
  return { root, dependencyFolders: [{ at: 'node_modules', real: join(root, 'node_modules') }] };
}

/** Opens a box and closes it; what is measured is the copy, so the start of Node that goes with it is taken off. */
async function timeOpen(host, tier, startMs) {
  const cpu = process.cpuUsage();
  const from = performance.now();
  const box = await openBox({ host, tier, seeInside: [], passEnv: [], keepCopy: true });
  const seconds = Math.max(0, performance.now() - from - startMs) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  await box.dispose();
  return { seconds, cpuSeconds: (user + system) / 1e6 };
}

const spentIn = async (measure, work) => {
  const before = measure();
  const result = await work();
  return { result, ms: measure() - before };
};

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'bench-sandbox-')));
const cpu = countCpu();
if (!cpu.isComplete)
  console.error('No control group can be made here, so part of what bubblewrap itself takes is not counted.');

async function measureProbe() {
  const wall = () => performance.now();
  const probed = await spentIn(wall, () => spentIn(cpu.childMs, () => probeAnew(process.cwd())));
  const recalled = await spentIn(wall, () => recallProbe(process.cwd()));
  report('probe of the tiers', 'wall', probed.ms, 'ms');
  report('probe of the tiers', 'CPU of what it starts', probed.result.ms, 'ms');
  if (recalled.result !== null) report('probe of the tiers, recalled', 'wall', recalled.ms, 'ms');
  return probed.result.result;
}

/** Starts of Node that does nothing, in every tier and without a box, turn about. */
async function measureStarts(tiers) {
  const small = { root: join(folder, 'small'), dependencyFolders: [] };
  mkdirSync(small.root);
  writeFileSync(join(small.root, 'package.json'), '{}');
  const boxes = new Map();
  for (const tier of ['none', ...tiers])
    boxes.set(tier, await openBox({ host: small, tier, seeInside: [], passEnv: [] }));
  const spent = new Map([...boxes.keys()].map((tier) => [tier, []]));
  const wall = new Map([...boxes.keys()].map((tier) => [tier, []]));
  for (let round = 0; round < starts; round++) {
    for (const [tier, box] of boxes) {
      const command = { argv: ['-e', '0'], env: {}, timeoutMs: 60_000, writable: false };
      const from = performance.now();
      spent.get(tier).push((await spentIn(cpu.childMs, () => box.run(command))).ms);
      wall.get(tier).push(performance.now() - from);
    }
  }
  for (const box of boxes.values()) await box.dispose();
  for (const [tier, list] of spent) {
    const name = tier === 'none' ? 'start of Node, no box' : `start of Node, ${tier}`;
    report(name, 'CPU', median(list), 'ms');
    if (tier !== 'none') report(name, 'CPU above no box', median(list) - median(spent.get('none')), 'ms');
  }
  return Object.fromEntries([...wall].map(([tier, list]) => [tier, median(list)]));
}

async function measureWorkers() {
  const workers = { files: Number(values.files), starts: Math.ceil(starts / 3), childMs: cpu.childMs };
  const { warm, start } = await measureWarm(folder, workers);
  report('candidate in the warm worker, no box', 'CPU', median(warm.open), 'ms');
  report('candidate in the warm worker, full', 'CPU', median(warm.boxed), 'ms');
  const ratios = warm.boxed.map((ms, at) => ms / warm.open[at]);
  report('candidate in the warm worker, full', 'CPU above no box', (median(ratios) - 1) * 100, '%');
  report('start of a worker with Jest, no box', 'CPU', median(start.open), 'ms');
  report('start of a worker with Jest, full', 'CPU', median(start.boxed), 'ms');
  const more = start.boxed.map((ms, at) => ms - start.open[at]);
  report('start of a worker with Jest, full', 'CPU above no box', median(more), 'ms');
}

try {
  const probe = await measureProbe();
  const tiers = ['full', 'reduced'].filter((tier) => probe[tier].works);
  const startMs = await measureStarts(tiers);
  if (probe.full.works) await measureWorkers();
  const host = makeHost(folder);
  for (const tier of tiers.slice(0, 1)) {
    for (const turn of ['the first time', 'unchanged', 'one file changed']) {
      if (turn === 'one file changed')
        writeFileSync(join(host.root, 'src/area-0/part-0/file-0.js'), '// new\n');
      const { seconds, cpuSeconds } = await timeOpen(host, tier, startMs[tier]);
      report(`copy of 5,000 files, ${turn}`, 'wall', seconds, 's');
      report(`copy of 5,000 files, ${turn}`, 'CPU', cpuSeconds, 's');
    }
  }
} finally {
  cpu.leave();
  rmSync(folder, { recursive: true, force: true });
}

for (const { case: name, metric, value, unit } of rows)
  console.log(`${name.padEnd(40)} ${metric.padEnd(28)} ${String(value).padStart(9)} ${unit}`);
if (values.json) writeFileSync(values.json, JSON.stringify({ bench: 'sandbox', rows }, null, 2));
