/** Where test files go, and the specifiers by which they import what they test. */
import path from 'node:path';
import fc from 'fast-check';
import type { Host, Placement } from '../../../src/domain/host.js';
import {
  isOwnTestFile,
  specifierFor,
  testFileCandidates,
  testStyle,
} from '../../../src/test-file/test-path.js';
import { buildHost } from '../../support/builders.js';

const esmFlag = ['--experimental-vm-modules'];

const esmHost = buildHost({ moduleSystem: 'esm', nodeOptions: esmFlag });

const mirror = (testRoot: string, sourceRoot: string): Placement => ({
  kind: 'mirror',
  testRoot,
  sourceRoot,
});

describe('the first place for the tests of a file', () => {
  test.each<[string, Placement, string, string, string]>([
    ['beside', { kind: 'beside' }, '.test', 'src/a.js', 'src/a.nightshift.test.js'],
    ['beside in the root', { kind: 'beside' }, '.spec', 'a.ts', 'a.nightshift.spec.ts'],
    [
      'in a folder',
      { kind: 'folder', name: '__tests__' },
      '.test',
      'src/a.ts',
      'src/__tests__/a.nightshift.test.ts',
    ],
    [
      'in a folder without a suffix',
      { kind: 'folder', name: '__tests__' },
      '',
      'src/a.ts',
      'src/__tests__/a.nightshift.ts',
    ],
    ['in a mirror', mirror('test', 'src'), '.test', 'src/x/a.js', 'test/x/a.nightshift.test.js'],
    ['in a mirror of the root', mirror('spec', ''), '.spec', 'lib/a.js', 'spec/lib/a.nightshift.spec.js'],
    [
      'in a mirror, from outside of the sources',
      mirror('test', 'src'),
      '.test',
      'bin/a.js',
      'test/bin/a.nightshift.test.js',
    ],
    [
      'in a mirror, beside a folder of like name',
      mirror('test', 'src'),
      '.test',
      'src2/a.js',
      'test/src2/a.nightshift.test.js',
    ],
    ['markup needs no markup test', { kind: 'beside' }, '.test', 'a.tsx', 'a.nightshift.test.ts'],
    ['markup needs no markup test', { kind: 'beside' }, '.test', 'a.jsx', 'a.nightshift.test.js'],
    ['a module of fixed system', { kind: 'beside' }, '.test', 'a.mjs', 'a.nightshift.test.mjs'],
    ['a name with dots', { kind: 'beside' }, '.test', 'a.b.js', 'a.b.nightshift.test.js'],
  ])('%s', (_, placement, suffix, source, first) => {
    expect(testFileCandidates(buildHost({ conventions: { placement, suffix } }), source)[0]).toBe(first);
  });
});

const segment = fc.stringMatching(/^[a-z][a-z0-9-]{0,6}$/);
const folder = fc.array(fc.oneof(segment, fc.constantFrom('src', 'test')), { maxLength: 3 });
const extension = fc.constantFrom('.js', '.ts', '.jsx', '.tsx', '.mjs', '.cjs', '.mts', '.cts');
const source = fc
  .tuple(folder, segment, extension)
  .map(([folders, name, ending]) => [...folders, name + ending].join('/'));
const placement: fc.Arbitrary<Placement> = fc.oneof(
  fc.constant<Placement>({ kind: 'beside' }),
  segment.map((name): Placement => ({ kind: 'folder', name })),
  fc.tuple(segment, fc.constantFrom('', 'src')).map(([test, from]) => mirror(test, from)),
);
const suffix = fc.constantFrom('.test', '.spec', '');

test('each place is a file of our own inside the host, named once, never the source', () => {
  fc.assert(
    fc.property(source, placement, suffix, (file, where, ending) => {
      const places = testFileCandidates(
        buildHost({ conventions: { placement: where, suffix: ending } }),
        file,
      );
      expect(new Set(places).size).toBe(places.length);
      for (const found of places) {
        expect(isOwnTestFile(found)).toBe(true);
        expect(found).toBe(path.posix.normalize(found));
        expect(found).not.toMatch(/^(\/|\.\.)/);
      }
      expect(isOwnTestFile(file)).toBe(false);
    }),
  );
});

