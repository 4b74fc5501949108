#!/usr/bin/env node
// What a candidate file costs in the gate, in CPU milliseconds, against starting Jest for it:
//   npm run bench:verify [-- --json FILE] [--candidates N] [--row N] [--hosts a,b]
// Five kinds of host, made of the sample repositories. For each, a file of eight tests is run by `npx jest --coverage FILE`,
// by `node jest.js --coverage FILE`, and by the gate's warm Jest in its sandbox, all in one go, so that a slow machine is
// slow for all. CPU is user plus system time of the process and all that it started. `--row` is the number of candidates
// that are run one after the other on the first host to see that no verdict changes and memory stays bounded.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readTestTypes } from '../dist/analyze/process/read-test-types.js';
import { runTestFiles } from '../dist/io/jest/run/run-jest.js';
import { closeHost } from '../dist/pipeline/prepare/open-host.js';
import { verifyCandidates } from '../dist/verify/gate.js';
import { openBenchHost } from './open-bench-host.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    candidates: { type: 'string', default: '24' },
    row: { type: 'string', default: '1000' },
    hosts: { type: 'string' },
  },
});

const TESTS = 8;
const MEMORY_CAP_MIB = 900;
const { signal } = new AbortController();
const work = mkdtempSync(join(tmpdir(), 'bench-verify-'));
const rows = [];
const note = (name, metric, value, unit) => rows.push({ case: name, metric, value, unit });

const repeatedTests = (lines) =>
  Array.from(
    { length: TESTS },
    (_, index) => `test('behaviour ${index + 1}', () => {\n  ${lines[index % lines.length]}\n});\n`,
  ).join('\n');

const moneyTests = repeatedTests([
  'expect(round(1.005)).toBe(1.01);',
  'expect(round(-2.5, 0)).toBe(-3);',
  "expect(() => round('x')).toThrow('round: not a number: x');",
  'expect(allocate(10, [1, 1, 1])).toEqual([3.34, 3.33, 3.33]);',
  "expect(() => allocate(1, [])).toThrow('no weights');",
]);
const weightTests = repeatedTests([
  "expect(formatGrams(0)).toBe('0 g');",
  "expect(formatGrams(1000)).toBe('1 kg');",
  "expect(() => volumetricGrams({ length: 0, width: 0, height: 0 })).toThrow('A parcel has three dimensions');",
]);

const babelConfig = {
  presets: [
    [join(root, 'node_modules/@babel/preset-env'), { targets: { node: 'current' } }],
    join(root, 'node_modules/@babel/preset-typescript'),
  ],
};

/** Each kind: the sample it is made of, the file under test, and a test file. */
const kinds = [
  {
    name: 'CommonJS',
    sample: 'invoice-legacy',
    test: 'test/bench.test.js',
    goal: 15,
    text: `const { round, allocate } = require('../lib/money');\n\n${moneyTests}`,
  },
  {
    name: 'ts-jest',
    sample: 'shipping-rates-ts',
    test: 'src/bench.test.ts',
    goal: 15,
    text: `import { formatGrams, volumetricGrams } from './weight';\n\n${weightTests}`,
  },
  {
    name: 'babel-TypeScript',
    sample: 'shipping-rates-ts',
    test: 'src/bench.test.ts',
    goal: 10,
    text: `import { formatGrams, volumetricGrams } from './weight';\n\n${weightTests}`,
    change(dir) {
      writeFileSync(
        join(dir, 'jest.config.js'),
        `module.exports = { roots: ['<rootDir>/src'], collectCoverageFrom: ['src/**/*.ts', '!src/**/*.test.ts'] };\n`,
      );
      writeFileSync(join(dir, 'babel.config.json'), JSON.stringify(babelConfig));
    },
  },
  {
    name: 'ESM',
    sample: 'text-tools-esm',
    test: 'test/bench.test.js',
    goal: 10,
    text: `import slugify from '../src/slugify.js';\n\n${repeatedTests(["expect(slugify('A b')).toBe('a-b');", "expect(slugify('  Straße ')).toBe('strasse');"])}`,
  },
  {
    name: 'jsdom + React',
    sample: 'react-cart',
    test: 'src/__tests__/bench.test.jsx',
    goal: 10,
    text: `import { render, screen } from '@testing-library/react';\nimport { CartLine } from '../components/CartLine';\n\nconst mug = { id: 7, name: 'Mug', variant: 'blue', cents: 1250, quantity: 2, tags: [] };\n\n${repeatedTests(["render(<CartLine item={mug} dispatch={() => {}} />);\n  expect(screen.getByText('Mug (blue)')).toBeTruthy();"])}`,
  },
].filter(({ name }) => !values.hosts || values.hosts.split(',').includes(name));

