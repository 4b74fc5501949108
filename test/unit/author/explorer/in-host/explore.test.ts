/** A plan is explored in the realm of a test: its cases, laws and ends are written down line by line. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type {
  ExploreLine,
  ExplorePlan,
  Unit,
} from '../../../../../src/author/explorer/notation/expression.js';
import { openExploration } from '../../../../../src/author/explorer/in-host/exploration.cjs';
import { explore } from '../../../../../src/author/explorer/in-host/explore.cjs';
import { exploreUnit } from '../../../../../src/author/explorer/in-host/explore-unit.cjs';
import { openResults } from '../../../../../src/author/explorer/in-host/results.cjs';
import type { IstanbulFile } from '../../../../../src/author/explorer/in-host/run/counters.cjs';
import { param, unitOf } from '../support.js';

const realm = globalThis as unknown as Record<string, unknown>;
const file = '/repo/sign.js';
const place = { start: { line: 1, column: 0 }, end: { line: 1, column: 9 } };
const folder = mkdtempSync(path.join(tmpdir(), 'explore-'));

const unit: Unit = {
  ...unitOf({
    id: 'sign.js#sign',
    access: { module: 'sign.js', export: { kind: 'named', name: 'sign' }, members: [] },
    isClass: false,
    constructorParams: [],
    members: [
      {
        target: 'sign.js#sign',
        name: null,
        kind: 'call',
        params: [param('n', { kind: 'number' }, { declared: 'number' })],
        isAsync: false,
      },
    ],
  }),
  lines: [{ first: 1, last: 1 }],
  maxWork: 200_000,
  cpuMs: 60_000,
};
const plan: ExplorePlan = {
  seed: 1,
  root: '/repo',
  file,
  isTyped: true,
  typedPlace: null,
  units: [unit],
  surface: {
    isOpen: false,
    file: 'sign.js',
    targets: [],
    explored: [],
    strings: [],
    numbers: [],
    properties: [],
    maxWork: null,
    skip: [],
  },
  producers: [],
  modules: ['sign.js'],
  extraModules: [],
  covered: [],
  isPatient: false,
  round: 0,
  corpus: {},
  without: [],
  resultFile: path.join(folder, 'result.jsonl'),
  currentFile: path.join(folder, 'current.txt'),
};

/** Code as Istanbul instruments it: each statement and path raises its counter. */
function instrument(): Record<string, unknown> {
  const coverage: IstanbulFile = {
    path: file,
    s: { 0: 0, 1: 0 },
    f: { 0: 0 },
    b: { 0: [0, 0] },
    statementMap: { 0: place, 1: place },
    branchMap: { 0: { type: 'if', loc: place, locations: [place, place] } },
  };
  realm['__coverage__'] = { [file]: coverage };
  const count = (counters: unknown, id: number): void => {
    const list = counters as number[];
    list[id] = (list[id] ?? 0) + 1;
  };
  const sign = (n: number): string => {
    count(coverage.f, 0);
    count(coverage.s, 0);
    if (n < 0) {
      count(coverage.b['0'], 0);
      count(coverage.s, 1);
      return 'negative';
    }
    count(coverage.b['0'], 1);
    return 'positive';
  };
  return { sign };
}

let loaded: Record<string, unknown> = {};
const host = { load: () => loaded, reset: () => undefined };
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
    allowsScratch: false,
    openTypeChecker: () => null,
    setStandIns: () => undefined,
    setTimeZone: () => undefined,
  };
  loaded = instrument();
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
  expect(outcomes).toContainEqual({ kind: 'returns', value: { k: 'lit', v: 'negative' } });
  expect(outcomes).toContainEqual({ kind: 'returns', value: { k: 'lit', v: 'positive' } });
  expect(lines().at(-1)).toMatchObject({ type: 'unit-end', unit: unit.id, kept: 2, pruned: 0 });
  expect(existsSync(`${plan.resultFile}.done`)).toBe(true);
});

test('a module that cannot be loaded is reported with its message', async () => {
  const broken = {
    load() {
      throw new Error('no database');
    },
    reset: () => undefined,
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
  const exploration = openExploration({ plan: covered, host, results }, new Map([['sign.js', loaded]]));
  if (!exploration) throw new Error('not instrumented');
  await exploreUnit(exploration, unit);
  const owned = lines().flatMap((line) => (line.type === 'case' ? line.recorded.owns : []));
  expect(owned).toEqual(['b0.1']);
});
