/** Infers the type of an undeclared parameter from what the function does with it, and those that it is handed on to. */
import { ts } from 'ts-morph';
import type { PropertyShape, TypeShape } from '../../../domain/type-shape.js';
import type { FunctionNode } from '../../modules/module-values.js';
import { isFunction } from '../../modules/syntax.js';
import { makeUnion, mergeUses, withoutUndefined } from '../merge-shapes.js';
import type { Callees } from './callees.js';
import { withCompanions } from './companions.js';
import { byName } from './guess-by-name.js';
import { parsedFrom } from './parsed-text.js';
import { isFallback, subjectText, visitUses, type Subjects } from './subjects.js';
import { unknown, type Use } from './use.js';
import { classifyUse } from './uses.js';

const maxDepth = 5;
/** Walks through function bodies for one parameter. */
const maxWalks = 300;

/** The question that is asked of a function's code, about one value in it. */
interface Inference {
  body: ts.Node;
  callees: Callees;
  /** How many calls and members away from the parameter. */
  depth: number;
  walks: { left: number };
}

type Walk = Omit<Inference, 'body'>;

interface Collected {
  shapes: TypeShape[];
  /** Types that the code asks for; the value may be of another. */
  guards: TypeShape[];
  /** Types that it is made one of. */
  converted: TypeShape[];
  /** `string | array` that awaits better evidence. */
  isSequence: boolean;
  /** The shapes that elements of the sequence are used as. */
  elements: TypeShape[];
  isCondition: boolean;
  /** Used in a way that says nothing. */
  isRead: boolean;
  properties: Map<string, ts.Expression>;
  /** Names of destructured properties with the local name they got. */
  locals: Map<string, string>;
}

const nothing = (): Collected => ({
  shapes: [],
  guards: [],
  converted: [],
  isSequence: false,
  elements: [],
  isCondition: false,
  isRead: false,
  properties: new Map(),
  locals: new Map(),
});

const deeper = <T extends Walk>(of: T): T => ({ ...of, depth: of.depth + 1 });

function collect(subjects: Subjects, inference: Inference): Collected {
  const found = nothing();
  if (inference.walks.left-- <= 0) return found;
  visitUses(inference.body, subjects, (node) => {
    const use = classifyUse(node);
    if (isAskedFor(node)) found.isCondition = true;
    if (use !== null) take(use, found, inference);
    else if (!isComparedWithNothing(node)) found.isRead = true;
  });
  return found;
}

/** Whether the code goes on where there is no value: `on?.()`, `on || noop`. */
const isAskedFor = ({ parent }: ts.Node): boolean =>
  (ts.isCallExpression(parent) && parent.questionDotToken !== undefined) ||
  (ts.isBinaryExpression(parent) && isFallback(parent));

const isComparedWithNothing = ({ parent }: ts.Node): boolean =>
  ts.isBinaryExpression(parent) &&
  [parent.left, parent.right].some(
    (side) => side.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(side) && side.text === 'undefined'),
  );

function take(use: Use, into: Collected, inference: Inference): void {
  const { callees } = inference;
  const add = (shape: TypeShape | null, isGuard = false): void => {
    if (shape === null || shape.kind === 'unknown') into.isRead = true;
    else (isGuard ? into.guards : into.shapes).push(shape);
  };
  switch (use.kind) {
    case 'is':
      add(use.shape, use.isGuard);
      return;
    case 'converted':
      into.converted.push(use.shape);
      return;
    case 'sequence':
      into.isSequence = true;
      if (use.element !== undefined) into.elements.push(use.element);
      return;
    case 'each':
      into.isSequence = true;
      into.elements.push(inferValue(use.name, use.name, deeper({ ...inference, body: use.statement })));
      return;
    case 'list':
      add({ kind: 'array', of: elementOf(use, inference) });
      return;
    case 'listed':
      add(callees.listed(use.list));
      return;
    case 'instance':
      add(callees.instanceOf(use.owner), true);
      return;
    case 'condition':
      into.isCondition = true;
      return;
    case 'property':
      into.properties.set(use.name, use.node);
      return;
    case 'destructured':
      for (const { name, local } of use.names) into.locals.set(name, local);
      return;
    case 'called':
      add(typeOfCalled(use, inference));
      return;
    case 'kept':
      add(typeOfKept(use, inference));
      return;
    case 'argument':
      add(typeOfArgument(use, inference));
  }
}

/** The type that the callback of a list's method takes an element for. */
function elementOf({ callback, index }: Use & { kind: 'list' }, inference: Inference): TypeShape {
  const owner = isFunction(callback) ? callback : inference.callees.functionOf(callback);
  const parameter = owner?.parameters[index];
  if (owner == null || parameter === undefined || inference.depth >= maxDepth) return unknown;
  return inferNode(parameter, owner, deeper(inference));
}

