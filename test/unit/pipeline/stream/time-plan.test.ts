/** How the minutes of a pass are dealt out to searches, the gate and the last check. */
import { TimePlan, type TimePlanOptions } from '../../../../src/pipeline/stream/time-plan.js';

let ms = 0;
const open: TimePlan[] = [];

function planFor(changes: Partial<TimePlanOptions> = {}): TimePlan {
  const plan = new TimePlan({
    endsAt: 60_000,
    lanes: 2,
    weights: new Map([
      ['a.js', 30],
      ['b.js', 10],
    ]),
    proofMs: 5_000,
    interrupted: new AbortController().signal,
    now: () => ms,
    ...changes,
  });
  open.push(plan);
  return plan;
}

beforeEach(() => {
  ms = 0;
});
afterEach(() => {
  for (const plan of open.splice(0)) plan.close();
});

test('without a limit nothing is cut, however late it is', () => {
  const plan = planFor({ endsAt: Infinity });
  ms = 1e9;
  expect(plan.searchMs('a.js', 'full')).toBe(Infinity);
  expect(plan.judgeable(500)).toBe(500);
  expect(plan.searching.aborted).toBe(false);
});

test('files share the time for searching by what there is to search, and leave some for the gate', () => {
  const plan = planFor();
  const first = plan.searchMs('a.js', 'full') ?? 0;
  const second = plan.searchMs('b.js', 'full') ?? 0;
  expect(first).toBeGreaterThan(second / 2);
  expect(first).toBeLessThan((60_000 * 2) / 2);
});

test('all files are looked at in a part of the time, and what is through leaves its time to the others', () => {
  const weights = new Map([
    ['a.js', 300],
    ['b.js', 10],
    ['c.js', 10],
  ]);
  const plan = planFor({ endsAt: 240_000, weights });
  expect(plan.looks).toEqual(['first', 'full']);
  const first = plan.searchMs('a.js', 'first') ?? 0;
  expect(first).toBeLessThan(0.25 * 2 * 240_000);
  plan.noteThrough('a.js');
  expect(plan.searchMs('b.js', 'full') ?? 0).toBeGreaterThan(first);
});

test.each([
  ['there is no limit', { endsAt: Infinity }],
  ['each has a core', { lanes: 2 }],
])('files are searched at once where %s', (_, changes) => {
  expect(planFor(changes).looks).toEqual(['full']);
});

test('when the time is nearly up, no file is begun, and the pass counts as cut', () => {
  const plan = planFor();
  ms = 52_000;
  expect(plan.searchMs('a.js', 'full')).toBeNull();
  expect(plan.isCut).toBe(true);
});

test('stations stop in their order: searches, then the gate, then the last check, which may run over', () => {
  const plan = planFor();
  plan.noteProof(4_000, 3);
  const stopped = (at: number): boolean[] => {
    ms = at;
    plan.tick();
    return [plan.searching, plan.judging, plan.proving].map(({ aborted }) => aborted);
  };
  expect(stopped(30_000)).toEqual([false, false, false]);
  expect(stopped(45_000)).toEqual([true, false, false]);
  expect(stopped(54_000)).toEqual([true, true, false]);
  expect(stopped(61_000)).toEqual([true, true, false]);
  expect(stopped(66_000)).toEqual([true, true, true]);
});

test('candidates that the gate has no time for are held back, by what it was seen to take', () => {
  const plan = planFor();
  expect(plan.judgeable(10)).toBe(10);
  plan.noteJudged(10, 100_000);
  ms = 20_000;
  expect(plan.judgeable(10)).toBeLessThan(5);
  expect(plan.judgeable(10)).toBeGreaterThan(0);
});

test('a last check that took longer than expected gets more time the next time', () => {
  const plan = planFor();
  plan.noteProof(30_000, 1);
  ms = 25_000;
  plan.tick();
  expect([plan.searching.aborted, plan.judging.aborted]).toEqual([true, true]);
});

test('a gate that has accepted nothing yet may go on for a while when the time is up', () => {
  const plan = planFor();
  ms = 61_000;
  plan.tick();
  expect([plan.searching.aborted, plan.judging.aborted]).toEqual([true, false]);
  ms = 75_000;
  plan.tick();
  expect([plan.judging.aborted, plan.proving.aborted]).toEqual([true, false]);
  ms = 90_000;
  plan.tick();
  expect(plan.proving.aborted).toBe(true);
});

test('an interruption stops every station at once', () => {
  const user = new AbortController();
  const plan = planFor({ interrupted: user.signal });
  user.abort();
  expect([plan.searching, plan.judging, plan.proving].every(({ aborted }) => aborted)).toBe(true);
});
