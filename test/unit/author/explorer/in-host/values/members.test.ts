/** Which steps may be taken on what a call gave. */
import { membersOf } from '../../../../../../src/author/explorer/in-host/values/members.cjs';

test('an object of the host offers its own methods and those of its class', () => {
  class Shelf {
    put(book: string): string {
      return book;
    }
  }
  expect(membersOf(new Shelf()).map(({ name }) => name)).toEqual(['put']);
});

test.each([
  ['the prototype of all objects', Object.prototype],
  ['the prototype of a class of the language', Map.prototype],
  ['a class of the language', Object],
])('%s offers nothing, since steps on it would change it for all', (_, value) => {
  expect(membersOf(value)).toEqual([]);
});
