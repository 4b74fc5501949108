/** Where only a malformed text will do, it is a sample with one fault. */
import { nearSamples } from '../../../../../../src/author/explorer/in-host/simplify/near-samples.cjs';

test.each<[string, string, string[], (text: string) => boolean, string]>([
  ['a sign at the end', '[;q', ['a=b'], (text) => text.endsWith(';'), 'a=b;'],
  ['a sign between words', '%;', ['name=value'], (text) => /^name.*%.*value$/.test(text), 'name%=value'],
  ['a part that is missing', '=', ['name=value'], (text) => /^name.?$/.test(text), 'name='],
  ['an escape in one piece', '%A1x', ['docs/notes'], (text) => text.includes('%A1'), 'docs/notes%A1'],
  ['the sample where the fault comes first', '"', ['abc', 'de'], (text) => /^"|"$/.test(text), 'abc"'],
])('%s', (_, text, samples, isWanted, expected) => {
  expect([...nearSamples(text, samples)].find(isWanted)).toBe(expected);
});

test('no sample that is long, and none twice', () => {
  expect([...nearSamples('a;', ['x'.repeat(80)])]).toEqual([]);
  const all = [...nearSamples('a;b', ['a;b', 'a;c'])];
  expect(new Set(all).size).toBe(all.length);
  expect(all).not.toContain('a;b');
});
