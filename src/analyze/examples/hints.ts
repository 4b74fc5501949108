/** Mines literals and property names that decide which way a function goes. */
import { ts } from 'ts-morph';
import type { Hints } from '../../domain/target.js';
import type { FunctionNode } from '../modules/module-values.js';
import { isFunction } from '../modules/syntax.js';
import * as known from '../types/use/member-names.js';

const maxEach = 60;
const maxTextLength = 200;

interface Mined {
  strings: Set<string>;
  numbers: Set<number>;
  regexes: Map<string, { source: string; flags: string }>;
  properties: Set<string>;
}

/** Names under which a function and its callbacks are given values. */
function givenNames(node: ts.Node): Set<string> {
  const names = new Set<string>();
  const add = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) names.add(name.text);
    else for (const element of name.elements) if (ts.isBindingElement(element)) add(element.name);
  };
  const visit = (child: ts.Node): void => {
    if (isFunction(child)) for (const { name } of child.parameters) add(name);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return names;
}

/** Messages of errors, names of types and of modules are not values that a caller passes. */
function isNoise(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isNewExpression(parent) && parent.expression.getText().endsWith('Error')) return true;
  if (ts.isThrowStatement(parent) || ts.isImportDeclaration(parent) || ts.isLiteralTypeNode(parent))
    return true;
  if (ts.isCallExpression(parent) && parent.expression.getText() === 'require') return true;
  if (ts.isBinaryExpression(parent))
    return ts.isTypeOfExpression(parent.left) || ts.isTypeOfExpression(parent.right);
  return ts.isExpressionStatement(parent);
}

function rootName(node: ts.Expression): string | null {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)
    ? rootName(node.expression)
    : null;
}

function addRegex(text: string, mined: Mined): void {
  const end = text.lastIndexOf('/');
  mined.regexes.set(text, { source: text.slice(1, end), flags: text.slice(end + 1) });
}

function addPattern(pattern: ts.ObjectBindingPattern, mined: Mined): void {
  for (const { name, propertyName, dotDotDotToken } of pattern.elements) {
    const key = propertyName ?? name;
    if (dotDotDotToken === undefined && ts.isIdentifier(key)) mined.properties.add(key.text);
  }
}

function addText(text: string, mined: Mined): void {
  if (text.length <= maxTextLength) mined.strings.add(text);
}

function addNumber(node: ts.NumericLiteral, mined: Mined): void {
  const { parent } = node;
  const isNegative = ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.MinusToken;
  const value = Number(node.text) * (isNegative ? -1 : 1);
  if (Number.isFinite(value)) mined.numbers.add(value);
}

function addKey(node: ts.ObjectLiteralElementLike, mined: Mined): void {
  const { name } = node;
  if (name === undefined) return;
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name)) addText(name.text, mined);
  else if (ts.isNumericLiteral(name)) addText(name.text, mined);
}

/** The part of the code that literals are mined from. */
interface Vein {
  /** Names of what the function is given. */
  given: ReadonlySet<string>;
  /** Whether it is a constant, whose keys count as well. */
  isTable: boolean;
}

const ofLanguage = [
  known.stringMethods,
  known.arrayMethods,
  known.sequenceMembers,
  known.numberMethods,
  known.dateMethods,
  known.functionMembers,
  known.commonMembers,
];

/** Whether a method of the language's own values is called there, or asked for. */
function isMethodOfLanguage({ name, parent }: ts.PropertyAccessExpression): boolean {
  const isCalled = ts.isCallExpression(parent) && parent.expression.end === name.end;
  const isMethod = isCalled || ts.isTypeOfExpression(parent);
  return isMethod && ofLanguage.some((names) => names.has(name.text));
}

function mineNode(node: ts.Node, vein: Vein, mined: Mined): void {
  if (ts.isTypeNode(node)) return;
  if (ts.isStringLiteralLike(node)) {
    if (!isNoise(node)) addText(node.text, mined);
  } else if (ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)) {
    if (node.text.trim() !== '' && !isNoise(node.parent)) addText(node.text, mined);
  } else if (ts.isNumericLiteral(node)) addNumber(node, mined);
  else if (ts.isRegularExpressionLiteral(node)) addRegex(node.text, mined);
  else if (ts.isObjectBindingPattern(node)) addPattern(node, mined);
  else if (ts.isPropertyAccessExpression(node)) {
    const isOwn = vein.given.has(rootName(node.expression) ?? '') && !isMethodOfLanguage(node);
    if (isOwn) mined.properties.add(node.name.text);
  } else if (vein.isTable && ts.isObjectLiteralElementLike(node)) addKey(node, mined);
  ts.forEachChild(node, (child) => {
    mineNode(child, vein, mined);
  });
}

export interface HintSources {
  /** The target first, then what it calls. */
  functions: readonly FunctionNode[];
  /** The initialisers of the module-level constants that they read. */
  tables: readonly ts.Node[];
}

/** The literals and property names of a target and of what it calls and reads, in that order, at most 60 of each. */
export function mineHints({ functions, tables }: HintSources): Hints {
  const mined: Mined = { strings: new Set(), numbers: new Set(), regexes: new Map(), properties: new Set() };
  for (const node of functions) mineNode(node, { given: givenNames(node), isTable: false }, mined);
  for (const node of tables) mineNode(node, { given: new Set(), isTable: true }, mined);
  return {
    strings: [...mined.strings].slice(0, maxEach),
    numbers: [...mined.numbers].slice(0, maxEach),
    regexes: [...mined.regexes.values()].slice(0, maxEach),
    properties: [...mined.properties].slice(0, maxEach),
  };
}
