/** A property is printed as a person would write it for fast-check. */
import { printArbitrary } from '../../../../src/author/explorer/print-property.js';
import type { Arbitrary } from '../../../../src/author/explorer/notation/property.js';
import { conventions } from './support.js';

test.each<[Arbitrary, string]>([
  [{ kind: 'boolean' }, 'fc.boolean()'],
  [{ kind: 'integer' }, 'fc.integer()'],
  [{ kind: 'integer', min: 1, max: 12 }, 'fc.integer({ min: 1, max: 12 })'],
  [{ kind: 'decimal', min: 1, max: 500, digits: 2 }, 'fc.integer({ min: 1, max: 500 }).map((n) => n / 100)'],
  [{ kind: 'text', of: 'any' }, 'fc.string()'],
  [{ kind: 'choice', values: ['DE', 7] }, "fc.constantFrom('DE', 7)"],
  [{ kind: 'array', of: { kind: 'boolean' }, min: 0, max: null }, 'fc.array(fc.boolean())'],
  [
    { kind: 'array', of: { kind: 'boolean' }, min: 1, max: 6 },
    'fc.array(fc.boolean(), { minLength: 1, maxLength: 6 })',
  ],
  [{ kind: 'tuple', of: [{ kind: 'boolean' }, { kind: 'integer' }] }, 'fc.tuple(fc.boolean(), fc.integer())'],
  [
    {
      kind: 'record',
      fields: [
        ['a', { kind: 'boolean' }],
        ['b-c', { kind: 'integer' }],
      ],
      optional: ['b-c'],
    },
    "fc.record({ a: fc.boolean(), 'b-c': fc.integer() }, { requiredKeys: ['a'] })",
  ],
])('prints %j', (arbitrary, text) => {
  expect(printArbitrary(arbitrary, conventions)).toBe(text);
});

test('what does not fit a line has a line for each field', () => {
  const field = (name: string): [string, Arbitrary] => [name, { kind: 'integer', min: 0, max: 100 }];
  const record: Arbitrary = {
    kind: 'record',
    fields: [field('first'), field('second'), field('third')],
    optional: [],
  };
  expect(printArbitrary(record, conventions).split('\n')).toEqual([
    'fc.record({',
    '  first: fc.integer({ min: 0, max: 100 }),',
    '  second: fc.integer({ min: 0, max: 100 }),',
    '  third: fc.integer({ min: 0, max: 100 }),',
    '})',
  ]);
});
