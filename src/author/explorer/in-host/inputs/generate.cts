/** Makes and varies inputs from types, mined constants and what was useful before. */
import type { Expression, Unit } from '../../notation/expression.js';
import type { Access, Parameter } from '../../../../domain/target.js';
import type { TypeShape } from '../../../../domain/type-shape.js';
import type { Technique } from '../../notation/techniques.js';
import { chooseMember, chooseProducer } from '../values/registry.cjs';
import type { Products } from './products.cjs';
import { argumentsOfBuiltin } from './rare-builtins.cjs';
import type { Random } from '../values/random.cjs';

export interface Pools {
  strings: string[];
  /** Texts that the running code was seen to look for. */
  traced: string[];
  numbers: number[];
  properties: string[];
  /** Types are checked: only values of the declared type are of use. */
  isTyped: boolean;
  /** Results of the host's calls so far; null when they are not used as inputs. */
  products: Products | null;
  /** Whether a technique is switched on. */
  uses(technique: Technique): boolean;
}

const plainStrings = [
  '',
  'a',
  'abc',
  'hello world',
  '0',
  '1',
  '42',
  '-1',
  '1.5',
  ' ',
  'A',
  'Foo Bar',
  'a,b',
  'a=b',
  '/',
  '.',
  '\n',
  'é',
  '2024-01-15T12:00:00Z',
  'user@example.com',
  'https://example.com/a/b?c=1#d',
  '127.0.0.1',
  '{"a":1}',
  '#ff8800',
  'true',
];
const plainNumbers = [0, 1, 2, 3, -1, 10, 100, 1000, 0.5, -0.5, 7, 12, 31, 60, 255, 256, 1e6];

const lit = (v: string | number | boolean | null): Expression => ({ k: 'lit', v });
const undef: Expression = { k: 'undef' };

export function poolsOf(
  unit: Unit,
  isTyped: boolean,
  without: readonly Technique[] = [],
  products: Products | null = null,
): Pools {
  const near = unit.numbers.flatMap((n) => (Number.isInteger(n) ? [n, n - 1, n + 1] : [n]));
  return {
    strings: unit.strings,
    traced: [],
    numbers: [...new Set(near)],
    properties: unit.properties,
    isTyped,
    products: without.includes('producers') ? null : products,
    uses: (technique) => !without.includes(technique),
  };
}

export function someString(pools: Pools, random: Random): string {
  if (pools.traced.length > 0 && random.chance(0.35)) return random.pick(pools.traced);
  const roll = random.next();
  if (roll < 0.45 && pools.strings.length > 0) return random.pick(pools.strings);
  if (roll < 0.75 || pools.strings.length === 0) return random.pick(plainStrings);
  if (roll < 0.9)
    return random.pick(pools.strings) + random.pick(random.chance(0.5) ? pools.strings : plainStrings);
  return String(someNumber(pools, random));
}

export function someNumber(pools: Pools, random: Random): number {
  const roll = random.next();
  if (roll < 0.45 && pools.numbers.length > 0) return random.pick(pools.numbers);
  if (roll < 0.85) return random.pick(plainNumbers);
  if (roll < 0.95) return random.below(1000) - 200;
  return Math.round(random.next() * 10_000) / 100;
}

function oddNumber(random: Random): Expression {
  return { k: 'num', v: random.pick(['NaN', 'Infinity', '-Infinity', '-0'] as const) };
}

function numberExpression(pools: Pools, random: Random): Expression {
  if (random.chance(0.04)) return oddNumber(random);
  const value = someNumber(pools, random);
  return Object.is(value, -0) ? { k: 'num', v: '-0' } : lit(value);
}

function generateObject(
  shape: TypeShape & { kind: 'object' },
  pools: Pools,
  random: Random,
  depth: number,
): Expression {
  const props: [string, Expression][] = [];
  for (const property of shape.properties) {
    if (property.optional && random.chance(0.5)) continue;
    if (!pools.isTyped && random.chance(0.12)) continue;
    props.push([property.name, generateValue(property.type, pools, random, depth + 1)]);
  }
  if (shape.index) {
    const index = shape.index;
    const names =
      pools.properties.length > 0 && random.chance(0.6) ? pools.properties : plainStrings.slice(1, 4);
    const wanted = random.below(3);
    for (let count = 0; count < wanted; count++) {
      const name =
        random.chance(0.5) && pools.strings.length > 0 ? random.pick(pools.strings) : random.pick(names);
      if (!props.some(([key]) => key === name))
        props.push([name, generateValue(index, pools, random, depth + 1)]);
    }
  }
  return { k: 'obj', props: props.filter(([key]) => key !== '__proto__') };
}

