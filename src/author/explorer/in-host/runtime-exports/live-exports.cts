/** Walks through what a loaded module exports, to every function that a chain of members leads to. */
import type { Access } from '../../../../domain/target.js';

export type Callable = (...args: unknown[]) => unknown;

/** A function that some chain of members leads to. */
export interface Leaf {
  access: Access;
  value: Callable;
}

const MAX_MEMBERS = 3;
const MAX_SEEN = 3000;
export const hidden = new Set(
  'prototype constructor super_ caller arguments callee name length __esModule'.split(' '),
);
const identifier = /^[A-Za-z_$][\w$]*$/;

export const isCallable = (value: unknown): value is Callable => typeof value === 'function';
export const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || isCallable(value);

/** Reading may run a getter, and getters may throw. */
function read(holder: object, key: string): unknown {
  try {
    return (holder as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

/** The members that may lead on: own ones, and the inherited ones of an object that is an instance of something. */
function membersOf(value: object): string[] {
  if (Array.isArray(value)) return [];
  const names = new Set(Object.getOwnPropertyNames(value));
  let at: unknown = isCallable(value) ? null : Object.getPrototypeOf(value);
  for (let depth = 0; depth < 3 && isObject(at) && Object.getPrototypeOf(at) !== null; depth++) {
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
    at = Object.getPrototypeOf(at);
  }
  return [...names].filter((name) => !hidden.has(name) && !/^(_|\d)/.test(name));
}

/** Where the walk begins: each export with its access. */
function firstSteps(loaded: unknown, module: string): { value: unknown; access: Access }[] {
  if (!isObject(loaded)) return [];
  const whole = { value: loaded, access: { module, export: { kind: 'module' }, members: [] } as Access };
  if (isCallable(loaded)) return [whole];
  // A test can import by name only named exports; the rest of such a module is reached through its default.
  const isNamespace = Object.prototype.toString.call(loaded) === '[object Module]';
  const isEs = isNamespace || read(loaded, '__esModule') === true;
  return membersOf(loaded).map((name) => {
    const value = read(loaded, name);
    if (name === 'default' && isEs)
      return { value, access: { module, export: { kind: 'default' }, members: [] } };
    return identifier.test(name)
      ? { value, access: { module, export: { kind: 'named', name }, members: [] } }
      : { value, access: { module, export: { kind: 'module' }, members: [name] } };
  });
}

/** All functions that the exports lead to, the nearest first, each once. */
export function findLeaves(loaded: unknown, module: string): Leaf[] {
  const seen = new Set<unknown>();
  const leaves: Leaf[] = [];
  let level = firstSteps(loaded, module);
  while (level.length > 0 && seen.size < MAX_SEEN) {
    const next: typeof level = [];
    for (const { value, access } of level) {
      if (!isObject(value) || seen.has(value) || seen.size >= MAX_SEEN) continue;
      seen.add(value);
      if (isCallable(value)) leaves.push({ access, value });
      if (access.members.length >= MAX_MEMBERS) continue;
      for (const name of membersOf(value)) {
        next.push({ value: read(value, name), access: { ...access, members: [...access.members, name] } });
      }
    }
    level = next;
  }
  return leaves;
}
