/** Comparisons are kept while somebody listens, and what was met at each place is remembered. */
import {
  createComparisonTracer,
  isTable,
} from '../../../../../../../src/author/explorer/in-host/search/comparisons/trace-comparisons.cjs';
import type { Expression } from '../../../../../../../src/author/explorer/notation/expression.js';

/** Compares as rewritten code does. */
function compare(left: unknown, right: unknown): void {
  const { __nightshiftListener__: listener } = globalThis as unknown as {
    __nightshiftListener__: { compare: (...args: unknown[]) => boolean };
  };
  listener.compare('a.js:1', '===', left, right);
}

test('comparisons are traced from begin to take, and not besides', () => {
  const tracer = createComparisonTracer();
  compare('before', 'x');
  tracer.begin();
  compare('gold', 'silver');
  expect(tracer.take().comparisons).toEqual([
    { site: 'a.js:1', kind: 'equal', left: 'gold', right: 'silver', outcome: false },
  ]);
  compare('after', 'x');
  tracer.begin();
  expect(tracer.take().comparisons).toEqual([]);
});

test('a place is settled when both outcomes were seen, at whatever time', () => {
  const tracer = createComparisonTracer();
  compare('a', 'b');
  expect(tracer.isSettled('a.js:1')).toBe(false);
  compare('a', 'a');
  expect([tracer.isSettled('a.js:1'), tracer.isSettled('a.js:2')]).toEqual([true, false]);
});

test('a state that was never seen is news, once', () => {
  const tracer = createComparisonTracer();
  const known = new Set<string>();
  compare('a', 'b');
  expect([tracer.foundNews(known), tracer.foundNews(known)]).toEqual([true, false]);
  compare('c', 'b');
  expect(tracer.foundNews(known)).toBe(false);
  compare('a much longer text', 'b');
  expect(tracer.foundNews(known)).toBe(true);
});

test('a property that is looked for in vain on an input is noted with the object', () => {
  const tracer = createComparisonTracer();
  const holder: Expression = { k: 'obj', props: [] };
  tracer.begin();
  const seen = tracer.watch(holder, {}) as { total?: number };
  expect(seen.total).toBeUndefined();
  const { missing, origins } = tracer.take();
  expect(missing).toEqual([{ holder, name: 'total', at: 0 }]);
  expect(origins.get(seen)).toBe(holder);
});

test.each<[unknown, boolean]>([
  [{ de: /a/, nl: /b/, pt: /c/ }, true],
  [{ de: 1, nl: 'x', pt: /c/ }, false],
  [{ de: 1 }, false],
  [['a', 'b'], false],
])('whether %p is a table: %p', (value, expected) => {
  expect(isTable(value)).toBe(expected);
});
