/** What ended an exploration is said in the repository's own terms: its paths, no stack, and no input that was not tried. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ExplorationRun } from '../../../../src/author/explorer/exploration-run.js';
import { takeStock } from '../../../../src/author/explorer/take-stock.js';
import type { JestRun } from '../../../../src/io/jest/run/read-run.js';

const scratch = mkdtempSync(path.join(tmpdir(), 'take-stock-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const root = '/tmp/nightshift-box-1/host/repo';
const exploringTest = 'src/a.nightshift-explore.test.js';

async function judge(
  lines: object[],
  run: Partial<JestRun>,
  current = '',
): Promise<Pick<ExplorationRun['result'], 'skipped' | 'findings'>> {
  const [resultFile, currentFile] = ['result.jsonl', 'current.txt'].map((name) => path.join(scratch, name));
  if (resultFile === undefined || currentFile === undefined) throw new Error('no files');
  writeFileSync(resultFile, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  writeFileSync(currentFile, current === '' ? '' : `${current.length}\n${current}`);
  const exploration = {
    request: { file: 'src/a.js' },
    left: [{ id: 'src/a.js#go' }],
    units: [],
    lines: [],
    result: { skipped: [], findings: [] },
    exploringTest,
    scratch,
    plan: { root, round: 0, resultFile, currentFile, runtimeExports: { isOpen: false, skip: [] } },
  } as unknown as ExplorationRun;
  const crashed: JestRun = {
    ended: 'crashed',
    message: '',
    files: [],
    records: [],
    coverage: null,
    at: null,
  };
  await takeStock(exploration, { ...crashed, ...run });
  return exploration.result;
}

const stack = `    at Object.<anonymous> (${root}/src/a.js:3:5)\n    at go (/opt/nightshift/dist/author/explore.cjs:4:2)`;

test('a module that cannot be loaded: the reason without who required it', async () => {
  const message = `Cannot find module '${root}/node_modules/native/build.node' from 'native.js'\n\nRequire stack:\n  src/a.js\n  ${exploringTest}`;
  const { skipped } = await judge([{ type: 'load-failed', message }], { ended: 'well' });
  expect(skipped).toEqual([
    {
      target: 'src/a.js#go',
      reason:
        "the module cannot be loaded: Cannot find module './node_modules/native/build.node' from 'native.js'",
    },
  ]);
});

test('a module that ends the process while it is loaded: no call is blamed, and no input shown', async () => {
  const { skipped, findings } = await judge([], { message: `TypeError: no port\n${stack}` });
  expect(skipped.map(({ reason }) => reason)).toEqual(['loading the module ended the process']);
  expect(findings).toEqual([
    {
      kind: 'crash',
      target: 'src/a.js',
      title: 'loading the module ended the process',
      detail: 'TypeError: no port',
    },
  ]);
});

test('a call that ends the process: its input, and the message without the stack', async () => {
  const run = { message: `RangeError: too deep\n${stack}` };
  const { findings } = await judge([{ type: 'unit-start', unit: 'src/a.js#go' }], run, '{"steps":[]}');
  expect(findings).toEqual([
    {
      kind: 'crash',
      target: 'src/a.js#go',
      title: 'a call ended the process',
      detail: `With this input (the explorer's notation): {"steps":[]}\nRangeError: too deep`,
    },
  ]);
});

test('an exploring test that fails: what failed, without its name and stack', async () => {
  const message = `  ● explores\n\n    RangeError: Maximum call stack size exceeded\n\n  ${stack}`;
  const files = [{ path: exploringTest, passed: false, message, durationMs: 1, tests: [] }];
  const { skipped } = await judge([], { ended: 'well', files });
  expect(skipped.map(({ reason }) => reason)).toEqual([
    'the exploring test failed: RangeError: Maximum call stack size exceeded',
  ]);
});
