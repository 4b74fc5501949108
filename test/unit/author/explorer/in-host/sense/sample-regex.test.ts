/** Texts made for a regular expression match it nearly always, and odd expressions do no harm. */
import { sampleRegex } from '../../../../../../src/author/explorer/in-host/sense/sample-regex.cjs';
import { createRandom } from '../../../../../../src/author/explorer/in-host/values/random.cjs';

const SAMPLES = 50;

function samplesOf({ source }: RegExp): string[] {
  const random = createRandom(1, source);
  return Array.from({ length: SAMPLES }, () => sampleRegex(source, random));
}
const matching = (regex: RegExp): number => samplesOf(regex).filter((text) => regex.test(text)).length;

describe('every sample matches', () => {
  test.each<[string, RegExp]>([
    ['a whole number', /^\d+$/],
    ['an ISO date', /^\d{4}-\d{2}-\d{2}$/],
    ['a date with named groups', /^(?<year>\d{4})-(?<month>0[1-9]|1[0-2])-(?<day>[0-2]\d|3[01])$/],
    ['an ISO time stamp', /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/],
    ['a time of day', /^([01]\d|2[0-3]):([0-5]\d)$/],
    ['a short or long hex colour', /^#(?:[0-9a-f]{3}){1,2}$/i],
    ['an rgb colour', /^rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)$/],
    ['a hex number', /^0x[\da-fA-F]+$/],
    ['a version', /^v?(\d+)\.(\d+)\.(\d+)(?:-([\w.]+))?(?:\+([\w.]+))?$/],
    ['an email address', /^[^\s@]+@[^\s@]+\.[^\s@]+$/],
    ['an ISO duration', /^P(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/],
    ['a length of time with a unit', /^(-?(?:\d+)?\.?\d+) *(ms|s|m|h|d|w|y)?$/i],
    ['a UUID', /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i],
    ['an IPv4 address', /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/],
    ['a slug', /^[a-z0-9]+(?:-[a-z0-9]+)*$/],
    ['a signed decimal', /^[+-]?\d+(?:[.,]\d*)?(?:e[+-]?\d+)?$/i],
    ['an assignment', /^\s*([\w.-]+)\s*=\s*(.*)?\s*$/],
    ['a quoted text', /^(['"])[a-z ]*\1$/],
    ['a doubled letter', /([a-z])\1/],
    ['a placeholder', /\{\{\s*([\w.]+)\s*\}\}/],
    ['a unicode escape', /^\u0041[\u0030-\u0039]\x2d$/],
    ['a code point escape', /^\u{1F642}$/u],
    ['a class with brackets and dashes in it', /^[\]\\^\-a]{3}$/],
    ['a negated class', /^[^a-z\d]$/],
    ['white space at the end', /[ \t]+$/],
    ['upper-case words', /^[A-Z]{2,}(?:_[A-Z]+)*$/],
    ['a lazy match', /^<(\w+?)>.*?<\/\1>$/],
    ['an end of line', /^a\r?\n$/],
  ])('%s', (_, regex) => {
    expect(matching(regex)).toBe(SAMPLES);
  });
});

describe('most samples match', () => {
  test.each<[string, RegExp]>([
    ['a word in its bounds', /\bword\b|\bother\b/],
    ['a word of more than one class behind a lookahead', /^(?=.*\d)[a-z\d]{8,}$/],
    ['a word that is not reserved', /^(?!class$|new$)\w+$/],
    ['a price behind a sign', /(?<=^|\$)\d+(?:\.\d\d)?/],
    ['a web address', /^https?:\/\/(?:www\.)?[-\w@:%.+~#=]{1,64}\.[a-z]{2,6}(?:[-\w()@:%+.~#?&/=]*)$/],
  ])('%s', (_, regex) => {
    expect(matching(regex)).toBeGreaterThanOrEqual(SAMPLES * 0.6);
  });
});

test('samples of the same seed are the same, and not all alike', () => {
  const regex = /^[a-z]{3,8}-\d+$/;
  expect(samplesOf(regex)).toEqual(samplesOf(regex));
  expect(new Set(samplesOf(regex)).size).toBeGreaterThan(SAMPLES / 2);
});

test.each([
  '',
  '|',
  '(|a)',
  '()',
  '(?:)*',
  '((a+)+)+$',
  '(((((x*)*)*)*)*)*',
  '(?<=a)b(?<!c)d',
  '(?<name>a)\\k<name>',
  '(?!)',
  '[]',
  '[^]',
  '[^\\s\\S]',
  '\\1(a)',
  'a{0}',
  'a{2,}?',
  'a{1000}',
  '{',
  'x{,3}',
  '\\p{Lu}',
  '\\cJ',
  '\\u{110000}',
  '\\u',
  '\\',
  '(',
  '[a',
  'a**',
  ')',
])('an odd source %j gives a text of bounded length', (source) => {
  for (let seed = 0; seed < 20; seed++) {
    const sample = sampleRegex(source, createRandom(seed, 'odd'));
    expect(typeof sample).toBe('string');
    expect(sample.length).toBeLessThan(10_000);
  }
});
