/** Tries the laws suggested by a function's name and shape, and returns those that held for every input. */
import type { Expression } from '../../notation/expression.js';
import type { BrokenLaw, HeldLaw, Law, LawDomain } from '../../notation/law.js';
import type { TypeShape } from '../../../../domain/type-shape.js';
import { build, resolveAccess } from '../values/build.cjs';
import { describeLive } from '../values/describe.cjs';
import type { ExecutionContext } from '../run/execute.cjs';
import type { InputGenerator } from '../inputs/generate.cjs';
import type { Random } from '../values/random.cjs';

type Callee = (...args: unknown[]) => unknown;

const TRIES = 300;
const MIN_RUNS = 100;
const MIN_DISTINCT = 10;

/** The result of one try: whether the law held, and the output that has to vary. Null when inconclusive. */
type LawVerdict = { holds: boolean; output: unknown } | null;

/** One try of a law: the functions that it speaks of, and the values for them. */
interface LawAttempt {
  callee: Callee;
  /** The partner of the function, where the law has one. */
  inverse: Callee | null;
  values: unknown[];
  same: Same;
}

interface LawCheck {
  /** Shapes of the values that are made for one try. */
  inputs(params: readonly TypeShape[]): (TypeShape | undefined)[];
  try(attempt: LawAttempt): LawVerdict;
}

type Same = (a: unknown, b: unknown) => boolean;

const copy = (value: unknown): unknown => (Array.isArray(value) ? value.map(copy) : value);
const sorted = (value: unknown): unknown => (Array.isArray(value) ? value.map(String).sort() : value);
const first = ([shape]: readonly TypeShape[]): (TypeShape | undefined)[] => [shape];
const firstTwo = ([a, b]: readonly TypeShape[]): (TypeShape | undefined)[] => [a, b];

