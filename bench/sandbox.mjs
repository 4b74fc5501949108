#!/usr/bin/env node
// What containment costs, on the machine it runs on (Linux):
//   npm run bench:sandbox [-- --json FILE] [--starts N]
// CPU milliseconds of a start of Node in the box against outside (mean of N, children included), in each tier that works
// here; and for a host of 5,000 files with a large node_modules how long the copy takes: the first time, again with nothing
// changed, and after a change of one file. Needs `npm run build`.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { performance } from 'node:perf_hooks';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openBox } from '../dist/io/sandbox/open-box.js';
import { probeAnew } from '../dist/io/sandbox/probe.js';

const { values } = parseArgs({
  options: { json: { type: 'string' }, starts: { type: 'string', default: '20' } },
});
const starts = Number(values.starts);
const rows = [];
const report = (name, metric, value, unit) => {
  rows.push({ case: name, metric, value: Number(value.toFixed(3)), unit });
};

/** CPU of the children that we have waited for, in milliseconds; the kernel counts in ticks of ten. */
function childCpuMs() {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

/** What bubblewrap starts in a namespace of its own is waited for by nobody of ours, so it tells its own time. */
const tellCpu = `
  let setup = 0;
  try { setup = Number(require('fs').readFileSync('/proc/1/schedstat', 'utf8').split(' ')[0]) / 1e6; } catch {}
  const { user, system } = process.cpuUsage();
  console.log(setup + (user + system) / 1000);`;

async function meanCpuMs(start) {
  const before = childCpuMs();
  let told = 0;
  for (let i = 0; i < starts; i++) told += (await start()) ?? 0;
  return (childCpuMs() - before + told) / starts;
}

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

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'bench-sandbox-')));
try {
  const probe = await probeAnew();
  const small = { root: join(folder, 'small'), dependencyFolders: [] };
  mkdirSync(small.root);
  writeFileSync(join(small.root, 'package.json'), '{}');
  const outside = await meanCpuMs(() => void execFileSync(process.execPath, ['-e', tellCpu], { env: {} }));
  report('outside', 'start, CPU', outside, 'ms');
  const tiers = ['full', 'reduced'].filter((tier) => probe[tier].works);
  const startMs = {};
  for (const tier of tiers) {
    const box = await openBox({ host: small, tier, seeInside: [], passEnv: [] });
    const command = { argv: ['-e', tellCpu], env: {}, timeoutMs: 20_000, writable: false };
    const from = performance.now();
    const cpu = await meanCpuMs(async () => {
      const { stdout } = await box.run(command);
      return tier === 'full' ? Number(stdout) : 0;
    });
    startMs[tier] = (performance.now() - from) / starts;
    await box.dispose();
    report(tier, 'start, CPU', cpu, 'ms');
    report(tier, 'start, CPU above outside', cpu - outside, 'ms');
  }
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
  rmSync(folder, { recursive: true, force: true });
}

for (const { case: name, metric, value, unit } of rows)
  console.log(`${name.padEnd(40)} ${metric.padEnd(28)} ${String(value).padStart(9)} ${unit}`);
if (values.json) writeFileSync(values.json, JSON.stringify({ bench: 'sandbox', rows }, null, 2));