function makeHost({ sample, change, name, test }) {
  const dir = join(work, name.replace(/\W+/g, '-'));
  cpSync(join(root, 'sample-repos', sample), dir, { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
  change?.(dir);
  mkdirSync(dirname(join(dir, test)), { recursive: true });
  const git = (...args) => execFileSync('git', args, { cwd: dir });
  git('init', '-q');
  git('add', '-A');
  git('-c', 'user.name=bench', '-c', 'user.email=bench@localhost', 'commit', '-qm', 'as it was');
  return dir;
}

/** CPU milliseconds of a command and its children, as the shell's `times` tells them. */
function cpuOf(dir, command) {
  const { stdout, status } = spawnSync(
    'bash',
    ['-c', `${command} > /dev/null 2> ${join(work, 'said')}; code=$?; times; exit $code`],
    { cwd: dir, encoding: 'utf8' },
  );
  if (status !== 0)
    throw new Error(
      `${command} failed in ${dir}: ${readFileSync(join(work, 'said'), 'utf8').slice(0, 2000)}`,
    );
  const seconds = stdout
    .trim()
    .split('\n')[1]
    .split(' ')
    .map((text) => /(\d+)m([\d.]+)s/.exec(text))
    .reduce((sum, [, m, s]) => sum + Number(m) * 60 + Number(s), 0);
  return seconds * 1000;
}

const TICK_MS = 10;
/** CPU milliseconds of this process and all below it, ended ones included, and the peak of the largest child in MiB. */
function family() {
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop().split(' ');
        const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
        return [
          {
            pid: Number(pid),
            parent: Number(fields[1]),
            ticks: Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14]),
            peakMib: Number(peak?.[1] ?? 0) / 1024,
          },
        ];
      } catch {
        return [];
      }
    });
  const mine = new Set([process.pid]);
  for (let grew = true; grew;) {
    const more = stats.filter(({ pid, parent }) => mine.has(parent) && !mine.has(pid));
    more.forEach(({ pid }) => mine.add(pid));
    grew = more.length > 0;
  }
  const members = stats.filter(({ pid }) => mine.has(pid));
  return {
    cpuMs: members.reduce((sum, { ticks }) => sum + ticks * TICK_MS, 0),
    peakMib: Math.max(0, ...members.filter(({ pid }) => pid !== process.pid).map(({ peakMib }) => peakMib)),
  };
}

/** Everything that this process and those below it have used so far. */
const usedMs = () => family().cpuMs;

const open = (dir, sandbox = 'auto') => openBenchHost(dir, signal, { sandbox });

