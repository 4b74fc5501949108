/** Makes live values of expressions, inside the test context and so of its own classes. */
import type { FunctionExpression } from '../../notation/algebra.cjs';
import type { Act, Expression } from '../../notation/expression.js';
import type { Access } from '../../../../domain/target.js';
import { noteMisuse, noteUse } from './function-uses.cjs';
import type { Scratch } from './scratch.cjs';

export type Modules = ReadonlyMap<string, unknown>;
/** Sees each value that is built, and may give out another in its place. */
type Watcher = (expression: Expression, value: unknown) => unknown;

/** The surroundings that values are built in. */
export interface BuildContext {
  modules: Modules;
  /** The temp folder that marked paths lead to. */
  scratch: Scratch;
  watch: Watcher | null;
  /** The functions of a case that stand in several places of it, by their ids. */
  shared?: Map<number, unknown>;
}

type BuiltFunction = (...args: unknown[]) => unknown;
type Constructor = new (...args: unknown[]) => unknown;

/** A function that remembers the arguments of its calls. */
export interface Stub {
  (...args: unknown[]): unknown;
  calls: unknown[][];
  /** Called at each call; lets the search wait for a callback. */
  onCall: (() => void) | null;
}

function readMember(holder: unknown, name: string): unknown {
  return (holder as Record<string, unknown>)[name];
}

/** The value that an access names. */
export function resolveAccess(access: Access, modules: Modules): unknown {
  const loaded = modules.get(access.module);
  let value: unknown = loaded;
  if (access.export.kind === 'named') {
    const direct = readMember(loaded, access.export.name);
    const fallback = readMember(loaded, 'default');
    value = direct === undefined && fallback ? readMember(fallback, access.export.name) : direct;
  } else if (access.export.kind === 'default') {
    const isObject = typeof loaded === 'object' && loaded !== null;
    value = isObject && 'default' in loaded ? loaded.default : loaded;
  } else if (Object.prototype.toString.call(loaded) === '[object Module]') {
    value = readMember(loaded, 'default');
  }
  for (const member of access.members) value = readMember(value, member);
  return value;
}

const specialNumbers = { NaN: NaN, Infinity: Infinity, '-Infinity': -Infinity, '-0': -0 };

/** The text of a printed stub: a result that contains it would differ in a test. */
export const STUB_TEXT = '() => nightshift$stub';

/** Does what a function is made to do with what it is given. */
function carryOut(act: Act, given: readonly unknown[], context: BuildContext): unknown {
  switch (act.kind) {
    case 'calls': {
      const callee = given[act.at] as BuiltFunction;
      const call = (): unknown => callee(...act.args.map((arg) => build(arg, context)));
      if (!act.isLater) return call();
      setTimeout(call);
      return undefined;
    }
    case 'fails': {
      const error = new Error(act.message);
      if (!act.isAsync) throw error;
      return Promise.reject(error);
    }
    case 'gives-back':
      return act.isAsync ? Promise.resolve(given[0]) : given[0];
    case 'compares':
      return Number(given[1]) - Number(given[0]);
  }
}

function buildStub(expression: FunctionExpression, context: BuildContext): Stub {
  const { returns, acts } = expression;
  const stub = ((...args: unknown[]) => {
    stub.calls.push(args);
    stub.onCall?.();
    noteUse(expression, args);
    if (acts?.kind === 'calls' && typeof args[acts.at] !== 'function') {
      noteMisuse(expression);
      throw new Unbuilt();
    }
    return acts ? carryOut(acts, args, context) : build(returns, context);
  }) as Stub;
  // Out of sight of code that lists what it is given; a mock of Jest would list other things.
  for (const [name, value] of Object.entries({ calls: [], onCall: null, toString: () => STUB_TEXT }))
    Object.defineProperty(stub, name, { value, writable: true, enumerable: false });
  return stub;
}

