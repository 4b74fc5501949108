/** Values are such as a person would choose for something of that name. */
import {
  nounOf,
  numbersByNameOnly,
  numbersFor,
  textsFor,
} from '../../../../../../src/author/explorer/in-host/sense/nice-values.cjs';

test.each([
  ['customerEmail', 'ada@example.com'],
  ['homepage_url', 'https://example.com/docs'],
  ['orderId', 'order-1'],
  ['dueDate', '2024-03-15'],
  ['reason', 'reason'],
  ['x', 'apple'],
])('for %s a person would take %s', (name, text) => {
  expect(textsFor(name)[0]).toBe(text);
});

test.each([
  ['birthYear', 2024],
  ['maxGrams', 500],
  ['quantity', 2],
  ['port', 8080],
])('for %s a person would take %d', (name, number) => {
  expect([numbersFor(name, 0)[0], numbersByNameOnly(name)[0]]).toEqual([number, number]);
});

test('a name says what it is with its last word', () => {
  expect(['maxGrams', 'order_id', 'HTML'].map(nounOf)).toEqual(['grams', 'id', 'html']);
});

test('numbers that no name distinguishes differ from turn to turn', () => {
  const firsts = [0, 1, 2].map((turn) => numbersFor('x', turn)[0]);
  expect(new Set(firsts).size).toBe(3);
  expect(numbersByNameOnly('x')).toEqual([]);
});
