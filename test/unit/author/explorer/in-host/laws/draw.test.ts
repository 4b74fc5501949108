/** Values are drawn from arbitraries in the domain's terms, made smaller, and kept to what the code takes. */
import { arbitraryOf } from '../../../../../../src/author/explorer/in-host/laws/arbitraries.cjs';
import { classHistories } from '../../../../../../src/author/explorer/in-host/laws/class-histories.cjs';
import { functionsAmong } from '../../../../../../src/author/explorer/in-host/laws/function-laws.cjs';
import { subjectOf } from '../../../../../../src/author/explorer/in-host/laws/instances.cjs';
import { narrow } from '../../../../../../src/author/explorer/in-host/laws/narrow.cjs';
import { sample, smaller } from '../../../../../../src/author/explorer/in-host/laws/sample.cjs';
import { plural } from '../../../../../../src/author/explorer/in-host/laws/subject.cjs';
import { trySuggested } from '../../../../../../src/author/explorer/in-host/laws/try-property.cjs';
import { createRandom } from '../../../../../../src/author/explorer/in-host/values/random.cjs';
import type { Arbitrary } from '../../../../../../src/author/explorer/notation/property.js';
import { contextFor, unitOf } from '../../support.js';

const access = { module: 'a.js', export: { kind: 'named' as const, name: 'Shelf' }, members: [] };
const unit = unitOf({ id: 'a.js#Shelf', access, isClass: true, constructorParams: [], members: [] });
class Shelf {
  isFull = false;
}
const month: Arbitrary = { kind: 'integer', min: 1, max: 12 };

test('a name says which numbers make sense', () => {
  expect(arbitraryOf({ name: 'month', type: { kind: 'number' } }, unit, 'any')).toEqual(month);
});

test('of a union, the first member that there are values for is drawn', () => {
  const type = { kind: 'union' as const, of: [{ kind: 'null' as const }, { kind: 'number' as const }] };
  expect(arbitraryOf({ name: 'month', type }, unit, 'any')).toEqual(month);
});

test('drawn numbers stay within their bounds, and so do smaller ones', () => {
  const random = createRandom(1, 'months');
  const drawn = Array.from({ length: 50 }, () => Number(sample(month, random)));
  expect(drawn.every((n) => n >= 1 && n <= 12)).toBe(true);
  expect(smaller(month, 7)).toEqual(expect.arrayContaining([1]));
  expect(smaller(month, 1)).toEqual([]);
});

test('a choice that makes the code throw is left out', () => {
  const countries: Arbitrary = { kind: 'choice', values: ['DE', 'FR', 'BE'] };
  const samples = ['DE', 'FR', 'BE', 'DE'].map((value) => ({ value, failed: value === 'BE' }));
  expect(narrow(countries, samples)).toEqual({ kind: 'choice', values: ['DE', 'FR'] });
});

test('nouns have plurals', () => {
  expect(['line', 'entry', 'box'].map(plural)).toEqual(['lines', 'entries', 'boxes']);
});

test('a class without members suggests nothing, and is no function', () => {
  const subject = subjectOf(unit, contextFor(unit, { 'a.js': { Shelf } }));
  expect(subject?.it).toBe('shelf');
  expect(subject && classHistories(subject)).toEqual([]);
  expect(functionsAmong([unit])).toEqual([]);
});

test('a law is tried as it is written', () => {
  const property = {
    target: 'a.js#Shelf',
    title: 'stays',
    uses: [],
    inputs: [['n', month] as [string, Arbitrary]],
    lines: ['expect(n + 0).toBe(n)'],
  };
  const tried = trySuggested(
    { kind: 'same', versions: [{ property, isPromised: true }] },
    contextFor(unit),
    expect,
  );
  expect(tried).toEqual({ held: property, broken: null });
});
