/** Totals of a report, of the whole host and of single targets, counted as Istanbul counts. */
import fc from 'fast-check';
import coverageLibrary, { type CoverageMapData, type FileCoverageData } from 'istanbul-lib-coverage';
import { addTotals, emptyTotals } from '../../../src/domain/coverage.js';
import { linesOf, plain, totalsOfAll, totalsOfTarget } from '../../../src/domain/measurement.js';
import type { SourceRange, Target } from '../../../src/domain/target.js';
import { buildTarget } from '../../support/builders.js';

const at = (line: number, column: number, length = 4) => ({
  start: { line, column },
  end: { line, column: column + length },
});

interface Hits {
  line: number;
  column: number;
  hits: number;
}

/** A file with a statement, a function and an `if` of two paths at each of these places. */
function fileOf(path: string, places: readonly Hits[]): FileCoverageData {
  const file: FileCoverageData = { path, statementMap: {}, fnMap: {}, branchMap: {}, s: {}, f: {}, b: {} };
  for (const [id, { line, column, hits }] of places.entries()) {
    const loc = at(line, column);
    file.statementMap[id] = loc;
    file.fnMap[id] = { name: `f${id}`, decl: loc, loc, line };
    file.branchMap[id] = { loc, type: 'if', locations: [loc, loc], line };
    file.s[id] = hits;
    file.f[id] = hits;
    file.b[id] = [hits, 0];
  }
  return file;
}

const place = fc.record({ line: fc.integer({ min: 1, max: 20 }), column: fc.nat(30), hits: fc.nat(2) });
const places = fc.array(place, { maxLength: 12 });
const report = (...files: FileCoverageData[]): CoverageMapData =>
  Object.fromEntries(files.map((file) => [file.path, file]));

const targetAt = (range: SourceRange, file = 'a.js'): Target => buildTarget({ file, range });
const lines = (first: number, last: number): SourceRange => ({
  start: { line: first, column: 0 },
  end: { line: last, column: 0 },
});

describe('totals of a host', () => {
  test("are those of Istanbul's own summary", () => {
    fc.assert(
      fc.property(places, places, (first, second) => {
        const coverage = report(fileOf('a.js', first), fileOf('b.js', second));
        const summary = coverageLibrary.createCoverageMap(coverage).getCoverageSummary();
        const expected = Object.fromEntries(
          (['statements', 'branches', 'functions', 'lines'] as const).map((kind) => {
            const { covered, total } = summary[kind];
            return [kind, { covered, total }];
          }),
        );
        expect(totalsOfAll(coverage)).toEqual(expected);
      }),
    );
  });

  test('of no files are empty', () => {
    expect(totalsOfAll({})).toEqual(emptyTotals());
  });
});

describe('totals of a target', () => {
  test('together with those of the rest of the file are those of the file', () => {
    fc.assert(
      fc.property(places, fc.integer({ min: 1, max: 21 }), (all, cut) => {
        const coverage = report(fileOf('a.js', all));
        const parts = [targetAt(lines(1, cut)), targetAt(lines(cut, 21))].map(
          (target) => totalsOfTarget(coverage, target) ?? emptyTotals(),
        );
        expect(parts.reduce(addTotals, emptyTotals())).toEqual(totalsOfAll(coverage));
      }),
    );
  });

  test('begin with the first character and end before the last position', () => {
    const coverage = report(
      fileOf('a.js', [
        { line: 2, column: 3, hits: 1 },
        { line: 2, column: 4, hits: 1 },
        { line: 4, column: 8, hits: 0 },
        { line: 4, column: 9, hits: 0 },
      ]),
    );
    const range = { start: { line: 2, column: 4 }, end: { line: 4, column: 9 } };
    expect(totalsOfTarget(coverage, targetAt(range))).toEqual({
      statements: { covered: 1, total: 2 },
      branches: { covered: 1, total: 4 },
      functions: { covered: 1, total: 2 },
      lines: { covered: 1, total: 2 },
    });
  });

  test('count a branch by its first path where its own place is empty', () => {
    const file = fileOf('a.js', [{ line: 5, column: 0, hits: 1 }]);
    const [branch] = Object.values(file.branchMap);
    Object.assign(branch ?? {}, { loc: {} });
    expect(totalsOfTarget(report(file), targetAt(lines(5, 6)))?.branches).toEqual({ covered: 1, total: 2 });
    expect(totalsOfTarget(report(file), targetAt(lines(6, 7)))?.branches).toEqual({ covered: 0, total: 0 });
  });

  test('are null for a file that the report does not hold', () => {
    expect(totalsOfTarget(report(fileOf('b.js', [])), targetAt(lines(1, 9)))).toBeNull();
  });
});

test("a file may come wrapped in Istanbul's class", () => {
  const file = fileOf('a.js', [{ line: 1, column: 0, hits: 1 }]);
  const wrapped = coverageLibrary.createCoverageMap({ 'a.js': file }).data;
  expect(totalsOfAll(wrapped)).toEqual(totalsOfAll({ 'a.js': file }));
  expect(plain(file)).toBe(file);
});

describe('the states of lines', () => {
  /** A file with one statement a line, hit so often; `paths` are the hits of the branch on that line. */
  const file = (hits: readonly number[], paths: Record<number, number[]> = {}): CoverageMapData => {
    const data = fileOf('a.js', []);
    for (const [index, count] of hits.entries()) {
      data.statementMap[index] = at(index + 2, 0);
      data.s[index] = count;
    }
    for (const [line, branch] of Object.entries(paths)) {
      const loc = at(Number(line), 2);
      data.branchMap[line] = { loc, type: 'if', locations: [loc, loc], line: Number(line) };
      data.b[line] = branch;
    }
    return report(data);
  };

  test('say what was covered before, what is now, what in part and what not, and nothing of lines without code', () => {
    const before = file([1, 0, 0, 0], { 2: [1, 1] });
    const after = file([3, 2, 1, 0], { 2: [2, 1], 4: [1, 0] });
    expect(linesOf(before, after, 'a.js')).toBe(' bnpo');
  });

  test('a line of which a path came to be covered is covered now', () => {
    const [before, after] = [file([1], { 2: [1, 0] }), file([2], { 2: [1, 1] })];
    expect(linesOf(before, after, 'a.js')).toBe(' n');
  });

  test('of a file that the last run does not hold are those of the first', () => {
    expect(linesOf(file([1, 0]), {}, 'a.js')).toBe(' bo');
    expect(linesOf({}, file([1, 0]), 'a.js')).toBe(' no');
    expect(linesOf({}, {}, 'a.js')).toBe('');
  });
});
