/** Digits and letters of a text are made plain, one run at a time. */
import { plainerRuns } from '../../../../../../src/author/explorer/in-host/simplify/plainer-runs.cjs';

test.each<[string, string[], string[]]>([
  ['q9', [], ['foo9', 'bar9', 'a9', 'q1', 'q2', 'q5']],
  ['XKW-77', [], ['FOO-77', 'BAR-77', 'ABC-77', 'XKW-10', 'XKW-12']],
  ['foo=qq', ['foo'], ['foo=bar', 'foo=foo', 'foo=ab']],
  ['Qx', [], ['Foo', 'Bar']],
  ['FOl', [], ['FooBar', 'FOOBar', 'FOo', 'BarFoo', 'BARFoo', 'BAr']],
  ['qxQ', [], ['fooBar', 'fooBAR', 'foO', 'barFoo', 'barFOO', 'baR']],
  ['foo/bar', [], []],
  ['1', [], []],
  ['qÉ', ['q'], ['fooÉ', 'barÉ', 'aÉ', 'qé']],
  ['foo\u{10000}', [], ['foo😀', 'fooé']],
  ['foo\ud800', [], []],
])('%p, where %p are known words', (text, known, expected) => {
  const words = { known: new Set(known), words: ['foo', 'bar'] };
  expect([...plainerRuns(text, words)]).toEqual(expected);
});
