/** JSON that the explorer makes has the members that the code was seen to read. */
import {
  someJson,
  createShape,
  watchMembers,
  watchParse,
} from '../../../../../../src/author/explorer/in-host/inputs/json-shape.cjs';
import { generatorFor, unitOf } from '../../support.js';

const unit = unitOf({
  id: 'a.js#load',
  access: { module: 'a.js', export: { kind: 'named', name: 'load' }, members: [] },
  isClass: false,
  constructorParams: [],
  members: [],
});

test('members that are read are remembered with what is read below them', () => {
  const shape = createShape();
  const seen = watchMembers({ user: { name: 'Ada' } }, shape) as {
    user: { name: string };
    missing?: unknown;
  };
  expect(seen.user.name).toBe('Ada');
  expect(seen.missing).toBeUndefined();
  expect([...shape.members.keys()]).toEqual(['user', 'missing']);
  expect([...(shape.members.get('user')?.members.keys() ?? [])]).toEqual(['name']);
});

test('members of every object, and those that promises and JSON look for, are not remembered', () => {
  const shape = createShape();
  const seen = watchMembers({}, shape) as { then?: unknown; toString: unknown };
  expect([seen.then, typeof seen.toString]).toEqual([undefined, 'function']);
  expect(shape.members.size).toBe(0);
});

test('made JSON holds what was read: objects of those members, lists where items were read', () => {
  const shape = createShape();
  const seen = watchMembers({ lines: [{ cents: 1 }] }, shape) as { lines: { cents: number }[] };
  expect(seen.lines[0]?.cents).toBe(1);
  const generator = generatorFor(unit, { seed: 3 });
  const made = Array.from({ length: 40 }, () => someJson(generator, shape) as { lines?: unknown });
  const lists = made.flatMap(({ lines }) => (Array.isArray(lines) ? [lines] : []));
  expect(lists.length).toBeGreaterThan(10);
  expect(lists.flat().some((line) => typeof line === 'object' && line !== null && 'cents' in line)).toBe(
    true,
  );
});

test('JSON.parse hands out watched values until it is put back', () => {
  const original = JSON.parse;
  const shape = createShape();
  const restore = watchParse(shape);
  const parsed = JSON.parse('{"port":80}') as { port: number };
  restore();
  expect(parsed.port).toBe(80);
  expect([...shape.members.keys()]).toEqual(['port']);
  expect(JSON.parse).toBe(original);
});