const checks: Record<Law, LawCheck> = {
  idempotent: {
    inputs: first,
    try({ callee, values: [value], same }) {
      const output = callee(copy(value));
      return { holds: same(callee(copy(output)), output), output };
    },
  },
  'round-trip': {
    inputs: first,
    try({ callee, inverse, values: [value, ...more], same }) {
      const output = callee(copy(value), ...more);
      return inverse ? { holds: same(inverse(copy(output)), value), output } : null;
    },
  },
  involutive: {
    inputs: first,
    try({ callee, values: [value], same }) {
      const output = callee(copy(value));
      return { holds: same(callee(copy(output)), value), output };
    },
  },
  permutation: {
    inputs: first,
    try({ callee, values: [value], same }) {
      const output = callee(copy(value));
      return { holds: Array.isArray(output) && same(sorted(output), sorted(value)), output };
    },
  },
  ordered: {
    inputs: first,
    try({ callee, values: [value] }) {
      const output = callee(copy(value));
      const isOrdered =
        Array.isArray(output) &&
        (output as number[]).every((item, at, all) => at === 0 || Number(all[at - 1]) <= item);
      return { holds: isOrdered, output };
    },
  },
  distinct: {
    inputs: first,
    try({ callee, values: [value] }) {
      const output = callee(copy(value));
      return { holds: Array.isArray(output) && new Set(output).size === output.length, output };
    },
  },
  commutative: {
    inputs: firstTwo,
    try({ callee, values: [a, b], same }) {
      const output = callee(copy(a), copy(b));
      return same(a, b) ? null : { holds: same(output, callee(copy(b), copy(a))), output };
    },
  },
  antisymmetric: {
    inputs: firstTwo,
    try({ callee, values: [a, b], same }) {
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
    try({ callee, values }) {
      const compare = (x: unknown, y: unknown): number => Number(callee(copy(x), copy(y)));
      const [low, middle, high] = [...values].sort(compare);
      const signs = [compare(low, middle), compare(middle, high), compare(low, high)];
      return { holds: signs.every((sign) => sign <= 0), output: values };
    },
  },
  bounded: {
    inputs: (params) => [...params].slice(0, 3),
    try({ callee, values: [value, low, high] }) {
      const bounds = [Number(low), Number(high)];
      const [min, max] = [Math.min(...bounds), Math.max(...bounds)];
      const output = callee(value, min, max);
      return { holds: typeof output === 'number' && output >= min && output <= max, output };
    },
  },
  whole: {
    inputs: firstTwo,
    try({ callee, values: [list, size], same }) {
      const output = callee(copy(list), 1 + (Math.abs(Math.trunc(Number(size))) % 6));
      return { holds: Array.isArray(output) && same(output.flat(), list), output };
    },
  },
  accepted: {
    inputs: first,
    try({ callee, inverse: check, values: [value] }) {
      const output = callee(copy(value));
      return check ? { holds: check(copy(output)) === true, output } : null;
    },
  },
  conserves: {
    inputs: firstTwo,
    try({ callee, values: [amount, weights] }) {
      const output = callee(amount, copy(weights));
      if (!Array.isArray(output)) return { holds: false, output };
      const sum = (output as number[]).reduce((total, part) => total + part, 0);
      return { holds: Math.abs(sum - Number(amount)) < 0.005, output };
    },
  },
  odd: {
    inputs: first,
    try({ callee, values: [value] }) {
      const output = callee(value);
      return { holds: Number(output) + Number(callee(-Number(value))) === 0, output };
    },
  },
  monotone: {
    inputs: ([shape]) => [shape, shape],
    try({ callee, values }) {
      const [low, high] = values.map(Number).sort((a, b) => a - b);
      const output = callee(low);
      return { holds: Number(output) <= Number(callee(high)), output };
    },
  },
};

function keyOf(value: unknown, context: ExecutionContext): string | null {
  const described = describeLive(value, context);
  return described.ok && described.value.k !== 'undef' ? JSON.stringify(described.value) : null;
}

const letters = 'abcXYZ019 _-.,é'.split('');
const plainLetters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.split('');

/** Laws of numbers that say nothing of whole ones. */
const fractional: readonly Law[] = ['odd', 'monotone', 'idempotent'];

const someText = (from: readonly string[], least: number, random: Random): Expression => ({
  k: 'lit',
  v: Array.from({ length: least + random.below(9) }, () => random.pick(from)).join(''),
});

/** Plain random values, such as the property will be tried with. */
function plainInput(shape: TypeShape, random: Random): Expression | null {
  switch (shape.kind) {
    case 'string':
      return someText(plainLetters, 1, random);
    case 'number':
      return { k: 'lit', v: 1 + random.below(1000) };
    case 'array': {
      const items = Array.from({ length: 1 + random.below(6) }, () => plainInput(shape.of, random));
      return items.includes(null) ? null : { k: 'arr', items: items.filter((item) => item !== null) };
    }
    default:
      return null;
  }
}

/** Besides what the search would try, random values of the type. */
export function makeInput(generator: InputGenerator, shape: TypeShape): Expression {
  const { random } = generator;
  // Lists too, so that no odd number comes in with their elements.
  const isRandom = shape.kind === 'array' || random.chance(0.5);
  if (isRandom && shape.kind === 'string') {
    const length = random.below(9);
    const text = Array.from({ length }, () =>
      random.chance(0.7) ? random.pick(letters) : String.fromCharCode(32 + random.below(95)),
    );
    return { k: 'lit', v: text.join('') };
  }
  // Now and then one as large as fast-check draws them.
  if (isRandom && shape.kind === 'number')
    return { k: 'lit', v: (random.below(2001) - 1000) * (random.chance(0.1) ? 2_000_000 : 1) };
  if (isRandom && shape.kind === 'array') {
    const length = random.below(6);
    return { k: 'arr', items: Array.from({ length }, () => makeInput(generator, shape.of)) };
  }
  const made = generator.typed().value(shape);
  // Of numbers, the property is tried with whole ones.
  const isOdd =
    made.k === 'num' || (made.k === 'lit' && typeof made.v === 'number' && !Number.isInteger(made.v));
  return isOdd ? { k: 'lit', v: random.below(100) } : made;
}

/** A law that is tried, and what its inputs are drawn from. */
interface LawTrial {
  law: Law;
  domain: LawDomain;
  generator: InputGenerator;
}

function drawInputs(shapes: readonly TypeShape[], { law, domain, generator }: LawTrial): Expression[] | null {
  const { unit, random } = generator;
  const inputs = shapes.map((shape) => {
    if (shape.kind === 'number' && fractional.includes(law))
      return { k: 'lit' as const, v: (random.below(200_001) - 100_000) / 1000 };
    return domain === 'plain' ? plainInput(shape, random) : makeInput(generator, shape);
  });
  const choices = law === 'round-trip' ? (unit.lawChoices ?? []) : [];
  if (choices.length > 0) inputs.push({ k: 'lit', v: random.pick(choices) });
  return inputs.includes(null) ? null : inputs.filter((input) => input !== null);
}

/** The result of many tries: distinct outputs, and the shortest input that breaks the law. */
interface Tally {
  outputs: Map<string, number>;
  runs: number;
  thrown: number;
  broken: { inputs: Expression[]; output: unknown } | null;
}

const lengthOf = (inputs: readonly Expression[]): number => JSON.stringify(inputs).length;

function tryMany(context: ExecutionContext, shapes: readonly TypeShape[], trial: LawTrial): Tally {
  const { unit } = context;
  const callee = resolveAccess(unit.access, context.modules) as Callee;
  const inverse = unit.partner ? (resolveAccess(unit.partner.access, context.modules) as Callee) : null;
  const same: Same = (a, b) => keyOf(a, context) !== null && keyOf(a, context) === keyOf(b, context);
  const tally: Tally = { outputs: new Map(), runs: 0, thrown: 0, broken: null };
  for (let round = 0; round < TRIES; round++) {
    const inputs = drawInputs(shapes, trial);
    if (!inputs) break;
    context.takeRefused();
    context.counters.reset(200_000);
    try {
      const values = inputs.map((input) => build(input, context));
      const verdict = checks[trial.law].try({ callee, inverse, values, same });
      if (verdict === null) continue;
      const key = keyOf(verdict.output, context);
      const isShorter = !tally.broken || lengthOf(inputs) < lengthOf(tally.broken.inputs);
      if (!verdict.holds && isShorter) tally.broken = { inputs, output: verdict.output };
      if (key === null) continue;
      tally.outputs.set(key, (tally.outputs.get(key) ?? 0) + 1);
      tally.runs++;
    } catch {
      tally.thrown++;
    }
  }
  return tally;
}

const hasMeaning = ({ runs, outputs }: Tally): boolean =>
  runs >= MIN_RUNS && outputs.size >= MIN_DISTINCT && Math.max(0, ...outputs.values()) <= runs / 2;

type LawResult = { kind: 'held'; held: HeldLaw } | { kind: 'broken'; broken: BrokenLaw };

/**
 * Tries a law with any values of the types, and where that fails with plain ones, for which a law that the names suggest ought
 * to hold. Null when too little was seen of it to mean anything.
 */
export function tryLaw(context: ExecutionContext, law: Law, generator: InputGenerator): LawResult | null {
  const { unit } = context;
  const [member] = unit.members;
  const shapes = checks[law].inputs((member?.params ?? []).map(({ type }) => type));
  const known = shapes.filter((shape) => shape !== undefined);
  if (!member || known.length < shapes.length) return null;
  const { partner } = unit;
  const common = { target: member.target, law, partner };
  let last: Tally | null = null;
  for (const domain of ['any', 'plain'] as const) {
    last = tryMany(context, known, { law, domain, generator });
    if (last.broken || last.thrown > 0 || !hasMeaning(last)) continue;
    const { runs, outputs } = last;
    return { kind: 'held', held: { ...common, unit: unit.id, tried: runs, distinct: outputs.size, domain } };
  }
  if (!last?.broken || last.thrown > 0 || !promises.has(law)) return null;
  const output = describeLive(last.broken.output, context);
  const { inputs } = last.broken;
  return { kind: 'broken', broken: { ...common, inputs, output: output.ok ? output.value : null } };
}

/** Laws that a pair of names or a name alone promises, so that a person should see where they fail. */
const promises: ReadonlySet<Law> = new Set([
  'round-trip',
  'accepted',
  'conserves',
  'permutation',
  'whole',
  'distinct',
  'bounded',
]);
