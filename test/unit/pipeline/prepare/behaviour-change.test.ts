/** Old and new value out of the messages of Jest. */
import { findChange } from '../../../../src/pipeline/prepare/behaviour-change.js';

const wordsOf = (...lines: string[]): string | null =>
  findChange({ fullName: 'sign is positive', failureMessages: [lines.join('\n')] }).words;

test('of values on one line are the words of the runner', () => {
  expect(
    wordsOf(
      'Error: expect(received).toBe(expected) // Object.is equality',
      '',
      'Expected: "positive"',
      'Received: "plus"',
      '    at Object.<anonymous> (sign.test.js:4:19)',
    ),
  ).toBe('was "positive", is now "plus"');
});

test('of errors are their messages', () => {
  expect(
    wordsOf(
      'expect(received).toThrow(expected)',
      'Expected substring: "too long"',
      'Received message:   "too short"',
    ),
  ).toBe('was "too long", is now "too short"');
});

test('of objects is what differs', () => {
  expect(
    wordsOf(
      'expect(received).toEqual(expected)',
      '- Expected  - 1',
      '+ Received  + 1',
      '  Object {',
      '-   "a": 1,',
      '+   "a": 2,',
      '  }',
    ),
  ).toBe('was "a": 1,, is now "a": 2, (in what differs)');
});

test('of messages that name none are none, and long ones are cut', () => {
  expect(wordsOf('TypeError: sign is not a function')).toBeNull();
  expect(findChange({ fullName: 'f' }).words).toBeNull();
  expect(wordsOf(`Expected: "${'x'.repeat(900)}"`, 'Received: 1')?.length).toBeLessThan(300);
});
