/** A case is worth a test when it shows something that the code means. */
import type { Case } from '../../../../../../src/author/explorer/notation/case.js';
import type { Outcome } from '../../../../../../src/author/explorer/notation/recorded-case.js';
import { isWorthTest } from '../../../../../../src/author/explorer/in-host/record/worth.cjs';

const call = (v: string): Case => ({
  construct: null,
  steps: [{ member: null, kind: 'call', args: [{ k: 'lit', v }] }],
});
const returns = (v: string | number): Outcome => ({ kind: 'returns', value: { k: 'lit', v } });
const throws = (message: string, isNative = false): Outcome => ({
  kind: 'throws',
  name: 'TypeError',
  message,
  isNative,
});
const nothing: Outcome = { kind: 'returns', value: { k: 'undef' } };
const isWorth = (outcome: Outcome, { given = 'x', speaks = false, gives = false } = {}): boolean =>
  isWorthTest(call(given), { outcome, observations: [] }, { givesSomething: gives, speaksOf: () => speaks });

test.each<[string, Outcome, boolean]>([
  ['a value', returns(5), true],
  ['an error of the code', throws('sold out'), true],
  ['an error without a message', throws(''), false],
  ["an error of the engine's", throws('x is not a function', true), false],
  ['a text with something that is no text in it', returns('Dear [object Object]'), false],
])('%s: %p', (_, outcome, expected) => {
  expect(isWorth(outcome)).toBe(expected);
});

test('a word that came from the input is no accident', () => {
  expect(isWorth(returns('Dear undefined'), { given: 'undefined' })).toBe(true);
  expect(isWorth(returns('Dear undefined'))).toBe(false);
  expect(isWorth(returns('undefinedpx'))).toBe(false);
});

test('NaN is an answer where the code speaks of it', () => {
  const nan: Outcome = { kind: 'returns', value: { k: 'num', v: 'NaN' } };
  expect([isWorth(nan), isWorth(nan, { speaks: true })]).toEqual([false, true]);
});

test('giving nothing is worth a test where something is given at other times', () => {
  expect([isWorth(nothing), isWorth(nothing, { gives: true })]).toEqual([false, true]);
});
