/** A chosen case is made small and sensible, as far as it then hits the same. */
import type { Case } from '../../../../../../src/author/explorer/notation/case.js';
import { simplifyCase } from '../../../../../../src/author/explorer/in-host/simplify/simplify-case.cjs';
import { gradeUnit, gradeContext, GOLD, OTHER } from '../../live-code.js';
import { generatorFor } from '../../support.js';

const call = (v: string): Case => ({
  construct: null,
  steps: [{ member: null, kind: 'call', args: [{ k: 'lit', v }] }],
});
const argumentOf = ({ steps }: Case): unknown => {
  const [arg] = steps[0]?.args ?? [];
  return arg?.k === 'lit' ? arg.v : arg;
};
const means = {
  context: gradeContext((code) => String(code).includes('gold')),
  generator: generatorFor(gradeUnit),
  note: () => undefined,
};

test('what the branch does not need goes, and what it needs stays', async () => {
  expect(argumentOf(await simplifyCase(means, call('é gold member 4711'), [GOLD]))).toBe('gold');
});

test('a text that may be anything becomes one that a person would type', async () => {
  const text = argumentOf(await simplifyCase(means, call('\u0001zz~~9'), [OTHER]));
  expect(text).toMatch(/^[\w-]+$/);
});

test('a case that would not type-check is not taken', async () => {
  const strict = { ...means, isFit: () => false };
  expect(argumentOf(await simplifyCase(strict, call('xgoldx'), [GOLD]))).toBe('xgoldx');
});

test('without shrinking, only values that read better are taken', async () => {
  const plain = { ...means, generator: generatorFor(gradeUnit, { without: ['shrinking'] }) };
  const text = String(argumentOf(await simplifyCase(plain, call('é gold 4711'), [GOLD])));
  expect(text.length).toBeGreaterThan('gold'.length);
});

test('a case whose code has run by now is made simple as far as it does what it does again', async () => {
  let calls = 0;
  const once = { ...means, context: gradeContext((code) => calls++ === 0 || String(code).includes('gold')) };
  // The first call, which hit the branch for whatever it was given.
  await simplifyCase(once, call('silver'), []);
  expect(argumentOf(await simplifyCase(once, call('\u0001zz~~9'), [GOLD]))).toMatch(/^[\w-]+$/);
});
