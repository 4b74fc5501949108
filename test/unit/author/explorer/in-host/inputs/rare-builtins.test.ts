/** Arguments for constructors of built-in classes are such that the constructor takes them. */
import { argumentsOfBuiltin } from '../../../../../../src/author/explorer/in-host/inputs/rare-builtins.cjs';
import { build } from '../../../../../../src/author/explorer/in-host/values/build.cjs';
import { createRandom } from '../../../../../../src/author/explorer/in-host/values/random.cjs';
import { plainContext } from '../../support.js';

test.each(['URLSearchParams', 'ArrayBuffer', 'DataView', 'AggregateError', 'BigInt64Array', 'WeakMap'])(
  '%s is made with arguments that it takes',
  (name) => {
    const owner = (globalThis as unknown as Record<string, new (...args: unknown[]) => object>)[name];
    for (let seed = 1; seed <= 10; seed++) {
      const args = argumentsOfBuiltin(name, createRandom(seed, name));
      const live = (args ?? []).map((arg) => build(arg, plainContext));
      expect(owner && new owner(...live)).toBeInstanceOf(owner);
    }
  },
);

test('a class that is not known has no arguments', () => {
  expect(argumentsOfBuiltin('Invoice', createRandom(1, 'x'))).toBeNull();
});
