/** Reads what a function takes: declared types, JSDoc, defaults, and where nothing is declared, use. */
import { ts } from 'ts-morph';
import type { Parameter, TypeShape } from '../../domain/type-shape.js';
import type { Callees } from './use/callees.js';
import { inferFromUse } from './use/infer-from-use.js';
import { lateParameters } from './late-parameters.js';
import type { FunctionNode } from '../modules/module-values.js';
import { usesArguments } from '../modules/syntax.js';
import { builtinByName } from './type-builtins.js';
import { makeUnion, mergeOverloads, withoutUndefined } from './merge-shapes.js';
import type { ShapeReader } from './shape-reader.js';
import { isForeignAndLarge, partOf } from './partial-objects.js';
import { shapeOfType } from './type-shapes.js';

export interface ParameterReader extends ShapeReader {
  callees: Callees;
}

const isThis = ({ name }: ts.ParameterDeclaration): boolean => ts.isIdentifier(name) && name.text === 'this';

const isJavaScript = (node: ts.Node): boolean => (node.flags & ts.NodeFlags.JavaScriptFile) !== 0;

function declaredText(node: ts.ParameterDeclaration): string | null {
  if (node.type !== undefined) return node.type.getText();
  return isJavaScript(node) ? (ts.getJSDocType(node)?.getText() ?? null) : null;
}

/** The shape suggested by a type's name when the checker cannot find its declaration. */
function shapeByName(declared: string): TypeShape | null {
  const name = declared.replace(/^[?!]|[=]$/g, '').replace(/<.*>$/s, '');
  if (/^array$/i.test(name)) return { kind: 'array', of: { kind: 'unknown' } };
  if (/^object$/i.test(name)) return { kind: 'object', properties: [] };
  if (/^function$/i.test(name)) return { kind: 'function', params: [], returns: { kind: 'unknown' } };
  const builtin = builtinByName(name);
  return builtin === null ? null : { kind: 'builtin', name: builtin, args: [] };
}

const isVague = (type: TypeShape): boolean =>
  type.kind === 'unknown' ||
  (type.kind === 'object' && type.properties.every((property) => isVague(property.type)) && !type.index) ||
  (type.kind === 'array' && type.of.kind === 'unknown');

/** Where the defaults of a destructured parameter say nothing, its use decides. */
function fillUnknown(checked: TypeShape, inferred: TypeShape): TypeShape {
  if (checked.kind !== 'object' || inferred.kind !== 'object') return checked;
  const properties = checked.properties.map((property) => {
    const used = inferred.properties.find(({ name }) => name === property.name);
    return isVague(property.type) && used !== undefined ? { ...property, type: used.type } : property;
  });
  return { ...checked, properties };
}

/** A text that is declared as such may be parsed by the code, which says what is in it. */
function withContent(declared: TypeShape, used: TypeShape): TypeShape {
  const parts = used.kind === 'union' ? used.of : [used];
  return parts.find((part) => part.kind === 'string' && part.holds !== undefined) ?? declared;
}

/** The function whose parameters are read, and the way of reading. */
interface Owner {
  owner: FunctionNode;
  reader: ParameterReader;
  depth: number;
}

function typeOf(node: ts.ParameterDeclaration, { owner, reader, depth }: Owner): TypeShape {
  const type = reader.checker.getTypeAtLocation(node);
  const shape = withoutUndefined(shapeOfType(type, reader, depth));
  const isOther = isJavaScript(node) && isForeignAndLarge(reader.checker.getNonNullableType(type), shape);
  const checked: TypeShape = isOther ? { kind: 'unknown' } : shape;
  const declared = declaredText(node);
  // Where the compiler knows nothing of a declared type, or may take anything for it, the use says more.
  const mayInfer = isJavaScript(node) || declared === null || checked.kind === 'unknown';
  if (mayInfer && !isVague(checked) && ts.isObjectBindingPattern(node.name)) {
    return fillUnknown(checked, inferFromUse(node, owner, reader.callees));
  }
  const part = partOf(
    node,
    { whole: checked, used: () => inferFromUse(node, owner, reader.callees) },
    reader,
  );
  if (part !== null) return part;
  if (checked.kind === 'string' && checked.brand === undefined)
    return withContent(checked, inferFromUse(node, owner, reader.callees));
  if (!isVague(checked) || !mayInfer) {
    return checked.kind === 'unknown' && declared !== null ? (shapeByName(declared) ?? checked) : checked;
  }
  const inferred = inferFromUse(node, owner, reader.callees);
  if (declared !== null) {
    const named = shapeByName(declared) ?? checked;
    return named.kind === 'unknown' || named.kind === inferred.kind ? inferred : named;
  }
  return checked.kind === 'unknown' || inferred.kind === checked.kind ? inferred : checked;
}

function isOptional(node: ts.ParameterDeclaration, reader: ShapeReader): boolean {
  if (node.questionToken !== undefined || node.initializer !== undefined) return true;
  if (node.dotDotDotToken !== undefined) return false;
  const isMarked = ts.getJSDocParameterTags(node).some(({ isBracketed }) => isBracketed);
  const jsDoc = ts.getJSDocType(node);
  if (jsDoc !== undefined && ts.isJSDocOptionalType(jsDoc)) return true;
  return isMarked || (reader.checker.isOptionalParameter(node) && !isJavaScript(node));
}

