/** Values fit the name and the type that they are given for, and come from the repository's own words first. */
import {
  formatsOf,
  valuesFor,
  wordsFor,
} from '../../../../../../src/author/explorer/in-host/sense/sensible-values.cjs';
import { violations } from '../../../../../../src/author/explorer/in-host/values/conform.cjs';
import type { Expression } from '../../../../../../src/author/explorer/notation/expression.js';
import type { Unit } from '../../../../../../src/author/explorer/notation/plan.js';
import type { TypeShape } from '../../../../../../src/domain/type-shape.js';
import { functionUnit, unitOf } from '../../support.js';

const unit: Unit = {
  ...functionUnit(),
  words: { country: ['NL', 'BE'], rate: [19, 7] },
  formats: [{ source: '^\\d{3}-[A-Z]{2}$', flags: '' }],
};

const lit = (v: string | number): Expression => ({ k: 'lit', v });
const text: TypeShape = { kind: 'string' };
const number: TypeShape = { kind: 'number' };

test.each<[string, TypeShape, Expression]>([
  ['country', text, lit('NL')],
  ['rate', number, lit(19)],
  ['email', text, lit('ada@example.com')],
  ['dueDate', text, lit('2024-03-15')],
  ['price', number, lit(100)],
])('the first value for %s', (name, type, expected) => {
  expect(valuesFor({ type, name }, unit)[0]).toEqual(expected);
});

test('texts whose name says nothing of their format are offered those that the code checks', () => {
  expect(formatsOf(unit)).toEqual(['123-AB']);
  expect(wordsFor('articleCode', unit)).toContain('123-AB');
  expect(wordsFor('country', unit)).not.toContain('123-AB');
});

test.each([
  ['seller', ['DE', 'AT', 'FR'], 'XX', 'seller'],
  ['currency', ['EUR', 'USD', 'GBP'], 'XXX', 'currency'],
  ['category', ['books', 'food', 'public-transport'], 'other', 'category'],
])(
  'beside the words that the host knows for a %s, one that it does not know',
  (name, words, outsider, own) => {
    const texts = wordsFor(name, { ...unit, words: { [name]: words } });
    expect(texts.slice(0, 3)).toEqual(words);
    expect(texts).toContain(outsider);
    expect(texts).not.toContain(own);
  },
);

test('texts that comments show come before such as a pattern gives', () => {
  const shown = { ...unitOf(unit), formats: unit.formats, samples: ['042-XY'] } as Unit;
  expect(formatsOf(shown)).toEqual(['042-XY', '123-AB']);
});

test('a function that orders things is given as one, and lists of anything are out of order', () => {
  const [first] = valuesFor({ type: { kind: 'unknown' }, name: 'cmp' }, unit);
  expect(first).toEqual({ k: 'fn', returns: { k: 'undef' }, acts: { kind: 'compares' } });
  const [list] = valuesFor({ type: { kind: 'array', of: { kind: 'unknown' } }, name: 'rows' }, unit);
  expect(list).toEqual({ k: 'arr', items: [lit(3), lit(1), lit(2)] });
});

test('a text whose name says nothing is one that people gave to another function of the file', () => {
  const kin = ['200.00', '3.25'];
  expect(wordsFor('a', { ...unit, kin })).toEqual(expect.arrayContaining(kin));
  expect(wordsFor('a', { ...unit, kin })[0]).toBe('200.00');
  expect(wordsFor('country', { ...unit, kin })).not.toContain('200.00');
});

test('values are of their type, members included', () => {
  const type: TypeShape = {
    kind: 'object',
    properties: [
      { name: 'country', type: text, optional: false },
      {
        name: 'lines',
        type: {
          kind: 'array',
          of: { kind: 'object', properties: [{ name: 'price', type: number, optional: true }] },
        },
        optional: true,
      },
    ],
  };
  const values = valuesFor({ type, name: 'order' }, unit);
  expect(values.length).toBeGreaterThan(1);
  for (const value of values) expect(violations(value, type)).toBe(0);
});

test.each(['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__'])(
  'a parameter with the name %s is no word of the repository',
  (name) => {
    for (const type of [text, number]) expect(valuesFor({ type, name }, unit)).not.toHaveLength(0);
    expect(wordsFor(name, unit)).not.toHaveLength(0);
  },
);

test('a collaborator gets functions that answer with what the code reads', () => {
  const customer: TypeShape = {
    kind: 'object',
    properties: [{ name: 'email', type: text, optional: true }],
  };
  const found: TypeShape = { kind: 'builtin', name: 'Promise', args: [{ kind: 'union', of: [customer] }] };
  const repository: TypeShape = {
    kind: 'object',
    properties: [
      { name: 'find', type: { kind: 'function', params: [], returns: found }, optional: false },
      { name: 'log', type: { kind: 'function', params: [], returns: { kind: 'unknown' } }, optional: false },
    ],
  };
  const [value] = valuesFor({ type: repository, name: 'repository' }, unit);
  expect(value).toEqual({
    k: 'obj',
    props: [
      [
        'find',
        {
          k: 'fn',
          returns: { k: 'promise', value: { k: 'obj', props: [['email', lit('ada@example.com')]] } },
        },
      ],
      ['log', { k: 'fn', returns: { k: 'undef' } }],
    ],
  });
  expect(value && violations(value, repository)).toBe(0);
});
