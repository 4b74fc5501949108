/** What finished units leave over goes to those whose code is not reached yet. */
import { WORK_PER_SECOND } from '../../../../../src/author/explorer/plan/budget.js';
import type { ExploreLine } from '../../../../../src/author/explorer/notation/explore-line.js';
import type { ExplorePlan, Unit } from '../../../../../src/author/explorer/notation/plan.js';
import { beginRound, type FileInRounds } from '../../../../../src/author/explorer/run/rounds.js';

const unit = (id: string, weight: number): Unit => ({ id, weight }) as Unit;

const end = (id: string, seconds: number): ExploreLine =>
  ({ type: 'unit-end', unit: id, work: seconds * WORK_PER_SECOND }) as ExploreLine;
const rest = (id: string, open: number, text = 'a'): ExploreLine => ({
  type: 'rest',
  unit: id,
  open,
  corpus: [{ construct: null, steps: [{ member: null, kind: 'call', args: [{ k: 'lit', v: text }] }] }],
});
const reached = (...owns: string[]): ExploreLine =>
  ({ type: 'case', recorded: { owns } }) as unknown as ExploreLine;

const file = (units: Unit[], lines: ExploreLine[], skipped: string[] = []): FileInRounds => ({
  units,
  left: [],
  lines,
  plan: { round: 0, covered: ['s0'], corpus: {} } as unknown as ExplorePlan,
  result: { skipped: skipped.map((target) => ({ target })) },
});

const secondsOf = ({ left }: FileInRounds): [string, number][] =>
  left.map(({ id, maxWork }) => [id, maxWork / WORK_PER_SECOND]);

test('units that are not wholly reached share what is left by their size, across files', () => {
  const done = file([unit('a', 5)], [end('a', 1), rest('a', 0)]);
  const open = file([unit('b', 10), unit('c', 30)], [end('b', 1), rest('b', 2), end('c', 4), rest('c', 1)]);
  expect(beginRound([done, open], 10)).toBe(true);
  expect([secondsOf(done), secondsOf(open)]).toEqual([
    [],
    [
      ['b', 1],
      ['c', 3],
    ],
  ]);
});

test('a further round goes on from the inputs that were kept, and wants only what is still open', () => {
  const open = file([unit('a', 1)], [end('a', 1), rest('a', 3, 'kept'), reached('s1', 'b0.1')]);
  beginRound([open], 10);
  expect(JSON.stringify(open.plan.corpus['a'])).toContain('kept');
  expect(open.plan.covered).toEqual(['s0', 's1', 'b0.1']);
  expect(open.plan.round).toBe(1);
});

test.each<[string, FileInRounds, number | undefined]>([
  ['nobody has anything open', file([unit('a', 1)], [end('a', 1), rest('a', 0)]), 10],
  ['the budget is spent', file([unit('a', 1)], [end('a', 9.9), rest('a', 5)]), 10],
  ['what is open hung', file([unit('a', 1)], [end('a', 1), rest('a', 5)], ['a']), 10],
  ['each target has a budget of its own', file([unit('a', 1)], [end('a', 1), rest('a', 5)]), undefined],
])('there is no further round when %s', (_, only, seconds) => {
  expect(beginRound([only], seconds)).toBe(false);
});
