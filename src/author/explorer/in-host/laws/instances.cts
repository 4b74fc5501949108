/** Instances of a class for laws: how they are made, what changes them, and what shows their state. */
import type { Unit } from '../../notation/plan.js';
import { resolveAccess } from '../values/build.cjs';
import type { ExecutionContext } from '../run/execute.cjs';
import { createRandom } from '../values/random.cjs';
import {
  apart,
  drawParams,
  inputName,
  isMethod,
  namesOf,
  plural,
  type Input,
  type Method,
  type ReadNames,
} from './subject.cjs';
import { knownWords } from '../sense/known-words.cjs';
import { quietly } from './function-laws.cjs';
import { sample } from './sample.cjs';

export type LiveInstance = Record<string, unknown>;
type LiveClass = new (...args: unknown[]) => LiveInstance;

/** A class with what is known of its live form. */
export interface Subject {
  unit: Unit;
  context: ExecutionContext;
  owner: LiveClass;
  /** The name of an instance in the tests. */
  it: string;
  methods: Method[];
}

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

export function subjectOf(unit: Unit, context: ExecutionContext): Subject | null {
  const owner = resolveAccess(unit.access, context.modules);
  if (!unit.isClass || typeof owner !== 'function') return null;
  const name = lowerFirst(owner.name);
  const it =
    name.length > 1 && name !== owner.name && name !== lowerFirst(name).toUpperCase()
      ? inputName(name)
      : 'subject';
  return { unit, context, owner: owner as LiveClass, it, methods: unit.members.filter(isMethod) };
}

/** The names that code reads from an object that it is given in place of an argument. */
function readNames(call: (args: unknown[]) => unknown, sampleArgs: () => unknown[]): ReadNames {
  const known = new Map<number, string[]>();
  return (at) => {
    const found = known.get(at);
    if (found) return found;
    const names = new Set<string>();
    const probe = new Proxy(
      {},
      {
        get(_, name) {
          if (
            typeof name === 'string' &&
            /^[A-Za-z]\w*$/.test(name) &&
            !/^(?:then|toJSON|toString|valueOf|constructor)$/.test(name)
          )
            names.add(name);
          return undefined;
        },
      },
    );
    const args = [...sampleArgs().slice(0, at)];
    args[at] = probe;
    call(args);
    known.set(at, [...names]);
    return [...names];
  };
}

/** Arguments of `new`: literals and names of inputs, and the inputs they need. */
export interface Making {
  args: string[];
  inputs: Input[];
}

/** How an instance is made: with all that its constructor takes, or with as little as it needs. */
export function makingOf({ unit, owner, context }: Subject, isFull: boolean): Making | null {
  const args: string[] = [];
  const inputs: Input[] = [];
  const values: unknown[] = [];
  for (const [at, param] of unit.constructorParams.entries()) {
    if (param.rest || (param.optional && !isFull)) break;
    const example = unit.constructorExamples?.[0]?.[at];
    const word = knownWords(unit, param.name);
    const single = word.length === 1 ? word[0] : undefined;
    const given = example?.k === 'lit' ? example.v : single;
    if (given !== undefined && given !== null && param.type.kind !== 'object') {
      args.push(JSON.stringify(given));
      values.push(given);
      continue;
    }
    const reads = readNames(
      (probed) => quietly(context, () => new owner(...probed)),
      () => values,
    );
    const drawn = drawParams([param], { unit, width: 'sensible', isFull, readNames: () => reads(at) });
    const [input] = apart(
      inputs.map(([name]) => name),
      drawn ?? [],
    );
    if (!input && (param.optional || owner.length <= at)) break;
    if (!input) return null;
    inputs.push(input);
    args.push(input[0]);
    values.push(undefined);
  }
  return { args, inputs };
}

/** A live instance with sampled arguments, undefined where the constructor throws. */
export function makeLive(
  { owner, context }: Subject,
  { args, inputs }: Making,
  seed: number,
): LiveInstance | undefined {
  const random = createRandom(seed, 'instance');
  const drawn = new Map(inputs.map(([name, of]) => [name, sample(of, random)]));
  const values = args.map((arg) => (drawn.has(arg) ? drawn.get(arg) : (JSON.parse(arg) as unknown)));
  return quietly(context, () => new owner(...values)) as LiveInstance | undefined;
}

/** Statements that do something to an instance as often as an input says. */
export interface Doing {
  method: Method;
  input: Input;
  lines: string[];
  /** The same for a live instance. */
  run(instance: LiveInstance, seed: number): void;
}

const callLive = (instance: LiveInstance, member: string, args: readonly unknown[]): unknown =>
  Reflect.apply(instance[member] as (...args: unknown[]) => unknown, instance, args);