/** The type that the called function takes, and what it reads out of the text where it parses one. */
function typeOfArgument(use: Use & { kind: 'argument' }, inference: Inference): TypeShape | null {
  const { callees, depth } = inference;
  const { call, index, isSum } = use;
  const owner = callees.functionOf(call.expression);
  const parameter = owner?.parameters[index];
  const isRest = parameter?.dotDotDotToken !== undefined;
  const declared = parameter === undefined || isRest ? null : callees.declaredType(parameter);
  const taken =
    declared ??
    (owner == null || parameter === undefined || isRest || depth >= maxDepth
      ? null
      : inferNode(parameter, owner, deeper(inference)));
  if (isSum === true) return taken?.kind === 'number' ? taken : null;
  if (index > 0 || depth >= maxDepth) return taken;
  const parsed = parsedFrom(call, owner, {
    callees,
    resultOf: (result) => inferResult(result, deeper(inference)),
  });
  if (parsed === null) return taken;
  return taken === null ? parsed : mergeUses([parsed, taken]);
}

/** A function that gives what its caller goes on with, or nothing where the caller asks whether there is something. */
function typeOfCalled({ call }: Use & { kind: 'called' }, inference: Inference): TypeShape {
  const params = (call.arguments ?? []).map(() => unknown);
  const of = (returns: TypeShape): TypeShape => ({ kind: 'function', params, returns });
  if (isChained(call)) return of({ kind: 'builtin', name: 'Promise', args: [unknown] });
  if (inference.depth >= maxDepth) return of(unknown);
  const { type, isAsked } = resultOf(call, deeper(inference));
  if (type.kind === 'unknown') return of(unknown);
  const isPromise = ts.isAwaitExpression(call.parent);
  const none: TypeShape = { kind: isPromise ? 'null' : 'undefined' };
  const result = isAsked && type.kind === 'object' ? makeUnion([type, none]) : type;
  return of(isPromise ? { kind: 'builtin', name: 'Promise', args: [result] } : result);
}

const isChained = ({ parent }: ts.Node): boolean =>
  ts.isPropertyAccessExpression(parent) && parent.name.text === 'then';

/** The type that the methods of a class take a field for. */
function typeOfKept({ field }: Use & { kind: 'kept' }, inference: Inference): TypeShape | null {
  if (inference.depth >= maxDepth) return null;
  const body = ts.findAncestor(field, ts.isClassLike) ?? field.getSourceFile();
  return inferValue(`this.${field.name.text}`, '', deeper({ ...inference, body }));
}

/**
 * The type of an expression's value, such as a call's result, by how the function that has it goes on with it, and whether it
 * asks if there is any.
 */
function resultOf(
  node: ts.Expression,
  inference: Inference,
  name = '',
): { type: TypeShape; isAsked: boolean } {
  const { parent } = node;
  if (isWrapper(parent)) return resultOf(parent, inference, name);
  const body = bodyAround(node, inference);
  if (ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name))
    return { type: inferPattern(parent.name, body, inference), isAsked: false };
  const subject = boundTo(node);
  const uses = subject === null ? nothing() : collect(new Set([subject]), { ...inference, body });
  const use = subject === null ? classifyUse(node) : null;
  if (use !== null) take(use, uses, inference);
  return { type: conclude(uses, name, inference), isAsked: uses.isCondition };
}

const inferResult = (node: ts.Expression, inference: Inference, name = ''): TypeShape =>
  resultOf(node, inference, name).type;

const isWrapper = (node: ts.Node): node is ts.Expression =>
  ts.isAwaitExpression(node) || ts.isParenthesizedExpression(node) || ts.isAsExpression(node);

/** The name that a value is given; null where it has none. */
function boundTo(node: ts.Expression): string | null {
  const { parent } = node;
  if (ts.isVariableDeclaration(parent)) return subjectText(parent.name);
  const isAssigned =
    ts.isBinaryExpression(parent) &&
    parent.right === node &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isAssigned ? subjectText(parent.left) : null;
}

/** The code in which a variable of the function around a node is used. */
const bodyAround = (node: ts.Node, { body }: Inference): ts.Node =>
  ts.findAncestor(node, isFunction)?.body ?? body;

function objectOf(found: Collected, inference: Inference): TypeShape | null {
  if (found.properties.size + found.locals.size === 0) return null;
  const inner = deeper(inference);
  const isDeep = inference.depth >= maxDepth;
  const read = [...found.properties].map(([name, node]): PropertyShape => {
    const subject = subjectText(node);
    if (isDeep) return { name, type: byName(name), optional: true };
    if (subject === null) return { name, type: inferResult(node, inner, name), optional: true };
    const uses = collect(new Set([subject]), inner);
    const type = conclude(uses, name, inner);
    // A function has to be there when it is called without a question.
    const isAsked = uses.isCondition || uses.guards.length > 0;
    const isCalled = uses.shapes.some(({ kind }) => kind === 'function');
    return { name, type, optional: isAsked || !isCalled };
  });
  const taken = [...found.locals].map(([name, local]): PropertyShape => ({
    name,
    type: isDeep ? byName(name) : inferValue(local, name, inner),
    optional: true,
  }));
  return { kind: 'object', properties: withCompanions([...read, ...taken]).slice(0, 25) };
}

