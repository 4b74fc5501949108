/**
 * Describes values so that others of the same type can be made: in a run of the code as it is, what a function gives is
 * described; in a later one, the emptied function gives something of that description with other contents.
 */
import type { Shape } from '../../protocol/job.js';

type ShapeMembers = Record<string, unknown>;

/** The classes of the test context, so that what is made here is of its own kind there. */
export interface Realm {
  Object: ObjectConstructor;
  Array: ArrayConstructor;
  Map: MapConstructor;
  Set: SetConstructor;
  Date: DateConstructor;
  RegExp: RegExpConstructor;
  Error: ErrorConstructor;
  Promise: PromiseConstructor;
}

/**
 * `other` has other contents in the same number; `empty` has other text, one item more, or is zero: that something is not
 * empty says too little about it.
 */
export type Variant = 'other' | 'empty';

const MOST_DEPTH = 4;
const MOST_MEMBERS = 20;
const MOST_TEXT = 200;

const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

const isPlain = (value: object): boolean => {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};

const bytesLike = /^(?:Big)?(?:Int|Uint|Float)\d+(?:Clamped)?Array$/;
const isElement = (value: object): boolean => typeof (value as ShapeMembers)['$$typeof'] === 'symbol';

/** Anything that no other value can stand in for is `opaque`. */
export function describe(value: unknown, self: unknown, depth = 0): Shape {
  if (value === null) return { type: 'null' };
  if (value !== undefined && value === self) return { type: 'self' };
  switch (typeof value) {
    case 'undefined':
      return { type: 'undefined' };
    case 'symbol':
      return { type: 'symbol' };
    case 'function':
      return { type: 'function' };
    case 'boolean':
      return { type: 'boolean', value };
    case 'number':
      return { type: 'number', value: String(value) };
    case 'bigint':
      return { type: 'bigint', value: String(value).slice(0, MOST_TEXT) };
    case 'string':
      return { type: 'string', value: value.slice(0, MOST_TEXT) };
    default:
      return depth > MOST_DEPTH ? { type: 'opaque' } : describeObject(value, self, depth);
  }
}

function describeObject(value: object, self: unknown, depth: number): Shape {
  const inner = (item: unknown): Shape => describe(item, self, depth + 1);
  try {
    const tag = tagOf(value);
    if (Array.isArray(value)) return { type: 'array', items: value.slice(0, MOST_MEMBERS).map(inner) };
    if (isElement(value)) return { type: 'element' };
    if (tag === 'Date') return { type: 'date', value: String(Number(value)) };
    if (tag === 'RegExp') return { type: 'regexp' };
    if (tag === 'Promise') return describePromise(value as Promise<unknown>, self, depth);
    const entries = (list: Iterable<unknown>): unknown[] => [...list].slice(0, MOST_MEMBERS);
    if (tag === 'Map') return { type: 'map', items: entries(value as Map<unknown, unknown>).map(inner) };
    if (tag === 'Set') return { type: 'set', items: entries(value as Set<unknown>).map(inner) };
    if (!isPlain(value)) return { type: 'opaque' };
    const names = Object.keys(value).slice(0, MOST_MEMBERS);
    const members = names.map((name): [string, Shape] => [name, inner((value as ShapeMembers)[name])]);
    return { type: 'object', members };
  } catch {
    return { type: 'opaque' };
  }
}

/** Filled in when the promise is kept; one that is broken becomes one that is kept. */
function describePromise(value: Promise<unknown>, self: unknown, depth: number): Shape {
  const shape: Shape = { type: 'promise', of: { type: 'undefined' } };
  void value.then(
    (settled) => void (shape.of = describe(settled, self, depth + 1)),
    () => undefined,
  );
  return shape;
}

/** Whether a value can be made from the description without the code that made the first. */
export function canMake(shape: Shape): boolean {
  switch (shape.type) {
    case 'opaque':
      return false;
    case 'promise':
      return canMake(shape.of);
    case 'array':
    case 'map':
    case 'set':
      return shape.items.every(canMake);
    case 'object':
      return shape.members.every(([, member]) => canMake(member));
    default:
      return true;
  }
}

export interface Makers {
  realm: Realm;
  self: unknown;
  /** Called when a function that was made is called, which can only give nothing. */
  onStub: () => void;
}

/** A value of the description, with the contents that were described. */
export function make(shape: Shape, makers: Makers): unknown {
  const { realm, self, onStub } = makers;
  const each = (items: readonly Shape[]): unknown[] =>
    realm.Array.from(items, (item: Shape) => make(item, makers));
  switch (shape.type) {
    case 'null':
    case 'element':
      return null;
    case 'self':
      return self;
    case 'boolean':
      return shape.value;
    case 'number':
      return Number(shape.value);
    case 'bigint':
      return BigInt(shape.value);
    case 'string':
      return shape.value;
    case 'symbol':
      return Symbol('other');
    case 'function':
      return () => onStub();
    case 'date':
      return new realm.Date(Number(shape.value));
    case 'regexp':
      return new realm.RegExp('¤');
    case 'promise':
      return realm.Promise.resolve(make(shape.of, makers));
    case 'array':
      return each(shape.items);
    case 'map':
      return new realm.Map(each(shape.items) as [unknown, unknown][]);
    case 'set':
      return new realm.Set(each(shape.items));
    case 'object':
      return Object.assign(
        new realm.Object(),
        Object.fromEntries(shape.members.map(([name, member]) => [name, make(member, makers)])),
      );
    default:
      return undefined;
  }
}

