/** Where the tests of a source go, depending on what the host's Jest would find. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Placement } from '../../../../src/domain/host.js';
import { ownMarker } from '../../../../src/test-file/test-file.js';
import type { JestProject } from '../../../../src/io/jest/config/jest-config.js';
import type { VitestProject } from '../../../../src/io/jest/config/vitest-config.js';
import type { JestSession } from '../../../../src/io/jest/run/run-jest.js';
import { placeTests, whyNoPlace } from '../../../../src/pipeline/delivery/place-tests.js';
import { removeTempFolders, tempFolder } from '../../../support/temp-repo.js';
import { buildHost, buildProject } from '../../../support/builders.js';

const root = '/copy';

const host = buildHost();

interface Situation {
  placement?: Placement;
  hostRoot?: string;
  vitest?: VitestProject[] | null;
  patterns?: string[];
}

function sessionOf(
  projects: readonly Partial<JestProject>[],
  { placement = { kind: 'beside' }, hostRoot = host.root, vitest = null, patterns = [] }: Situation = {},
): JestSession {
  const runner = { ...host.runner, patterns };
  return {
    host: { ...host, root: hostRoot, runner, conventions: { ...host.conventions, placement } },
    box: {
      tier: 'full',
      root,
      scratch: '/scratch',
      withheld: [],
      examples: new Map(),
      run: () => Promise.reject(new Error('nothing is run to choose a place')),
      refresh: () => Promise.resolve(),
      dispose: () => Promise.resolve(),
    },
    config: {
      projects: projects.map(buildProject),
      collectCoverageFrom: null,
      coverageProvider: 'babel',
      extraOptions: {},
      vitest,
    },
    collectCoverageFrom: [],
    warm: null,
  };
}

function place(
  projects: readonly Partial<JestProject>[],
  source = 'src/a.js',
  placement: Placement = { kind: 'beside' },
  hostRoot = host.root,
  vitest: VitestProject[] | null = null,
): string | null {
  return placeTests(sessionOf(projects, { placement, hostRoot, vitest }), source);
}

test("a source outside the paths of the repository's own command has no place, and the reason names them", () => {
  const jest = { testMatch: ['**/*.test.js'] };
  const session = sessionOf([jest], { patterns: ['src'] });
  expect(placeTests(session, 'src/a.js')).toBe('src/a.nightshift.test.js');
  expect(placeTests(session, 'tools/a.js')).toBeNull();
  expect(whyNoPlace(session, 'tools/a.js')).toContain('`npm test` runs only tests whose path matches src');
  expect(whyNoPlace(sessionOf([{ testMatch: ['**/x.js'] }]), 'src/a.js')).toContain('Jest configuration');
});

const wishes: readonly [string, Partial<JestProject>, string][] = [
  ['the convention, where Jest finds it', { testMatch: ['**/*.test.js'] }, 'src/a.nightshift.test.js'],
  ['another suffix that testMatch asks for', { testMatch: ['**/*.spec.js'] }, 'src/a.nightshift.spec.js'],
  [
    'the folder that testMatch asks for',
    { testMatch: [`${root}/test/**/*.test.js`] },
    'test/a.nightshift.test.js',
  ],
  [
    'the folder that testRegex asks for',
    { testRegex: ['__tests__/.*$'] },
    'src/__tests__/a.nightshift.test.js',
  ],
  ['a place below the roots', { roots: [`${root}/tests`] }, 'tests/a.nightshift.test.js'],
  [
    'a place that is not ignored',
    { testPathIgnorePatterns: ['/src/[^/]+$'] },
    'src/__tests__/a.nightshift.test.js',
  ],
];

test.each(wishes)('%s', (_, project, expected) => {
  expect(place([project])).toBe(expected);
});

test('testRegex goes before testMatch, as Jest has it', () => {
  expect(place([{ testMatch: ['**/*.test.js'], testRegex: ['\\.spec\\.js$'] }])).toBe(
    'src/a.nightshift.spec.js',
  );
});

test('roots are folders, not beginnings of names', () => {
  expect(place([{ roots: [`${root}/sr`] }])).toBeNull();
});

test('one of several projects is enough', () => {
  const projects = [{ roots: [`${root}/other`] }, { roots: [`${root}/src`], testMatch: ['**/*.spec.js'] }];
  expect(place(projects)).toBe('src/a.nightshift.spec.js');
});

test("the host's own way of placing is tried first", () => {
  const placement: Placement = { kind: 'mirror', testRoot: 'spec', sourceRoot: 'src' };
  expect(place([{}], 'src/x/a.js', placement)).toBe('spec/x/a.nightshift.test.js');
});

test('no place is better than one at which Jest finds nothing', () => {
  expect(place([{ testMatch: ['**/*.check.js'] }])).toBeNull();
  expect(place([])).toBeNull();
});

describe('what somebody has in the host', () => {
  afterAll(removeTempFolders);

  const anywhere = { testMatch: ['**/?(*.)+(spec|test).js'] };
  const placeIn = (dir: string): string | null => place([anywhere], 'src/a.js', { kind: 'beside' }, dir);

  test('a file of ours is gone on with', () => {
    const dir = tempFolder();
    mkdirSync(join(dir, 'src'));
    writeFileSync(join(dir, 'src/a.nightshift.test.js'), `${ownMarker}\n`);
    expect(placeIn(dir)).toBe('src/a.nightshift.test.js');
  });

  test('a file of theirs keeps its place, also where it is a link', () => {
    const dir = tempFolder();
    mkdirSync(join(dir, 'src'));
    writeFileSync(join(dir, 'src/a.nightshift.test.js'), 'by hand\n');
    expect(placeIn(dir)).toBe('src/a.nightshift.spec.js');
    symlinkSync('nowhere.js', join(dir, 'src/a.nightshift.spec.js'));
    expect(placeIn(dir)).toBe('src/__tests__/a.nightshift.test.js');
  });

  test('nothing goes through a linked folder', () => {
    const dir = tempFolder();
    symlinkSync(tempFolder(), join(dir, 'src'));
    expect(placeIn(dir)).toBe('test/a.nightshift.test.js');
  });
});

describe('beside Vitest', () => {
  const vitest = (include: string[], exclude: string[] = []): VitestProject[] => [
    { root, include, exclude, globals: false, environment: 'node', setupFiles: [], aliases: [] },
  ];
  const placeBeside = (include: string[], exclude?: string[]): string | null =>
    place([{}], 'src/api/a.ts', { kind: 'beside' }, host.root, vitest(include, exclude));

  test.each([
    ['the default', ['**/*.{test,spec}.?(c|m)[jt]s?(x)'], 'src/api/a.nightshift.test.ts'],
    ['a suffix of its own', ['src/**/*.unit.{ts,tsx}'], 'src/api/a.nightshift.unit.ts'],
    ['a folder that mirrors the sources', ['tests/**/*.test.ts'], 'tests/api/a.nightshift.test.ts'],
    ['a folder of another name', ['qa/**/*.check.ts'], 'qa/api/a.nightshift.check.ts'],
    ['a flat folder', ['checks/*.ts'], 'checks/a.nightshift.ts'],
    ['a folder beside the sources', ['**/__checks__/*_spec.ts'], 'src/api/__checks__/a.nightshift_spec.ts'],
  ])('a test goes where %s finds it', (_, include, expected) => {
    expect(placeBeside(include)).toBe(expected);
  });

  test('nothing is put where it is excluded', () => {
    expect(placeBeside(['src/**/*.test.ts'], ['src/api/**'])).toBeNull();
  });
});
