/** Finds which functions use which, so that a test can reach what nothing exports. */
import { ts } from 'ts-morph';
import { constructorOf, isBelow } from './class-access.js';
import type { ModuleGraph } from '../modules/module-graph.js';
import {
  findBinding,
  prototypeOf,
  readMember,
  type FunctionNode,
  type Scope,
  type Value,
} from '../modules/module-values.js';
import { importedFiles } from '../modules/outside.js';
import { isFunction } from '../modules/syntax.js';

export interface Mentions {
  /** Functions that are called or handed on. */
  functions: Set<Value>;
  /** Classes that are made or handed on. */
  classes: Set<Value>;
  /** The initialisers of the module-level constants that are read. */
  tables: Set<ts.Node>;
}

interface Scan {
  graph: ModuleGraph;
  unit: Value;
  scope: Scope;
  /** The file that is being read; other than the unit's when a table of another file is followed. */
  file: string;
  locals: ReadonlySet<string>;
  found: Mentions;
  /** Members of values that are not known: `parser.next` where nothing says what `parser` is. */
  loose: Set<string>;
  /** Members of `this`, which a subclass may override. */
  own: Set<string>;
}

function declaredNames(node: FunctionNode): Set<string> {
  const names = new Set<string>();
  const add = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) names.add(name.text);
    else for (const element of name.elements) if (ts.isBindingElement(element)) add(element.name);
  };
  const visit = (child: ts.Node): void => {
    if (ts.isVariableDeclaration(child) || ts.isParameter(child)) add(child.name);
    else if (ts.isFunctionDeclaration(child) && child !== node && child.name !== undefined) add(child.name);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return names;
}

/** The value of `this` or `super` inside a unit. */
export function selfOf(unit: Value, isSuper: boolean): Value | null {
  if (unit.home === null) return null;
  const { holder } = unit.home;
  const isInstanceMember = holder.prototypeOf !== null || unit.home.key === 'constructor';
  const owner = holder.prototypeOf ?? holder;
  if (!isInstanceMember) return isSuper ? holder.superclass : holder;
  const of = isSuper ? owner.superclass : owner;
  return of === null ? null : prototypeOf(of);
}

function resolveChain(node: ts.Node, scan: Scan): Value | null {
  if (ts.isIdentifier(node)) {
    return scan.locals.has(node.text) ? null : (findBinding(scan.scope, node.text)?.read() ?? null);
  }
  if (node.kind === ts.SyntaxKind.ThisKeyword) return selfOf(scan.unit, false);
  if (node.kind === ts.SyntaxKind.SuperKeyword) return selfOf(scan.unit, true);
  if (!ts.isPropertyAccessExpression(node)) return null;
  if (node.getText() === 'module.exports') return scan.graph.load(scan.unit.file)?.root ?? null;
  const holder = resolveChain(node.expression, scan);
  return holder === null ? null : readMember(scan.graph, holder, node.name.text);
}

/** Adds a value that is mentioned, and what can be reached through it. */
function addValue(value: Value, scan: Scan, depth = 0): void {
  if (value.kind === 'function') {
    if (value !== scan.unit) scan.found.functions.add(value);
    return;
  }
  if (value.kind === 'class') {
    scan.found.classes.add(value);
    const node = constructorOf(value);
    const made = node === null ? undefined : scan.graph.functions.get(node);
    if (made !== undefined) scan.found.functions.add(made);
    return;
  }
  if (value.kind === 'instance' || value.kind === 'opaque') {
    addInitial(value, scan);
    return;
  }
  if (depth > 2 || value.prototypeOf !== null || value.module !== null) return;
  for (const members of [value.members, value.getters]) {
    for (const member of members.values()) addValue(member, scan, depth + 1);
  }
}

/** Adds the code at the module's top level that made a value. */
function addInitial({ node, file, members, scope }: Value, scan: Scan): void {
  for (const member of members.values()) if (member.kind === 'function') addValue(member, scan);
  const module = scan.graph.records.get(file);
  if (node === null || module === undefined || scan.found.tables.has(node)) return;
  scan.found.tables.add(node);
  visit(node, { ...scan, scope: scope ?? module.scope, file, locals: new Set() });
}

/** `require` in the middle of an expression. */
function visitRequire(node: ts.CallExpression, scan: Scan): void {
  const [specifier] = node.arguments;
  if (!ts.isIdentifier(node.expression) || node.expression.text !== 'require' || specifier === undefined)
    return;
  if (!ts.isStringLiteralLike(specifier) || scan.locals.has('require')) return;
  const file = scan.graph.resolve(scan.file, specifier.text);
  const root = file === null ? undefined : scan.graph.load(file)?.root;
  if (root !== undefined) addValue(root, scan);
}

