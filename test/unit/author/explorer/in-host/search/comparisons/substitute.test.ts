import type { Case } from '../../../../../../../src/author/explorer/notation/case.js';
import type { Expression } from '../../../../../../../src/author/explorer/notation/expression.js';
import { substitute } from '../../../../../../../src/author/explorer/in-host/search/comparisons/substitute.cjs';
import { createRandom } from '../../../../../../../src/author/explorer/in-host/values/random.cjs';
import { plainContext } from '../../../support.js';

const lit = (v: string | number | boolean): Expression => ({ k: 'lit', v });
const call = (...args: Expression[]): Case => ({
  construct: null,
  steps: [{ member: null, kind: 'call', args }],
});

type TracedComparisons = Parameters<typeof substitute>[0]['traced'];
type Comparison = TracedComparisons['comparisons'][number];

const neighbours = (scenario: Case, traced: Omit<TracedComparisons, 'origins'>): Case[] =>
  substitute(
    {
      scenario,
      traced: { ...traced, origins: new WeakMap() },
      isSettled: () => false,
      random: createRandom(1, 'test'),
      scratch: plainContext.scratch,
    },
    () => [],
  );

function firstArguments(scenario: Case, comparison: Omit<Comparison, 'site' | 'outcome'>): unknown[] {
  const comparisons = [{ site: '1', outcome: false, ...comparison }];
  return neighbours(scenario, { comparisons, missing: [] }).map(({ steps }) => {
    const [arg] = steps[0]?.args ?? [];
    return arg?.k === 'lit' ? arg.v : arg;
  });
}

test('a part of a text that was compared is replaced by what it was compared with', () => {
  const tried = firstArguments(call(lit('a=b; path=/')), { kind: 'equal', left: 'path', right: 'max-age' });
  expect(tried).toContain('a=b; max-age=/');
});

test.each([
  ['true', lit(true)],
  ['12', lit(12)],
  ['undefined', { k: 'undef' } as const],
])('a value that was made the text "%s" is replaced by what that was compared with', (text, value) => {
  const tried = firstArguments(call(value), { kind: 'equal', left: text, right: 'free' });
  expect(tried).toContain('free');
});

test('the code of a character leads to the character', () => {
  const tried = firstArguments(call(lit('a.b')), { kind: 'equal', left: 46, right: 47 });
  expect(tried).toContain('a/b');
});

test('a length that was compared is reached, with one more and one less', () => {
  const tried = firstArguments(call(lit('ab')), { kind: 'length', left: 'ab', right: 5 });
  expect(tried).toEqual(expect.arrayContaining(['abbbb', 'abbbbb', 'abbb']));
});

test('a text that did not match becomes one that does', () => {
  const tried = firstArguments(call(lit('x')), { kind: 'regex', left: 'x', right: /^\d{3}$/ });
  expect(tried).toContainEqual(expect.stringMatching(/^\d{3}$/));
});

test('a number is brought to both sides of its bound', () => {
  const tried = firstArguments(call(lit(7)), { kind: 'order', left: 7, right: 100 });
  expect(tried).toEqual(expect.arrayContaining([99, 100, 101]));
});

test('an object gets the property that was looked for in vain, with what it was compared with', () => {
  const options: Expression = { k: 'obj', props: [] };
  const cases = neighbours(call(options), {
    comparisons: [{ site: '1', kind: 'equal', left: undefined, right: 'strict', outcome: false }],
    missing: [{ holder: options, name: 'mode', at: 0 }],
  });
  expect(cases).toContainEqual(call({ k: 'obj', props: [['mode', lit('strict')]] }));
});