/** How often what a call gave is handed over where nothing is known of an argument. */
const PRODUCT_SHARE = 0.07;

function generateUnknown(pools: Pools, random: Random, depth: number): Expression {
  if (pools.products?.isEmpty() === false && random.chance(PRODUCT_SHARE)) {
    const product = pools.products.pick(random);
    if (product) return product;
  }
  const roll = random.next();
  if (roll < 0.32) return lit(someString(pools, random));
  if (roll < 0.56) return numberExpression(pools, random);
  if (roll < 0.63) return lit(random.chance(0.5));
  if (roll < 0.68) return lit(null);
  if (roll < 0.72) return undef;
  if (depth > 2) return lit(someString(pools, random));
  if (roll < 0.82) return generateArray({ kind: 'unknown' }, pools, random, depth);
  if (roll < 0.95) return generateLooseObject(pools, random, depth);
  if (roll < 0.97) return { k: 'date', ms: someDate(random) };
  return { k: 'fn', returns: generateUnknown(pools, random, depth + 2) };
}

function generateLooseObject(pools: Pools, random: Random, depth: number): Expression {
  const names = pools.properties.length > 0 ? pools.properties : ['a', 'b', 'id', 'name'];
  const wanted = random.below(Math.min(4, names.length + 1));
  const props = new Map<string, Expression>();
  for (let count = 0; count < wanted; count++) {
    const name = random.pick(names);
    if (name !== '__proto__') props.set(name, generateUnknown(pools, random, depth + 1));
  }
  return { k: 'obj', props: [...props] };
}

function generateArray(of: TypeShape, pools: Pools, random: Random, depth: number): Expression {
  const length = random.pick([0, 1, 1, 2, 2, 3, 4]);
  return { k: 'arr', items: Array.from({ length }, () => generateValue(of, pools, random, depth + 1)) };
}

// Fixed moments around which calendars have their corners.
const moments = [
  '2024-01-15T12:00:00Z',
  '2024-02-29T00:00:00Z',
  '2023-12-31T23:59:59Z',
  '2024-03-31T01:30:00Z',
  '2000-01-01T00:00:00Z',
  '1970-01-01T00:00:00Z',
].map((text) => Date.parse(text));

const someDate = (random: Random): number =>
  random.pick(moments) + (random.chance(0.3) ? (random.below(60) - 30) * 86_400_000 : 0);

function generateBuiltin(
  shape: TypeShape & { kind: 'builtin' },
  pools: Pools,
  random: Random,
  depth: number,
): Expression {
  const [first = { kind: 'unknown' } as const, second = { kind: 'unknown' } as const] = shape.args;
  const make = (of: TypeShape): Expression => generateValue(of, pools, random, depth + 1);
  const many = <T,>(item: () => T): T[] => Array.from({ length: random.below(4) }, item);
  switch (shape.name) {
    case 'Date':
      return { k: 'date', ms: random.chance(0.04) ? null : someDate(random) };
    case 'RegExp':
      return {
        k: 'regex',
        source: random.pick(['a', '\\d+', '^[a-z]+$', '.*']),
        flags: random.pick(['', 'g', 'i']),
      };
    case 'Map':
      return { k: 'map', entries: many(() => [make(first), make(second)]) };
    case 'Set':
      return { k: 'set', items: many(() => make(first)) };
    case 'Promise':
      return { k: 'promise', value: make(first) };
    case 'Iterable':
    case 'AsyncIterable':
      return generateArray(first, pools, random, depth);
    case 'Error':
    case 'TypeError':
    case 'RangeError':
    case 'SyntaxError':
      return {
        k: 'builtin',
        name: shape.name,
        args: [lit(random.pick(['boom', 'failed', ...pools.strings.slice(0, 3)]))],
      };
    case 'URL':
      return {
        k: 'builtin',
        name: 'URL',
        args: [lit(random.pick(['https://example.com/', 'https://example.com/a/b?x=1#h']))],
      };
    case 'Buffer':
      return { k: 'builtin', name: 'Buffer', args: [lit(someString(pools, random))] };
    default: {
      const rare = argumentsOfBuiltin(shape.name, random);
      if (rare) return { k: 'builtin', name: shape.name, args: rare };
      if (/Array$/.test(shape.name)) {
        return {
          k: 'builtin',
          name: shape.name,
          args: [{ k: 'arr', items: many(() => lit(random.below(256))) }],
        };
      }
      return generateUnknown(pools, random, depth + 1);
    }
  }
}

