/** Words for the things that conditions speak of: parameters, members, literals. */
import { ts } from 'ts-morph';

// Names that only the author of the code knows what to think of.
const vague = new Set(
  'hit match matched m tmp temp res ret result val idx len pos ptr cur curr prev acc arr str obj item items el elem key keys node args arg out found flag data'.split(
    ' ',
  ),
);

const isConstant = (name: string): boolean => /^[A-Z][A-Z0-9_]+$/.test(name);

/** Whether a name means something to a reader who sees only the test. */
function isTelling(node: ts.Identifier, params: ReadonlySet<string>): boolean {
  const name = node.text;
  return params.has(name) || isConstant(name) || (name.length > 3 && !vague.has(name));
}

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

/** The expression inside of brackets, casts and `!`. */
export function bare(node: ts.Expression): ts.Expression {
  const isWrapped =
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isAwaitExpression(node);
  return isWrapped ? bare(node.expression) : node;
}

/** Whether this reads the length of a list or text, and not one of the measures of a thing. */
export function isLength(node: ts.Expression): node is ts.PropertyAccessExpression {
  if (!ts.isPropertyAccessExpression(node) || node.name.text !== 'length') return false;
  const holder = node.expression.getText();
  const text = node.getSourceFile().text;
  return !['width', 'height', 'depth'].some((measure) => text.includes(`${holder}.${measure}`));
}

function sayMember(node: ts.PropertyAccessExpression, params: ReadonlySet<string>): string | null {
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

function sayCall(node: ts.CallExpression, params: ReadonlySet<string>): string | null {
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
export function sayName(expression: ts.Expression, params: ReadonlySet<string>): string | null {
  const node = bare(expression);
  const literal = sayLiteral(node);
  if (literal !== null) return literal;
  if (ts.isIdentifier(node)) return isTelling(node, params) ? node.text : null;
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

/** `isCardNumber` in words: `card number`. */
export const wordsOf = (name: string): string =>
  name
    .replace(/^[#_]+/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/_/g, ' ')
    .toLowerCase();

/** The indefinite article with its noun. */
export const withArticle = (noun: string): string => (/^[aeiou]/i.test(noun) ? `an ${noun}` : `a ${noun}`);