let counter = 0;
/** Runs the text once as a new candidate file; throws when it does not pass. */
async function runWarm(session, { test, text }, perTest) {
  const place = test.replace('bench', `bench${++counter}`);
  const file = join(session.box.root, place);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const [run] = await runTestFiles(session, {
    testFiles: [place],
    coverage: 'records',
    perTest,
    guard: true,
    writable: false,
    stallMs: 30_000,
    timeoutMs: 60_000,
    testTimeoutMs: 5_000,
    signal,
  });
  rmSync(file);
  const passed = run.files[0]?.tests.filter(({ status }) => status === 'passed').length ?? 0;
  if (passed !== TESTS)
    throw new Error(`${passed} of ${TESTS} passed: ${run.message} ${run.files[0]?.message}`);
  if (perTest && run.records[0]?.tests.length !== TESTS) throw new Error('attribution is missing');
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

async function measureKind(kind) {
  const dir = makeHost(kind);
  writeFileSync(join(dir, kind.test), kind.text);
  const options = kind.name === 'ESM' ? 'NODE_OPTIONS=--experimental-vm-modules ' : '';
  const npx = [];
  const node = [];
  for (let time = 0; time < 3; time++) {
    npx.push(cpuOf(dir, `${options}npx jest --coverage ${kind.test}`));
    node.push(cpuOf(dir, `${options}node node_modules/jest/bin/jest.js --coverage ${kind.test}`));
  }
  rmSync(join(dir, kind.test));
  const opened = await open(dir);
  for (let warmup = 0; warmup < 5; warmup++) await runWarm(opened.session, kind, true);
  const spent = { true: 0, false: 0 };
  const times = Number(values.candidates);
  // Turn about, so that drift falls on both alike.
  for (let time = 0; time < times; time++) {
    for (const perTest of time % 2 === 0 ? [true, false] : [false, true]) {
      const before = usedMs();
      await runWarm(opened.session, kind, perTest);
      spent[perTest] += usedMs() - before;
    }
  }
  if (kind === kinds[0]) await measureRow(opened, kind);
  await closeHost(opened);
  const warm = spent.true / times;
  const figures = {
    'npx jest': median(npx),
    'node jest.js': median(node),
    warm,
    'npx / warm': median(npx) / warm,
    'node / warm': median(node) / warm,
    'npx for each test / warm': (median(npx) * TESTS) / warm,
    'attribution, % more': (spent.true / spent.false - 1) * 100,
  };
  for (const [metric, value] of Object.entries(figures))
    note(kind.name, metric, value, metric.includes('/') ? 'times' : metric.includes('%') ? '%' : 'CPU ms');
  console.log(
    `${kind.name.padEnd(17)}${Object.values(figures)
      .map((value) => value.toFixed(value < 100 ? 1 : 0).padStart(10))
      .join('')}   goal ${kind.goal}`,
  );
}

/** Many candidates one after the other: does any verdict change, does memory grow without bound? */
async function measureRow({ session }, kind) {
  const times = Number(values.row);
  let peak = 0;
  for (let time = 0; time < times; time++) {
    await runWarm(session, kind, true);
    peak = Math.max(peak, family().peakMib);
  }
  note(kind.name, `peak memory over ${times} candidates`, peak, 'MiB');
  console.error(
    `${times} candidates in a row on ${kind.name}: every one passed, the largest process had ${peak.toFixed(0)} MiB (cap ${MEMORY_CAP_MIB})`,
  );
  if (peak > MEMORY_CAP_MIB) process.exitCode = 1;
}

/**
 * The whole gate for one target, in CPU seconds, the final proof under plain Jest included. Outside the sandbox, because
 * the time of a process that ended in a namespace of its own is not passed on to those who wait for it.
 */
async function measureGate() {
  const [kind] = kinds;
  const opened = await open(makeHost({ ...kind, name: 'gate' }), 'none');
  const bodies = kind.text.split('\n').filter((line) => line.startsWith('  expect'));
  const imports = ['round', 'allocate'].map((name) => ({
    from: { kind: 'file', path: 'lib/money.js' },
    binding: { kind: 'named', imported: name, local: name },
  }));
  const candidates = [...new Set(bodies)].map((line, index) => ({
    id: `c${index}`,
    target: `lib/money.js#${line.includes('allocate') ? 'allocate' : 'round'}`,
    file: 'lib/money.js',
    author: 'explorer',
    kind: 'unit',
    group: 'money',
    title: `behaviour ${index}`,
    body: line.trim(),
    isAsync: false,
    imports,
  }));
  const request = {
    files: [{ path: 'test/money.nightshift.test.js', candidates, existing: null }],
    targets: opened.analysis.targets,
    covered: new Map(),
    hostTests: [],
    allowedPackages: new Set(),
    findTypeErrors: (tests) => readTestTypes(opened.session.host, tests, signal),
    seed: 1,
    signal,
    onStep: () => undefined,
  };
  await verifyCandidates(opened.session, request);
  const before = usedMs();
  const result = await verifyCandidates(opened.session, { ...request });
  const seconds = (usedMs() - before) / 1000;
  note(kind.name, 'whole gate for one target', seconds, 'CPU s');
  console.log(
    `\nThe whole gate, mutants, repeats and plain proof included, for one target with ${candidates.length} candidates: ${seconds.toFixed(2)} CPU s (goal 3), ${result.accepted.length} accepted`,
  );
  await closeHost(opened);
}

try {
  console.log(
    `CPU ms for a file of ${TESTS} tests\n${''.padEnd(17)}${['npx jest', 'node jest', 'warm', 'npx/warm', 'node/warm', 'per test', 'attrib. %'].map((head) => head.padStart(10)).join('')}`,
  );
  for (const kind of kinds) await measureKind(kind);
  await measureGate();
  if (values.json) writeFileSync(values.json, JSON.stringify({ bench: 'verify', rows }, null, 2));
} finally {
  rmSync(work, { recursive: true, force: true });
}
