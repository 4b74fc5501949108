/** Laws of a class come of the names of its members, and each speaks of another member. */
import type { UnitMember } from '../../../../../src/author/explorer/notation/plan.js';
import { suggestClassLaws } from '../../../../../src/author/explorer/plan/suggest-class-laws.js';
import { param } from '../support.js';

const key = param('key', { kind: 'string' });
const value = param('value', { kind: 'unknown' });

const member = (
  name: string,
  params: UnitMember['params'] = [],
  changes: Partial<UnitMember> = {},
): UnitMember => ({
  target: `a.js#Store.${name}`,
  name,
  kind: 'call',
  params,
  isAsync: false,
  ...changes,
});
const spoken = (
  members: UnitMember[],
  construct = [param('limit', { kind: 'number' }, { optional: true })],
): string[] => suggestClassLaws(members, construct).map(({ law, member: name }) => `${name} ${law}`);

test('a store recalls, contains, forgets and empties', () => {
  const members = [
    member('set', [key, value]),
    member('get', [key]),
    member('has', [key]),
    member('delete', [key]),
    member('clear'),
    member('size', [], { kind: 'get' }),
  ];
  expect(spoken(members)).toEqual(['get recalls', 'has contains', 'delete forgets', 'clear empties']);
});

test('a stack gives back what was pushed last', () => {
  expect(spoken([member('push', [value]), member('pop')])).toEqual(['pop last-in']);
});

test.each<[string, UnitMember[], ReturnType<typeof param>[]]>([
  ['nothing is put in', [member('get', [key]), member('has', [key])], []],
  [
    'what is put in has a shape of its own',
    [member('add', [param('user', { kind: 'object', properties: [] })]), member('has', [key])],
    [],
  ],
  ['putting in is asynchronous', [member('set', [key, value], { isAsync: true }), member('get', [key])], []],
  [
    'an instance needs what cannot be made up',
    [member('set', [key, value]), member('get', [key])],
    [param('database', { kind: 'object', properties: [] })],
  ],
])('nothing is suggested where %s', (_, members, construct) => {
  expect(spoken(members, construct)).toEqual([]);
});
