/** Resolves what the host's code calls: functions, classes, constant lists; and who calls a function with what. */
import { ts } from 'ts-morph';
import type { Access, TypeShape } from '../../domain/type-shape.js';
import { selfOf } from '../access/call-graph.js';
import { constructorOf } from '../access/class-access.js';
import type { Reach } from '../access/reach.js';
import type { ModuleGraph } from '../modules/module-graph.js';
import { findBinding, readMember, type FunctionNode, type Value } from '../modules/module-values.js';
import { withoutUndefined } from '../types/merge-shapes.js';
import type { ShapeReader } from '../types/shape-reader.js';
import { shapeOfType } from '../types/type-shapes.js';
import type { Callees } from '../types/use/callees.js';

const maxCallers = 4;
const maxWriters = 3;
const writing = /^(?:format|stringify|write|encode|serialize|serialise|dump|unparse|to|render|marshal|pack)/i;

interface CalleeSources {
  reader: ShapeReader;
  reach: ReadonlyMap<Value, Reach>;
}

/** The unit that a piece of code belongs to. */
function unitOf(node: ts.Node, graph: ModuleGraph): Value | null {
  let at: ts.Node = node;
  while (!graph.functions.has(at) && !ts.isSourceFile(at)) at = at.parent;
  return graph.functions.get(at) ?? null;
}

const isLocal = (node: ts.Identifier, checker: ts.TypeChecker): boolean => {
  const declared = checker.getSymbolAtLocation(node)?.valueDeclaration;
  return declared !== undefined && ts.isParameter(declared);
};

/** The value that an expression means, as far as the module's top level says. */
function resolve(node: ts.Expression, graph: ModuleGraph): Value | null {
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return resolve(node.expression, graph);
  const unit = unitOf(node, graph);
  if (node.kind === ts.SyntaxKind.ThisKeyword) return unit === null ? null : selfOf(unit, false);
  if (ts.isIdentifier(node)) {
    const scope = unit?.scope ?? scopeOf(node.getSourceFile(), graph);
    if (scope === null || isLocal(node, graph.program.getTypeChecker())) return null;
    return findBinding(scope, node.text)?.read() ?? null;
  }
  if (!ts.isPropertyAccessExpression(node)) return null;
  const holder = resolve(node.expression, graph);
  return holder === null ? null : readMember(graph, holder, node.name.text);
}

const scopeOf = (source: ts.SourceFile, { records }: ModuleGraph): Value['scope'] =>
  [...records.values()].find((record) => record.source === source)?.scope ?? null;

function functionOf(callee: ts.Expression, graph: ModuleGraph): FunctionNode | null {
  const value = resolve(callee, graph);
  if (value?.kind === 'function') return value.node as FunctionNode;
  if (value?.kind === 'class') return constructorOf(value);
  return value === null && ts.isPropertyAccessExpression(callee) ? methodOf(callee, graph) : null;
}

/** The method of an instance, where the compiler knows what the instance is of. */
function methodOf(callee: ts.PropertyAccessExpression, graph: ModuleGraph): FunctionNode | null {
  const declared = graph.program.getTypeChecker().getSymbolAtLocation(callee.name)?.valueDeclaration;
  const assigned = declared && ts.isBinaryExpression(declared.parent) ? declared.parent.right : declared;
  const value = assigned === undefined ? undefined : graph.functions.get(assigned);
  return value === undefined ? null : (value.node as FunctionNode);
}

/** The expression that a name is bound to, for constants of a module or function. */
function initialOf(node: ts.Expression, checker: ts.TypeChecker): ts.Expression | null {
  if (!ts.isIdentifier(node)) return node;
  const declared = checker.getSymbolAtLocation(node)?.valueDeclaration;
  return declared !== undefined && ts.isVariableDeclaration(declared) ? (declared.initializer ?? null) : null;
}

