/** Laws of a class hold whatever was done to the instance before. */
import type { ClassLaw } from '../../../../../../src/author/explorer/notation/law.js';
import { tryClassLaw } from '../../../../../../src/author/explorer/in-host/laws/class-laws.cjs';
import { generatorFor, unitOf, contextFor } from '../../support.js';

const access = { module: 'a.js', export: { kind: 'named' as const, name: 'Bag' }, members: [] };
const unit = unitOf({ id: 'a.js#Bag', access, isClass: true, constructorParams: [], members: [] });
const law = (changes: Partial<ClassLaw>): ClassLaw => ({
  law: 'contains',
  target: 'a.js#Bag.has',
  member: 'has',
  construct: [],
  write: 'add',
  inputs: [{ kind: 'string' }],
  remove: 'delete',
  read: { member: 'has', isCall: true },
  ...changes,
});
function held(owner: unknown, suggested: ClassLaw): boolean {
  return tryClassLaw(
    contextFor(unit, { 'a.js': { Bag: owner } }),
    suggested,
    generatorFor(unit, { seed: 9 }),
  );
}

class Forgetful extends Set {
  override add(value: unknown): this {
    return this.size < 2 ? super.add(value) : this;
  }
}
class Pile extends Array {}
class Line extends Array {
  override pop(): unknown {
    return this.shift() as unknown;
  }
}

test('what was added is in a set, but not in one that takes only two', () => {
  expect(held(Set, law({}))).toBe(true);
  expect(held(Forgetful, law({}))).toBe(false);
});

test('what was deleted is gone', () => {
  expect(held(Set, law({ law: 'forgets', member: 'delete' }))).toBe(true);
});

test('a map recalls what was stored last under a key', () => {
  const recalls = law({
    law: 'recalls',
    member: 'get',
    write: 'set',
    inputs: [{ kind: 'string' }, { kind: 'number' }],
    read: { member: 'get', isCall: true },
  });
  expect(held(Map, recalls)).toBe(true);
});

test('a stack pops what was pushed last, a queue does not', () => {
  const lastIn = law({
    law: 'last-in',
    member: 'pop',
    write: 'push',
    remove: null,
    read: { member: 'pop', isCall: true },
  });
  expect([held(Pile, lastIn), held(Line, lastIn)]).toEqual([true, false]);
});

test('nothing is left after clearing', () => {
  const empties = law({ law: 'empties', member: 'clear', read: { member: 'size', isCall: false } });
  expect(held(Set, empties)).toBe(true);
});
