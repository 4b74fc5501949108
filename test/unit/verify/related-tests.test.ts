import type { Candidate } from '../../../src/domain/candidate.js';
import type { HostTestFile, PassingCandidate } from '../../../src/verify/gate-context.js';
import { relatedTests } from '../../../src/verify/related-tests.js';

const candidate: Candidate = {
  id: 'c1',
  target: 'a.js#a',
  file: 'a.js',
  author: 'model',
  kind: 'unit',
  group: 'a',
  title: 'works',
  body: '',
  isAsync: false,
  imports: [],
};
const hits = new Map(['a.js', 'b.js'].map((file) => [file, new Set(['s0'])]));
const passing: PassingCandidate[] = [{ candidate, hits, all: hits }];
const files = [{ path: 'a.nightshift.test.js', candidates: [candidate], existing: null }];

const hostTest = (path: string, touches: string[], durationMs = 10): HostTestFile => ({
  path,
  touches,
  durationMs,
});
const chosen = (...tests: HostTestFile[]): string[] =>
  relatedTests(tests, files, passing).map(({ path }) => path);

test('tests that share no code, and the file that is being written, do not run beside it', () => {
  expect(chosen(hostTest('c.test.js', ['c.js']), hostTest('a.nightshift.test.js', ['a.js']))).toEqual([]);
});

test('tests of the same source come before those of what it uses, and quick ones before slow ones', () => {
  const tests = [
    hostTest('b.test.js', ['b.js'], 1),
    hostTest('slow.test.js', ['a.js'], 90),
    hostTest('a.test.js', ['a.js']),
  ];
  expect(chosen(...tests)).toEqual(['a.test.js', 'slow.test.js', 'b.test.js']);
});

test('a test that takes long does not keep out the quick ones behind it', () => {
  const tests = [hostTest('endless.test.js', ['b.js'], 900_000), hostTest('b.test.js', ['b.js'], 900_000)];
  expect(chosen(...tests, hostTest('c.test.js', ['b.js'], 15_000))).toEqual(['c.test.js']);
});

test('the two quickest tests of the tested file run beside it however long they took', () => {
  const tests = [600_000, 500_000, 700_000].map((ms) => hostTest(`${ms}.test.js`, ['a.js'], ms));
  expect(chosen(...tests)).toEqual(['500000.test.js', '600000.test.js']);
});

test('a slow test of the tested file runs beside it, and one of what it uses does not', () => {
  const tests = [hostTest('slow.test.js', ['a.js'], 30_000), hostTest('far.test.js', ['b.js'], 300_000)];
  expect(chosen(...tests)).toEqual(['slow.test.js']);
});
