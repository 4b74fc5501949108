/** Digits and letters of a text are made plain, one run at a time. */
import { plainerRuns } from '../../../../../../src/author/explorer/in-host/simplify/plainer-runs.cjs';

test.each<[string, string[], string[]]>([
  ['q9', [], ['a9', 'q1', 'q2', 'q5']],
  ['XKW-77', [], ['ABC-77', 'XKW-10', 'XKW-12']],
  ['foo=qq', ['foo'], ['foo=ab']],
  ['1', [], []],
])('%p, where %p are known words', (text, known, expected) => {
  expect([...plainerRuns(text, new Set(known))]).toEqual(expected);
});
