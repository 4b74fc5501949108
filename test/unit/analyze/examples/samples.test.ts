/** Comments show texts of the formats that code checks. */
import { commentsOf, samplesFor } from '../../../../src/analyze/examples/samples.js';
import type { Hints } from '../../../../src/domain/target.js';

const hints = (...regexes: string[]): Hints => ({
  strings: [],
  numbers: [],
  regexes: regexes.map((source) => ({ source, flags: '' })),
  properties: [],
});
const day = '^(\\d{4})-(\\d{2})-(\\d{2})$';

test.each<[string, string, string, string[]]>([
  ['between commas', 'Understands 2019-03-01, 1.3.2019 and 1 Mar 2019.', day, ['2019-03-01']],
  ['of several words', 'Reads 1.3.2019 and 1 Mar 2019.', '^\\d+ [A-Z][a-z]{2} \\d{4}$', ['1 Mar 2019']],
  ['in quotes', 'Terms such as "2/10 net 30" or "EOM".', '^\\d+/\\d+ net \\d+$', ['2/10 net 30']],
  ['in other letters', 'Terms: "EOM+15".', '^eom\\+\\d+$', ['EOM+15']],
  ['at the end of a sentence', 'Numbers like INV-2019-00042.', '^[A-Z]+-\\d{4}-\\d{5}$', ['INV-2019-00042']],
])('a text %s is found where it has the format', (_, doc, pattern, expected) => {
  expect(samplesFor({ doc, hints: hints(pattern) }, [])).toEqual(expected);
});

test('plain words of a sentence are no sample, and no pattern means no samples', () => {
  expect(samplesFor({ doc: 'Returns the word.', hints: hints('^[a-z]+$') }, [])).toEqual([]);
  expect(samplesFor({ doc: 'On 2019-03-01.', hints: hints('\\d') }, [])).toEqual([]);
});

const nearMiss = `${'a'.repeat(38)}!1`;

test.each(['^([a-z0-9]+\\.?)+$', '^(a+)+$', '^(a|a)*$', '^([a-z]+)*\\d$'])(
  'a pattern that takes for ever on a text is given up, and the others are not: %s',
  (slow) => {
    const doc = `Not "${nearMiss}", but 2019-03-01.`;
    expect(samplesFor({ doc, hints: hints(slow, day) }, [])).toContain('2019-03-01');
  },
);

test('comments that begin a line are read, whatever their form', () => {
  const text = "/**\n * Like 2019-03-01.\n */\nf('// no');\n  // and 2020-01-01\n";
  expect(samplesFor({ doc: null, hints: hints(day) }, commentsOf(text))).toEqual([
    '2019-03-01',
    '2020-01-01',
  ]);
});
