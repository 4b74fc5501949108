/** Which counters a test raised is read off between two looks. */
import { watchCounters } from '../../../../../../src/io/jest/in-host/tracing/counters.cjs';

const data = () => ({ '/a.js': { path: '/a.js', s: { 0: 1, 1: 0 }, f: { 0: 1 }, b: { 0: [0, 1] } } });

test('a first look shows what has run so far', () => {
  expect(watchCounters().look(data())).toEqual({ '/a.js': ['s0', 'f0', 'b0.1'] });
});

test('a second look shows only what ran since', () => {
  const watch = watchCounters();
  const counts = data();
  watch.look(counts);
  expect(watch.look(counts)).toEqual({});
  counts['/a.js'].s[1]++;
  counts['/a.js'].b[0][0] = 3;
  expect(watch.look(counts)).toEqual({ '/a.js': ['s1', 'b0.0'] });
});

test('a file that is loaded anew counts from zero', () => {
  const watch = watchCounters();
  watch.look(data());
  expect(watch.look(data())).toEqual({ '/a.js': ['s0', 'f0', 'b0.1'] });
});

test('without coverage nothing was raised', () => {
  expect(watchCounters().look(undefined)).toEqual({});
});
