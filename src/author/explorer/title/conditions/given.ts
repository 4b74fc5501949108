/** Works out, as far as the source and the arguments of a case show it, which value an expression had. */
import { ts } from 'ts-morph';
import type { Expression } from '../../notation/expression.js';
import { bare } from './bare.js';
import { originOf, isChangedBefore, parameterOf } from './origin.js';

const { SyntaxKind } = ts;

/** The arguments of a case by the names of their parameters; null where the value is not known. */
export type GivenArguments = ReadonlyMap<string, Expression | null>;

const undef: Expression = { k: 'undef' };
type Primitive = string | number | boolean | null | undefined;

function fromPrimitive(value: unknown): Expression | null {
  if (value === undefined) return undef;
  if (typeof value === 'number' && !Number.isFinite(value)) {
    const shown = String(value);
    return shown === 'NaN' || shown === 'Infinity' || shown === '-Infinity' ? { k: 'num', v: shown } : null;
  }
  const isPlain = value === null || ['string', 'number', 'boolean'].includes(typeof value);
  return isPlain ? { k: 'lit', v: value as string | number | boolean | null } : null;
}

/** The primitive in a box, or null when it is no primitive that is known. */
function primitiveOf(value: Expression | null): { value: Primitive } | null {
  if (value?.k === 'lit') return { value: value.v };
  if (value?.k === 'undef') return { value: undefined };
  return value?.k === 'num' ? { value: Number(value.v) } : null;
}

/** Whether a value counts as true, or null when that is not known. */
function truthOf(value: Expression | null): boolean | null {
  const primitive = primitiveOf(value);
  if (primitive) return Boolean(primitive.value);
  const isOpaque = value === null || ['ref', 'call', 'method', 'any', 'big'].includes(value.k);
  return isOpaque ? null : true;
}

function memberOf(holder: Expression | null, name: string): Expression | null {
  // The code went on, so it took something else in the place of what was left out.
  if (holder?.k === 'undef') return undef;
  if (holder?.k === 'obj') {
    const found = holder.props.find(([key]) => key === name);
    return found ? found[1] : name in Object.prototype ? null : undef;
  }
  if (holder?.k === 'arr') {
    if (name === 'length') return { k: 'lit', v: holder.items.length };
    return /^\d+$/.test(name) ? (holder.items[Number(name)] ?? undef) : null;
  }
  if (holder?.k !== 'lit' || typeof holder.v !== 'string') return null;
  if (name === 'length') return { k: 'lit', v: holder.v.length };
  return /^\d+$/.test(name) ? fromPrimitive(holder.v[Number(name)]) : null;
}

const typeNames: Partial<Record<Expression['k'], string>> = {
  undef: 'undefined',
  num: 'number',
  big: 'bigint',
  symbol: 'symbol',
  fn: 'function',
  arr: 'object',
  obj: 'object',
  date: 'object',
  map: 'object',
  set: 'object',
  regex: 'object',
  construct: 'object',
};

function typeOf(value: Expression | null): Expression | null {
  if (value?.k === 'lit') return { k: 'lit', v: value.v === null ? 'object' : typeof value.v };
  const name = value ? typeNames[value.k] : undefined;
  return name === undefined ? null : { k: 'lit', v: name };
}

const isSame = (a: Primitive, b: Primitive, isLoose: boolean): boolean =>
  isLoose && (a === null || a === undefined || b === null || b === undefined)
    ? (a ?? null) === (b ?? null)
    : a === b;

const orders = new Map<ts.SyntaxKind, (a: number | string, b: number | string) => boolean>([
  [SyntaxKind.LessThanToken, (a, b) => a < b],
  [SyntaxKind.LessThanEqualsToken, (a, b) => a <= b],
  [SyntaxKind.GreaterThanToken, (a, b) => a > b],
  [SyntaxKind.GreaterThanEqualsToken, (a, b) => a >= b],
]);

function compare(kind: ts.SyntaxKind, a: Primitive, b: Primitive): boolean | null {
  const isLoose = kind === SyntaxKind.EqualsEqualsToken || kind === SyntaxKind.ExclamationEqualsToken;
  if (isLoose && typeof a !== typeof b && a != null && b != null) return null;
  const isNot =
    kind === SyntaxKind.ExclamationEqualsEqualsToken || kind === SyntaxKind.ExclamationEqualsToken;
  if (isNot || isLoose || kind === SyntaxKind.EqualsEqualsEqualsToken) return isSame(a, b, isLoose) !== isNot;
  if (typeof a !== typeof b || (typeof a !== 'number' && typeof a !== 'string')) return null;
  return orders.get(kind)?.(a, b as typeof a) ?? null;
}

function ofLogical(node: ts.BinaryExpression, given: GivenArguments): Expression | null {
  const left = valueOf(node.left, given);
  const truth = truthOf(left);
  const { kind } = node.operatorToken;
  if (kind === SyntaxKind.QuestionQuestionToken) {
    const primitive = primitiveOf(left);
    if (!primitive) return left && truth !== null ? left : null;
    return primitive.value == null ? valueOf(node.right, given) : left;
  }
  const decides = kind === SyntaxKind.BarBarToken;
  if (truth === decides) return left;
  const right = valueOf(node.right, given);
  // Whatever the first is, a second that is known to decide does so.
  if (truth === null) return truthOf(right) === decides ? right : null;
  return right;
}

const logical = new Set([
  SyntaxKind.AmpersandAmpersandToken,
  SyntaxKind.BarBarToken,
  SyntaxKind.QuestionQuestionToken,
]);

