/** Evaluates the calls by which modules load others, extend objects and wrap themselves. */
import { ts } from 'ts-morph';
import {
  copyMembers,
  defineAccessor,
  evaluate,
  fillObject,
  keyOf,
  literalKey,
  makeOpaque,
  strip,
  type EvaluationPlace,
} from './evaluate-expression.js';
import {
  type MemberPlace,
  findBinding,
  makeValue,
  memberName,
  setMember,
  type FunctionNode,
  type Value,
} from './module-values.js';
import { isModuleBody, returnsFunction } from './syntax.js';

const extenders = /^(?:assign|extend|_extend|mixin|merge|defaults|__export|_export|__exportStar)$/;
/** Functions that give back a function which stands for the one that they are given. */
const wrappers =
  /memo|debounce|throttle|^once$|curry|deprecate|forwardRef|promisify|^wrap|bind|observer|asyncHandler|^fn$|callback/i;
/** Compiled code's ways to take a module; they hand it on. */
const interops = /^(?:__importStar|_interopRequireWildcard|__toESM|__toCommonJS|_interopNamespace)$/;

type Arguments = readonly ts.Expression[];

const nameOf = (callee: ts.Expression): string => keyOf(callee) ?? '';

function loadRequired(
  callee: ts.Expression,
  args: Arguments,
  place: EvaluationPlace,
): Value | null | undefined {
  if (!ts.isIdentifier(callee) || callee.text !== 'require' || findBinding(place.scope, 'require') !== null) {
    return undefined;
  }
  const [specifier] = args;
  if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return null;
  const file = place.context.resolve(place.module.file, specifier.text);
  return file === null ? null : (place.context.load(file)?.root ?? null);
}

/** Arguments of a module wrapper: a function among them is a module body too, not a unit. */
function wrapperArgument(node: ts.Expression, place: EvaluationPlace): Value | null {
  const argument = strip(node);
  if (ts.isFunctionExpression(argument) || ts.isArrowFunction(argument)) {
    return makeValue('function', { file: place.module.file, node: argument, name: '' });
  }
  return evaluate(argument, place, '');
}

function runIfWrapper(node: ts.CallExpression, place: EvaluationPlace): Value | null | undefined {
  let callee = strip(node.expression);
  let args: Arguments = node.arguments;
  let self: Value | null = null;
  if (ts.isPropertyAccessExpression(callee) && /^(?:call|apply)$/.test(callee.name.text)) {
    const inner = strip(callee.expression);
    const [first, ...rest] = args;
    if (ts.isFunctionExpression(inner) && first !== undefined) {
      self = evaluate(first, place, '');
      args = callee.name.text === 'call' ? rest : [];
      callee = inner;
    }
  }
  if (ts.isIdentifier(callee) && findBinding(place.scope, callee.text)?.isWrapperArgument === true) {
    const given = findBinding(place.scope, callee.text)?.read()?.node;
    if (given === undefined || given === null) return null;
    if (!ts.isFunctionExpression(given) && !ts.isArrowFunction(given)) return null;
    return place.runWrapper(
      given,
      args.map((arg) => wrapperArgument(arg, place)),
      place,
    );
  }
  if (!ts.isFunctionExpression(callee) && !ts.isArrowFunction(callee))
    return runIfModuleBody(callee, args, place);
  const inner: EvaluationPlace = { ...place, scope: { ...place.scope, self: self ?? place.scope.self } };
  return place.runWrapper(
    callee,
    args.map((arg) => wrapperArgument(arg, place)),
    inner,
  );
}

/** A function that is called by its name while the module loads, and that holds most of the module. */
function runIfModuleBody(
  callee: ts.Expression,
  args: Arguments,
  place: EvaluationPlace,
): Value | null | undefined {
  const called = ts.isIdentifier(callee) ? findBinding(place.scope, callee.text)?.read() : null;
  const node = called?.kind === 'function' ? called.node : null;
  if (called?.scope == null || node === null || !isModuleBody(node)) return undefined;
  const given = args.map((arg) => wrapperArgument(arg, place));
  return place.runWrapper(node, given, { ...place, scope: called.scope });
}

const isFunctionNode = (node: ts.Node): node is FunctionNode =>
  ts.isFunctionExpression(node) || ts.isArrowFunction(node) || ts.isMethodDeclaration(node);

function applyDescriptor(
  { holder, key }: MemberPlace,
  descriptor: ts.Expression,
  place: EvaluationPlace,
): void {
  if (!ts.isObjectLiteralExpression(descriptor)) return;
  for (const property of descriptor.properties) {
    const field = property.name === undefined ? null : keyOf(property.name);
    const given = ts.isPropertyAssignment(property) ? strip(property.initializer) : property;
    if ((field === 'get' || field === 'set') && isFunctionNode(given)) {
      defineAccessor(given, { holder, key, role: field === 'get' ? 'getter' : 'setter' }, place);
    } else if (field === 'value' || field === 'get') {
      const value = evaluate(given, place, memberName(holder.prototypeOf ?? holder, key));
      if (value !== null) setMember({ holder, key, role: field === 'value' ? 'value' : 'getter' }, value);
    }
  }
}

