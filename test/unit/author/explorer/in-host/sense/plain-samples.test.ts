/** Texts that show a format as a person would. */
import {
  plainSamples,
  samplesOfFormats,
} from '../../../../../../src/author/explorer/in-host/sense/plain-samples.cjs';

test.each<[RegExp, string[]]>([
  [/^([A-Z]{2,4})-(\d{4})-(\d{5})$/, ['AB-2024-12345']],
  [/^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, ['1.1.2024', '12.12.2024']],
  [/^free$/i, ['free']],
  [/^(EUR|USD)$/, ['EUR', 'USD']],
  [/^#[0-9a-f]{6}$/, ['#123456']],
])('%s', (pattern, expected) => {
  expect(plainSamples(pattern)).toEqual(expect.arrayContaining(expected));
});

test.each([[/^[=+@]/], [/\d+/], [/^$/], [/^\s*$/]])('%s is no format that can be shown', (pattern) => {
  expect(plainSamples(pattern)).toEqual([]);
});

test('all samples match, and each comes once', () => {
  const formats = ['^(\\d+(?:[.,]\\d+)?)\\s*%$', '^(\\d)for(\\d)$', '^tier:(.+)$', '^(\\d)for(\\d)$'];
  const samples = samplesOfFormats(formats.map((source) => ({ source, flags: 'i' })));
  expect(new Set(samples).size).toBe(samples.length);
  for (const text of samples) expect(formats.some((source) => new RegExp(source, 'i').test(text))).toBe(true);
});

test.each([/^([a-z0-9]+\.?)+$/, /^([A-Z]{2}\d{4}|[A-Z\d]+)+-END$/, /^(\w+\s?)*!$/])(
  'a pattern with a repetition in a repetition is not tried on long texts: %s',
  (pattern) => {
    for (const text of plainSamples(pattern)) expect(text.length).toBeLessThan(19);
  },
);