function visitIdentifier(node: ts.Identifier, scan: Scan): void {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return;
  if ((ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent)) && parent.name === node) return;
  if (scan.locals.has(node.text)) return;
  const binding = findBinding(scan.scope, node.text);
  if (binding === null) return;
  const value = binding.read();
  if (value !== null) addValue(value, scan);
  if (binding.init === null || scan.found.tables.has(binding.init) || isFunction(binding.init)) return;
  scan.found.tables.add(binding.init);
  visit(binding.init, { ...scan, locals: new Set() });
}

function visitMember(node: ts.PropertyAccessExpression, scan: Scan): void {
  if (node.expression.kind === ts.SyntaxKind.ThisKeyword) scan.own.add(node.name.text);
  const value = resolveChain(node, scan);
  if (value !== null) {
    addValue(value, scan);
    const holder = resolveChain(node.expression, scan);
    const setter = holder?.setters.get(node.name.text);
    if (setter !== undefined) addValue(setter, scan);
    return;
  }
  if (!isChainOfKnown(node, scan)) scan.loose.add(node.name.text);
  visit(node.expression, scan);
}

/** Whether the holder is known and merely lacks such a member, as with `Math.max`. */
function isChainOfKnown(node: ts.PropertyAccessExpression, scan: Scan): boolean {
  const { expression } = node;
  return ts.isIdentifier(expression) && !scan.locals.has(expression.text) && /^[A-Z]/.test(expression.text);
}

function visit(node: ts.Node, scan: Scan): void {
  const unit = node === scan.unit.node ? undefined : scan.graph.functions.get(node);
  if (unit !== undefined) {
    scan.found.functions.add(unit);
    return;
  }
  if (ts.isTypeNode(node)) return;
  if (ts.isPropertyAccessExpression(node)) {
    visitMember(node, scan);
    return;
  }
  if (ts.isIdentifier(node)) visitIdentifier(node, scan);
  if (ts.isCallExpression(node)) visitRequire(node, scan);
  ts.forEachChild(node, (child) => {
    visit(child, scan);
  });
}

function addLoose(scan: Scan, methods: ReadonlyMap<string, Value[]>, near: ReadonlySet<string>): void {
  for (const name of scan.loose) {
    for (const method of methods.get(name) ?? []) {
      if (method !== scan.unit && near.has(method.file)) scan.found.functions.add(method);
    }
  }
}

function addOverrides(scan: Scan, methods: ReadonlyMap<string, Value[]>): void {
  const owner = scan.unit.home?.holder.prototypeOf ?? null;
  if (owner === null) return;
  for (const name of scan.own) {
    for (const method of methods.get(name) ?? []) {
      const of = method.home?.holder.prototypeOf ?? null;
      if (of !== null && isBelow(of, owner)) scan.found.functions.add(method);
    }
  }
}

function methodsByName(units: readonly Value[]): Map<string, Value[]> {
  const methods = new Map<string, Value[]>();
  for (const unit of units) {
    if (unit.home?.holder.prototypeOf == null) continue;
    methods.set(unit.home.key, [...(methods.get(unit.home.key) ?? []), unit]);
  }
  return methods;
}

/**
 * The units that each unit mentions. Dynamic calls are resolved by the method's name within the file and what it
 * imports.
 */
export function findMentions(graph: ModuleGraph, units: readonly Value[]): Map<Value, Mentions> {
  const methods = methodsByName(units);
  const near = new Map<string, ReadonlySet<string>>();
  const all = new Map<Value, Mentions>();
  for (const unit of units) {
    const node = unit.node as FunctionNode;
    const found: Mentions = { functions: new Set(), classes: new Set(), tables: new Set() };
    all.set(unit, found);
    if (unit.scope === null) continue;
    const locals = declaredNames(node);
    const scan: Scan = {
      graph,
      unit,
      scope: unit.scope,
      file: unit.file,
      locals,
      found,
      loose: new Set(),
      own: new Set(),
    };
    visit(node, scan);
    const files = near.get(unit.file) ?? new Set([unit.file, ...importedFiles(graph, unit.file)]);
    near.set(unit.file, files);
    addLoose(scan, methods, files);
    addOverrides(scan, methods);
  }
  return all;
}

/** For each function and class the functions that mention it. */
export function invertMentions(mentions: ReadonlyMap<Value, Mentions>): Map<Value, Value[]> {
  const users = new Map<Value, Value[]>();
  for (const [user, { functions, classes }] of mentions) {
    for (const used of [...functions, ...classes]) {
      const known = users.get(used);
      if (known === undefined) users.set(used, [user]);
      else known.push(user);
    }
  }
  return users;
}