function defineByDescriptor(name: string, args: Arguments, place: EvaluationPlace): Value | null {
  const [object, second, third] = args;
  const holder = object === undefined ? null : evaluate(object, place, '');
  if (holder === null || second === undefined) return holder;
  if (name === 'defineProperty') {
    const key = literalKey(second);
    if (key !== null && third !== undefined) applyDescriptor({ holder, key }, third, place);
    return holder;
  }
  if (!ts.isObjectLiteralExpression(second)) return holder;
  for (const property of second.properties) {
    const key = property.name === undefined ? null : keyOf(property.name);
    if (key !== null && ts.isPropertyAssignment(property)) {
      applyDescriptor({ holder, key }, property.initializer, place);
    }
  }
  return holder;
}

function inherit(args: Arguments, place: EvaluationPlace): null {
  const [child, parent] = args.slice(0, 2).map((arg) => evaluate(arg, place, ''));
  if (child === undefined || child === null || parent === undefined || parent === null) return null;
  const owner = child.prototypeOf ?? child;
  const base = parent.prototypeOf ?? parent;
  if (owner !== base) owner.superclass = base;
  return null;
}

function createFrom(args: Arguments, place: EvaluationPlace, name: string): Value {
  const object = makeValue('object', { file: place.module.file, node: args[0] ?? null, name });
  const from = args[0] === undefined ? null : evaluate(args[0], place, '');
  object.madeFrom = from?.prototypeOf ?? null;
  return object;
}

function extend([first, ...rest]: Arguments, place: EvaluationPlace, hint: string): Value | null {
  if (first === undefined) return null;
  const bare = strip(first);
  const holder = ts.isObjectLiteralExpression(bare)
    ? fillObject(bare, makeValue('object', { file: place.module.file, node: bare, name: hint }), place)
    : evaluate(bare, place, hint);
  if (holder === null) return null;
  for (const arg of rest) {
    const given = strip(arg);
    const named = holder.prototypeOf ?? holder;
    if (ts.isObjectLiteralExpression(given)) {
      const source = fillObject(
        given,
        { ...makeValue('object', { file: place.module.file, node: given, name: named.name }) },
        place,
      );
      rehome(source, holder);
    } else copyMembers(evaluate(given, place, ''), holder, place);
  }
  return holder;
}

/** Moves what an object literal holds to the object that it is assigned to. */
function rehome(from: Value, to: Value): void {
  for (const role of ['value', 'getter', 'setter'] as const) {
    const members = { value: from.members, getter: from.getters, setter: from.setters }[role];
    for (const [key, value] of members) {
      if (value.home?.holder === from) value.home = null;
      setMember({ holder: to, key, role }, value);
    }
  }
}

function handOn(args: Arguments, place: EvaluationPlace, name: string): Value | null {
  const given = args.find((arg) => {
    const bare = strip(arg);
    return ts.isFunctionExpression(bare) || ts.isArrowFunction(bare) || ts.isIdentifier(bare);
  });
  const value = given === undefined ? null : evaluate(given, place, name);
  return value?.kind === 'function' || value?.kind === 'class' ? value : null;
}

/** Whether a name means a function of the host that gives back another function. */
function isDecorator(callee: ts.Expression, place: EvaluationPlace): boolean {
  const called = ts.isIdentifier(callee) ? findBinding(place.scope, callee.text)?.read() : null;
  return called?.kind === 'function' && called.node !== null && returnsFunction(called.node as FunctionNode);
}

/** The function that a decorator returns, through which a test reaches the decorated one. */
function decorate(node: ts.CallExpression, place: EvaluationPlace, name: string): Value | null {
  const given = handOn(node.arguments, place, name);
  if (given === null || given.name === name) return given;
  const decorated = makeOpaque(node, place, name);
  decorated.standsFor = given;
  return decorated;
}

/** The result of a call at a module's top level; null when it is unknown. */
export function evaluateCall(node: ts.CallExpression, place: EvaluationPlace, name: string): Value | null {
  const wrapped = runIfWrapper(node, place);
  if (wrapped !== undefined) return wrapped;
  const callee = strip(node.expression);
  const args = node.arguments;
  const required = loadRequired(callee, args, place);
  if (required !== undefined) return required;
  const called = nameOf(callee);
  if (/^define(?:Property|Properties)$/.test(called)) return defineByDescriptor(called, args, place);
  if (/^(?:inherits|setPrototypeOf|__extends|_inherits|_inheritsLoose)$/.test(called))
    return inherit(args, place);
  if (extenders.test(called)) {
    const isReversed = called.startsWith('__exportStar');
    return extend(isReversed ? [...args].reverse() : args, place, name);
  }
  const [first] = args;
  if (/^(?:freeze|seal|preventExtensions)$/.test(called) || interops.test(called)) {
    return first === undefined ? null : evaluate(first, place, name);
  }
  if (called === 'create' && callee.getText() === 'Object.create') return createFrom(args, place, name);
  if (/^(?:__importDefault|_interopRequireDefault)$/.test(called) && first !== undefined) {
    return importDefault(evaluate(first, place, name), place);
  }
  if (ts.isPropertyAccessExpression(callee)) evaluateIfModule(callee.expression, place);
  if (wrappers.test(called)) return handOn(args, place, name);
  return isDecorator(callee, place) ? decorate(node, place, name) : null;
}

/** `module.exports = f` may hide in the object of a call chain. */
function evaluateIfModule(node: ts.Expression, place: EvaluationPlace): void {
  const bare = strip(node);
  if (ts.isBinaryExpression(bare)) evaluate(bare, place, '');
}

function importDefault(value: Value | null, place: EvaluationPlace): Value | null {
  if (value === null || value.members.has('default') || value.module !== null) return value;
  const namespace = makeValue('object', { file: place.module.file, node: null, name: '' });
  namespace.members.set('default', value);
  return namespace;
}