/** Arbitraries for the arguments of a method, as the class's own instances take them. */
export function argsOf(subject: Subject, method: Method, isFull: boolean): Input[] | null {
  const { unit, context } = subject;
  const making = makingOf(subject, false);
  const samples = (): unknown[] => {
    const plain = drawParams(method.params, { unit, width: 'sensible', isFull: false }) ?? [];
    const random = createRandom(3, method.name);
    return plain.map(([, of]) => sample(of, random));
  };
  const call = (args: unknown[]): unknown =>
    quietly(context, () => {
      const instance = making && makeLive(subject, making, 1);
      return instance && callLive(instance, method.name, args);
    });
  return drawParams(method.params, { unit, width: 'sensible', isFull, readNames: readNames(call, samples) });
}

const adding = /^(?:add|push|append|insert|put|set|enqueue|register|use|apply|attach|store|write)(?![a-z])/;

/** The methods that fill an instance: those whose names say that they add something. */
export function doingsOf(subject: Subject, isFull: boolean, taken: readonly string[]): Doing[] {
  const used = [...taken];
  return subject.methods.flatMap((method): Doing[] => {
    if (!adding.test(method.name)) return [];
    const args = argsOf(subject, method, isFull);
    const [first] = args ?? [];
    if (!args || !first) return [];
    const noun = lowerFirst(method.name.replace(adding, '')) || (args.length === 1 ? first[0] : 'entry');
    const [input] = apart(used, [
      [
        plural(args.length === 1 ? first[0] : inputName(noun)),
        {
          kind: 'array',
          of: args.length === 1 ? first[1] : { kind: 'tuple', of: args.map(([, of]) => of) },
          min: 0,
          max: null,
        },
      ],
    ]);
    if (!input) return [];
    used.push(input[0]);
    const [name] = first;
    // A loop's variables may hide others of their names.
    const each = args.length === 1 ? name : `[${namesOf(args)}]`;
    const lines = [
      `for (const ${each} of ${input[0]}) {`,
      `  ${subject.it}.${method.name}(${namesOf(args)})`,
      '}',
    ];
    const run = (instance: LiveInstance, seed: number): void => {
      const random = createRandom(seed, method.name);
      for (let count = 0; count < 2; count++)
        callLive(
          instance,
          method.name,
          args.map(([, of]) => sample(of, random)),
        );
    };
    return [{ method, input, lines, run }];
  });
}

const stateOf = (instance: LiveInstance): string => {
  try {
    return JSON.stringify({ ...instance });
  } catch {
    return '';
  }
};

/** Something that can be asked without arguments and changes nothing. */
export interface Query {
  name: string;
  isCall: boolean;
}

/** Own and inherited members of instances, without those of the language's own classes. */
function descriptorsOf(owner: LiveClass): Map<string, PropertyDescriptor> {
  const found = new Map<string, PropertyDescriptor>();
  let at = owner.prototype as object | null;
  while (at !== null && !/\[native code\]/.test(String(at.constructor))) {
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(at)))
      if (!found.has(name)) found.set(name, descriptor);
    at = Object.getPrototypeOf(at) as object | null;
  }
  return found;
}

function queryNames({ owner, unit }: Subject): Query[] {
  return [...descriptorsOf(owner)].flatMap(([name, descriptor]): Query[] => {
    if (/^(?:_|constructor$|toJSON$|valueOf$|inspect$)/.test(name)) return [];
    if (descriptor.get) return [{ name, isCall: false }];
    const { value } = descriptor as { value?: unknown };
    const takes = unit.members.find((member) => member.name === name)?.params ?? [];
    const isFree =
      typeof value === 'function' && value.length === 0 && takes.every(({ optional }) => optional);
    return isFree ? [{ name, isCall: true }] : [];
  });
}

/** The queries of a class that give different values for different instances, numbers first. */
export function queriesOf(subject: Subject, instances: readonly LiveInstance[]): Query[] {
  const { context } = subject;
  const ranked = queryNames(subject).flatMap((query) => {
    const values = instances.flatMap((instance) => {
      const before = stateOf(instance);
      const value = quietly(context, () =>
        query.isCall ? callLive(instance, query.name, []) : instance[query.name],
      );
      return value !== undefined && stateOf(instance) === before ? [value] : [];
    });
    const isShown = values.every(
      (value) => /^(?:number|string|boolean)$/.test(typeof value) || isPlain(value),
    );
    const variety = new Set(values.map((value) => JSON.stringify(value))).size;
    if (!isShown || variety < 2) return [];
    const rank =
      (/^(?:total|size|length|count)$/.test(query.name) ? 0 : 2) + (typeof values[0] === 'number' ? 0 : 1);
    return [{ query, rank }];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ query }) => query);
}

const isPlain = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype);

/** A few live instances with something in them. */
export function filled(subject: Subject, making: Making, doings: readonly Doing[]): LiveInstance[] {
  return [1, 2, 3, 4, 5].flatMap((seed) => {
    const instance = makeLive(subject, making, seed);
    if (!instance) return [];
    quietly(subject.context, () => {
      for (const doing of doings) doing.run(instance, seed);
    });
    return [instance];
  });
}
