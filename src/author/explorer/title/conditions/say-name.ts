/** Words for the things that conditions speak of: parameters, members, literals. */
import { ts } from 'ts-morph';
import { bare } from './bare.js';
import type { GivenArguments } from './given.js';
import { isChangedBefore, isTakenOut, originOf, parameterOf } from './origin.js';
import { isConstant, verbs, wordsOf } from '../words.js';

// Methods that hardly change the value for a reader.
const transparent = new Set(['trim', 'toLowerCase', 'toUpperCase', 'toString', 'valueOf', 'getTime']);
const transparentFunctions = new Set(['String', 'Number', 'Boolean', 'parseInt', 'parseFloat']);

const MAX_TEXT = 24;

/** A literal as it stands in a sentence, or null. */
export function sayLiteral(node: ts.Expression): string | null {
  if (ts.isStringLiteralLike(node))
    return node.text.length > MAX_TEXT || /["\\\p{Cc}]/u.test(node.text) ? null : `"${node.text}"`;
  if (ts.isNumericLiteral(node)) return node.getText();
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken)
    return ts.isNumericLiteral(node.operand) ? `-${node.operand.getText()}` : null;
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return 'true';
    case ts.SyntaxKind.FalseKeyword:
      return 'false';
    case ts.SyntaxKind.NullKeyword:
      return 'null';
    default:
      return ts.isIdentifier(node) && /^(undefined|NaN|Infinity)$/.test(node.text) ? node.text : null;
  }
}

/** Whether this reads the length of a list or text, and not one of the measures of a thing. */
export function isLength(node: ts.Expression): node is ts.PropertyAccessExpression {
  if (!ts.isPropertyAccessExpression(node) || node.name.text !== 'length') return false;
  const holder = node.expression.getText();
  const text = node.getSourceFile().text;
  return !['width', 'height', 'depth'].some((measure) => text.includes(`${holder}.${measure}`));
}

/**
 * A name that a reader of the test knows: a parameter, a constant, part of an argument. A variable of the function is
 * named after what it comes from.
 */
function sayIdentifier(node: ts.Identifier, params: GivenArguments): string | null {
  if (isConstant(node.text)) return node.text;
  if (params.has(node.text)) return isChangedBefore(node) ? null : node.text;
  if (isTakenOut(node)) return node.text;
  const origin = originOf(node);
  if (origin === null) return null;
  return ts.isCallExpression(origin)
    ? (sayCall(origin, params) ?? sayProduct(origin))
    : sayName(origin, params);
}

const builtIn = new Set(
  [String, Array, Object, Number, RegExp, Date, Map, Function, Promise].flatMap(({ prototype }) =>
    Object.getOwnPropertyNames(prototype),
  ),
);

/** The result of a function that is named after it: `this.balance()` is the balance. */
function sayProduct(node: ts.CallExpression): string | null {
  const callee = bare(node.expression);
  const isMethod = ts.isPropertyAccessExpression(callee);
  const name = isMethod ? callee.name.text : ts.isIdentifier(callee) ? callee.text : '';
  // A variable that holds a function is known to the code alone.
  const isLocal = ts.isIdentifier(callee) && (originOf(callee) !== null || parameterOf(callee) !== null);
  const isForeign = isLocal || (isMethod && /^[A-Z]/.test(callee.expression.getText()));
  const words = wordsOf(name.replace(/^_*(?:get|compute|calculate|find)(?=[A-Z])/, '')).split(' ');
  const [first = ''] = words;
  const isDeed = verbs.has(first) || /^(is|has|can|to|from|get|on|as|of|make|new|do|try)$/.test(first);
  // An answer and no thing: `simpleEqual(a, b)`.
  const isAnswer = /^(equal|equals|match|matches|same|valid|ok|check|test|exists|contains)$/.test(
    words.at(-1) ?? '',
  );
  const isUnnamed = isDeed || isAnswer || first.length < 3 || isForeign || builtIn.has(name);
  return isUnnamed ? null : `the ${words.join(' ')}`;
}

function sayMember(node: ts.PropertyAccessExpression, params: GivenArguments): string | null {
  const member = node.name.text.replace(/^[#_]+/, '');
  const holder = bare(node.expression);
  if (holder.kind === ts.SyntaxKind.ThisKeyword) return member;
  if (isLength(node)) {
    const whole = sayName(holder, params);
    return whole === null ? null : `the length of ${whole}`;
  }
  if (ts.isIdentifier(holder) && /^(opts?|options|config|settings)$/.test(holder.text))
    return `the ${member} option`;
  const rest = sayName(holder, params);
  return rest === null || rest.includes(' ') ? null : `${rest}.${member}`;
}

function sayCall(node: ts.CallExpression, params: GivenArguments): string | null {
  const callee = bare(node.expression);
  const [first] = node.arguments;
  if (ts.isPropertyAccessExpression(callee) && transparent.has(callee.name.text))
    return sayName(callee.expression, params);
  if (ts.isIdentifier(callee) && transparentFunctions.has(callee.text) && first)
    return sayName(first, params);
  if (ts.isPropertyAccessExpression(callee) && callee.getText() === 'Math.abs' && first) {
    const inner = sayName(first, params);
    return inner === null ? null : `the absolute value of ${inner}`;
  }
  return null;
}

/** The name of an expression in a sentence, or null when it has no short name. */
export function sayName(expression: ts.Expression, params: GivenArguments): string | null {
  const node = bare(expression);
  const literal = sayLiteral(node);
  if (literal !== null) return literal;
  if (ts.isIdentifier(node)) return sayIdentifier(node, params);
  if (ts.isPropertyAccessExpression(node)) return sayMember(node, params);
  if (ts.isCallExpression(node)) return sayCall(node, params);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.PlusToken)
    return sayName(node.operand, params);
  if (ts.isElementAccessExpression(node) && ts.isNumericLiteral(node.argumentExpression)) {
    const whole = sayName(node.expression, params);
    return whole === null || whole.includes(' ') ? null : `${whole}[${node.argumentExpression.text}]`;
  }
  return null;
}
