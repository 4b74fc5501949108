/** Makes inputs from types, mined constants and what was useful before. */
import { literal, objectOf } from '../../notation/algebra.cjs';
import type { Expression } from '../../notation/expression.js';
import type { Unit } from '../../notation/plan.js';
import type { Access, Parameter } from '../../../../domain/target.js';
import type { TypeShape } from '../../../../domain/type-shape.js';
import { documentsOf } from '../sense/documents.cjs';
import { valuesFor } from '../sense/sensible-values.cjs';
import { chooseMember, chooseProducer } from '../values/registry.cjs';
import { plainNumbers, plainStrings, type Pools } from './pools.cjs';
import { argumentsOfBuiltin } from './rare-builtins.cjs';
import type { Random } from '../values/random.cjs';

const undef: Expression = { k: 'undef' };

/** How often what a call gave is handed over where nothing is known of an argument. */
const RESULT_SHARE = 0.07;

/** How often a value is one that makes sense for its name. */
const SENSIBLE_SHARE = 0.4;
/** How often a text that is parsed is a whole document. */
const DOCUMENT_SHARE = 0.75;

// Fixed moments around which calendars have their corners.
const moments = [
  '2024-01-15T12:00:00Z',
  '2024-02-29T00:00:00Z',
  '2023-12-31T23:59:59Z',
  '2024-03-31T01:30:00Z',
  '2000-01-01T00:00:00Z',
  '1970-01-01T00:00:00Z',
].map((text) => Date.parse(text));

const branded = (expression: Expression, brand: Access | undefined): Expression =>
  brand && expression.k === 'lit' ? { ...expression, brand } : expression;

/** Makes the inputs of one unit: owns what they are made of, and the random source that all draw from. */
export class InputGenerator {
  /** Sensible values by type and name, made on first use. */
  private readonly sensible = new Map<TypeShape, Map<string, readonly Expression[]>>();

  constructor(
    readonly unit: Unit,
    readonly pools: Pools,
    readonly random: Random,
  ) {}

  /** The same, but keeping to the declared types. */
  typed(): InputGenerator {
    return new InputGenerator(this.unit, { ...this.pools, isTyped: true }, this.random);
  }

  text(): string {
    const { pools, random } = this;
    if (pools.traced.length > 0 && random.chance(0.35)) return random.pick(pools.traced);
    const roll = random.next();
    if (roll < 0.45 && pools.strings.length > 0) return random.pick(pools.strings);
    if (roll < 0.75 || pools.strings.length === 0) return random.pick(plainStrings);
    if (roll < 0.9)
      return random.pick(pools.strings) + random.pick(random.chance(0.5) ? pools.strings : plainStrings);
    return String(this.number());
  }

  number(): number {
    const { pools, random } = this;
    const roll = random.next();
    if (roll < 0.45 && pools.numbers.length > 0) return random.pick(pools.numbers);
    if (roll < 0.85) return random.pick(plainNumbers);
    if (roll < 0.95) return random.below(1000) - 200;
    return Math.round(random.next() * 10_000) / 100;
  }

  /** Values of the shape that make sense for what is called by this name, the most fitting first. */
  private sensibleValues(shape: TypeShape, name: string): readonly Expression[] {
    const byName = this.sensible.get(shape) ?? new Map<string, readonly Expression[]>();
    this.sensible.set(shape, byName);
    const known = byName.get(name) ?? valuesFor({ type: shape, name }, this.unit);
    byName.set(name, known);
    return known;
  }

  /** At times a value that makes sense for the name; null for others, and where nothing is known of it. */
  private sensibleValue(shape: TypeShape, name: string): Expression | null {
    const { random, pools } = this;
    const isNamed = name !== '' && pools.uses('names') && random.chance(SENSIBLE_SHARE);
    const values = isNamed ? this.sensibleValues(shape, name) : [];
    // The first fit best.
    return values.length === 0 ? null : random.pick(values.slice(0, 1 + random.below(values.length)));
  }

  private textOf(shape: TypeShape & { kind: 'string' | 'number' }): string {
    const documents = shape.holds ? documentsOf(shape.holds) : [];
    return documents.length > 0 && this.random.chance(DOCUMENT_SHARE)
      ? this.random.pick(documents)
      : this.text();
  }

