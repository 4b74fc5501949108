import { describeDisagreement, observe, readMismatch } from '../../../../src/author/model/disagreement.js';
import type { Candidate } from '../../../../src/domain/candidate.js';

const candidate = (body: string): Candidate => ({
  ...{ id: 'c', target: 'lib/shop.js#shippingOf', file: 'lib/shop.js', author: 'model', kind: 'unit' },
  ...{ group: 'shippingOf', title: 'ships for free at the limit', body, isAsync: false, imports: [] },
});

test.each([
  [
    'one line each',
    'expect(received).toBe(expected)\n\nExpected: 0\nReceived: 490',
    { expected: '0', received: '490' },
  ],
  [
    'a substring',
    'Expected substring: "low"\nReceived message:   "high"',
    { expected: '"low"', received: '"high"' },
  ],
  [
    'a difference',
    '- Expected  - 1\n+ Received  + 1\n\n  Object {\n-   "a": 1,\n+   "a": 2,\n  }',
    { expected: 'Object { "a": 1, }', received: 'Object { "a": 2, }' },
  ],
  [
    'a difference that was cut',
    '- Expected  - 1\n+ Received  + 0\n\n  Array [\n    2,\n-   5,',
    { expected: 'Array [ 2, 5, …', received: 'Array [ 2, …' },
  ],
  [
    'an error that did not come',
    'expect(received).toThrow()\n\nReceived function did not throw',
    { expected: 'an error', received: 'no error' },
  ],
])('the values are read from %s', (_name, message, values) => {
  expect(readMismatch(message)).toEqual(values);
});

test('an error before any expectation is no mismatch', () => {
  expect(readMismatch("TypeError: Cannot read properties of undefined (reading 'a')")).toBeNull();
});

describe('an observation for a second reader', () => {
  test('says what the code gave and not what was expected', async () => {
    const text = await observe(candidate('expect(shippingOf(5000)).toBe(0);'), {
      expected: '0',
      received: '490',
    });
    expect(text).toBe('expect(shippingOf(5000)) /* gives 490 */;');
  });

  test('of several expectations names the one that failed', async () => {
    const body = 'const cart = new Cart();\nexpect(cart.size()).toBe(0);\nexpect(cart.total()).toEqual(12);';
    const text = await observe(candidate(body), { expected: '12', received: '13' });
    expect(text).toContain('expect(cart.total()) /* gives 13 */');
    expect(text).not.toContain('12');
  });

  test('hides all expectations when it is not known which one failed', async () => {
    const body = 'expect(a()).toBe(one);\nexpect(b()).toBe(two);';
    const text = await observe(candidate(body), { expected: '1', received: '2' });
    expect(text).not.toMatch(/one|two/);
    expect(text).toContain('One of the values looked at was 2.');
  });
});

test('a finding names the sentence, both values and who agrees', () => {
  const failed = { values: { expected: '0', received: '490' }, message: '' };
  const finding = describeDisagreement(candidate('expect(shippingOf(5000)).toBe(0);'), failed, {
    sentence: 'Free from 5000 cents on, the limit included.',
    isConfirmed: true,
  });
  expect(finding).toMatchObject({
    kind: 'disagreement',
    title: 'not as documented: ships for free at the limit',
  });
  expect(finding.detail.split('\n')).toEqual([
    'The documentation says: "Free from 5000 cents on, the limit included."',
    'The test expects 0, and the code gives 490.',
    'A second, independent answer agrees that the documentation is not kept.',
  ]);
});
