/** Every row of a table that the code looks up is tried, with a text that its pattern accepts. */
import type { Case } from '../../../../../../../src/author/explorer/notation/case.js';
import {
  matchingCases,
  rowsOf,
} from '../../../../../../../src/author/explorer/in-host/search/comparisons/tables.cjs';
import { createRandom } from '../../../../../../../src/author/explorer/in-host/values/random.cjs';
import { plainContext } from '../../../support.js';

type TracedCase = Parameters<typeof rowsOf>[0];
type TracedComparisons = TracedCase['traced'];

const callWith = (...texts: string[]): Case => ({
  construct: null,
  steps: [{ member: null, kind: 'call', args: texts.map((v) => ({ k: 'lit', v })) }],
});

const argumentsOf = ({ steps }: Case): unknown[] =>
  (steps[0]?.args ?? []).map((arg) => (arg.k === 'lit' ? arg.v : arg));

const patterns = { de: /^\d{5}$/, nl: /^\d{4} [A-Z]{2}$/, pt: /^\d{4}-\d{3}$/ };

const looked = (key: string, outcome: boolean): TracedComparisons => ({
  comparisons: [{ site: '1', kind: 'key', left: key, right: patterns, outcome }],
  missing: [],
  origins: new WeakMap(),
});

const heard = (scenario: Case, traced: TracedComparisons): TracedCase => ({
  scenario,
  traced,
  isSettled: () => false,
  random: createRandom(1, 'tables'),
  scratch: plainContext.scratch,
});

test('a key that is found and one that is not lead to a case for each row, once', () => {
  for (const key of ['de', 'xx']) {
    const known = new Set<string>();
    const rows = rowsOf(heard(callWith('1', key), looked(key, key === 'de')), known).map(argumentsOf);
    const others = Object.keys(patterns).filter((name) => name !== key);
    expect(rows).toEqual(others.map((name) => ['1', name]));
    expect(rowsOf(heard(callWith('1', key), looked(key, true)), known)).toEqual([]);
  }
});

test('a key that does not come from the input leaves the rows for a case in which it does', () => {
  const known = new Set<string>();
  expect(rowsOf(heard(callWith('1'), looked('de', true)), known)).toEqual([]);
  expect(rowsOf(heard(callWith('1', 'de'), looked('de', true)), known)).toHaveLength(2);
});

test('texts are made that the pattern of the row accepts', () => {
  const traced: TracedComparisons = {
    comparisons: [{ site: '2', kind: 'regex', left: '1', right: patterns.nl, outcome: false }],
    missing: [],
    origins: new WeakMap(),
  };
  const [first] = matchingCases(heard(callWith('1', 'nl'), traced)).map(argumentsOf);
  expect(first).toEqual([expect.stringMatching(patterns.nl), 'nl']);
});