  /** A value of the shape for something of this name; at times, where types are not checked, one that is not. */
  value(shape: TypeShape, depth = 0, name = ''): Expression {
    const { random } = this;
    const sensible = this.sensibleValue(shape, name);
    if (sensible) return sensible;
    if (!this.pools.isTyped && depth < 2 && random.chance(0.07)) return this.unknown(depth);
    switch (shape.kind) {
      case 'string':
        return branded(literal(this.textOf(shape)), shape.brand);
      case 'number':
        return branded(this.numeric(), shape.brand);
      case 'boolean':
        return literal(random.chance(0.5));
      case 'literal':
        return shape.access ? { k: 'lit', v: shape.value, access: shape.access } : literal(shape.value);
      case 'null':
        return literal(null);
      case 'undefined':
        return undef;
      case 'bigint':
        return { k: 'big', v: random.pick(['0', '1', '-1', '10', '255', '9007199254740993']) };
      case 'symbol':
        return { k: 'symbol', v: 'key' };
      default:
        return this.given(shape, depth) ?? this.composite(shape, depth, name);
    }
  }

  /** Arguments for a parameter list: optional ones are at times left out from the end, rest parameters repeat. */
  args(params: readonly Parameter[], depth = 0): Expression[] {
    const { random } = this;
    const args: Expression[] = [];
    for (const param of params) {
      if (param.rest) {
        const of = param.type.kind === 'array' ? param.type.of : param.type;
        const wanted = random.below(4);
        for (let count = 0; count < wanted; count++) args.push(this.value(of, depth, param.name));
        break;
      }
      const mayStop = param.optional || !this.pools.isTyped;
      if (mayStop && random.chance(param.optional ? 0.35 : 0.06)) break;
      const isLeftOut = param.optional && random.chance(0.1);
      args.push(isLeftOut ? undef : this.value(param.type, depth, param.name));
    }
    return args;
  }

  private numeric(): Expression {
    const { random } = this;
    if (random.chance(0.04))
      return { k: 'num', v: random.pick(['NaN', 'Infinity', '-Infinity', '-0'] as const) };
    const value = this.number();
    return Object.is(value, -0) ? { k: 'num', v: '-0' } : literal(value);
  }

  private moment(): number {
    const { random } = this;
    return random.pick(moments) + (random.chance(0.3) ? (random.below(60) - 30) * 86_400_000 : 0);
  }

  private unknown(depth: number): Expression {
    const { random } = this;
    const { keptResults } = this.pools;
    if (keptResults?.isEmpty() === false && random.chance(RESULT_SHARE)) {
      const result = keptResults.pick(random);
      if (result) return result;
    }
    const roll = random.next();
    if (roll < 0.32) return literal(this.text());
    if (roll < 0.56) return this.numeric();
    if (roll < 0.63) return literal(random.chance(0.5));
    if (roll < 0.68) return literal(null);
    if (roll < 0.72) return undef;
    if (depth > 2) return literal(this.text());
    if (roll < 0.82) return this.array({ kind: 'unknown' }, depth);
    if (roll < 0.95) return this.looseObject(depth);
    if (roll < 0.97) return { k: 'date', ms: this.moment() };
    return { k: 'fn', returns: this.unknown(depth + 2) };
  }

  private looseObject(depth: number): Expression {
    const { properties } = this.pools;
    const names = properties.length > 0 ? properties : ['a', 'b', 'id', 'name'];
    const wanted = this.random.below(Math.min(4, names.length + 1));
    const props = new Map<string, Expression>();
    for (let count = 0; count < wanted; count++) {
      const name = this.random.pick(names);
      if (name !== '__proto__') props.set(name, this.value({ kind: 'unknown' }, depth + 1, name));
    }
    return { k: 'obj', props: [...props] };
  }

  private array(of: TypeShape, depth: number, name = ''): Expression {
    const item = name.replace(/ies$/, 'y').replace(/s$/, '');
    const length = this.random.pick([0, 1, 1, 2, 2, 3, 4]);
    return { k: 'arr', items: Array.from({ length }, () => this.value(of, depth + 1, item)) };
  }

