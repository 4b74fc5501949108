/** Turns JavaScript with Flow's types into what TypeScript or Node can read; every character keeps its line and column. */
import { parseSync, types } from '@babel/core';

export interface FlowOptions {
  /** Whether types that TypeScript writes in the same way stay; else none does. */
  keepsTypes: boolean;
}

/** Source text in which parts are replaced by blanks; line breaks stay. */
class BlankedText {
  readonly #text: string;
  readonly #chars: string[];

  constructor(text: string) {
    this.#text = text;
    this.#chars = text.split('');
  }

  blank(start: number, end: number): void {
    for (let at = start; at < end; at++)
      if (!/[\r\n\u2028\u2029]/.test(this.#chars[at] ?? '')) this.put(at, ' ');
  }

  put(at: number, char: string): void {
    this.#chars[at] = char;
  }

  /** Blanks the last occurrence of a word that ends before `end`. */
  blankBefore(word: string, end: number, start: number): void {
    const at = this.#text.lastIndexOf(word, end - word.length);
    if (at >= start) this.blank(at, at + word.length);
  }

  /** Blanks the first occurrence of a sign between two places. */
  blankBetween(sign: string, start: number, end: number): void {
    const at = this.#text.slice(start, end).indexOf(sign);
    if (at >= 0) this.blank(start + at, start + at + sign.length);
  }

  /** The next place at or after `at` that holds no white space. */
  skipSpace(at: number): number {
    const rest = this.#text.slice(at).search(/\S/);
    return rest < 0 ? this.#text.length : at + rest;
  }

  charAt(at: number): string {
    return this.#text.charAt(at);
  }

  has(sign: string, start: number, end: number): boolean {
    return this.#text.slice(start, end).includes(sign);
  }

  lastIndexBefore(sign: string, end: number): number {
    return this.#text.lastIndexOf(sign, end - 1);
  }

  toString(): string {
    return this.#chars.join('');
  }
}

/** A node as far as its place is known. */
type PlacedNode = types.Node & { start: number; end: number };

const isNode = (value: unknown): value is PlacedNode =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value && value.start !== null;

function childrenOf(node: types.Node): PlacedNode[] {
  return (types.VISITOR_KEYS[node.type] ?? []).flatMap((key) => {
    const value = (node as unknown as Record<string, unknown>)[key];
    return (Array.isArray(value) ? value : [value]).filter(isNode);
  });
}

/** Statements that are types and nothing else. */
function isTypeStatement(node: types.Node): boolean {
  if (node.type.startsWith('Declare')) return true;
  if (types.isImportDeclaration(node)) return node.importKind === 'type' || node.importKind === 'typeof';
  if (types.isExportNamedDeclaration(node)) return node.exportKind === 'type';
  return types.isTypeAlias(node) || types.isOpaqueType(node) || types.isInterfaceDeclaration(node);
}

/** Whether TypeScript has a statement of types of this kind as well. */
const isShared = (node: types.Node): boolean =>
  !node.type.startsWith('Declare') && !(types.isImportDeclaration(node) && node.importKind === 'typeof');

/** With the comma behind it, as an element of a list. */
function blankElement(text: BlankedText, { start, end }: PlacedNode): void {
  const next = text.skipSpace(end);
  text.blank(start, text.charAt(next) === ',' ? next + 1 : end);
}

/** The result type of an arrow function; the arrow has to stay on the line of the closing parenthesis. */
function blankResultType(text: BlankedText, arrow: types.Node, { start, end }: PlacedNode): void {
  text.blank(start, end);
  if (!types.isArrowFunctionExpression(arrow) || !text.has('\n', start, end)) return;
  const paren = text.lastIndexBefore(')', start);
  text.put(paren, ' ');
  text.put(end - 1, ')');
}

function removeTypes(text: BlankedText, node: PlacedNode): void {
  if (isTypeStatement(node)) {
    text.blank(node.start, node.end);
    // A statement before it without a semicolon has to end here.
    text.put(node.start, ';');
    return;
  }
  removeMarks(text, node);
  const hasTypeOnly = types.isClassProperty(node) && !node.value && isNode(node.typeAnnotation);
  if (hasTypeOnly) {
    text.blank(node.start, node.end);
    return;
  }
  for (const child of childrenOf(node)) {
    if (types.isTypeAnnotation(child)) blankResultType(text, node, child);
    else if (types.isFlow(child) && !isTypeStatement(child) && !types.isTypeCastExpression(child))
      text.blank(child.start, child.end);
    else removeTypes(text, child);
  }
}

/** The signs of Flow that are no types: `x?: T`, `this: T`, `import { type T }`, `implements T`. */
function removeMarks(text: BlankedText, node: PlacedNode): void {
  if (types.isImportSpecifier(node) && (node.importKind === 'type' || node.importKind === 'typeof'))
    blankElement(text, node);
  if (types.isIdentifier(node) && node.optional === true) {
    const after = node.start + node.name.length;
    text.blankBetween('?', after, isNode(node.typeAnnotation) ? node.typeAnnotation.start : node.end);
  }
  if (types.isClass(node) && node.implements && node.implements.length > 0)
    text.blankBefore('implements', node.implements.filter(isNode)[0]?.start ?? 0, node.start);
  const [first] = types.isFunction(node) ? node.params : [];
  if (isNode(first) && types.isIdentifier(first, { name: 'this' })) blankElement(text, first);
}

/** Makes TypeScript's types of those that Flow only writes in another way. */
function rewriteTypes(text: BlankedText, node: PlacedNode): void {
  if (isTypeStatement(node) && !isShared(node)) {
    text.blank(node.start, node.end);
    text.put(node.start, ';');
    return;
  }
  if (types.isVariance(node) || types.isInferredPredicate(node)) text.blank(node.start, node.end);
  if (types.isTypeCastExpression(node))
    text.blank(node.typeAnnotation.start ?? 0, node.typeAnnotation.end ?? 0);
  if (types.isNullableTypeAnnotation(node)) text.put(node.start, ' ');
  if (types.isOpaqueType(node)) rewriteOpaque(text, node);
  if (types.isTypeParameter(node) && isNode(node.bound)) text.blank(node.bound.start, node.bound.end);
  if (types.isObjectTypeAnnotation(node)) rewriteObjectType(text, node);
  for (const child of childrenOf(node)) rewriteTypes(text, child);
}

function rewriteOpaque(text: BlankedText, node: PlacedNode & types.OpaqueType): void {
  text.blankBetween('opaque', node.start, node.end);
  if (isNode(node.supertype)) text.blank(node.id.end ?? node.supertype.start, node.supertype.end);
}

function rewriteObjectType(text: BlankedText, node: PlacedNode & types.ObjectTypeAnnotation): void {
  if (node.exact) {
    text.put(node.start + 1, ' ');
    text.put(node.end - 2, ' ');
  }
  const last = childrenOf(node).at(-1);
  if (node.inexact === true) text.blankBetween('...', last?.end ?? node.start, node.end);
}

/** The text without Flow's own syntax; null where it cannot be read as Flow either. Nothing of the repository is run. */
export function convertFlow(text: string, { keepsTypes }: FlowOptions): string | null {
  const program = parseFlow(text);
  if (program === null) return null;
  const blanked = new BlankedText(text);
  if (keepsTypes) rewriteTypes(blanked, program);
  else removeTypes(blanked, program);
  return blanked.toString();
}

function parseFlow(text: string): PlacedNode | null {
  try {
    const file = parseSync(text, {
      configFile: false,
      babelrc: false,
      sourceType: 'unambiguous',
      parserOpts: { plugins: ['flow', 'jsx', 'decorators-legacy', 'exportDefaultFrom'] },
    });
    const program = file && 'program' in file ? file.program : file;
    return isNode(program) ? program : null;
  } catch {
    return null;
  }
}
