/** Errors of the engine and those that the code means to throw differ in their wording. */
import { SourceTexts } from '../../../../../../src/author/explorer/in-host/values/engine-errors.cjs';

const texts = new SourceTexts([
  'class Batch { add(item) { this.sink.update(item); } each(list) { for (const one of list.items) one(); } }',
  "if (typeof handler !== 'function') throw new TypeError('handler is not a function');",
  'throw new TypeError(`${name} is not a constructor`);',
  "throw new RangeError('Invalid date given');",
  'const made = new WebAssembly.Instance(module);',
  "throw new TypeError('Queue.push(): no item');",
]);

test.each([
  ['quotes a call of the code', 'this.sink.update is not a function', true],
  ['quotes a list of the code', 'list.items is not iterable', true],
  ['quotes a name of the code', 'handler is not defined', true],
  ['speaks of reading', "Cannot read properties of undefined (reading 'items')", true],
  ['is written in the code', 'handler is not a function', false],
  ['is written behind a name', 'Widget is not a constructor', false],
  ['begins as one in the code', 'Invalid date given', false],
  [
    'names a function of the platform',
    'WebAssembly.Instance(): Argument 0 must be a WebAssembly.Module',
    true,
  ],
  ['names a function of the code', 'Queue.push(): no item', false],
  ['has words that the engine never uses', 'sold out', false],
])('a message that %s: %s', (_, message, isEngine) => {
  expect(texts.isEngineMessage(message)).toBe(isEngine);
});
