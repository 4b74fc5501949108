/** Lists the uses of a call's result: call it, call its methods, read and set its accessors. */
// Without `node:`, which Jest before 27 does not resolve.
import stream from 'stream';
import type { Step } from '../../notation/case.js';
import { isStub } from './build.cjs';

/** Something that a step can do with a value. */
export interface Member {
  kind: Exclude<Step['kind'], 'construct'>;
  /** Null for a call of the value itself. */
  name: string | null;
  /** How many parameters it names. */
  arity: number;
  /** The function that is called so. */
  live?: unknown;
}

const MAX_MEMBERS = 40;
const hidden = new Set('length name prototype arguments caller constructor __proto__'.split(' '));
const ordinary =
  /^\[object (Array|Date|RegExp|Map|Set|WeakMap|WeakSet|Error|Promise|ArrayBuffer|[A-Za-z0-9]+Array|String|Number|Boolean)\]$/;

function kindsOf(name: string, property: PropertyDescriptor): Member[] {
  const made: unknown = property.value;
  if (typeof made === 'function') {
    return isStub(made) ? [] : [{ kind: 'call', name, arity: made.length, live: made }];
  }
  return [
    ...(property.get ? [{ kind: 'get', name, arity: 0 } as const] : []),
    ...(property.set ? [{ kind: 'set', name, arity: 1 } as const] : []),
  ];
}

const isNative = (value: unknown): boolean =>
  typeof value === 'function' && /\[native code\]/.test(Function.prototype.toString.call(value));

/** A class of the language or its prototype, which code may give back by mistake: steps on it would change it for all. */
function isOfLanguage(value: object): boolean {
  const own = (name: string): unknown => Object.getOwnPropertyDescriptor(value, name)?.value;
  return isNative(own('constructor')) || (isNative(value) && own('prototype') !== undefined);
}

/** Whether an object is a plain container of the language's, whose methods are known without looking. */
export const isOrdinary = (value: object): boolean => ordinary.test(Object.prototype.toString.call(value));

/** The classes of Node whose streams bring along some sixty members. */
const streamClasses = [stream.Readable, stream.Writable, stream.Duplex, stream.Transform, stream.PassThrough];
const streamPrototypes = new Set<object>(
  [...streamClasses, stream.Stream, Object.getPrototypeOf(stream.Stream) as typeof stream.Stream].map(
    ({ prototype }) => prototype,
  ),
);
/** Of those, the ones that a test feeds and reads a stream with; all that `write` gives is whether there is room for more. */
const streamUses = new Set(['end', 'toArray']);

const isStream = (value: unknown): boolean =>
  streamClasses.some((streamClass) => value instanceof streamClass);

/** The members of a value, own and of its classes; none for values of built-in classes. */
export function membersOf(value: unknown): Member[] {
  const isFunction = typeof value === 'function';
  if ((!isFunction && typeof value !== 'object') || value === null || isStub(value)) return [];
  if (isOfLanguage(value)) return [];
  if (!isFunction && isOrdinary(value)) return [];
  const members: Member[] = isFunction
    ? [{ kind: 'call', name: null, arity: value.length, live: value }]
    : [];
  const seen = new Set(hidden);
  const isSpare = isStream(value);
  let holder: object | null = value;
  do {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(holder))) {
      const isUsual = !isSpare || !streamPrototypes.has(holder) || streamUses.has(name);
      if (!seen.has(name) && isUsual) members.push(...kindsOf(name, property));
      seen.add(name);
    }
    holder = Object.getPrototypeOf(holder) as object | null;
    // The last of the chain is that of all objects, or of all functions.
  } while (!isFunction && holder !== null && Object.getPrototypeOf(holder) !== null);
  return members.slice(0, MAX_MEMBERS);
}