function listedIn(list: ts.Expression, checker: ts.TypeChecker): TypeShape | null {
  const initial = initialOf(list, checker);
  if (initial === null) return null;
  const given = ts.isNewExpression(initial) ? initial.arguments?.[0] : initial;
  if (given === undefined || !ts.isArrayLiteralExpression(given) || given.elements.length === 0) return null;
  if (given.elements.every(ts.isStringLiteralLike)) return { kind: 'string' };
  return given.elements.every(ts.isNumericLiteral) ? { kind: 'number' } : null;
}

/** The arguments that the host's own code gives its functions. */
function findArguments(graph: ModuleGraph): Map<FunctionNode, (readonly ts.Expression[])[]> {
  const found = new Map<FunctionNode, (readonly ts.Expression[])[]>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const owner = functionOf(node.expression, graph);
      const known = (owner && found.get(owner)) ?? [];
      if (owner !== null && known.length < maxCallers) found.set(owner, [...known, node.arguments ?? []]);
    }
    ts.forEachChild(node, visit);
  };
  for (const { source } of graph.records.values()) visit(source);
  return found;
}

const literalKinds: Partial<Record<ts.SyntaxKind, TypeShape>> = {
  [ts.SyntaxKind.StringLiteral]: { kind: 'string' },
  [ts.SyntaxKind.NoSubstitutionTemplateLiteral]: { kind: 'string' },
  [ts.SyntaxKind.TemplateExpression]: { kind: 'string' },
  [ts.SyntaxKind.NumericLiteral]: { kind: 'number' },
  [ts.SyntaxKind.TrueKeyword]: { kind: 'boolean' },
  [ts.SyntaxKind.FalseKeyword]: { kind: 'boolean' },
};

/** The primitive that an argument is of; objects are seen better from the side of the function. */
function typeGiven(argument: ts.Expression | undefined, reader: ShapeReader): TypeShape[] {
  if (argument === undefined) return [];
  const literal = literalKinds[argument.kind];
  if (literal !== undefined) return [literal];
  const shape = shapeOfType(
    reader.checker.getBaseTypeOfLiteralType(reader.checker.getTypeAtLocation(argument)),
    reader,
  );
  const parts = shape.kind === 'union' ? shape.of : [shape];
  return parts.filter(({ kind }) => kind === 'string' || kind === 'number' || kind === 'boolean');
}

function declaredType(node: ts.ParameterDeclaration, reader: ShapeReader): TypeShape | null {
  const isDeclared = node.type !== undefined || ts.getJSDocType(node) !== undefined;
  if (!isDeclared) return null;
  const shape = shapeOfType(reader.checker.getTypeAtLocation(node), reader, 1);
  return shape.kind === 'unknown' ? null : withoutUndefined(shape);
}

/** Functions of the module that a parser is in whose names say that they write what it reads. */
function writersBeside(parser: Value, reach: ReadonlyMap<Value, Reach>): Access[] {
  const isWriter = ({ file, name }: Value): boolean =>
    file === parser.file && writing.test(name.split('.').at(-1) ?? '');
  return [...reach]
    .filter(([value, { access, member }]) => isWriter(value) && access !== null && member === null)
    .flatMap(([, { access }]) => access ?? [])
    .slice(0, maxWriters);
}

/** Resolves calls in the host. */
export function makeCallees(graph: ModuleGraph, { reader, reach }: CalleeSources): Callees {
  let given: ReturnType<typeof findArguments> | null = null;
  return {
    functionOf: (callee) => functionOf(callee, graph),
    declaredType: (parameter) => declaredType(parameter, reader),
    instanceOf(owner) {
      const value = resolve(owner, graph);
      const found = value?.node == null ? null : reader.findClass(value.node, 1);
      return found === null ? null : { kind: 'class', ...found };
    },
    listed: (list) => listedIn(list, reader.checker),
    parser(node) {
      const value = graph.functions.get(node);
      const found = value === undefined ? undefined : reach.get(value);
      if (value === undefined || found?.access == null || found.member !== null) return null;
      return { reader: found.access, writers: writersBeside(value, reach) };
    },
    givenTypes(owner, index) {
      given ??= findArguments(graph);
      return (given.get(owner) ?? []).flatMap((args) => typeGiven(args[index], reader));
    },
  };
}
