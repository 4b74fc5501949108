import { parseEdits } from '../../../../src/author/model/answer/parse-edits.js';
import { toEdits } from '../../../../src/author/model/edit-tests.js';
import type { Candidate } from '../../../../src/domain/candidate.js';

const original = (title: string, body: string, changes: Partial<Candidate> = {}): Candidate => ({
  id: title,
  target: 'fare.js#fare',
  file: 'fare.js',
  author: 'explorer',
  kind: 'unit',
  group: 'fare',
  title,
  body,
  isAsync: false,
  imports: [],
  ...changes,
});

const row = {
  ...{ callee: 'fare', params: ['grams'], args: ['1'], outcome: 'returns' as const, expected: '490' },
  ...{ isPrimitive: true, types: '', pattern: 'returns {result} for {0}' },
};

const heavy = original('returns 990 for 2001', 'expect(fare(2001)).toBe(990);', { row });
const light = original('returns 490 for 1', 'expect(fare(1)).toBe(490);', { row });

const names = (...tests: Candidate[]): Set<string> =>
  new Set(tests.map(({ group, title }) => `${group} ${title}`));

describe('parseEdits', () => {
  test.each([
    ['an object', '{"tests":[{"number":2,"title":"is cheap","body":"expect(1);"}]}'],
    ['a list', '[{"number":"2","title":"is cheap","body":"expect(1);"}]'],
    ['a fence', 'Here:\n```json\n{"tests":[{"number":2,"title":"is cheap","body":"expect(1);"}]}\n```'],
    [
      'thoughts',
      '<think>{"tests":[]}</think>{"tests":[{"number":2,"title":"is cheap","body":"expect(1);"}]}',
    ],
  ])('reads edits from %s', (_, content) => {
    expect(parseEdits(content)).toEqual([{ number: 2, title: 'is cheap', body: 'expect(1);' }]);
  });

  test('leaves out what has another shape', () => {
    expect(parseEdits('{"tests":[{"number":0,"title":"a","body":"b"},{"number":1,"title":"a"}]}')).toEqual(
      [],
    );
    expect(parseEdits('The tests read well.')).toEqual([]);
  });
});

describe('toEdits', () => {
  test('an edit stands for its original and leaves the table that its values no longer fit', async () => {
    const body = "test('x', () => {\n  expect(fare(2500)).toBe(990);\n});";
    const edits = await toEdits(
      [light, heavy],
      [{ number: 2, title: 'a heavy\nparcel costs 9.90', body }],
      names(light, heavy),
    );
    expect([...edits.keys()]).toEqual([heavy.id]);
    expect(edits.get(heavy.id)).toMatchObject({
      title: 'a heavy parcel costs 9.90',
      body: 'expect(fare(2500)).toBe(990);',
      author: 'explorer',
      editOf: heavy.id,
    });
    expect(edits.get(heavy.id)).not.toHaveProperty('row');
  });

  test('a row that only gets another title stays a row', async () => {
    const edits = await toEdits(
      [light],
      [{ number: 1, title: 'a letter costs 4.90', body: light.body }],
      names(light),
    );
    const { pattern, ...plain } = row;
    expect(pattern).toBeDefined();
    expect(edits.get(light.id)?.row).toEqual(plain);
  });

  test('a title that another test of the group has is not given twice', async () => {
    const written = [
      { number: 1, title: heavy.title, body: 'expect(fare(2)).toBe(490);' },
      { number: 2, title: 'costs more', body: heavy.body },
    ];
    const edits = await toEdits([light, heavy], written, names(light, heavy));
    expect([...edits.values()].map(({ title }) => title)).toEqual([light.title, 'costs more']);
  });

  test('titles of several questions stay apart, and hold no character that nobody sees', async () => {
    const taken = names(light, heavy);
    const wording = (body: string) => [{ number: 1, title: 'costs\u202e more', body }];
    const first = await toEdits([light], wording(light.body), taken);
    const second = await toEdits([heavy], wording(heavy.body), taken);
    expect(first.get(light.id)?.title).toBe('costs\\u202e more');
    expect(second.size).toBe(0);
  });

  test.each([
    ['of no test', { number: 3, title: 'a', body: 'expect(fare(1)).toBe(490);' }],
    ['that changes nothing', { number: 1, title: light.title, body: light.body }],
    ['that is two tests', { number: 1, title: 'a', body: "test('a', () => {});\ntest('b', () => {});" }],
  ])('an edit %s is none', async (_, written) => {
    expect((await toEdits([light, heavy], [written], names(light, heavy))).size).toBe(0);
  });
});