/** The function of this id that was built for another place of the case, or a new one. */
function sharedStub(expression: FunctionExpression, context: BuildContext): unknown {
  const { id } = expression;
  if (id === undefined || !context.shared) return buildStub(expression, context);
  const stub = context.shared.get(id) ?? buildStub(expression, context);
  context.shared.set(id, stub);
  return stub;
}

function buildObject(props: readonly [string, Expression][], context: BuildContext): unknown {
  const object: Record<string, unknown> = {};
  for (const [key, value] of props) {
    Object.defineProperty(object, key, {
      value: build(value, context),
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
  return object;
}

function buildBuiltin(name: string, args: readonly Expression[], context: BuildContext): unknown {
  const made = args.map((arg) => build(arg, context));
  if (name === 'Buffer') return Buffer.from(made[0] as string);
  const owner = readMember(globalThis, name) as Constructor;
  return new owner(...made);
}

/** An input could not be built, or is still pending. */
export class Unbuilt extends Error {}

/** Something to swallow what a promise that nobody waits for says. */
const ignore = (): void => undefined;

/** Calls a function of the host for an argument. */
function buildHostValue(
  expression: Extract<Expression, { k: 'call' | 'method' }>,
  context: BuildContext,
): unknown {
  let product: unknown;
  try {
    const args = expression.args.map((arg) => build(arg, context));
    if (expression.k === 'method') {
      const holder = build(expression.of, context);
      product = Reflect.apply(readMember(holder, expression.member) as BuiltFunction, holder, args);
    } else {
      product = callAccess(expression.access, args, context.modules);
    }
  } catch {
    throw new Unbuilt();
  }
  if (Object.prototype.toString.call(product) !== '[object Promise]') return product;
  (product as Promise<unknown>).catch(ignore);
  throw new Unbuilt();
}

/** Calls what an access names as a test does, on what holds it. */
export function callAccess(access: Access, args: readonly unknown[], modules: Modules): unknown {
  const callee = resolveAccess(access, modules) as BuiltFunction;
  if (access.members.length === 0) return callee(...args);
  const owner = resolveAccess({ ...access, members: access.members.slice(0, -1) }, modules);
  return Reflect.apply(callee, owner, args);
}

function make(expression: Expression, context: BuildContext): unknown {
  switch (expression.k) {
    case 'lit':
      return typeof expression.v === 'string' ? context.scratch.withPath(expression.v) : expression.v;
    case 'undef':
      return undefined;
    case 'num':
      return specialNumbers[expression.v];
    case 'big':
      return BigInt(expression.v);
    case 'symbol':
      return Symbol(expression.v);
    case 'regex':
      return new RegExp(expression.source, expression.flags);
    case 'date':
      return new Date(expression.ms ?? NaN);
    case 'arr':
      return expression.items.map((item) => build(item, context));
    case 'obj':
      return buildObject(expression.props, context);
    case 'map':
      return new Map(expression.entries.map(([key, value]) => [build(key, context), build(value, context)]));
    case 'set':
      return new Set(expression.items.map((item) => build(item, context)));
    case 'fn':
      return sharedStub(expression, context);
    case 'promise':
      return Promise.resolve(build(expression.value, context));
    case 'builtin':
      return buildBuiltin(expression.name, expression.args, context);
    case 'construct': {
      const owner = resolveAccess(expression.access, context.modules) as Constructor;
      return new owner(...expression.args.map((arg) => build(arg, context)));
    }
    case 'ref':
      return resolveAccess(expression.access, context.modules);
    case 'call':
    case 'method':
      return buildHostValue(expression, context);
    case 'any':
    case 'error':
      throw new Error(`${expression.k} stands only in outcomes`);
  }
}

export function build(expression: Expression, context: BuildContext): unknown {
  const value = make(expression, context);
  return context.watch ? context.watch(expression, value) : value;
}

export const isStub = (value: unknown): value is Stub =>
  typeof value === 'function' && Array.isArray((value as Stub).calls);
