/** Instrumented code is rewritten so that its comparisons report, and does what it did before. */
import { createRequire } from 'node:module';
import vm from 'node:vm';
import { openComparisons } from '../../../../../../src/io/jest/in-host/tracing/comparisons.cjs';

const jest = createRequire(import.meta.url).resolve('jest-runtime');

/** What the rewritten form of a function body gives for an argument, and the methods that it reported to. */
function run(body: string, argument: unknown): { result: unknown; reports: string[] } {
  const transformer = {
    transform: () => ({ code: `/* __coverage__ */ exports.f = function (x) { ${body} };` }),
    transformAsync: () => Promise.resolve({ code: '' }),
    transformSource: () => undefined,
  };
  const comparisons = openComparisons({ transformer }, [undefined, jest]);
  expect(comparisons.set(true)).toBe(true);
  const { code } = transformer.transform();
  const reports: string[] = [];
  const listener = new Proxy(
    {},
    {
      get: (_, method: string) => {
        reports.push(method);
        return (_site: string, ...args: unknown[]) => answer(method, args);
      },
    },
  );
  const exports: { f?: (x: unknown) => unknown } = {};
  const load = vm.runInThisContext(`(function (exports, __nightshiftListener__) { ${code} })`) as (
    ...args: unknown[]
  ) => void;
  load(exports, listener);
  return { result: exports.f?.(argument), reports };
}

function answer(method: string, args: unknown[]): unknown {
  const [first, second, third] = args as [never, never, never];
  switch (method) {
    case 'compare':
      return first === '<' ? second < third : second === third;
    case 'type':
      return typeof second === third;
    case 'length':
      return (second as unknown[]).length > third;
    case 'has':
      return first in (second as object);
    case 'instance':
      return (first as object) instanceof second;
    case 'call':
      return (first as Record<string, (...given: unknown[]) => unknown>)[second]?.(...(third as unknown[]));
    case 'key':
      return second;
    default:
      return first;
  }
}

test.each<[string, string, unknown, unknown, string]>([
  ['an equality', "return x === 'a' ? 1 : 2;", 'a', 1, 'compare'],
  ['an order', 'return x < 5 ? 1 : 2;', 9, 2, 'compare'],
  ['a typeof', "return typeof x === 'number' ? 1 : 2;", 5, 1, 'type'],
  ['a length', 'return x.length > 2 ? 1 : 2;', [1, 2, 3], 1, 'length'],
  ['an in', "return 'a' in x ? 1 : 2;", { a: 1 }, 1, 'has'],
  ['an instanceof', 'return x.value instanceof x.owner ? 1 : 2;', { value: [], owner: Array }, 1, 'instance'],
  ['a search in a text', "return x.indexOf('b');", 'abc', 1, 'call'],
  ['a truth', 'if (x) return 1; return 2;', 0, 2, 'truth'],
  ['a switch', "switch (x) { case 'a': return 1; default: return 2; }", 'a', 1, 'cases'],
  ['a computed key', 'const table = { a: 7 }; return table[x];', 'a', 7, 'key'],
])('%s gives the same result and reports', (_, body, argument, result, method) => {
  const ran = run(body, argument);
  expect(ran.result).toBe(result);
  expect(ran.reports).toContain(method);
});

test('switched off, code is loaded as it is', () => {
  const transformer = {
    transform: () => ({ code: '/* __coverage__ */ x === 1' }),
    transformAsync: () => Promise.resolve({ code: '' }),
    transformSource: () => undefined,
  };
  const comparisons = openComparisons({ transformer }, [undefined, jest]);
  comparisons.set(true);
  comparisons.set(false);
  expect(transformer.transform()).toEqual({ code: '/* __coverage__ */ x === 1' });
});

test('a runtime without a transformer cannot report', () => {
  expect(openComparisons({}, [undefined, jest]).set(true)).toBe(false);
});
