/** Infers the type of an undeclared parameter from what the function does with it. */
import { ts } from 'ts-morph';
import type { TypeShape } from '../../domain/type-shape.js';
import type { FunctionNode } from '../modules/module-values.js';
import { isFunction } from '../modules/syntax.js';
import { makeUnion } from './merge-shapes.js';
import { classifyUse, type Use } from './uses.js';

/** The function that a call means by a name, or null. */
export type FindFunction = (name: string, from: ts.Node) => FunctionNode | null;

const unknown: TypeShape = { kind: 'unknown' };
const maxDepth = 2;

/** The question that is asked of a function's code, about one value in it. */
interface Inference {
  body: ts.Node;
  find: FindFunction;
  /** How many calls and members away from the parameter. */
  depth: number;
}

interface Collected {
  shapes: TypeShape[];
  /** Types that the code asks for; the value may be of another. */
  guards: TypeShape[];
  /** `string | array` that awaits better evidence. */
  isSequence: boolean;
  /** The shapes that elements of the sequence are used as. */
  elements: TypeShape[];
  isCondition: boolean;
  properties: Map<string, ts.Expression>;
  /** Names of destructured properties with the local name they got. */
  locals: Map<string, string>;
}

/** The texts that refer to the value in the code: its name, or a member chain such as `options.depth`. */
type Subjects = Set<string>;

function subjectText(node: ts.Node): string | null {
  if (ts.isIdentifier(node)) return node.text;
  if (!ts.isPropertyAccessExpression(node)) return null;
  const holder = subjectText(node.expression);
  return holder === null ? null : `${holder}.${node.name.text}`;
}

/** Whether an inner function has a parameter of that name, so that the name means something else in it. */
const shadows = (node: ts.Node, subjects: Subjects): boolean =>
  isFunction(node) &&
  node.parameters.some(({ name }) => ts.isIdentifier(name) && subjects.has(name.text) && subjects.size > 0);

function addAlias(node: ts.Node, subjects: Subjects): void {
  if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name) || node.initializer === undefined)
    return;
  const { initializer } = node;
  const source =
    ts.isBinaryExpression(initializer) && isFallback(initializer) ? initializer.left : initializer;
  const text = subjectText(source);
  if (text !== null && subjects.has(text)) subjects.add(node.name.text);
}

const isFallback = ({ operatorToken: { kind } }: ts.BinaryExpression): boolean =>
  kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken;

function isSubject(node: ts.Node, subjects: Subjects): node is ts.Expression {
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return false;
  const { parent } = node;
  const isName =
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isParameter(parent) && parent.name === node);
  const text = isName ? null : subjectText(node);
  return text !== null && subjects.has(text);
}