  private object(shape: TypeShape & { kind: 'object' }, depth: number): Expression {
    const { pools, random } = this;
    const props: [string, Expression][] = [];
    for (const property of shape.properties) {
      if (property.optional && random.chance(0.5)) continue;
      if (!pools.isTyped && random.chance(0.12)) continue;
      props.push([property.name, this.value(property.type, depth + 1, property.name)]);
    }
    if (shape.index) {
      const names =
        pools.properties.length > 0 && random.chance(0.6) ? pools.properties : plainStrings.slice(1, 4);
      const wanted = random.below(3);
      for (let count = 0; count < wanted; count++) {
        const name =
          random.chance(0.5) && pools.strings.length > 0 ? random.pick(pools.strings) : random.pick(names);
        if (!props.some(([key]) => key === name)) props.push([name, this.value(shape.index, depth + 1)]);
      }
    }
    return objectOf(
      shape,
      props.filter(([key]) => key !== '__proto__'),
    );
  }

  private builtin(shape: TypeShape & { kind: 'builtin' }, depth: number): Expression {
    const { random } = this;
    const [first = { kind: 'unknown' } as const, second = { kind: 'unknown' } as const] = shape.args;
    const make = (of: TypeShape): Expression => this.value(of, depth + 1);
    const many = <T,>(item: () => T): T[] => Array.from({ length: random.below(4) }, item);
    const built = (...args: Expression[]): Expression => ({ k: 'builtin', name: shape.name, args });
    switch (shape.name) {
      case 'Date':
        return { k: 'date', ms: random.chance(0.04) ? null : this.moment() };
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
        return this.array(first, depth);
      case 'Error':
      case 'TypeError':
      case 'RangeError':
      case 'SyntaxError':
        return built(literal(random.pick(['boom', 'failed', ...this.pools.strings.slice(0, 3)])));
      case 'URL':
        return built(literal(random.pick(['https://example.com/', 'https://example.com/a/b?x=1#h'])));
      case 'Buffer':
        return built(literal(this.text()));
      default: {
        const rare = argumentsOfBuiltin(shape.name, random);
        if (rare) return built(...rare);
        if (!/Array$/.test(shape.name)) return this.unknown(depth + 1);
        return built({ k: 'arr', items: many(() => literal(random.below(256))) });
      }
    }
  }

  /** Sometimes uses one of the host's own producers of the type. */
  private given(shape: TypeShape, depth: number): Expression | null {
    const producer = chooseProducer(shape, this.random, depth);
    if (!producer) return null;
    const { access, isCall, params } = producer;
    return isCall ? { k: 'call', access, args: this.args(params, depth + 1) } : { k: 'ref', access };
  }

  /** A function; one that is only called back gives nothing, because nobody asks it for anything. */
  private callback(shape: TypeShape & { kind: 'function' }, depth: number, name: string): Expression {
    const isHeard =
      shape.returns.kind === 'unknown' && /^(?:callback|cb|done|next|listener|handler)$|^on[A-Z]/.test(name);
    const givesNothing = depth > 2 || (isHeard && this.random.chance(0.9));
    return { k: 'fn', returns: givesNothing ? undef : this.value(shape.returns, depth + 1) };
  }

  private composite(shape: TypeShape, depth: number, name: string): Expression {
    switch (shape.kind) {
      case 'union':
        return this.value(chooseMember(shape.of, this.random), depth, name);
      case 'array':
        return depth > 3 ? { k: 'arr', items: [] } : this.array(shape.of, depth, name);
      case 'tuple':
        return { k: 'arr', items: shape.of.map((item) => this.value(item, depth + 1)) };
      case 'object':
        return this.object(shape, depth);
      case 'function':
        return this.callback(shape, depth, name);
      case 'builtin':
        return this.builtin(shape, depth);
      case 'class':
        if (depth > 2) return undef;
        return { k: 'construct', access: shape.access, args: this.args(shape.constructorParams, depth + 1) };
      default:
        return this.unknown(depth);
    }
  }
}
