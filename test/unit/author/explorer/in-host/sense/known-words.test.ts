/** The repository's own words by name. */
import { knownWords } from '../../../../../../src/author/explorer/in-host/sense/known-words.cjs';

test('are found whatever the case of the name', () => {
  expect(knownWords({ words: { country: ['NL'] } }, 'Country')).toEqual(['NL']);
  expect(knownWords({}, 'country')).toEqual([]);
});

test.each(['constructor', 'toString', 'valueOf', '__proto__'])('are none for %s', (name) => {
  expect(knownWords({ words: { country: ['NL'] } }, name)).toEqual([]);
});