test('two sources of one folder never share a first place unless they differ in markup only', () => {
  fc.assert(
    fc.property(source, source, placement, (one, two, where) => {
      const [first, second] = [one, two].map(
        (file) => testFileCandidates(buildHost({ conventions: { placement: where } }), file)[0],
      );
      const plainName = (file: string): string => file.replace(/x$/, '').replace(/^src\//, '');
      fc.pre(plainName(one) !== plainName(two));
      expect(first).not.toBe(second);
    }),
  );
});

describe('a specifier', () => {
  test.each([
    ['beside', 'src/a.nightshift.test.js', 'src/a.js', './a'],
    ['from a folder', 'src/__tests__/a.test.js', 'src/a.js', '../a'],
    ['from a mirror', 'test/x/a.test.js', 'src/x/a.js', '../../src/x/a'],
    ['of TypeScript', 'a.test.ts', 'a.tsx', './a'],
    ['of a fixed system', 'a.test.js', 'a.cjs', './a.cjs'],
    ['of TypeScript of a fixed system', 'a.test.ts', 'a.cts', './a.cjs'],
    ['of JSON', 'a.test.js', 'data.json', './data.json'],
    ['of a folder', 'test/a.test.js', 'src/index.js', '../src/index'],
    ['of the index beside', 'a.test.js', 'index.js', './index'],
    ['with dots in the name', 'a.test.js', 'a.b.js', './a.b'],
  ])('for CommonJS %s has no extension that is implied', (_, from, module, specifier) => {
    expect(specifierFor(buildHost(), from, module)).toBe(specifier);
  });

  test.each([
    ['beside', 'src/a.test.js', 'src/a.js', './a.js'],
    ['of TypeScript', 'src/a.test.ts', 'src/a.ts', './a.js'],
    ['of markup', 'src/a.test.ts', 'src/a.tsx', './a.js'],
    ['of a fixed system', 'src/a.test.ts', 'src/a.mts', './a.mjs'],
    ['of an index', 'test/a.test.js', 'src/index.js', '../src/index.js'],
  ])('for ES modules %s has its extension', (_, from, module, specifier) => {
    expect(specifierFor(esmHost, from, module)).toBe(specifier);
  });

  test('is relative and leads from the test to the module, wherever both are', () => {
    fc.assert(
      fc.property(source, placement, fc.constantFrom(buildHost(), esmHost), (file, where, base) => {
        const host = { ...base, conventions: { ...base.conventions, placement: where } };
        const [testFile = ''] = testFileCandidates(host, file);
        const specifier = specifierFor(host, testFile, file);
        expect(specifier).toMatch(/^\.\.?(\/|$)/);
        const resolved = path.posix.join(path.posix.dirname(testFile), specifier);
        const stem = file.replace(/\.[cm]?[jt]sx?$/, '');
        const ends = ['', '.js', '.jsx', '.mjs', '.cjs'].map((ending) => stem + ending);
        expect(ends).toContain(resolved);
      }),
    );
  });
});

describe('a test file imports', () => {
  test.each<[string, Host, string, ReturnType<typeof testStyle>]>([
    ['by require in JavaScript', buildHost(), 'a.test.js', 'require'],
    ['in TypeScript over CommonJS', buildHost(), 'a.test.ts', 'compiled'],
    ['natively where Jest runs ES modules', esmHost, 'a.test.js', 'esm'],
    ['natively in TypeScript where Jest runs ES modules', esmHost, 'a.test.ts', 'esm'],
    [
      'by require where Jest is not told to run ES modules',
      buildHost({ moduleSystem: 'esm' }),
      'a.test.js',
      'require',
    ],
    [
      'by compiled imports in JavaScript where the host does',
      buildHost({ conventions: { compiledImports: true } }),
      'a.test.jsx',
      'compiled',
    ],
    [
      'by require where only the tests of another runner are compiled',
      buildHost({
        conventions: { compiledImports: true },
        jest: { origin: 'nightshift', binary: '/jest.js', version: '30.0.0' },
        runner: { ...buildHost().runner, name: 'mocha' },
      }),
      'a.test.js',
      'require',
    ],
    ['natively by extension', buildHost(), 'a.test.mjs', 'esm'],
    ['by require by extension', esmHost, 'a.test.cjs', 'require'],
    ['by TypeScript over CommonJS by extension', esmHost, 'a.test.cts', 'compiled'],
  ])('%s', (_, host, file, style) => {
    expect(testStyle(host, file)).toBe(style);
  });
});

test.each([
  ['src/a.nightshift.test.ts', true],
  ['src/a.nightshift.js', true],
  ['test/a.nightshift.spec.mjs', true],
  ['src/a.test.ts', false],
  ['src/nightshift.test.ts', false],
  ['src/a.nightshift.md', false],
])('whether %s is a test file of ours: %p', (file, isOwn) => {
  expect(isOwnTestFile(file)).toBe(isOwn);
});
