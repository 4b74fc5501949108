/** Decides for each function of a host what kind of target it is and how a test calls it. */
import { ts } from 'ts-morph';
import type { Access } from '../../domain/type-shape.js';
import type { TargetKind } from '../../domain/target.js';
import { constructorOf, finderThrough, isClassLike, type ClassFinder } from './class-access.js';
import { type ExportPaths, pathsThrough } from './export-paths.js';
import type { ModuleGraph } from '../modules/module-graph.js';
import type { FunctionNode, MemberRole, Value } from '../modules/module-values.js';
import { hasModifier, usesThis } from '../modules/syntax.js';

export interface Reach {
  kind: TargetKind;
  access: Access | null;
  member: string | null;
  /** The constructor that has to be called for an instance; null where none has to be. */
  construct: FunctionNode | null;
}

const instanceKinds: Readonly<Record<MemberRole, TargetKind>> = {
  value: 'method',
  getter: 'getter',
  setter: 'setter',
};

const staticKinds: Readonly<Record<MemberRole, TargetKind>> = {
  value: 'static-method',
  getter: 'static-getter',
  setter: 'static-setter',
};

/** Whether a function is a private or protected member. */
export const hasHiddenModifier = (node: ts.Node): boolean =>
  hasModifier(node, ts.SyntaxKind.PrivateKeyword) ||
  hasModifier(node, ts.SyntaxKind.ProtectedKeyword) ||
  // A field that holds an arrow function has its modifiers on the field.
  (ts.isPropertyDeclaration(node.parent) && hasHiddenModifier(node.parent));

const isHidden = (node: ts.Node, key: string): boolean => /^[#[]/.test(key) || hasHiddenModifier(node);

function instanceReach(
  owner: Value,
  { key, role, node }: { key: string; role: MemberRole; node: ts.Node },
  finder: ClassFinder,
): Reach {
  const found = isHidden(node, key) ? null : finder.forInstances(owner, key);
  if (found === null) {
    return { kind: instanceKinds[role], access: null, member: key, construct: constructorOf(owner) };
  }
  if (found.isInstance)
    return { kind: staticKinds[role], access: found.access, member: key, construct: null };
  return { kind: instanceKinds[role], access: found.access, member: key, construct: constructorOf(found.of) };
}

function ownReach(value: Value, paths: Pick<ExportPaths, 'get'>, finder: ClassFinder): Reach | null {
  const { home } = value;
  const node = value.node as FunctionNode;
  if (home === null) return null;
  const { holder, key, role } = home;
  if (ts.isConstructorDeclaration(node)) {
    const found = finder.forInstances(holder, null);
    const construct = found === null || found.isInstance ? node : constructorOf(found.of);
    const access = found === null || found.isInstance ? null : found.access;
    return { kind: 'constructor', access, member: null, construct };
  }
  if (holder.prototypeOf !== null) return instanceReach(holder.prototypeOf, { key, role, node }, finder);
  const access = isHidden(node, key) ? null : (paths.get(holder) ?? null);
  const isStatic = isClassLike(holder);
  // Members of an array and of what nothing exports are reached as plain functions, or not at all.
  if (role !== 'value' || isStatic || (usesThis(node) && access !== null)) {
    return { kind: staticKinds[role], access, member: key, construct: null };
  }
  return null;
}

/** How a test reaches a function. */
function findReach(value: Value, paths: Pick<ExportPaths, 'get'>, finder: ClassFinder): Reach {
  const node = value.node as FunctionNode;
  if (isClassLike(value)) {
    return { kind: 'constructor', access: paths.get(value) ?? null, member: null, construct: node };
  }
  const own = ownReach(value, paths, finder);
  const direct = paths.get(value) ?? null;
  const isMember = own !== null && (own.access !== null || direct === null);
  if (isMember) return own;
  return { kind: 'function', access: direct, member: null, construct: null };
}

/** How a test reaches each function. */
export function findReaches(
  graph: ModuleGraph,
  units: readonly Value[],
  { paths, finder }: { paths: ExportPaths; finder: ClassFinder },
): Map<Value, Reach> {
  const byFile = new Map<string, Pick<ExportPaths, 'get'>>();
  const reaches = units.map((unit): [Value, Reach] => {
    const through = byFile.get(unit.file) ?? pathsThrough(paths, graph, unit.file);
    byFile.set(unit.file, through);
    return [unit, findReach(unit, through, finderThrough(finder, through))];
  });
  return new Map(reaches);
}
