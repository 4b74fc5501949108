/** Looks up what declaration files say about the values that JavaScript exports. */
import { ts } from 'ts-morph';
import type { Access } from '../../domain/type-shape.js';
import { exportSteps } from '../access/export-paths.js';
import type { ModuleGraph } from '../modules/module-graph.js';
import type { Value } from '../modules/module-values.js';

/** The declared types of values, and the values that declared classes stand for. */
export interface DeclaredTypes {
  types: ReadonlyMap<Value, ts.Type>;
  classes: ReadonlyMap<ts.Node, Value>;
}

/** The declared symbols for an export, one for each way in which a module may be declared. */
function rootsOf(source: ts.SourceFile, { export: exported }: Access, checker: ts.TypeChecker): ts.Type[] {
  const module = checker.getSymbolAtLocation(source);
  if (module === undefined) return [];
  const typeOf = (name: string): ts.Type | null => {
    const symbol = checker.tryGetMemberInModuleExports(name, module);
    return symbol === undefined ? null : typeOfSymbol(symbol, checker);
  };
  const equals = module.exports?.get(ts.InternalSymbolName.ExportEquals);
  const assigned = equals === undefined ? null : typeOfSymbol(equals, checker);
  const byDefault = typeOf('default');
  const namespace = checker.getTypeOfSymbol(module);
  const memberOf = (holder: ts.Type | null, name: string): ts.Type | null =>
    holder === null ? null : memberType(holder, name, checker);
  const found =
    exported.kind === 'named'
      ? [typeOf(exported.name), memberOf(assigned, exported.name), memberOf(byDefault, exported.name)]
      : exported.kind === 'default'
        ? [byDefault, assigned]
        : [assigned, byDefault, namespace];
  return found.filter((type) => type !== null);
}

function typeOfSymbol(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Type | null {
  const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  const target = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
  if ((target.flags & ts.SymbolFlags.Value) === 0) return null;
  return checker.getTypeOfSymbol(target);
}

/** The type of a member of a type, or null when it has none of that name. */
export function memberType(holder: ts.Type, name: string, checker: ts.TypeChecker): ts.Type | null {
  const symbol = checker.getPropertyOfType(holder, name);
  return symbol === undefined ? null : checker.getTypeOfSymbol(symbol);
}

/** The type of what `new` makes of a declared class, or calling it, where it has no construct signature. */
export function instanceType(type: ts.Type): ts.Type | null {
  const [made] = [...type.getConstructSignatures(), ...type.getCallSignatures()];
  return made?.getReturnType() ?? null;
}

function lookUp(source: ts.SourceFile, access: Access, checker: ts.TypeChecker): ts.Type | null {
  for (const root of rootsOf(source, access, checker)) {
    const found = access.members.reduce<ts.Type | null>(
      (holder, member) => (holder === null ? null : memberType(holder, member, checker)),
      root,
    );
    const isTold = found !== null && (found.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) === 0;
    if (isTold) return found;
  }
  return null;
}

/** Follows the exports of each file that has a declaration through both, side by side. */
export function findDeclaredTypes(
  graph: ModuleGraph,
  declarations: ReadonlyMap<string, string>,
): DeclaredTypes {
  const checker = graph.program.getTypeChecker();
  const types = new Map<Value, ts.Type>();
  const classes = new Map<ts.Node, Value>();
  for (const [file, declaration] of declarations) {
    const module = graph.load(file);
    const source = graph.program.getSourceFile(declaration);
    if (module === null || source === undefined) continue;
    for (const { value, access } of exportSteps(graph, module)) {
      if (types.has(value) || (value.kind !== 'function' && value.kind !== 'class')) continue;
      const type = lookUp(source, access, checker);
      if (type === null) continue;
      types.set(value, type);
      const made = type.getConstructSignatures()[0]?.getReturnType().getSymbol();
      for (const node of made?.declarations ?? []) classes.set(node, value);
    }
  }
  return { types, classes };
}