/** The type of what a text of the code refers to; `name` is what it is called by whoever gives it. */
const inferValue = (subject: string, name: string, inference: Inference): TypeShape =>
  conclude(collect(new Set([subject]), inference), name, inference);

const isTelling = ({ kind }: TypeShape): boolean =>
  kind === 'number' || kind === 'object' || kind === 'function' || kind === 'class';

/** Whether it is called only where it is a function: `if (typeof value === 'function') value()`. */
const isOnlyAskedFor = ({ guards, shapes }: Collected): boolean =>
  guards.some(({ kind }) => kind === 'function') && shapes.every(({ kind }) => kind === 'function');

function conclude(found: Collected, name: string, inference: Inference): TypeShape {
  const object = objectOf(found, inference);
  const isInstance = [...found.guards, ...found.shapes].some(({ kind }) => kind === 'class');
  const certain = object === null || isInstance ? found.shapes : [...found.shapes, object];
  const merged = mergeUses([...found.guards, ...certain]);
  const shapes = merged.kind === 'union' ? merged.of : merged.kind === 'unknown' ? [] : [merged];
  const named = byName(name);
  const elements = mergeUses(found.elements);
  if (isTelling(elements) && object === null) {
    const others = shapes.filter(({ kind }) => kind !== 'array' && kind !== 'string');
    const lists = shapes.filter(({ kind }) => kind === 'array');
    return makeUnion([mergeUses([{ kind: 'array', of: elements }, ...lists]), ...others]);
  }
  const isListed = shapes.some(({ kind }) => kind === 'string' || kind === 'array' || kind === 'builtin');
  if (found.isSequence && !isListed && object === null) {
    if (shapes.length === 0 && (named.kind === 'string' || named.kind === 'array')) return named;
    return makeUnion([{ kind: 'string' }, { kind: 'array', of: unknown }, ...shapes]);
  }
  // One guard alone says as much about what the value may be besides.
  const isGuarded =
    new Set(shapes.map(({ kind }) => kind)).size === 1 && (certain.length === 0 || isOnlyAskedFor(found));
  if (isGuarded && !shapes.some(({ kind }) => kind === named.kind)) return makeUnion([...shapes, named]);
  if (shapes.length > 0) return makeUnion(shapes);
  if (named.kind === 'unknown' && found.converted.length > 0) return mergeUses(found.converted);
  const isFlag = found.isCondition && !found.isRead && inference.depth > 0;
  return named.kind === 'unknown' && isFlag ? { kind: 'boolean' } : named;
}

function inferPattern(pattern: ts.BindingPattern, body: ts.Node, outer: Walk): TypeShape {
  if (ts.isArrayBindingPattern(pattern)) return { kind: 'array', of: unknown };
  const properties = pattern.elements.flatMap(({ name, propertyName, initializer, dotDotDotToken }) => {
    const key = propertyName ?? name;
    if (dotDotDotToken !== undefined || !ts.isIdentifier(key)) return [];
    const inner = deeper(outer);
    const type = ts.isIdentifier(name)
      ? inferValue(name.text, key.text, { ...inner, body })
      : inferPattern(name, body, inner);
    return [{ name: key.text, type, optional: initializer !== undefined }];
  });
  return { kind: 'object', properties };
}

/** A parameter by what is done with it; one that is a property of the object at once, by what the methods do with that. */
function inferNamed(node: ts.ParameterDeclaration, text: string, inference: Inference): TypeShape {
  const inBody = inferValue(text, text, inference);
  if (!ts.isParameterPropertyDeclaration(node, node.parent)) return inBody;
  const inMethods = inferValue(`this.${text}`, text, { ...inference, body: node.parent.parent });
  return inMethods.kind === 'unknown' ? inBody : inMethods;
}

function inferNode(node: ts.ParameterDeclaration, owner: FunctionNode, outer: Walk): TypeShape {
  const { body } = owner;
  if (!ts.isIdentifier(node.name)) return body === undefined ? unknown : inferPattern(node.name, body, outer);
  const { text } = node.name;
  if (body === undefined) return byName(text);
  const inferred = inferNamed(node, text, { ...outer, body });
  if (node.dotDotDotToken !== undefined && inferred.kind !== 'array') return { kind: 'array', of: unknown };
  return inferred;
}

const start = (callees: Callees): Walk => ({ callees, depth: 0, walks: { left: maxWalks } });

/** The type that the use of a parameter suggests, then that of what callers give; `unknown` when nothing does. */
export function inferFromUse(
  node: ts.ParameterDeclaration,
  owner: FunctionNode,
  callees: Callees,
): TypeShape {
  const inferred = inferNode(node, owner, start(callees));
  if (inferred.kind !== 'unknown' || node.dotDotDotToken !== undefined) return inferred;
  return withoutUndefined(mergeUses(callees.givenTypes(owner, owner.parameters.indexOf(node))));
}

/** The same for a variable of a function's body. */
export function inferVariable(name: string, { body }: FunctionNode, callees: Callees): TypeShape {
  return body === undefined ? byName(name) : inferValue(name, name, { ...start(callees), body });
}
