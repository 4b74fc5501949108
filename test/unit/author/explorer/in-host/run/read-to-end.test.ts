/** Iterators and streams are read to their end, as far as a test would. */
import { PassThrough, Readable } from 'node:stream';
import {
  consume,
  consumeLater,
  isAsyncIterable,
  isIterator,
  MAX_YIELDS,
} from '../../../../../../src/author/explorer/in-host/run/read-to-end.cjs';

const numbers = function* (): Generator<number> {
  for (let number = 0; ; number++) yield number;
};

const later = async function* (): AsyncGenerator<string> {
  yield await Promise.resolve('a');
  yield 'b';
};

test.each([
  ['an async generator', later(), true],
  ['a stream', Readable.from([]), true],
  ['a duplex stream', new PassThrough(), true],
  ['an array', [1], false],
  ['a promise', Promise.resolve([]), false],
  ['a generator', numbers(), false],
  ['nothing', null, false],
])('%s', (_name, value, isLater) => {
  expect(isAsyncIterable(value)).toBe(isLater);
});

test('only what yields on demand is an iterator', () => {
  expect([numbers(), new Map().keys(), [1], 'a'].map(isIterator)).toEqual([true, true, false, false]);
});

test('what comes is taken in its order', async () => {
  expect(await consumeLater(later())).toEqual(['a', 'b']);
  expect(await consumeLater(Readable.from(['x', 'y']))).toEqual(['x', 'y']);
});

test('what does not end is not read on', () => {
  expect(consume(numbers())).toHaveLength(MAX_YIELDS + 1);
});
