/** Coverage arithmetic: what a test gains, and what covering a thing twice is worth. */
import fc from 'fast-check';
import {
  addTotals,
  type CounterSet,
  countGain,
  emptyTotals,
  isComplete,
  subtractCounters,
  type Totals,
  unionCounters,
} from '../../../src/domain/coverage.js';

const counter = fc.constantFrom('s0', 's1', 's2', 's10', 'b0.0', 'b0.1', 'b1.0', 'b10.3', 'f0', 'f1');
const counters: fc.Arbitrary<CounterSet> = fc
  .dictionary(fc.constantFrom('a.js', 'b.js', 'c.js'), fc.uniqueArray(counter), { noNullPrototype: true })
  .map((files) => new Map(Object.entries(files).map(([file, hit]) => [file, new Set(hit)])));
const count = fc.tuple(fc.nat(50), fc.nat(50)).map(([covered, rest]) => ({ covered, total: covered + rest }));
const totals: fc.Arbitrary<Totals> = fc.record({
  statements: count,
  branches: count,
  functions: count,
  lines: count,
});

/** `a.js s0`, sorted; functions only on request. */
const flat = (set: CounterSet, withFunctions = true): string[] =>
  [...set]
    .flatMap(([file, hit]) => [...hit].map((name) => `${file} ${name}`))
    .filter((line) => withFunctions || !/ f\d+$/.test(line))
    .sort();
const set = (files: Record<string, string[]>): CounterSet =>
  new Map(Object.entries(files).map(([file, hit]) => [file, new Set(hit)]));

describe('what is left of a set of counters', () => {
  test('nothing of what is known, and everything else but functions', () => {
    fc.assert(
      fc.property(counters, counters, (hit, known) => {
        const isKnown = new Set(flat(known));
        const expected = flat(hit, false).filter((line) => !isKnown.has(line));
        expect(flat(subtractCounters(hit, known))).toEqual(expected);
      }),
    );
  });

  test('no file without a counter, so that an empty rest means no gain', () => {
    fc.assert(
      fc.property(counters, counters, (hit, known) => {
        for (const rest of subtractCounters(hit, known).values()) expect(rest.size).toBeGreaterThan(0);
        expect(subtractCounters(hit, unionCounters(hit, known)).size).toBe(0);
      }),
    );
  });

  test('counters of the same name in another file are not known', () => {
    const rest = subtractCounters(set({ 'a.js': ['s1', 'b0.0', 'f0'] }), set({ 'b.js': ['s1', 'b0.0'] }));
    expect(rest).toEqual(set({ 'a.js': ['s1', 'b0.0'] }));
  });
});

describe('the union', () => {
  test('holds what any of the sets holds, in whatever order', () => {
    fc.assert(
      fc.property(counters, counters, counters, (a, b, c) => {
        const all = [...new Set([...flat(a), ...flat(b), ...flat(c)])].sort();
        expect(flat(unionCounters(a, b, c))).toEqual(all);
        expect(flat(unionCounters(c, unionCounters(b, a)))).toEqual(all);
      }),
    );
  });

  test('leaves the sets it was made of as they were', () => {
    fc.assert(
      fc.property(counters, counters, (a, b) => {
        const before = [flat(a), flat(b)];
        for (const hit of unionCounters(a, b).values()) hit.add('s999');
        expect([flat(a), flat(b)]).toEqual(before);
      }),
    );
  });
});

describe('the gain', () => {
  test('counts statements and branch paths, no functions', () => {
    expect(countGain(set({ 'a.js': ['s0', 's1', 'b0.0', 'f0'], 'b.js': ['b0.0', 'b0.1'] }))).toEqual({
      statements: 2,
      branches: 3,
    });
  });

  test('of two tests one after the other is that of both together', () => {
    fc.assert(
      fc.property(counters, counters, counters, (known, first, second) => {
        const one = countGain(subtractCounters(first, known));
        const two = countGain(subtractCounters(second, unionCounters(known, first)));
        const both = countGain(subtractCounters(unionCounters(first, second), known));
        expect(both).toEqual({
          statements: one.statements + two.statements,
          branches: one.branches + two.branches,
        });
      }),
    );
  });
});

describe('totals', () => {
  test('of several pieces do not hang on the order in which they are added', () => {
    fc.assert(
      fc.property(totals, totals, totals, (a, b, c) => {
        expect(addTotals(addTotals(a, b), c)).toEqual(addTotals(c, addTotals(b, a)));
        expect(addTotals(a, emptyTotals())).toEqual(a);
      }),
    );
  });

  test('are complete only if both pieces are', () => {
    fc.assert(
      fc.property(totals, totals, (a, b) => {
        expect(isComplete(addTotals(a, b))).toBe(isComplete(a) && isComplete(b));
      }),
    );
  });

  test('may lack functions and lines and still be complete', () => {
    const all = { covered: 3, total: 3 };
    const none = { covered: 0, total: 3 };
    expect(isComplete({ statements: all, branches: all, functions: none, lines: none })).toBe(true);
    expect(isComplete({ statements: all, branches: none, functions: all, lines: all })).toBe(false);
    expect(isComplete(emptyTotals())).toBe(true);
  });
});
