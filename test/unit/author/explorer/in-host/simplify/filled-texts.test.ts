/** A text of signs gets words in the places where one is missing. */
import {
  filledTexts,
  wordsIn,
} from '../../../../../../src/author/explorer/in-host/simplify/filled-texts.cjs';

test.each<[string, string[], string[]]>([
  ['=%', ['foo', 'bar'], ['foo=%']],
  [';=', ['foo', 'bar'], ['bar;foo=bar', ';foo=bar', 'bar;=', ';foo=', ';=bar']],
  [',', [], ['foo,bar', 'foo,', ',foo']],
  ['a=', ['foo', 'bar'], ['a=bar']],
  ['hello', ['foo', 'bar'], []],
])('%p with the words %p', (text, words, expected) => {
  expect([...filledTexts(text, words)]).toEqual(expected);
});

test('the words of examples are those of their texts, also in lists', () => {
  const text = (v: string) => ({ k: 'lit' as const, v });
  const examples = [[text('foo=bar; foo=baz')], [{ k: 'arr' as const, items: [text('--depth=2')] }]];
  expect(wordsIn(examples)).toEqual(['foo', 'bar', 'baz', 'depth']);
});