/** Sometimes uses one of the host's own producers of the type. */
function generateGiven(shape: TypeShape, pools: Pools, random: Random, depth: number): Expression | null {
  const producer = chooseProducer(shape, random, depth);
  if (!producer) return null;
  const { access, isCall, params } = producer;
  if (!isCall) return { k: 'ref', access };
  return { k: 'call', access, args: generateArgs(params, pools, random, depth + 1) };
}

function generateComposite(shape: TypeShape, pools: Pools, random: Random, depth: number): Expression {
  const given = generateGiven(shape, pools, random, depth);
  if (given) return given;
  switch (shape.kind) {
    case 'union':
      return generateValue(chooseMember(shape.of, random), pools, random, depth);
    case 'array':
      return depth > 3 ? { k: 'arr', items: [] } : generateArray(shape.of, pools, random, depth);
    case 'tuple':
      return { k: 'arr', items: shape.of.map((item) => generateValue(item, pools, random, depth + 1)) };
    case 'object':
      return generateObject(shape, pools, random, depth);
    case 'function':
      return { k: 'fn', returns: depth > 2 ? undef : generateValue(shape.returns, pools, random, depth + 1) };
    case 'builtin':
      return generateBuiltin(shape, pools, random, depth);
    case 'class':
      if (depth > 2) return undef;
      return {
        k: 'construct',
        access: shape.access,
        args: generateArgs(shape.constructorParams, pools, random, depth + 1),
      };
    default:
      return generateUnknown(pools, random, depth);
  }
}

const branded = (expression: Expression, brand: Access | undefined): Expression =>
  brand && expression.k === 'lit' ? { ...expression, brand } : expression;

/** A value of the shape; at times, where types are not checked, one that is not. */
export function generateValue(shape: TypeShape, pools: Pools, random: Random, depth = 0): Expression {
  if (!pools.isTyped && depth < 2 && random.chance(0.07)) return generateUnknown(pools, random, depth);
  switch (shape.kind) {
    case 'string':
      return branded(lit(someString(pools, random)), shape.brand);
    case 'number':
      return branded(numberExpression(pools, random), shape.brand);
    case 'boolean':
      return lit(random.chance(0.5));
    case 'literal':
      return shape.access ? { k: 'lit', v: shape.value, access: shape.access } : lit(shape.value);
    case 'null':
      return lit(null);
    case 'undefined':
      return undef;
    case 'bigint':
      return { k: 'big', v: random.pick(['0', '1', '-1', '10', '255', '9007199254740993']) };
    case 'symbol':
      return { k: 'symbol', v: 'key' };
    default:
      return generateComposite(shape, pools, random, depth);
  }
}

/** Arguments for a parameter list: optional ones are at times left out from the end, rest parameters repeat. */
export function generateArgs(
  params: readonly Parameter[],
  pools: Pools,
  random: Random,
  depth = 0,
): Expression[] {
  const args: Expression[] = [];
  for (const param of params) {
    if (param.rest) {
      const of = param.type.kind === 'array' ? param.type.of : param.type;
      const wanted = random.below(4);
      for (let count = 0; count < wanted; count++) args.push(generateValue(of, pools, random, depth));
      break;
    }
    const mayStop = param.optional || !pools.isTyped;
    if (mayStop && random.chance(param.optional ? 0.35 : 0.06)) break;
    args.push(param.optional && random.chance(0.1) ? undef : generateValue(param.type, pools, random, depth));
  }
  return args;
}
