/** A plan is explored in the realm of a test: its cases, laws and ends are written down line by line. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ExploreLine } from '../../../../../src/author/explorer/notation/explore-line.js';
import type { ExplorePlan } from '../../../../../src/author/explorer/notation/plan.js';
import {
  catchStrayErrors,
  openExploration,
} from '../../../../../src/author/explorer/in-host/exploration.cjs';
import { explore } from '../../../../../src/author/explorer/in-host/explore.cjs';
import { exploreUnit } from '../../../../../src/author/explorer/in-host/explore-unit.cjs';
import { openResults } from '../../../../../src/author/explorer/in-host/results.cjs';
import { gradeUnit, liveGrade } from '../live-code.js';
import { noExports } from '../support.js';

const realm = globalThis as unknown as Record<string, unknown>;
const folder = mkdtempSync(path.join(tmpdir(), 'explore-'));

const plan: ExplorePlan = {
  seed: 1,
  root: '/repo',
  file: '/repo/grade.js',
  isTyped: true,
  typedPlace: null,
  units: [{ ...gradeUnit, strings: ['gold'] }],
  runtimeExports: noExports('grade.js'),
  producers: [],
  modules: ['grade.js'],
  extraModules: [],
  covered: [],
  wallMs: null,
  isPatient: false,
  round: 0,
  corpus: {},
  without: [],
  resultFile: path.join(folder, 'result.jsonl'),
  currentFile: path.join(folder, 'current.txt'),
};

let loaded: Record<string, unknown> = {};
const host = { load: () => loaded, reset: () => undefined, expect };
const lines = (): ExploreLine[] =>
  readFileSync(plan.resultFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ExploreLine);

beforeEach(() => {
  realm['__nightshift__'] = {
    takeRefused: () => [],
    tellComparisons: () => false,
    takeFileTrace: () => ({ calls: 0, asked: [] }),
    holdStrayErrors: () => () => undefined,
    allowsScratch: false,
    openTypeChecker: () => null,
    setStandIns: () => undefined,
    setTimeZone: () => undefined,
  };
  const { file, moduleOf } = liveGrade();
  realm['__coverage__'] = { [file.path]: file };
  loaded = moduleOf((code) => code === 'gold');
  rmSync(plan.resultFile, { force: true });
});

afterAll(() => {
  delete realm['__coverage__'];
  delete realm['__nightshift__'];
  rmSync(folder, { recursive: true });
});

test('each path of a function gets a case, and the end of the plan is marked', async () => {
  await explore(plan, host);
  const outcomes = lines().flatMap((line) => (line.type === 'case' ? [line.recorded.outcome] : []));
  expect(outcomes).toContainEqual({ kind: 'returns', value: { k: 'lit', v: 'free shipping' } });
  expect(outcomes).toContainEqual({ kind: 'returns', value: { k: 'lit', v: 'paid shipping' } });
  expect(lines().at(-1)).toMatchObject({ type: 'unit-end', unit: gradeUnit.id, kept: 2, pruned: 0 });
  expect(existsSync(`${plan.resultFile}.done`)).toBe(true);
});

test('a module that cannot be loaded is reported with its message', async () => {
  const broken = {
    load() {
      throw new Error('no database');
    },
    reset: () => undefined,
    expect,
  };
  await explore(plan, broken);
  expect(lines()).toEqual([{ type: 'load-failed', message: 'no database' }]);
});

test('a file that Jest does not instrument is reported, and not explored', async () => {
  realm['__coverage__'] = {};
  await explore(plan, host);
  expect(lines()).toEqual([{ type: 'load-failed', message: 'Jest does not instrument this file' }]);
});

test('a unit gets no case for what is covered already', async () => {
  const results = openResults(plan);
  const covered = { ...plan, covered: ['s0', 's1', 'b0.0'] };
  const strays = catchStrayErrors();
  const exploration = openExploration(
    { plan: covered, host, results, strays },
    new Map([['grade.js', loaded]]),
  );
  if (!exploration) throw new Error('not instrumented');
  await exploreUnit(exploration, gradeUnit);
  const owned = lines().flatMap((line) => (line.type === 'case' ? line.recorded.owns : []));
  expect(owned).toEqual(['b0.1']);
});