function collect(subjects: Subjects, inference: Inference): Collected {
  const found: Collected = {
    shapes: [],
    guards: [],
    isSequence: false,
    elements: [],
    isCondition: false,
    properties: new Map(),
    locals: new Map(),
  };
  const visit = (node: ts.Node): void => {
    if (shadows(node, subjects)) return;
    addAlias(node, subjects);
    if (isSubject(node, subjects)) {
      const use = classifyUse(node);
      if (use !== null) take(use, found, inference);
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(inference.body);
  return found;
}

function take(use: Use, into: Collected, { find, depth }: Inference): void {
  switch (use.kind) {
    case 'is':
      (use.isGuard === true ? into.guards : into.shapes).push(use.shape);
      return;
    case 'sequence':
      into.isSequence = true;
      if (use.element !== undefined) into.elements.push(use.element);
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
    case 'argument': {
      const callee = depth < maxDepth ? find(use.callee, use.node) : null;
      const parameter = callee?.parameters[use.index];
      if (callee === null || parameter === undefined || parameter.type !== undefined) return;
      const shape = inferNode(parameter, callee, { find, depth: depth + 1 });
      if (shape.kind !== 'unknown') into.shapes.push(shape);
    }
  }
}

function objectOf(found: Collected, inference: Inference): TypeShape | null {
  if (found.properties.size + found.locals.size === 0) return null;
  const shapeFor = (subject: string | null, name: string): TypeShape => {
    if (subject === null || inference.depth >= maxDepth) return byName(name);
    return inferValue(subject, name, { ...inference, depth: inference.depth + 1 });
  };
  const read = [...found.properties].map(([name, node]) => ({
    name,
    type: shapeFor(subjectText(node), name),
  }));
  const taken = [...found.locals].map(([name, local]) => ({ name, type: shapeFor(local, name) }));
  const properties = [...read, ...taken].slice(0, 25).map((property) => ({ ...property, optional: true }));
  return { kind: 'object', properties };
}

/** Keeps the fuller of two shapes of one kind: `string[]` over `unknown[]`. */
function withoutVague(shapes: readonly TypeShape[]): TypeShape[] {
  return shapes.filter(
    (shape, index) =>
      !shapes.some(
        (other, at) =>
          at !== index &&
          other.kind === shape.kind &&
          JSON.stringify(other).length + (at < index ? 1 : 0) > JSON.stringify(shape).length,
      ),
  );
}

/** The type of what a text of the code refers to; `name` is what it is called by whoever gives it. */
const inferValue = (subject: string, name: string, inference: Inference): TypeShape =>
  conclude(collect(new Set([subject]), inference), name, inference);

function conclude(found: Collected, name: string, inference: Inference): TypeShape {
  const object = objectOf(found, inference);
  const certain = object === null ? found.shapes : [...found.shapes, object];
  const shapes = withoutVague([...found.guards, ...certain]);
  const named = byName(name);
  const element = found.elements.some(
    ({ kind }) => kind === 'number' || kind === 'object' || kind === 'function',
  )
    ? makeUnion(found.elements)
    : null;
  if (element !== null && object === null) {
    const others = shapes.filter(({ kind }) => kind !== 'array' && kind !== 'string');
    return makeUnion([{ kind: 'array', of: element }, ...others]);
  }
  const isListed = shapes.some(({ kind }) => kind === 'string' || kind === 'array' || kind === 'builtin');
  if (found.isSequence && !isListed && object === null) {
    if (shapes.length === 0 && (named.kind === 'string' || named.kind === 'array')) return named;
    return makeUnion([{ kind: 'string' }, { kind: 'array', of: unknown }, ...shapes]);
  }
  // One guard alone says as much about what the value may be besides.
  const isGuarded = certain.length === 0 && new Set(shapes.map(({ kind }) => kind)).size === 1;
  if (isGuarded && !shapes.some(({ kind }) => kind === named.kind)) return makeUnion([...shapes, named]);
  if (shapes.length > 0) return makeUnion(shapes);
  return named.kind === 'unknown' && found.isCondition && inference.depth > 0 ? { kind: 'boolean' } : named;
}

const callback: TypeShape = { kind: 'function', params: [unknown], returns: unknown };
const names: readonly (readonly [RegExp, TypeShape])[] = [
  [
    /^(?:cb|callback|done|next|fn|func|predicate|iteratee|comparator|handler|listener)$|Fn$|Callback$/,
    callback,
  ],
  [
    /^(?:opts?|options|config|settings|params|props|obj|object)$|Options$/,
    { kind: 'object', properties: [] },
  ],
  [
    /^(?:str|string|s|name|text|input|key|path|url|prefix|suffix|message|msg|title)$|Name$/,
    { kind: 'string' },
  ],
  [
    /^(?:n|num|number|count|index|idx|len|length|size|limit|offset|min|max|ms|width|height)$/,
    { kind: 'number' },
  ],
  [/^(?:arr|array|list|items|values|elements)$/, { kind: 'array', of: unknown }],
  [/^(?:date|now)$/, { kind: 'builtin', name: 'Date', args: [] }],
  [/^(?:re|regex|regexp|pattern)$/, { kind: 'builtin', name: 'RegExp', args: [] }],
  [/^(?:is|has|should|can)[A-Z]|^(?:flag|enabled|strict|deep|force|verbose)$/, { kind: 'boolean' }],
];

/** The type suggested by the name alone; the weakest evidence. */
const byName = (name: string): TypeShape => names.find(([pattern]) => pattern.test(name))?.[1] ?? unknown;

function inferPattern(
  pattern: ts.BindingPattern,
  owner: FunctionNode,
  outer: Omit<Inference, 'body'>,
): TypeShape {
  if (ts.isArrayBindingPattern(pattern)) return { kind: 'array', of: unknown };
  const { body } = owner;
  const properties = pattern.elements.flatMap(({ name, propertyName, initializer, dotDotDotToken }) => {
    const key = propertyName ?? name;
    if (dotDotDotToken !== undefined || !ts.isIdentifier(key) || body === undefined) return [];
    const inner = { ...outer, depth: outer.depth + 1 };
    const type = ts.isIdentifier(name)
      ? inferValue(name.text, key.text, { body, ...inner })
      : inferPattern(name, owner, inner);
    return [{ name: key.text, type, optional: initializer !== undefined }];
  });
  return { kind: 'object', properties };
}

function inferNode(
  node: ts.ParameterDeclaration,
  owner: FunctionNode,
  inference: Omit<Inference, 'body'>,
): TypeShape {
  if (!ts.isIdentifier(node.name)) return inferPattern(node.name, owner, inference);
  const { text } = node.name;
  if (owner.body === undefined) return byName(text);
  const inferred = inferValue(text, text, { body: owner.body, ...inference });
  if (node.dotDotDotToken !== undefined && inferred.kind !== 'array') return { kind: 'array', of: unknown };
  return inferred;
}

/** The type that the use of a parameter suggests; `unknown` when it suggests nothing. */
export function inferFromUse(
  node: ts.ParameterDeclaration,
  owner: FunctionNode,
  find: FindFunction,
): TypeShape {
  return inferNode(node, owner, { find, depth: 0 });
}

/** The same for a variable of a function's body. */
export function inferVariable(name: string, { body }: FunctionNode, find: FindFunction): TypeShape {
  return body === undefined ? byName(name) : inferValue(name, name, { body, find, depth: 0 });
}
