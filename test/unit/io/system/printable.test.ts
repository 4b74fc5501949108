import fc from 'fast-check';
import { printable } from '../../../../src/io/system/printable.js';

test.each([
  ['plain – ünïcode 🎉 👩‍👧', 'plain – ünïcode 🎉 👩‍👧'],
  ['two\nlines\tand a tab', 'two lines and a tab'],
  ['\u001b[31mred', '\\u001b[31mred'],
  ['\u009b31m', '\\u009b31m'],
  ['abc\u202edef\u2066', 'abc\\u202edef\\u2066'],
  ['\ud800 alone', '\\ud800 alone'],
  ['in\u200bvisi\u00adble\u2060', 'in\\u200bvisi\\u00adble\\u2060'],
  ['می\u200cخواهم', 'می\u200cخواهم'],
])('%j is shown as %j', (text, shown) => {
  expect(printable(text)).toBe(shown);
});

test('nothing of a shown text steers', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      // eslint-disable-next-line no-control-regex -- they are what this is about
      expect(printable(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      expect(printable(printable(text))).toBe(printable(text));
    }),
    { seed: 7 },
  );
});
