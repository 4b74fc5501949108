/** A case that reaches its branch is shown with the smallest input that still does. */
import type { Case } from '../../../../../../src/author/explorer/notation/case.js';
import type { Expression } from '../../../../../../src/author/explorer/notation/expression.js';
import type { Access } from '../../../../../../src/domain/target.js';
import { shrinkCase } from '../../../../../../src/author/explorer/in-host/simplify/shrink.cjs';

const lit = (v: string | number | boolean | null): Expression => ({ k: 'lit', v });
const arr = (...items: Expression[]): Expression => ({ k: 'arr', items });
const call = (...args: Expression[]): Case => ({
  construct: null,
  steps: [{ member: null, kind: 'call', args }],
});
const argOf = (scenario: Case): Expression | undefined => scenario.steps[0]?.args[0];
const access = (name: string): Access => ({ module: 'a.ts', export: { kind: 'named', name }, members: [] });

/** Larger for longer texts, more items, larger numbers and more steps. */
const weightOf = (value: unknown): number => {
  if (typeof value === 'number') return Math.abs(value) / 1e6 + (Number.isInteger(value) ? 0 : 1);
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, item) => sum + weightOf(item), 1);
};
const shrink = (start: Case, holds: (scenario: Case) => boolean): Promise<Case> =>
  shrinkCase(start, (scenario) => Promise.resolve(holds(scenario) ? weightOf(scenario) : null));

const textOf = (expression: Expression | undefined): string =>
  expression?.k === 'lit' && typeof expression.v === 'string' ? expression.v : '';
const numberOf = (expression: Expression | undefined): number =>
  expression?.k === 'lit' && typeof expression.v === 'number' ? expression.v : NaN;
const itemsOf = (expression: Expression | undefined): Expression[] =>
  expression?.k === 'arr' ? expression.items : [];

test('a text that has to hold a letter becomes that letter', async () => {
  const small = await shrink(call(lit('the quick brown fox jumps')), (scenario) =>
    textOf(argOf(scenario)).includes('x'),
  );
  expect(small).toEqual(call(lit('x')));
});

test('a list that has to hold more than two items becomes one of three simple items', async () => {
  const items = [9, 5, 7, 3, 8, 4].map(lit);
  const small = await shrink(call(arr(...items)), (scenario) => itemsOf(argOf(scenario)).length > 2);
  expect(small).toEqual(call(arr(lit(0), lit(0), lit(0))));
});

test('a number that has to be above a bound becomes whole and stays above it', async () => {
  const small = await shrink(call(lit(512.75)), (scenario) => numberOf(argOf(scenario)) > 100);
  expect(Number.isInteger(numberOf(argOf(small)))).toBe(true);
  expect(numberOf(argOf(small))).toBeGreaterThan(100);
});

test.each([
  ['at all', (n: number) => !Number.isNaN(n), 0],
  ['positive', (n: number) => n > 0, 1],
  ['above one', (n: number) => n > 1, 2],
  ['of two digits', (n: number) => n > 9, 10],
])('a number that has to be %s becomes the smallest such', async (_, holds, expected) => {
  const small = await shrink(call(lit(48_213)), (scenario) => holds(numberOf(argOf(scenario))));
  expect(small).toEqual(call(lit(expected)));
});

test('properties, arguments, steps and constructor arguments that do not matter are left out', async () => {
  const start: Case = {
    construct: [lit('EUR'), lit(5)],
    steps: [
      { member: 'add', kind: 'call', args: [lit('pen')] },
      { member: 'clear', kind: 'call', args: [] },
      {
        member: 'pay',
        kind: 'call',
        args: [
          {
            k: 'obj',
            props: [
              ['cents', lit(1)],
              ['note', lit('hi')],
            ],
          },
          lit(3),
        ],
      },
    ],
  };
  const small = await shrink(start, ({ steps }) => {
    const paid = steps.at(-1)?.args[0];
    return steps[0]?.member === 'add' && paid?.k === 'obj' && paid.props.some(([key]) => key === 'cents');
  });
  expect(small).toEqual({
    construct: [],
    steps: [
      { member: 'add', kind: 'call', args: [] },
      { member: 'pay', kind: 'call', args: [{ k: 'obj', props: [['cents', lit(0)]] }] },
    ],
  });
});

test('the last step stays, since it is what the test looks at', async () => {
  const steps = ['open', 'close'].map((member) => ({ member, kind: 'call' as const, args: [] }));
  const small = await shrink({ construct: [], steps }, () => true);
  expect(small.steps.map(({ member }) => member)).toEqual(['close']);
});

test('the member of an enum stays as it is', async () => {
  const red: Expression = { k: 'lit', v: 'red', access: access('Color') };
  expect(await shrink(call(red), ({ steps }) => steps[0]?.args.length === 1)).toEqual(call(red));
});

test('a branded value gets simpler and keeps its brand', async () => {
  const brand = access('UserId');
  const small = await shrink(call({ k: 'lit', v: 'user-77', brand }), (scenario) =>
    textOf(argOf(scenario)).includes('7'),
  );
  expect(small).toEqual(call({ k: 'lit', v: '7', brand }));
});

test('a case that its judge refuses is given back untouched', async () => {
  const start = call(lit('anything'));
  expect(await shrink(start, () => false)).toBe(start);
});

test('a judge that is never content does not go on for ever', async () => {
  let asked = 0;
  const long = call(arr(...Array.from({ length: 500 }, (_, index) => lit(index + 3))));
  await shrinkCase(long, (scenario) => {
    asked++;
    return Promise.resolve(scenario === long ? 1 : null);
  });
  expect(asked).toBeLessThan(200);
});
