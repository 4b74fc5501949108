/** A patient search insists on the code that is its unit's own, and on code that is nobody's. */
import type { ExplorePlan, Unit } from '../../../../../../src/author/explorer/notation/plan.js';
import type { Counters } from '../../../../../../src/author/explorer/in-host/run/counters.cjs';
import { goalCounters } from '../../../../../../src/author/explorer/in-host/run/goal-counters.cjs';

const one = { lines: [{ first: 1, last: 3 }] } as Unit;
const two = { lines: [{ first: 5, last: 7 }] } as Unit;
const counters = { names: ['s0', 's1', 's2', 's3'], lines: [2, 6, 9, 3] } as Counters;
const own = (isPatient: boolean, covered: string[], lines: number[] | null = counters.lines): number[] => {
  const plan = { isPatient, units: [one, two] } as ExplorePlan;
  return [...goalCounters({ plan, counters: { ...counters, lines }, covered: new Set(covered) }, one)];
};

test('own lines and lines of no unit count, those of another unit do not', () => {
  expect(own(true, [])).toEqual([0, 2, 3]);
});

test('what is covered already is no goal', () => {
  expect(own(true, ['s3'])).toEqual([0, 2]);
});

test('where lines are not known, everything may be its own', () => {
  expect(own(true, [], null)).toEqual([0, 1, 2, 3]);
});

test('a search that is not patient insists on nothing', () => {
  expect(own(false, [])).toEqual([]);
});
