/** Tries the laws suggested by a function's name and shape, and returns those that held for every input. */
import type { Expression, HeldLaw, Law } from '../../notation/expression.js';
import type { TypeShape } from '../../../../domain/type-shape.js';
import { build, resolveAccess } from '../values/build.cjs';
import { describeLive } from '../values/describe.cjs';
import type { World } from '../run/execute.cjs';
import { generateValue, type Pools } from '../inputs/generate.cjs';
import type { Random } from '../values/random.cjs';

type Callee = (...args: unknown[]) => unknown;

const TRIES = 300;
const MIN_RUNS = 100;
const MIN_DISTINCT = 10;

/** The result of one try: whether the law held, and the output that has to vary. Null when inconclusive. */
type LawVerdict = { holds: boolean; output: unknown } | null;

interface LawCheck {
  /** Shapes of the values that are made for one try. */
  inputs(params: readonly TypeShape[]): (TypeShape | undefined)[];
  try(callee: Callee, inverse: Callee | null, values: unknown[], same: Same): LawVerdict;
}

type Same = (a: unknown, b: unknown) => boolean;

const copy = (value: unknown): unknown => (Array.isArray(value) ? value.map(copy) : value);
const sorted = (value: unknown): unknown => (Array.isArray(value) ? value.map(String).sort() : value);
const first = ([shape]: readonly TypeShape[]): (TypeShape | undefined)[] => [shape];
const firstTwo = ([a, b]: readonly TypeShape[]): (TypeShape | undefined)[] => [a, b];

const checks: Record<Law, LawCheck> = {
  idempotent: {
    inputs: first,
    try(callee, _, [value], same) {
      const output = callee(copy(value));
      return { holds: same(callee(copy(output)), output), output };
    },
  },
  'round-trip': {
    inputs: first,
    try(callee, inverse, [value], same) {
      const output = callee(copy(value));
      return inverse ? { holds: same(inverse(output), value), output } : null;
    },
  },
  involutive: {
    inputs: first,
    try(callee, _, [value], same) {
      const output = callee(copy(value));
      return { holds: same(callee(copy(output)), value), output };
    },
  },
  permutation: {
    inputs: first,
    try(callee, _, [value], same) {
      const output = callee(copy(value));
      return { holds: Array.isArray(output) && same(sorted(output), sorted(value)), output };
    },
  },
  ordered: {
    inputs: first,
    try(callee, _, [value]) {
      const output = callee(copy(value));
      const isOrdered =
        Array.isArray(output) &&
        (output as number[]).every((item, at, all) => at === 0 || Number(all[at - 1]) <= item);
      return { holds: isOrdered, output };
    },
  },
  distinct: {
    inputs: first,
    try(callee, _, [value]) {
      const output = callee(copy(value));
      return { holds: Array.isArray(output) && new Set(output).size === output.length, output };
    },
  },
  commutative: {
    inputs: firstTwo,
    try(callee, _, [a, b], same) {
      const output = callee(copy(a), copy(b));
      return same(a, b) ? null : { holds: same(output, callee(copy(b), copy(a))), output };
    },
  },
  antisymmetric: {
    inputs: firstTwo,
    try(callee, _, [a, b], same) {
      const output = callee(copy(a), copy(b));
      const turned = callee(copy(b), copy(a));
      const isNumber = typeof output === 'number' && typeof turned === 'number';
      if (same(a, b)) return null;
      // Comparisons give few different numbers, so it is the inputs that have to vary.
      return { holds: isNumber && Math.sign(output) + Math.sign(turned) === 0, output: [a, b] };
    },
  },
  transitive: {
    inputs: ([shape]) => [shape, shape, shape],
    try(callee, _, values) {
      const compare = (x: unknown, y: unknown): number => Number(callee(copy(x), copy(y)));
      const [low, middle, high] = [...values].sort(compare);
      const signs = [compare(low, middle), compare(middle, high), compare(low, high)];
      return { holds: signs.every((sign) => sign <= 0), output: values };
    },
  },
  bounded: {
    inputs: (params) => [...params].slice(0, 3),
    try(callee, _, [value, low, high]) {
      const bounds = [Number(low), Number(high)];
      const [min, max] = [Math.min(...bounds), Math.max(...bounds)];
      const output = callee(value, min, max);
      return { holds: typeof output === 'number' && output >= min && output <= max, output };
    },
  },
  whole: {
    inputs: firstTwo,
    try(callee, _, [list, size], same) {
      const output = callee(copy(list), 1 + (Math.abs(Math.trunc(Number(size))) % 6));
      return { holds: Array.isArray(output) && same(output.flat(), list), output };
    },
  },
};

