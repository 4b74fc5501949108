import { resolveImports } from '../../../../src/author/model/resolve-imports.js';
import type { WrittenImport } from '../../../../src/author/model/answer/split-tests.js';
import { sampleRequest } from '../../../support/model-request.js';

const known = sampleRequest.access.need;

function resolve(body: string, ...imports: (Partial<WrittenImport> & { module: string })[]) {
  const full = imports.map((each) => ({ names: [], default: null, namespace: null, ...each }));
  return resolveImports({ title: 't', kind: 'unit', body, isAsync: false, imports: full }, sampleRequest);
}

test.each([
  ['a file without its extension', '../src/units', 'src/units.ts'],
  ['a folder', '../src/format', 'src/format/index.ts'],
  ['a compiled name of a TypeScript source', '../src/units.js', 'src/units.ts'],
  ['data', '../data/rates.json', 'data/rates.json'],
  ['a path from the root of the host', 'src/units', 'src/units.ts'],
  ['a file that is not there, for the gate to name', '../src/gone', 'src/gone'],
])('resolves %s', (_name, module, path) => {
  expect(resolve('x(1)', { module, names: ['x'] })).toEqual([
    { from: { kind: 'file', path }, binding: { kind: 'named', imported: 'x', local: 'x' } },
  ]);
});

test('the target comes from where it is known to be, whatever the model wrote', () => {
  const body = 'expect(clamp(1, 2, 3)).toBe(2);';
  expect(resolve(body)).toEqual([known]);
  expect(resolve(body, { module: '../../src/clamp', default: 'clamp' })).toEqual([known]);
  expect(resolve(body, { module: './clamp', names: ['clamp'] })).toEqual([known]);
});

test('fast-check is there when it is used, imported in the one way that the host has', () => {
  const body = 'fc.assert(fc.property(fc.nat(), clamp))';
  const need = { from: { kind: 'package', name: 'fast-check' }, binding: { kind: 'namespace', local: 'fc' } };
  expect(resolve(body)).toContainEqual(need);
  expect(resolve(body, { module: 'fast-check', default: 'fc' })).toContainEqual(need);
});

test('a default import becomes the whole module where require gives that', () => {
  const kinds = resolve(
    'merge(rates)',
    { module: 'some-lib', default: 'merge' },
    { module: '../data/rates', default: 'rates' },
  );
  expect(kinds.map(({ binding }) => binding)).toEqual([
    { kind: 'namespace', local: 'merge' },
    { kind: 'namespace', local: 'rates' },
  ]);
});

test("packages stay packages; Jest's globals and unused imports go", () => {
  const needs = resolve(
    'expect(clamp(merge(a), b))',
    { module: '@jest/globals', names: ['expect', 'test'] },
    { module: 'some-lib', names: ['merge', 'pick'] },
    { module: 'node:util', namespace: 'util' },
  );
  expect(needs).toEqual([
    {
      from: { kind: 'package', name: 'some-lib' },
      binding: { kind: 'named', imported: 'merge', local: 'merge' },
    },
    known,
  ]);
});

test('renamed imports keep both names', () => {
  expect(resolve('read(1)', { module: '../src/units', names: ['parse as read'] })[0]?.binding).toEqual({
    kind: 'named',
    imported: 'parse',
    local: 'read',
  });
});

test('a name that the body declares itself is not imported', () => {
  expect(resolve('const clamp = (n) => n;\nexpect(clamp(1)).toBe(1);')).toEqual([]);
});