function otherNumber(value: number, variant: Variant): number {
  if (variant === 'empty') return value === 0 || Number.isNaN(value) ? -1 : 0;
  if (!Number.isFinite(value)) return 7;
  return Number.isInteger(value) ? value + 7 : value + 7.25;
}

/** A text of the same length, and never the empty one. */
const otherText = (value: string): string =>
  '¤'.repeat(Math.max(1, value.length)) === value ? 'other' : '¤'.repeat(Math.max(1, value.length));

/** How values are altered. */
interface Alteration extends Makers {
  variant: Variant;
}

/** A value of the same type that differs; `undefined` and `null` become something, because there is no other of their type. */
export function alter(value: unknown, how: Alteration, depth = 0): unknown {
  const { variant } = how;
  switch (typeof value) {
    case 'undefined':
      return depth === 0 ? 'something' : undefined;
    case 'boolean':
      return !value;
    case 'number':
      return otherNumber(value, variant);
    case 'bigint':
      return variant === 'empty' && value !== BigInt(0) ? BigInt(0) : value + BigInt(7);
    case 'string':
      return variant === 'empty' ? otherText(value) : `¤${value}`;
    case 'symbol':
      return Symbol('other');
    case 'function':
      return alterFunction(value as (...args: unknown[]) => unknown, how);
    default:
      if (value === null) return depth === 0 ? 'something' : null;
      return depth > MOST_DEPTH ? value : alterObject(value as object, how, depth);
  }
}

/** The same function with another result. */
function alterFunction(original: (...args: unknown[]) => unknown, how: Alteration): unknown {
  return new Proxy(original, {
    apply(target, self, args: unknown[]) {
      let result: unknown;
      try {
        result = Reflect.apply(target, self, args);
      } catch {
        return 'something';
      }
      return result === undefined || result === self ? result : alter(result, how, 1);
    },
  });
}

function alterObject(value: object, how: Alteration, depth: number): unknown {
  const { realm, self, variant } = how;
  if (value === self) return value;
  const isEmpty = variant === 'empty';
  const inner = (item: unknown): unknown => alter(item, how, depth + 1);
  const tag = tagOf(value);
  if (Array.isArray(value))
    return realm.Array.from(isEmpty ? [...(value as unknown[]), 'other'] : alterItems(value, inner));
  if (isElement(value)) return null;
  if (tag === 'Date') return new realm.Date((Number(value) || 0) + 400 * 86_400_000);
  if (tag === 'RegExp') return new realm.RegExp('¤');
  if (tag === 'Promise') return (value as Promise<unknown>).then((settled) => alter(settled, how));
  if (tag === 'Map') {
    const map = value as Map<unknown, unknown>;
    const items = alterItems([...map.values()], inner);
    const keys = [...map.keys(), 'other'];
    return new realm.Map(isEmpty ? [...map, ['other', 7]] : items.map((item, index) => [keys[index], item]));
  }
  if (tag === 'Set') {
    const items = [...(value as Set<unknown>)];
    return new realm.Set(isEmpty ? [...items, 'other'] : alterItems(items, inner));
  }
  if (bytesLike.test(tag)) return alterBytes(value as Uint8Array);
  return alterMembers(value as ShapeMembers, isEmpty, inner);
}

/** The items altered, with one more where that changes nothing. */
function alterItems(items: readonly unknown[], inner: (item: unknown) => unknown): unknown[] {
  const altered = items.map(inner);
  return altered.some((item, index) => !Object.is(item, items[index])) ? altered : [...altered, 'other'];
}

function alterBytes(value: Uint8Array): unknown {
  const copy = value.slice();
  for (let index = 0; index < copy.length; index++) copy[index] = (copy[index] ?? 0) === 7 ? 8 : 7;
  return copy;
}

/** Whether the names of an object are data, as those of a table are, and no part of its type. */
function isTable(value: ShapeMembers): boolean {
  const types = Object.values(value).map((member) => (Array.isArray(member) ? 'array' : typeof member));
  return isPlain(value) && new Set(types).size === 1 && types[0] !== 'function';
}

/** An object of the same class with other data. */
function alterMembers(value: ShapeMembers, isEmpty: boolean, inner: (item: unknown) => unknown): unknown {
  const copy = Object.create(Object.getPrototypeOf(value) as object | null) as ShapeMembers;
  let isOther = false;
  if (isEmpty && isTable(value)) return Object.assign(copy, value, { other: 7 });
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    const altered = 'value' in descriptor ? { ...descriptor, value: inner(descriptor.value) } : descriptor;
    isOther ||= !Object.is(altered.value, descriptor.value);
    Object.defineProperty(copy, name, altered);
  }
  if (!isOther) copy['other'] = 7;
  return copy;
}
