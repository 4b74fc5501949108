/** Arguments for the constructors of built-in classes that are seldom asked for. */
import { literal } from '../../notation/algebra.cjs';
import type { Expression } from '../../notation/expression.js';
import type { Random } from '../values/random.cjs';

const several = (random: Random, item: () => Expression): Expression => ({
  k: 'arr',
  items: Array.from({ length: random.below(4) }, item),
});
const bigs = (random: Random): Expression[] => [
  several(random, () => ({ k: 'big', v: String(random.below(256)) })),
];

/** The arguments of constructors of which a few values do. */
const rareBuiltins: Record<string, ((random: Random) => Expression[]) | undefined> = {
  URLSearchParams: (random) => [literal(random.pick(['', 'a=1', 'a=1&b=two&a=3']))],
  ArrayBuffer: (random) => [literal(random.pick([0, 1, 8, 16]))],
  DataView: (random) => [{ k: 'builtin', name: 'ArrayBuffer', args: [literal(random.pick([8, 16]))] }],
  AggregateError: (random) => [
    several(random, () => ({ k: 'builtin', name: 'Error', args: [literal('boom')] })),
  ],
  BigInt64Array: bigs,
  BigUint64Array: bigs,
  WeakMap: () => [],
  WeakSet: () => [],
};

/** Constructor arguments for the built-in class of this name, or null for an unknown one. */
export const argumentsOfBuiltin = (name: string, random: Random): Expression[] | null =>
  Object.hasOwn(rareBuiltins, name) ? (rareBuiltins[name]?.(random) ?? null) : null;