/** Whether the body provides for a parameter that was left out. */
function isDefaulted(name: string, owner: FunctionNode): boolean {
  const body = owner.body?.getText() ?? '';
  const escaped = name.replace(/\$/g, '\\$');
  const own = `(?<![\\w$.])${escaped}\\s*`;
  const replacements = [
    // `f(x || ';')`, `x ? f(x) : null`: a first argument may well be false or empty.
    `${own}(?:\\|\\||\\?\\?)\\s*['"\`\\d\\[{]`,
    `[^=!<>]=\\s*${own}(?:\\|\\||\\?\\?)`,
    `(?<!(?:[=!<>]=|[<>&|+*/%!-])\\s*)${own}\\?(?![?.])`,
  ];
  const forms = [
    `${own}(?:\\|\\|=|\\?\\?=|=\\s*${escaped}\\s*(?:\\|\\||\\?\\?))`,
    `${own}[=!]={1,2}\\s*undefined|${own}[=!]=\\s*null|typeof ${escaped}\\s*={2,3}\\s*['"]undefined`,
    ...(owner.parameters[0]?.name.getText() === name ? [] : replacements),
  ];
  return forms.some((form) => new RegExp(form).test(body));
}

/** Whether the body speaks of a parameter, by its name or through `arguments`. */
const isRead = (name: string, owner: FunctionNode): boolean =>
  owner.body
    ?.getText()
    .split(/[^\w$]+/)
    .some((word) => word === name || word === 'arguments') ?? true;

/** Options that come last are seldom asked for, also where a function only hands them on. */
const isHandedOnOption = (node: ts.ParameterDeclaration, owner: FunctionNode): boolean =>
  owner.parameters.at(-1) === node &&
  owner.parameters.length > 1 &&
  /^(?:opts?|options|settings)$/.test(node.name.getText());

const escapeName = (name: string): string => name.replace(/\$/g, '\\$');

/** Whether a callback may come in the place of options that are left out: `if (typeof options === 'function')`. */
function mayBeCallback(name: string, owner: FunctionNode): boolean {
  const isLast = owner.parameters.at(-1)?.name.getText() === name;
  return (
    !isLast &&
    new RegExp(`typeof ${escapeName(name)}\\s*===?\\s*['"]function`).test(owner.body?.getText() ?? '')
  );
}

/** Whether an earlier argument moves to a parameter that was left out: `callback = options`. */
function takesPlace(name: string, owner: FunctionNode): boolean {
  const body = owner.body?.getText() ?? '';
  const at = owner.parameters.findIndex((parameter) => parameter.name.getText() === name);
  return owner.parameters
    .slice(0, Math.max(0, at))
    .some((earlier) =>
      new RegExp(
        `(?<![\\w$.])${escapeName(name)}\\s*=\\s*${escapeName(earlier.name.getText())}\\s*[;,\\n]`,
      ).test(body),
    );
}

const callback: TypeShape = { kind: 'function', params: [], returns: { kind: 'unknown' } };

function withCallback(type: TypeShape): TypeShape {
  const parts = type.kind === 'union' ? type.of : [type];
  return parts.some(({ kind }) => kind === 'function' || kind === 'unknown')
    ? type
    : makeUnion([...parts, callback]);
}

function readParameter(node: ts.ParameterDeclaration, of: Owner): Parameter {
  const { owner, reader } = of;
  const name = ts.isIdentifier(node.name) ? node.name.text : 'options';
  const rest = node.dotDotDotToken !== undefined;
  const mayLack = (): boolean =>
    (ts.isIdentifier(node.name) && !isRead(name, owner)) ||
    isDefaulted(name, owner) ||
    isHandedOnOption(node, owner) ||
    takesPlace(name, owner);
  const optional = isOptional(node, reader) || (isJavaScript(node) && !rest && mayLack());
  const known = typeOf(node, of);
  const type = isJavaScript(node) && mayBeCallback(name, owner) ? withCallback(known) : known;
  return { name, type, declared: declaredText(node), optional, rest };
}

const rawArguments: Parameter = {
  name: 'args',
  type: { kind: 'array', of: { kind: 'unknown' } },
  declared: null,
  optional: false,
  rest: true,
};

/** The overload signatures that stand before an implementation. */
function overloadsOf(node: FunctionNode, reader: ShapeReader): ts.SignatureDeclaration[] {
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isAccessor(node)) return [];
  const isConstructor = ts.isConstructorDeclaration(node);
  const symbol = isConstructor
    ? undefined
    : node.name === undefined
      ? undefined
      : reader.checker.getSymbolAtLocation(node.name);
  const siblings: readonly ts.Node[] = isConstructor ? node.parent.members : (symbol?.declarations ?? []);
  return siblings.filter(
    (sibling): sibling is ts.FunctionDeclaration | ts.MethodDeclaration | ts.ConstructorDeclaration =>
      sibling.kind === node.kind && (sibling as FunctionNode).body === undefined,
  );
}

/** The parameters of a function; those of its overloads taken together where it has any. */
export function readParameters(node: FunctionNode, reader: ParameterReader, depth = 0): Parameter[] {
  const overloads = overloadsOf(node, reader);
  if (overloads.length === 0) {
    const own = node.parameters.filter((parameter) => !isThis(parameter));
    const late = isJavaScript(node) ? lateParameters(node, own.length, reader.callees) : [];
    if (own.length + late.length === 0 && usesArguments(node)) return [rawArguments];
    return [...own.map((parameter) => readParameter(parameter, { owner: node, reader, depth })), ...late];
  }
  const lists = overloads.map((overload) =>
    overload.parameters
      .filter((parameter) => !isThis(parameter))
      .map((parameter) => readParameter(parameter, { owner: node, reader, depth })),
  );
  return mergeOverloads(lists);
}

/** The return type of a function. */
export function readReturn(node: FunctionNode, reader: ShapeReader): TypeShape {
  const signature = reader.checker.getSignatureFromDeclaration(node);
  return signature === undefined ? { kind: 'unknown' } : shapeOfType(signature.getReturnType(), reader, 1);
}
