/** Documents are written by whatever the parser takes back, and hold what the code reads. */
import { contentsOf, dataFor } from '../../../../../../src/author/explorer/in-host/sense/document-data.cjs';
import {
  documentsOf,
  forgetDocuments,
  hasDocuments,
  isDocument,
  isReadable,
  shorterDocuments,
  writeDocuments,
} from '../../../../../../src/author/explorer/in-host/sense/documents.cjs';
import { Scratch } from '../../../../../../src/author/explorer/in-host/values/scratch.cjs';
import type { Access, TextContent, TypeShape } from '../../../../../../src/domain/type-shape.js';
import { param, unitOf } from '../../support.js';

afterEach(forgetDocuments);

const access = (name: string): Access => ({ module: 'lib.js', export: { kind: 'named', name }, members: [] });
const unit = unitOf({
  id: 'a.js#f',
  access: access('f'),
  isClass: false,
  constructorParams: [],
  members: [],
});
const record: TypeShape = {
  kind: 'object',
  properties: [
    { name: 'city', type: { kind: 'string' }, optional: true },
    { name: 'price', type: { kind: 'number' }, optional: true },
  ],
};
const contentOf = (of: TypeShape, names: { reader: string | null; writers?: string[] }): TextContent => ({
  of,
  reader: names.reader === null ? null : access(names.reader),
  writers: (names.writers ?? []).map(access),
});

const pairs = (text: string, between: string | RegExp, equals: string): Record<string, string | undefined> =>
  Object.fromEntries(text.split(between).map((part) => part.split(equals) as [string, string]));
const table = (text: string): Record<string, string | undefined>[] => {
  const [head = [], ...rows] = text.split(/\r?\n/).map((line) => line.split(';'));
  return rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index]])));
};
const lib = {
  parseTable: table,
  parseQuery: (text: string) => pairs(text, '&', '='),
  parseLines: (text: string) => pairs(text, /\r?\n/, '='),
  parseOwn: (text: string) =>
    text.startsWith('#') ? { city: text.slice(1).split('|')[0], price: text.split('|')[1] } : null,
  formatOwn: ({ city, price }: { city?: string; price?: number }) => `#${city ?? ''}|${String(price)}`,
  formatBroken: () => {
    throw new Error('broken');
  },
  parseNothing: () => null,
};
const surroundings = {
  context: { modules: new Map<string, unknown>([['lib.js', lib]]), scratch: new Scratch(), watch: null },
  guard: () => undefined,
};

function written(content: TextContent): string[] {
  writeDocuments(content, dataFor(content.of, unit), surroundings);
  return documentsOf(content);
}

test.each<[string, TypeShape, { reader: string | null; writers?: string[] }, string]>([
  ['JSON', record, { reader: null }, '{"city":"Paris","price":100}'],
  ['a table', { kind: 'array', of: record }, { reader: 'parseTable' }, 'city;price\nParis;100'],
  ['a query string', record, { reader: 'parseQuery' }, 'city=Paris&price=100'],
  ['lines of keys and values', record, { reader: 'parseLines' }, 'city=Paris\nprice=100'],
  [
    'a format of its own',
    record,
    { reader: 'parseOwn', writers: ['formatBroken', 'formatOwn'] },
    '#Paris|100',
  ],
])('the first document in %s is the plainest', (_, of, names, expected) => {
  expect(written(contentOf(of, names))[0]).toBe(expected);
});

test('where no writer writes what the parser takes back, there are no documents, and any text will do', () => {
  const content = contentOf(record, { reader: 'parseNothing', writers: ['formatOwn'] });
  expect(written(content)).toEqual([]);
  expect(hasDocuments(content)).toBe(false);
});

test('further documents differ in one field: missing, other, or no such value', () => {
  const texts = written(contentOf(record, { reader: null }));
  expect(texts).toEqual(
    expect.arrayContaining([
      '{"price":100}',
      '{"city":"Paris","price":50}',
      '{"city":"Paris","price":"hello"}',
    ]),
  );
});

test('tables have several rows, two of them with the same key', () => {
  const texts = written(contentOf({ kind: 'array', of: record }, { reader: 'parseTable' }));
  const rows = texts.map((text) => table(text).map(({ city }) => city));
  expect(rows).toContainEqual(['Paris', 'Paris']);
  expect(rows.some(([first, second]) => second !== undefined && first !== second)).toBe(true);
});

test('debris of a document is none, a short text is what the parser says', () => {
  const content = contentOf(record, { reader: 'parseOwn', writers: ['formatOwn'] });
  const [whole = ''] = written(content);
  expect([whole, '#Rome|2', 'Rome'].map((text) => isReadable(content, text))).toEqual([true, true, false]);
  expect(isReadable(content, `#Rome|2 ${'and more '.repeat(4)}`)).toBe(false);
  expect(isDocument('#Rome|2')).toBe(false);
});

test('a document is made simpler by shorter ones of the same content, the shortest first', () => {
  const [whole = ''] = written(contentOf(record, { reader: null }));
  const shorter = shorterDocuments(whole);
  expect(shorter[0]).toBe('{"price":100}');
  expect(shorter.every((text) => text.length < whole.length)).toBe(true);
  expect(shorterDocuments('{"city":1')).toEqual([]);
});

test('contents are found in unions and members of parameters', () => {
  const content = contentOf(record, { reader: null });
  const text: TypeShape = { kind: 'string', holds: content };
  const options: TypeShape = { kind: 'object', properties: [{ name: 'data', type: text, optional: true }] };
  const params = [param('a', { kind: 'union', of: [text, record] }), param('b', options), param('c', record)];
  expect(contentsOf(params)).toEqual([content, content]);
});
