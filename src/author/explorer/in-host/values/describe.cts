/** Turns live values into expressions that an assertion can hold, or says that it cannot be done. */
import type { Expression } from '../../notation/expression.js';
import type { Outcome } from '../../notation/recorded-case.js';
import { nativeNames, type SourceTexts } from './engine-errors.cjs';
import type { Scratch } from './scratch.cjs';

const MAX_NODES = 90;
const MAX_TEXT = 1200;
const MAX_DEPTH = 7;

class Unprintable extends Error {}

/** The machine and the host, which decide what an assertion may say. */
export interface DescribeContext {
  /** The copy of the host; texts that contain this reveal the machine's own paths. */
  root: string;
  scratch: Scratch;
  sources: SourceTexts;
}

interface Budget {
  nodes: number;
  text: number;
  seen: Set<unknown>;
  context: DescribeContext;
}

const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

function describeNumber(value: number): Expression {
  if (Object.is(value, -0)) return { k: 'num', v: '-0' };
  if (Number.isFinite(value)) return { k: 'lit', v: value };
  return { k: 'num', v: Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity' };
}

/** The text as an assertion may hold it: paths in the test's own folder are marked, others of this machine refused. */
function portable(text: string, { root, scratch }: DescribeContext): string {
  const marked = scratch.withMark(text);
  if (marked.includes(root) || scratch.isRevealedIn(marked))
    throw new Unprintable('tells a path of this machine');
  return marked;
}

function describePrimitive(value: unknown, budget: Budget): Expression | null {
  switch (typeof value) {
    case 'string':
      budget.text -= value.length;
      if (budget.text < 0) throw new Unprintable('too much text');
      return { k: 'lit', v: portable(value, budget.context) };
    case 'number':
      return describeNumber(value);
    case 'boolean':
      return { k: 'lit', v: value };
    case 'undefined':
      return { k: 'undef' };
    case 'bigint':
      return { k: 'big', v: value.toString() };
    case 'symbol':
      return { k: 'any', type: 'Symbol' };
    case 'function':
      return { k: 'any', type: 'Function' };
    default:
      return value === null ? { k: 'lit', v: null } : null;
  }
}

const isView = (tag: string): boolean =>
  /^(Uint8|Int8|Uint16|Int16|Uint32|Int32|Float32|Float64)(Clamped)?Array$/.test(tag);

function describeTagged(value: object, budget: Budget, depth: number): Expression | null {
  const tag = tagOf(value);
  const nested = (item: unknown): Expression => describeValue(item, budget, depth + 1);
  switch (tag) {
    case 'Array':
      return { k: 'arr', items: Array.from(value as unknown[], nested) };
    case 'Date': {
      const ms = (value as Date).getTime();
      // Jest finds no invalid date equal to another.
      if (Number.isNaN(ms) && depth > 0) return { k: 'any', type: 'Date' };
      return { k: 'date', ms: Number.isNaN(ms) ? null : ms };
    }
    case 'RegExp':
      return { k: 'regex', source: (value as RegExp).source, flags: (value as RegExp).flags };
    case 'Map':
      return {
        k: 'map',
        entries: Array.from(value as Map<unknown, unknown>, ([key, item]) => [nested(key), nested(item)]),
      };
    case 'Set':
      return { k: 'set', items: Array.from(value as Set<unknown>, nested) };
    case 'Error': {
      const code = systemCode(value);
      if (code !== null) return { k: 'obj', props: [['code', { k: 'lit', v: code }]], partial: true };
      // The engine's wording is nobody's promise; its class is.
      if (isOfEngine(value as Error, budget.context)) return { k: 'any', type: (value as Error).name };
      const { name, message } = value as Error;
      return { k: 'error', name, message: portable(message, budget.context) };
    }
    case 'Promise':
    case 'WeakMap':
    case 'WeakSet':
    case 'Generator':
    case 'AsyncGenerator':
      throw new Unprintable(`a ${tag}`);
    default:
      return null;
  }
}

function describeBytes(value: object, tag: string): Expression {
  const isBuffer = Buffer.isBuffer(value);
  const items = Array.from(value as Uint8Array, describeNumber);
  if (items.length > 40) throw new Unprintable('a long array of bytes');
  if (isBuffer) return { k: 'builtin', name: 'Buffer', args: [{ k: 'arr', items }] };
  return { k: 'builtin', name: tag, args: [{ k: 'arr', items }] };
}

function describeObject(value: object, budget: Budget, depth: number): Expression {
  const record = value as Record<string, unknown>;
  if ('$$typeof' in value || 'nodeType' in value) throw new Unprintable('an element of a page');
  const keys = Object.keys(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === null || tagOf(prototype) === 'Object';
  const owner = (value as { constructor?: unknown }).constructor;
  const isInstance =
    prototype !== null && owner !== undefined && (owner as { name?: string }).name !== 'Object';
  if (!isPlain || (isInstance && keys.length === 0))
    throw new Unprintable('an object without readable state');
  const props = keys.map((key): [string, Expression] => [
    portable(key, budget.context),
    describeValue(record[key], budget, depth + 1),
  ]);
  const isEnumerable = (key: symbol): boolean => Object.prototype.propertyIsEnumerable.call(value, key);
  const hasSymbols = Object.getOwnPropertySymbols(value).some(isEnumerable);
  // An assertion about it would hold of any object.
  if (hasSymbols && props.length === 0 && depth === 0) throw new Unprintable('an object of symbols alone');
  return hasSymbols ? { k: 'obj', props, partial: true } : { k: 'obj', props };
}

function describeValue(value: unknown, budget: Budget, depth: number): Expression {
  if (--budget.nodes < 0) throw new Unprintable('too large');
  if (depth > MAX_DEPTH) throw new Unprintable('too deep');
  const primitive = describePrimitive(value, budget);
  if (primitive) return primitive;
  const object = value as object;
  if (budget.seen.has(object)) throw new Unprintable('refers to itself');
  budget.seen.add(object);
  try {
    const tag = tagOf(object);
    if (isView(tag)) return describeBytes(object, tag);
    return describeTagged(object, budget, depth) ?? describeObject(object, budget, depth);
  } finally {
    budget.seen.delete(object);
  }
}

/** The value as an expression, or the reason why there is none. */
export function describeLive(
  value: unknown,
  context: DescribeContext,
): { ok: true; value: Expression } | { ok: false; what: string } {
  try {
    return {
      ok: true,
      value: describeValue(value, { nodes: MAX_NODES, text: MAX_TEXT, seen: new Set(), context }, 0),
    };
  } catch (error) {
    return {
      ok: false,
      what: error instanceof Unprintable ? error.message : 'an object that throws when it is read',
    };
  }
}

/** Whether an error is one of the engine's own, in the tests' context. */
function isOfEngine(error: Error, { sources }: DescribeContext): boolean {
  const owner = (globalThis as unknown as Record<string, unknown>)[error.name];
  const isHere = typeof owner === 'function' && error instanceof (owner as new () => object);
  return isHere && nativeNames.has(error.name) && sources.isEngineMessage(error.message);
}

/**
 * Whether a package that the host depends on refuses what it was given: no behaviour of the host's own code. Errors of classes of
 * its own, as libraries for validation have them, are meant for whoever calls the host.
 */
const isOfDependency = (error: { name?: unknown; stack?: unknown }): boolean => {
  if (!nativeNames.has(String(error.name))) return false;
  const frames =
    typeof error.stack === 'string' ? error.stack.split('\n').filter((line) => /^\s+at /.test(line)) : [];
  return frames[0]?.includes('/node_modules/') === true;
};

const codedByNode = (error: { code?: unknown }): boolean =>
  typeof error.code === 'string' && error.code.startsWith('ERR_');

/** `ENOENT` and the like, of an error that the system gave. */
function systemCode(value: object): string | null {
  const { code, syscall } = value as { code?: unknown; syscall?: unknown };
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) && typeof syscall === 'string' ? code : null;
}

/** The facts about a thrown value that an assertion can state. */
export function describeThrown(
  thrown: unknown,
  kind: 'throws' | 'rejects',
  { root, scratch, sources }: DescribeContext,
): Outcome {
  const error = thrown as {
    name?: unknown;
    message?: unknown;
    code?: unknown;
    stack?: unknown;
    constructor?: { name?: string };
  };
  if (typeof thrown !== 'object' || thrown === null || typeof error.message !== 'string') {
    return { kind: 'opaque', what: 'throws something that is not an error' };
  }
  const name = error.constructor?.name ?? String(error.name);
  const code = systemCode(thrown);
  if (code !== null && error.message.startsWith(code)) return { kind, name, message: code, isNative: false };
  const isNative =
    (nativeNames.has(name) && sources.isEngineMessage(error.message)) ||
    codedByNode(error) ||
    // The host may hand its message to a package that throws it: `invariant(isOpen, 'door is closed')`.
    (isOfDependency(error) && !sources.speaksOf(error.message.slice(0, 16)));
  const ownClass = (globalThis as unknown as Record<string, unknown>)[name];
  const isForeign = typeof ownClass === 'function' && !(thrown instanceof (ownClass as new () => object));
  // Thrown by Node itself, outside of the tests' context, where the class of that name is another one.
  if (isNative && isForeign) return { kind: 'opaque', what: "an error of Node's own" };
  const message = scratch.withMark(error.message);
  if (message.includes(root) || scratch.isRevealedIn(message))
    return { kind: 'opaque', what: 'an error that tells a path of this machine' };
  return { kind, name, message, isNative };
}
