/** Which steps may be taken on what a call gave. */
import { Readable, Transform, Writable } from 'node:stream';
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

test.each([
  ['a stream to write to and to read from', new Transform(), ['toArray', 'end']],
  ['a stream to read from', Readable.from(['a']), ['toArray']],
  ['a stream to write to', new Writable(), ['end']],
])('of what Node gives %s, a test uses little', (_name, stream, uses) => {
  const names = membersOf(stream).flatMap(({ name }) => name ?? []);
  expect(names.filter((name) => !name.startsWith('_') && name !== 'read').toSorted()).toEqual(
    uses.toSorted(),
  );
});

test('the methods of a class of streams are all there', () => {
  class Rows extends Transform {
    skip(): number {
      return this.readableLength;
    }
  }
  const names = membersOf(new Rows()).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['skip', 'end', 'toArray']));
});
