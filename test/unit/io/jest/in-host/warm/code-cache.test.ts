/** Code that is compiled for a second time comes from the cache, and behaves as if it did not. */
import vm from 'node:vm';
import { useCodeCache } from '../../../../../../src/io/jest/in-host/warm/code-cache.cjs';

const real = { compileFunction: vm.compileFunction, Script: vm.Script };
beforeAll(() => useCodeCache());
afterAll(() => void Object.assign(vm, real));

const compile = (code: string, filename: string): ((...args: unknown[]) => unknown) =>
  vm.compileFunction(code, ['a', 'b'], { parsingContext: vm.createContext({}), filename }) as never;

test('a function that is compiled again in another context does the same', () => {
  const results = [1, 2, 3].map((n) => compile('return a + b;', '/sum.js')(n, 10));
  expect(results).toEqual([11, 12, 13]);
});

test('changed code of the same file is compiled anew', () => {
  expect(compile('return 1;', '/changing.js')()).toBe(1);
  expect(compile('return 2;', '/changing.js')()).toBe(2);
});

test('code that does not parse fails as before', () => {
  expect(() => compile('return (;', '/broken.js')).toThrow('Unexpected token');
});

test('scripts share the cache', () => {
  const run = (): unknown => new vm.Script('6 * 7', { filename: '/script.js' }).runInNewContext();
  expect([run(), run()]).toEqual([42, 42]);
});
