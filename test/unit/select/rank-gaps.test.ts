/** Which gaps come first, that none gets lost, and how they are grouped. */
import fc from 'fast-check';
import type { CoverageMapData } from 'istanbul-lib-coverage';
import type { Target } from '../../../src/domain/target.js';
import { buildTarget } from '../../support/builders.js';
import { groupByFile, rankGaps } from '../../../src/select/rank-gaps.js';

const range = (line: number): Target['range'] => ({
  start: { line, column: 0 },
  end: { line: line + 1, column: 0 },
});

const makeTarget = (file: string, line: number, changes: Partial<Target> = {}): Target =>
  buildTarget({ file, name: `f${line}`, range: range(line), ...changes });

interface Sample {
  targets: Target[];
  coverage: CoverageMapData;
  /** Uncovered statements by target id. */
  missing: Map<string, number>;
}

/** A target on each line of each file, with so many statements hit and missed; callable or reached through the first. */
const samples = fc
  .array(
    fc.array(fc.record({ hit: fc.nat(3), missed: fc.nat(3), isCallable: fc.boolean() }), { maxLength: 5 }),
    { maxLength: 4 },
  )
  .map((files): Sample => {
    const sample: Sample = { targets: [], coverage: {}, missing: new Map() };
    for (const [index, functions] of files.entries()) {
      const path = `src/${index}.js`;
      const statementMap: Record<string, ReturnType<typeof range>> = {};
      const s: Record<string, number> = {};
      for (const [at, { hit, missed, isCallable }] of functions.entries()) {
        const changes = isCallable || at === 0 ? {} : { access: null, reachedThrough: [`${path}#f1`] };
        const target = makeTarget(path, at + 1, changes);
        sample.targets.push(target);
        sample.missing.set(target.id, missed);
        for (let count = 0; count < hit + missed; count++) {
          statementMap[`${at}${count}`] = range(at + 1);
          s[`${at}${count}`] = count < hit ? 1 : 0;
        }
      }
      sample.coverage[path] = { path, statementMap, s, fnMap: {}, f: {}, branchMap: {}, b: {} };
    }
    return sample;
  });

test('every incomplete target is ranked, and no complete one', () => {
  fc.assert(
    fc.property(samples, ({ targets, coverage, missing }) => {
      const ranked = rankGaps(targets, coverage).map(({ target }) => target.id);
      const incomplete = targets.map(({ id }) => id).filter((id) => missing.get(id) !== 0);
      expect(ranked.sort()).toEqual(incomplete.sort());
    }),
  );
});

test('the worthiest comes first, and the order does not depend on that of the targets', () => {
  fc.assert(
    fc.property(samples, ({ targets, coverage }) => {
      const gaps = rankGaps(targets, coverage);
      const worths = gaps.map(({ worth }) => worth);
      expect(worths).toEqual([...worths].sort((a, b) => b - a));
      expect(rankGaps([...targets].reverse(), coverage)).toEqual(gaps);
    }),
  );
});

test('grouping keeps the worth, and calls only what a test can call, each once', () => {
  fc.assert(
    fc.property(samples, ({ targets, coverage }) => {
      const gaps = rankGaps(targets, coverage);
      const groups = groupByFile(gaps, targets);
      const sum = (items: readonly { worth: number }[]): number =>
        items.reduce((all, { worth }) => all + worth, 0);
      expect(sum(groups)).toBe(sum(gaps));
      for (const group of groups) {
        expect(group.targets.every(({ file, access }) => file === group.file && access !== null)).toBe(true);
        expect(new Set(group.targets).size).toBe(group.targets.length);
      }
    }),
  );
});

test('a function that only its caller reaches is worth half, one that nothing is seen to reach a quarter', () => {
  const caller = makeTarget('a.js', 1);
  const inner = makeTarget('a.js', 2, { access: null, reachedThrough: [caller.id] });
  const lost = makeTarget('a.js', 3, { access: null });
  const statementMap = { 0: range(1), 1: range(2), 2: range(2), 3: range(3) };
  const s = { 0: 1, 1: 0, 2: 0, 3: 0 };
  const coverage = { 'a.js': { path: 'a.js', statementMap, s, fnMap: {}, f: {}, branchMap: {}, b: {} } };
  const gaps = rankGaps([caller, inner, lost], coverage);
  expect(gaps.map(({ target, worth }) => [target.name, worth])).toEqual([
    ['f2', 1],
    ['f3', 0.25],
  ]);
  expect(groupByFile(gaps, [caller, inner, lost])).toEqual([
    { file: 'a.js', targets: [caller, lost], worth: 1.25 },
  ]);
});
