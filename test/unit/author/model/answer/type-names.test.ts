import { namesOfTypes } from '../../../../../src/author/model/answer/type-names.js';

test('names are types where they are only written as such', async () => {
  const body = [
    'const quote: Quote = { service: Service.Express, days: [1, 2] };',
    "const order = 'a' as OrderId;",
    'const make = (): Service => Service.Express;',
    'class Mine extends Carrier {}',
    'expect(price(quote, order)).toBe(1);',
  ].join('\n');
  const names = ['Quote', 'Service', 'OrderId', 'Carrier', 'price', 'unused'];
  expect(await namesOfTypes(body, names)).toEqual(new Set(['Quote', 'OrderId']));
});
