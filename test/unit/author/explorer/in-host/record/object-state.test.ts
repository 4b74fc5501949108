/** The state of an object is compared by what an assertion would see of it. */
import { keyOf, propertiesOf } from '../../../../../../src/author/explorer/in-host/record/object-state.cjs';
import { contextFor, unitOf } from '../../support.js';

const context = contextFor(
  unitOf({
    id: 'a.js#Counter',
    access: { module: 'a.js', export: { kind: 'named', name: 'Counter' }, members: [] },
    isClass: true,
    constructorParams: [],
    members: [],
  }),
);

test('public properties only belong to the state, each as a text that equal values share', () => {
  const before = propertiesOf({ count: 1, tags: ['a'], _cache: 2, '#own': 3 }, context);
  expect([...before.keys()]).toEqual(['count', 'tags']);
  expect(before.get('tags')).toBe(keyOf(['a'], context));
  expect(before.get('tags')).not.toBe(keyOf(['b'], context));
});

test('what is no object has no state', () => {
  expect([...propertiesOf('text', context)]).toEqual([]);
  expect([...propertiesOf(null, context)]).toEqual([]);
});