function keyOf(value: unknown, root: string): string | null {
  const described = describeLive(value, root);
  return described.ok && described.value.k !== 'undef' ? JSON.stringify(described.value) : null;
}

const letters = 'abcXYZ019 _-.,é'.split('');

/** Besides what the search would try, plain random values, such as the property will be tried with. */
export function makeInput(shape: TypeShape, pools: Pools, random: Random): Expression {
  // Lists too, so that no odd number comes in with their elements.
  const isRandom = shape.kind === 'array' || random.chance(0.5);
  if (isRandom && shape.kind === 'string') {
    const length = random.below(9);
    const text = Array.from({ length }, () =>
      random.chance(0.7) ? random.pick(letters) : String.fromCharCode(32 + random.below(95)),
    );
    return { k: 'lit', v: text.join('') };
  }
  if (isRandom && shape.kind === 'number') return { k: 'lit', v: random.below(2001) - 1000 };
  if (isRandom && shape.kind === 'array') {
    const length = random.below(6);
    return { k: 'arr', items: Array.from({ length }, () => makeInput(shape.of, pools, random)) };
  }
  const made = generateValue(shape, { ...pools, isTyped: true }, random);
  // Of numbers, the property is tried with whole ones.
  const isOdd =
    made.k === 'num' || (made.k === 'lit' && typeof made.v === 'number' && !Number.isInteger(made.v));
  return isOdd ? { k: 'lit', v: random.below(100) } : made;
}

/** Null when the law was broken, or when too little was seen of it to mean anything. */
export function tryLaw(world: World, law: Law, pools: Pools, random: Random, root: string): HeldLaw | null {
  const { unit } = world;
  const [member] = unit.members;
  const check = checks[law];
  const shapes = check.inputs((member?.params ?? []).map(({ type }) => type));
  if (!member || shapes.includes(undefined)) return null;
  const callee = resolveAccess(unit.access, world.modules) as Callee;
  const inverse = unit.partner ? (resolveAccess(unit.partner.access, world.modules) as Callee) : null;
  const same: Same = (a, b) => keyOf(a, root) !== null && keyOf(a, root) === keyOf(b, root);
  const outputs = new Map<string, number>();
  let runs = 0;
  for (let round = 0; round < TRIES; round++) {
    const inputs = shapes.map((shape) => makeInput(shape ?? { kind: 'unknown' }, pools, random));
    world.takeRefused();
    world.counters.reset(200_000);
    try {
      const values = inputs.map((input) => build(input, world.modules));
      const verdict = check.try(callee, inverse, values, same);
      if (verdict === null) continue;
      const key = keyOf(verdict.output, root);
      if (key === null || !verdict.holds) return null;
      outputs.set(key, (outputs.get(key) ?? 0) + 1);
      runs++;
    } catch {
      return null;
    }
  }
  const mostCommon = Math.max(0, ...outputs.values());
  if (runs < MIN_RUNS || outputs.size < MIN_DISTINCT || mostCommon > runs / 2) return null;
  return {
    unit: unit.id,
    target: member.target,
    law,
    partner: unit.partner,
    tried: runs,
    distinct: outputs.size,
  };
}
