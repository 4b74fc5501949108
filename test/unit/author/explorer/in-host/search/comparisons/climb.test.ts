/** Inputs whose check digits and sums come right, found by how far what the code compares is apart. */
import type { Case } from '../../../../../../../src/author/explorer/notation/case.js';
import { createClimbs } from '../../../../../../../src/author/explorer/in-host/search/comparisons/climb.cjs';
import { createRandom } from '../../../../../../../src/author/explorer/in-host/values/random.cjs';

type Comparison = Parameters<typeof createClimbs>[1];

const callWith = (text: string | number): Case => ({
  construct: null,
  steps: [{ member: null, kind: 'call', args: [{ k: 'lit', v: text }] }],
});

function textOf(scenario: Case): string {
  const [arg] = scenario.steps[0]?.args ?? [];
  return arg?.k === 'lit' ? String(arg.v) : '';
}

const digits = (text: string): number[] => Array.from(text, Number);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const compared: Record<string, (text: string) => Omit<Comparison, 'site'>> = {
  'a sum that ten divides': (text) => {
    const doubled = digits(text).map((digit, at) =>
      at % 2 === 0 ? digit : [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][digit],
    );
    const left = sum(doubled.map((digit) => digit ?? 0)) % 10;
    return { kind: 'equal', left, right: 0, outcome: left === 0 };
  },
  'a check digit that is compared as a text': (text) => {
    const left = String(sum(digits(text.slice(0, -1)).map((digit, at) => digit * (at + 2))) % 11);
    return { kind: 'equal', left, right: text.slice(-1), outcome: left === text.slice(-1) };
  },
  'a remainder of a large number': (text) => {
    const left = Number(BigInt(text) % 97n);
    return { kind: 'equal', left, right: 1, outcome: left === 1 };
  },
  'a remainder whose truth decides': (text) => {
    const left = sum(digits(text)) % 13;
    return { kind: 'truth', left, right: undefined, outcome: left !== 0 };
  },
  'a sum above a limit': (text) => {
    const left = sum(digits(text));
    return { kind: 'order', left, right: 80, outcome: left > 80 };
  },
};

function goalOf(compare: (text: string) => Omit<Comparison, 'site'>, start: string): string | null {
  const isReached = (text: string): boolean => compare(text).outcome !== compare(start).outcome;
  for (const climb of createClimbs(
    callWith(start),
    { site: '1', ...compare(start) },
    createRandom(1, 'climb'),
  )) {
    for (let scenario = climb.next(); scenario; scenario = climb.next()) {
      const text = textOf(scenario);
      if (isReached(text)) return text;
      climb.judge([{ site: '1', ...compare(text) }]);
    }
  }
  return null;
}

test.each(Object.entries(compared))('finds %s, and keeps the shape of the text', (_, compare) => {
  for (const start of ['1234567890', '5551001235']) expect(goalOf(compare, start)).toMatch(/^\d{10}$/);
});

test('a number keeps being one', () => {
  const [climb] = createClimbs(
    callWith(4711),
    { site: '1', kind: 'equal', left: 3, right: 0, outcome: false },
    createRandom(1, 'climb'),
  );
  expect(climb?.next()?.steps[0]?.args).toEqual([{ k: 'lit', v: 4710 }]);
});

test('what is not computed from characters of the input is left to others', () => {
  const comparison: Comparison = {
    site: '1',
    kind: 'equal',
    left: 'some long text',
    right: 'another',
    outcome: false,
  };
  expect(createClimbs(callWith('12345'), comparison, createRandom(1, 'climb'))).toEqual([]);
  const near: Comparison = { ...comparison, left: 1, right: 2 };
  expect(createClimbs(callWith('-'), near, createRandom(1, 'climb'))).toEqual([]);
});