function ofBinary(node: ts.BinaryExpression, given: GivenArguments): Expression | null {
  const { kind } = node.operatorToken;
  if (logical.has(kind)) return ofLogical(node, given);
  const [left, right] = [valueOf(node.left, given), valueOf(node.right, given)];
  if (kind === SyntaxKind.InstanceOfKeyword) return ofInstance(left, node.right);
  const [a, b] = [primitiveOf(left), primitiveOf(right)];
  if (a && b) return fromPrimitive(compare(kind, a.value, b.value) ?? undefined) ?? null;
  const isObject = (value: Expression | null, other: { value: Primitive } | null): boolean =>
    other !== null && primitiveOf(value) === null && truthOf(value) === true;
  if (!isObject(left, b) && !isObject(right, a)) return null;
  const isNot = kind === SyntaxKind.ExclamationEqualsEqualsToken;
  return isNot || kind === SyntaxKind.EqualsEqualsEqualsToken ? { k: 'lit', v: isNot } : null;
}

function ofInstance(value: Expression | null, type: ts.Expression): Expression | null {
  if (!value || !ts.isIdentifier(type)) return null;
  if (primitiveOf(value)) return { k: 'lit', v: false };
  if (value.k === 'arr' || value.k === 'obj' || value.k === 'date') {
    const own = { arr: 'Array', obj: 'Object', date: 'Date' }[value.k];
    return { k: 'lit', v: type.text === own || type.text === 'Object' };
  }
  return null;
}

const ofText: Record<string, (text: string, part: string) => Primitive> = {
  trim: (text) => text.trim(),
  toLowerCase: (text) => text.toLowerCase(),
  toUpperCase: (text) => text.toUpperCase(),
  charAt: (text, at) => text.charAt(Number(at)),
  includes: (text, part) => text.includes(part),
  indexOf: (text, part) => text.indexOf(part),
  startsWith: (text, part) => text.startsWith(part),
  endsWith: (text, part) => text.endsWith(part),
};

function ofCall(node: ts.CallExpression, given: GivenArguments): Expression | null {
  const callee = bare(node.expression);
  const [first] = node.arguments;
  const argument = first ? valueOf(first, given) : undef;
  if (callee.getText() === 'Array.isArray') {
    const isKnown = argument !== null && truthOf(argument) !== null;
    return isKnown ? { k: 'lit', v: argument.k === 'arr' } : null;
  }
  const primitive = primitiveOf(argument);
  if (callee.getText() === 'String') return primitive ? { k: 'lit', v: String(primitive.value) } : null;
  if (!ts.isPropertyAccessExpression(callee)) return null;
  const holder = primitiveOf(valueOf(callee.expression, given))?.value;
  const act = Object.hasOwn(ofText, callee.name.text) ? ofText[callee.name.text] : undefined;
  return typeof holder === 'string' && act && primitive && node.arguments.length < 2
    ? fromPrimitive(act(holder, String(primitive.value ?? '')))
    : null;
}

function ofIdentifier(node: ts.Identifier, given: GivenArguments): Expression | null {
  if (node.text === 'undefined') return undef;
  if (node.text === 'NaN' || node.text === 'Infinity') return { k: 'num', v: node.text };
  if (given.has(node.text)) {
    const value = given.get(node.text) ?? null;
    const standard = parameterOf(node)?.initializer;
    if (isChangedBefore(node)) return null;
    return standard && value?.k === 'undef' ? valueOf(standard, new Map()) : value;
  }
  const origin = originOf(node);
  return origin === null ? null : valueOf(origin, given);
}

function ofUnary(node: ts.PrefixUnaryExpression, given: GivenArguments): Expression | null {
  const value = valueOf(node.operand, given);
  if (node.operator === SyntaxKind.ExclamationToken) {
    const truth = truthOf(value);
    return truth === null ? null : { k: 'lit', v: !truth };
  }
  const primitive = primitiveOf(value);
  if (typeof primitive?.value !== 'number') return null;
  if (node.operator === SyntaxKind.MinusToken) return fromPrimitive(-primitive.value);
  return node.operator === SyntaxKind.PlusToken ? value : null;
}

/** The value of an expression of the source for these arguments, or null when it is not known. */
export function valueOf(expression: ts.Expression, given: GivenArguments): Expression | null {
  const node = bare(expression);
  if (ts.isStringLiteralLike(node)) return { k: 'lit', v: node.text };
  if (ts.isNumericLiteral(node)) return { k: 'lit', v: Number(node.text) };
  if (node.kind === SyntaxKind.TrueKeyword) return { k: 'lit', v: true };
  if (node.kind === SyntaxKind.FalseKeyword) return { k: 'lit', v: false };
  if (node.kind === SyntaxKind.NullKeyword) return { k: 'lit', v: null };
  if (ts.isIdentifier(node)) return ofIdentifier(node, given);
  if (ts.isTypeOfExpression(node)) return typeOf(valueOf(node.expression, given));
  if (ts.isPropertyAccessExpression(node)) return memberOf(valueOf(node.expression, given), node.name.text);
  if (ts.isElementAccessExpression(node)) {
    const key = primitiveOf(valueOf(node.argumentExpression, given));
    return key ? memberOf(valueOf(node.expression, given), String(key.value)) : null;
  }
  if (ts.isPrefixUnaryExpression(node)) return ofUnary(node, given);
  if (ts.isBinaryExpression(node)) return ofBinary(node, given);
  return ts.isCallExpression(node) ? ofCall(node, given) : null;
}

/** Whether a condition held for these arguments, or null when that is not known. */
export const held = (test: ts.Expression, given: GivenArguments): boolean | null =>
  truthOf(valueOf(test, given));
