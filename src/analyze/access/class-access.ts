/** Decides how a test gets an instance of a class: by an export, a subclass, or an instance that is exported. */
import { ts } from 'ts-morph';
import type { Access } from '../../domain/type-shape.js';
import type { ExportPaths } from './export-paths.js';
import type { FunctionNode, Value } from '../modules/module-values.js';
import { assignsThis, hasModifier } from '../modules/syntax.js';

export interface ClassAccess {
  access: Access;
  /** The class to construct; a subclass where the class itself is abstract or not exported. */
  of: Value;
  /** Whether `access` reaches an instance, so that nothing needs to be constructed. */
  isInstance: boolean;
}

/** Names may come from keys of any text. */
const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Whether a value is a class or a function that is meant to be called with `new`. */
export function isClassLike(value: Value): boolean {
  if (value.kind === 'class') return true;
  if (value.kind !== 'function' || value.node === null) return false;
  if (ts.isArrowFunction(value.node) || ts.isMethodDeclaration(value.node)) return false;
  const { prototype } = value;
  if (prototype !== null && prototype.members.size + prototype.getters.size > 0) return true;
  if (value.superclass !== null) return true;
  const simple = value.name.split('.').at(-1) ?? '';
  const text = value.node.getSourceFile().text;
  const isMade = new RegExp(`\\bnew\\s+(?:[\\w$]+\\.)*${escapeRegExp(simple)}\\b`).test(text);
  return (isMade || /^[A-Z]/.test(simple)) && assignsThis(value.node as FunctionNode);
}

/** The constructor of an ES class, its own or an inherited one; the function itself for a constructor function. */
export function constructorOf(value: Value): FunctionNode | null {
  const { node } = value;
  if (value.kind === 'function') return node as FunctionNode | null;
  if (node !== null && ts.isClassLike(node)) {
    const own = node.members.find(
      (member) => ts.isConstructorDeclaration(member) && member.body !== undefined,
    );
    if (own !== undefined) return own as ts.ConstructorDeclaration;
  }
  return value.superclass === null || value.superclass === value ? null : constructorOf(value.superclass);
}

function isConstructible(value: Value): boolean {
  const { node } = value;
  if (node === null || !ts.isClassLike(node)) return true;
  if (hasModifier(node, ts.SyntaxKind.AbstractKeyword)) return false;
  const own = constructorOf(value);
  if (own === null) return true;
  return ![ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword].some((kind) =>
    hasModifier(own, kind),
  );
}

/** Answers for every class how to reach it. */
export interface ClassFinder {
  /** For members of the instances; `key` is the member that must not be overridden on the way. */
  forInstances(value: Value, key: string | null): ClassAccess | null;
}

/** Whether a class extends another, directly or through others. */
export const isBelow = (value: Value, base: Value): boolean => {
  const seen = new Set<Value>();
  for (let at = value.superclass; at !== null && !seen.has(at); at = at.superclass) {
    if (at === base) return true;
    seen.add(at);
  }
  return false;
};

const overrides = (value: Value, key: string): boolean =>
  value.prototype !== null &&
  [value.prototype.members, value.prototype.getters, value.prototype.setters].some((members) =>
    members.has(key),
  );

/** A finder over everything that is exported. */
export function makeClassFinder(paths: ExportPaths): ClassFinder {
  const exported = [...paths];
  const classes = exported.filter(([value]) => isClassLike(value) && isConstructible(value));
  const instances = exported.filter(([value]) => value.kind === 'instance');
  const subclassesOf = (value: Value): [Value, Access][] => classes.filter(([sub]) => isBelow(sub, value));
  return {
    forInstances(value, key) {
      const access = paths.get(value);
      if (access !== undefined && isConstructible(value)) return { access, of: value, isInstance: false };
      const instance = instances.find(([{ madeFrom }]) => madeFrom === value);
      if (instance !== undefined) return { access: instance[1], of: value, isInstance: true };
      const sub = subclassesOf(value).find(([candidate]) => key === null || !overrides(candidate, key));
      return sub === undefined ? null : { access: sub[1], of: sub[0], isInstance: false };
    },
  };
}

/** The finder as the code of one file needs it, where classes are reached by other paths. */
export const finderThrough = (finder: ClassFinder, paths: Pick<ExportPaths, 'get'>): ClassFinder => ({
  forInstances(value, key) {
    const found = finder.forInstances(value, key);
    if (found === null || found.isInstance) return found;
    return { ...found, access: paths.get(found.of) ?? found.access };
  },
});

/** For each class the classes that are below it. */
export function findSubclasses(all: readonly Value[]): Map<Value, Value[]> {
  const below = new Map<Value, Value[]>();
  for (const value of all) {
    const seen = new Set([value]);
    for (let at = value.superclass; at !== null && !seen.has(at); at = at.superclass) {
      seen.add(at);
      below.set(at, [...(below.get(at) ?? []), value]);
    }
  }
  return below;
}
