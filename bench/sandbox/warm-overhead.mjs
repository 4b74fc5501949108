// What the box adds to a candidate file in the warm worker, and to the start of a worker: the same host opened in the full
// tier and without a box, the same files turn about.
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTestFiles } from '../../dist/io/jest/run/run-jest.js';
import { WarmHost } from '../../dist/io/jest/run/warm-host.js';
import { closeHost } from '../../dist/pipeline/prepare/open-host.js';
import { openBenchHost } from '../open-bench-host.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { signal } = new AbortController();
const TESTS = 8;
const text = `const { round, allocate } = require('../lib/money');
${Array.from({ length: TESTS }, (_, at) => `test('behaviour ${at}', () => { expect(round(${at}.005)).toBe(${at}.01); expect(allocate(10, [1, 1, 1])).toEqual([3.34, 3.33, 3.33]); });`).join('\n')}
`;

export const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

const openIn = (dir, sandbox) => openBenchHost(dir, signal, { sandbox });

let counter = 0;
/** Runs one new candidate file; returns the CPU of the worker for it. */
async function runFile(session, childMs) {
  const place = `test/bench-${++counter}.test.js`;
  const file = join(session.box.root, place);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const before = childMs();
  const [run] = await runTestFiles(session, {
    testFiles: [place],
    coverage: 'records',
    perTest: true,
    guard: true,
    writable: false,
    stallMs: 60_000,
    timeoutMs: 120_000,
    signal,
  });
  const spent = childMs() - before;
  rmSync(file);
  const passed = run.files[0]?.tests.filter(({ status }) => status === 'passed').length ?? 0;
  if (passed !== TESTS) throw new Error(`${passed} of ${TESTS} passed: ${run.message}`);
  return spent;
}

/** Starts a worker, has it run one file, and ends it; returns the CPU. */
async function startWorker(session, childMs) {
  const before = childMs();
  const warm = new WarmHost({ size: 1, onFallback: (reason) => console.error(reason) });
  await runFile({ ...session, warm }, () => 0);
  await warm.close();
  return childMs() - before;
}

/** Runs both turn about, so that drift falls on both alike. */
async function turnAbout(times, measure, boxed, open) {
  const spent = { boxed: [], open: [] };
  for (let time = 0; time < times; time++) {
    const order = [
      ['boxed', boxed],
      ['open', open],
    ];
    if (time % 2 === 1) order.reverse();
    for (const [name, session] of order) spent[name].push(await measure(session));
  }
  return spent;
}

/** The CPU of each of so many files and starts in the box and without it, in milliseconds. */
export async function measureWarm(folder, { files, starts, childMs }) {
  const dir = join(folder, 'host-with-jest');
  cpSync(join(root, 'sample-repos', 'invoice-legacy'), dir, { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
  const boxed = await openIn(dir, 'full');
  const open = await openIn(dir, 'none');
  try {
    const one = { size: 1, onFallback: (reason) => console.error(reason) };
    const sessions = [boxed, open].map(({ session }) => ({ ...session, warm: new WarmHost(one) }));
    for (const session of sessions) for (let time = 0; time < 10; time++) await runFile(session, childMs);
    const warm = await turnAbout(files, (session) => runFile(session, childMs), ...sessions);
    for (const { warm: host } of sessions) await host.close();
    const start = await turnAbout(starts, (session) => startWorker(session, childMs), ...sessions);
    return { warm, start };
  } finally {
    await closeHost(boxed);
    await closeHost(open);
  }
}
