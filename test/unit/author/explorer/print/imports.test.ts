/** Imported modules are called what the code itself calls what they export. */
import { createImports } from '../../../../../src/author/explorer/print/imports.js';
import type { Access } from '../../../../../src/domain/target.js';
import { param, unitOf } from '../support.js';

const whole = (module: string): Access => ({ module, export: { kind: 'module' }, members: [] });
const unit = (id: string, access: Access, isClass = false) =>
  unitOf({ id, access, isClass, constructorParams: [], members: [] });

test.each([
  ['a function at the root of a package', unit('index.js#bytes', whole('index.js')), 'bytes'],
  ['a class in a file with another name', unit('lib/lru.js#Cache.get', whole('lib/lru.js'), true), 'Cache'],
  ['a function without a name', unit('lib/to-days.js#default', whole('lib/to-days.js')), 'toDays'],
  ['a class without a name', unit('lib/cache.js#default', whole('lib/cache.js'), true), 'Cache'],
])('%s', (_, of, expected) => {
  expect(createImports([of]).nameOf(of.access)).toBe(expected);
});

test('a class that a parameter takes is called like a class', () => {
  const access = whole('lib/line-item.js');
  const type = { kind: 'class' as const, name: 'LineItem', access, constructorParams: [] };
  const member = {
    target: 'a.js#f',
    name: null,
    kind: 'call' as const,
    params: [param('line', type)],
    isAsync: false,
  };
  const taking = unitOf({
    id: 'a.js#f',
    access: { module: 'a.js', export: { kind: 'named', name: 'f' }, members: [] },
    isClass: false,
    constructorParams: [],
    members: [member],
  });
  expect(createImports([taking]).nameOf(access)).toBe('LineItem');
});
