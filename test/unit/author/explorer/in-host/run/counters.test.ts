/** Istanbul's counters as one flat array: what was hit since the last reset, and fuel that ends endless loops. */
import {
  attachCounters,
  branchPlaces,
  type IstanbulFile,
} from '../../../../../../src/author/explorer/in-host/run/counters.cjs';

const at = (
  line: number,
): { start: { line: number; column: number }; end: { line: number; column: number } } => ({
  start: { line, column: 0 },
  end: { line, column: 9 },
});
const fileOf = (): IstanbulFile => ({
  path: '/repo/a.js',
  s: { 0: 0, 1: 0 },
  f: { 0: 0 },
  b: { 0: [0, 0] },
  statementMap: { 0: at(1), 1: at(4) },
  branchMap: { 0: { type: 'if', loc: at(3), locations: [at(3), { start: {}, end: {} }] } },
});
/** Raises a counter as instrumented code does: one read of its list, then a count. */
const raise = (file: IstanbulFile, id: number): void => {
  const statements = file.s as Record<number, number>;
  statements[id] = (statements[id] ?? 0) + 1;
};
const raiseBranch = (file: IstanbulFile, index: number): void => {
  const paths = file.b['0'] as number[];
  paths[index] = (paths[index] ?? 0) + 1;
};

test('counters have the names and the lines of the report', () => {
  const counters = attachCounters(fileOf());
  expect(counters.names).toEqual(['s0', 's1', 'b0.0', 'b0.1']);
  // A path without a place of its own, a missing else, counts at its branch.
  expect(counters.lines).toEqual([1, 4, 3, 3]);
});

test('hits are those since the last reset', () => {
  const file = fileOf();
  const counters = attachCounters(file);
  counters.reset(100);
  raise(file, 1);
  raiseBranch(file, 0);
  expect(counters.touched().map((index) => counters.names[index])).toEqual(['s1', 'b0.0']);
  counters.reset(100);
  expect(counters.touched()).toEqual([]);
});

test('code that reads more counters than it has fuel for is stopped, also by those of other files', () => {
  const [file, other] = [fileOf(), fileOf()];
  const counters = attachCounters(file, [other]);
  counters.reset(5);
  raise(file, 0);
  raise(other, 0);
  expect([counters.spent(), counters.ranDry()]).toEqual([2, false]);
  expect(() => {
    for (;;) raise(other, 0);
  }).toThrow('did not end in the fuel');
  expect(counters.ranDry()).toBe(true);
});

test('detached, the file has plain counters again', () => {
  const file = fileOf();
  attachCounters(file).detach();
  raise(file, 0);
  expect([file.s, file.b, file.f]).toEqual([{ 0: 1, 1: 0 }, { 0: [0, 0] }, { 0: 0 }]);
});

test('lines are not known where a transform moved them', () => {
  expect(attachCounters({ ...fileOf(), inputSourceMap: {} }).lines).toBeNull();
});

test('places of branches are handed on for titles', () => {
  expect(branchPlaces(fileOf().branchMap)).toMatchObject({ 0: { type: 'if', line: 3, column: 0 } });
});
