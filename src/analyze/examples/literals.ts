/** Reads values that are written down in source text, without running any of it. */
import { ts } from 'ts-morph';
import type { Literal } from '../../domain/type-shape.js';

/** The expressions that top-level names of a file are bound to, for arguments given by name. */
export type Constants = ReadonlyMap<string, ts.Expression>;

const maxText = 400;
const maxItems = 30;

/** The constants that a file's statements declare, at the top and in the functions of its tests. */
export function readConstants(source: ts.Node): Constants {
  const found = new Map<string, ts.Expression>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer !== undefined) {
      // Two constants of one name would be confused.
      if (found.has(node.name.text)) found.delete(node.name.text);
      else found.set(node.name.text, node.initializer);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function readNumber(node: ts.PrefixUnaryExpression): Literal | null {
  if (!ts.isNumericLiteral(node.operand)) return null;
  const value = Number(node.operand.text);
  if (node.operator === ts.SyntaxKind.PlusToken) return { k: 'lit', v: value };
  if (node.operator !== ts.SyntaxKind.MinusToken) return null;
  return value === 0 ? { k: 'num', v: '-0' } : { k: 'lit', v: -value };
}

function readObject(node: ts.ObjectLiteralExpression, constants: Constants, depth: number): Literal | null {
  const props: [string, Literal][] = [];
  for (const property of node.properties) {
    const { name } = property;
    const isNamed =
      name !== undefined &&
      (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name));
    if (!isNamed || name.text === '__proto__') return null;
    const given = ts.isPropertyAssignment(property)
      ? property.initializer
      : ts.isShorthandPropertyAssignment(property)
        ? property.name
        : null;
    const value = given === null ? null : readLiteral(given, constants, depth + 1);
    if (value === null) return null;
    props.push([name.text, value]);
  }
  return { k: 'obj', props };
}

function readRegex(text: string): Literal {
  const end = text.lastIndexOf('/');
  return { k: 'regex', source: text.slice(1, end), flags: text.slice(end + 1) };
}

function readDate(node: ts.NewExpression, constants: Constants, depth: number): Literal | null {
  if (!ts.isIdentifier(node.expression) || node.expression.text !== 'Date') return null;
  const [only, ...more] = node.arguments ?? [];
  const given = only === undefined || more.length > 0 ? null : readLiteral(only, constants, depth + 1);
  if (given?.k !== 'lit') return null;
  // Without a zone, a text means another moment on another machine.
  const isFixed = typeof given.v === 'number' || /Z$|[+-]\d\d:?\d\d$|^\d{4}-\d\d-\d\d$/.test(String(given.v));
  const ms = isFixed ? new Date(given.v as string | number).getTime() : NaN;
  return Number.isNaN(ms) ? null : { k: 'date', ms };
}

function readIdentifier(name: string, constants: Constants, depth: number): Literal | null {
  if (name === 'undefined') return { k: 'undef' };
  if (name === 'NaN' || name === 'Infinity') return { k: 'num', v: name };
  const bound = constants.get(name);
  const value = bound === undefined || depth > 4 ? null : readLiteral(bound, constants, depth + 2);
  // An empty initialiser is filled later.
  const isEmpty =
    (value?.k === 'arr' && value.items.length === 0) || (value?.k === 'obj' && value.props.length === 0);
  return isEmpty ? null : value;
}

/** The value that an expression writes down, or null where it is not all literals. */
export function readLiteral(node: ts.Expression, constants: Constants, depth = 0): Literal | null {
  if (depth > 6) return null;
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) {
    return readLiteral(node.expression, constants, depth);
  }
  if (ts.isStringLiteralLike(node)) return node.text.length > maxText ? null : { k: 'lit', v: node.text };
  if (ts.isNumericLiteral(node)) return { k: 'lit', v: Number(node.text) };
  if (ts.isBigIntLiteral(node)) return { k: 'big', v: node.text.replace(/n$/, '') };
  if (ts.isRegularExpressionLiteral(node)) return readRegex(node.text);
  if (ts.isPrefixUnaryExpression(node)) return readNumber(node);
  if (ts.isObjectLiteralExpression(node)) return readObject(node, constants, depth);
  if (ts.isIdentifier(node)) return readIdentifier(node.text, constants, depth);
  if (ts.isNewExpression(node)) return readDate(node, constants, depth);
  if (ts.isArrayLiteralExpression(node)) {
    const items = node.elements.slice(0, maxItems).map((item) => readLiteral(item, constants, depth + 1));
    const isWhole = node.elements.length <= maxItems && !items.includes(null);
    return isWhole ? { k: 'arr', items: items.filter((item) => item !== null) } : null;
  }
  const plain: Partial<Record<ts.SyntaxKind, Literal>> = {
    [ts.SyntaxKind.TrueKeyword]: { k: 'lit', v: true },
    [ts.SyntaxKind.FalseKeyword]: { k: 'lit', v: false },
    [ts.SyntaxKind.NullKeyword]: { k: 'lit', v: null },
  };
  return plain[node.kind] ?? null;
}
