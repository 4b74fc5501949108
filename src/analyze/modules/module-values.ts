/** The values that a module's top level builds: functions, classes and objects with members, found without running it. */
import type { ts } from 'ts-morph';

export type FunctionNode =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.GetAccessorDeclaration
  | ts.SetAccessorDeclaration;

export type MemberRole = 'value' | 'getter' | 'setter';

/** Something a module makes while it loads; identity matters, since aliases share it. */
export interface Value {
  kind: 'function' | 'class' | 'object' | 'array' | 'instance' | 'opaque';
  /** Host-relative file that made it. */
  file: string;
  node: ts.Node | null;
  /** Qualified name within its file; empty for what is only known as the module's exports. */
  name: string;
  members: Map<string, Value>;
  getters: Map<string, Value>;
  setters: Map<string, Value>;
  prototype: Value | null;
  /** The class or constructor function whose `prototype` this is. */
  prototypeOf: Value | null;
  superclass: Value | null;
  /** The class of an instance, or the class whose prototype an object was created from. */
  madeFrom: Value | null;
  /** The function that a decorator was given for what it gave back. */
  standsFor: Value | null;
  /** Where a function was put first as a member. */
  home: { holder: Value; key: string; role: MemberRole } | null;
  /** Set on the namespace of an ES module, whose members are looked up in it. */
  module: ModuleRecord | null;
  /** The scope in which a function, or what could not be evaluated, was written. */
  scope: Scope | null;
}

export interface Binding {
  read: () => Value | null;
  /** Its initialiser, for finding the functions it mentions. */
  init: ts.Node | null;
  /** Whether it is a parameter of a module wrapper, so that calling it is part of loading the module. */
  isWrapperArgument: boolean;
}

export interface Scope {
  parent: Scope | null;
  bindings: Map<string, Binding>;
  self: Value | null;
  returned: Value | null;
}

/** One file, evaluated at its top level. */
export interface ModuleRecord {
  file: string;
  source: ts.SourceFile;
  scope: Scope;
  /** `module.exports`, or the namespace of an ES module. */
  root: Value;
  /** The value of `module` in a CommonJS file. */
  handle: Value;
  isEs: boolean;
  exported: Map<string, () => Value | null>;
  /** Host-relative files of `export * from`. */
  stars: string[];
}

/** All files and functions that were seen so far. */
export interface EvaluationContext {
  load(file: string): ModuleRecord | null;
  resolve(from: string, specifier: string): string | null;
  /** Every function that is a unit of its own, by its node, in the order of discovery. */
  functions: Map<ts.Node, Value>;
  classes: Map<ts.Node, Value>;
}

/** A fresh value without members. */
export function makeValue(
  kind: Value['kind'],
  { file, node, name }: Pick<Value, 'file' | 'node' | 'name'>,
): Value {
  return {
    kind,
    file,
    node,
    name,
    members: new Map(),
    getters: new Map(),
    setters: new Map(),
    prototype: null,
    prototypeOf: null,
    superclass: null,
    madeFrom: null,
    standsFor: null,
    home: null,
    module: null,
    scope: null,
  };
}

export const makeScope = (parent: Scope | null, self: Value | null): Scope => ({
  parent,
  bindings: new Map(),
  self,
  returned: null,
});

/** Finds a name in a scope and those around it. */
export function findBinding(scope: Scope, name: string): Binding | null {
  return scope.bindings.get(name) ?? (scope.parent === null ? null : findBinding(scope.parent, name));
}

/** Binds a name to a value that is known already. */
export function bind(
  scope: Scope,
  name: string,
  { value, init = null }: { value: Value | null; init?: ts.Node | null },
): void {
  scope.bindings.set(name, { read: () => value, init, isWrapperArgument: false });
}

/** The `prototype` of a class or constructor function, made on first use. */
export function prototypeOf(value: Value): Value {
  if (value.prototype === null) {
    value.prototype = makeValue('object', { file: value.file, node: null, name: value.name });
    value.prototype.prototypeOf = value;
  }
  return value.prototype;
}

/** A place for a member of a value. */
export interface MemberPlace {
  holder: Value;
  key: string;
  /** A plain value by default. */
  role?: MemberRole;
}

/** Puts a value into a holder under a key. */
export function setMember({ holder, key, role = 'value' }: MemberPlace, value: Value): void {
  const into = { value: holder.members, getter: holder.getters, setter: holder.setters }[role];
  into.set(key, value);
  if (value.kind === 'function') value.home ??= { holder, key, role };
}

/** The name of a member of a holder. */
export const memberName = (holder: Value, key: string): string =>
  holder.name === '' ? key : `${holder.name}.${key}`;

/** Reads a named export of an ES module, through its `export *` too. */
export function readExport(context: EvaluationContext, module: ModuleRecord, name: string): Value | null {
  const seen = new Set<ModuleRecord>();
  const find = (at: ModuleRecord): Value | null => {
    if (seen.has(at)) return null;
    seen.add(at);
    const own = at.exported.get(name)?.();
    if (own !== undefined) return own;
    if (at.root.module !== at) {
      const member = readMember(context, at.root, name);
      return member ?? (name === 'default' ? at.root : null);
    }
    if (name === 'default') return null;
    for (const star of at.stars) {
      const target = context.load(star);
      const found = target === null ? null : find(target);
      if (found !== null) return found;
    }
    return null;
  };
  return find(module);
}

/** The names that a module exports, `default` only if it is its own. */
export function exportNames(
  context: EvaluationContext,
  module: ModuleRecord,
  seen: ModuleRecord[] = [],
): string[] {
  if (seen.includes(module)) return [];
  const starred = module.stars.flatMap((star) => {
    const target = context.load(star);
    return target === null ? [] : exportNames(context, target, [...seen, module]);
  });
  const own = module.isEs ? [...module.exported.keys()] : [...module.root.members.keys()];
  return [...new Set([...own, ...starred.filter((name) => name !== 'default')])];
}

/** A member of a value, looked up through superclasses. */
export function readMember(context: EvaluationContext, value: Value, key: string): Value | null {
  if (key === 'prototype' && (value.kind === 'function' || value.kind === 'class')) return prototypeOf(value);
  const own = value.members.get(key) ?? value.getters.get(key);
  if (own !== undefined) return own;
  if (value.module !== null) return readExport(context, value.module, key);
  if (value.kind === 'instance' && value.madeFrom !== null) {
    return readMember(context, prototypeOf(value.madeFrom), key);
  }
  const base = value.prototypeOf === null ? value.superclass : value.prototypeOf.superclass;
  if (base === null || base === value) return null;
  return readMember(context, value.prototypeOf === null ? base : prototypeOf(base), key);
}
