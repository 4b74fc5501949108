/** Cuts the checker's types down to the shapes that authors make values of. */
import { ts } from 'ts-morph';
import type { Access, Given, PropertyShape, TypeShape } from '../../domain/type-shape.js';
import { makeUnion, withoutUndefined } from './merge-shapes.js';
import type { ShapeReader } from './shape-reader.js';
import { builtinName } from './type-builtins.js';

const maxDepth = 4;
const maxProperties = 25;
const maxMembers = 30;
/** An element of a page or a request has hundreds; as a part of something else nobody writes one down. */
const mostForeignMembers = 15;
const maxTypes = 250;
/** How deep in a parameter's type it is asked what the host gives. */
const maxGivenDepth = 3;
const unknown: TypeShape = { kind: 'unknown' };

interface TypeWalk {
  reader: ShapeReader;
  depth: number;
  seen: readonly ts.Type[];
  /** How many more types may be looked at; the types of large libraries have no end. */
  budget: { left: number };
}

const has = (type: ts.Type, flags: ts.TypeFlags): boolean => (type.flags & flags) !== 0;

/** The compiler's own types leave out that anonymous types may have no symbol. */
const symbolOf = (type: ts.Type): ts.Symbol | undefined => type.symbol;

/** The shape of a type. `depth` counts from the parameter; below four levels it is unknown. */
export function shapeOfType(type: ts.Type, reader: ShapeReader, depth = 0): TypeShape {
  return shape(type, { reader, depth, seen: [], budget: { left: maxTypes } });
}

const inner = (walk: TypeWalk, type: ts.Type): TypeWalk => ({
  ...walk,
  depth: walk.depth + 1,
  seen: [...walk.seen, type],
});

function shape(type: ts.Type, walk: TypeWalk): TypeShape {
  const primitive = primitiveShape(type);
  if (primitive?.kind === 'literal') return withEnumMember(primitive, type, walk.reader);
  if (primitive !== null) return primitive;
  if (walk.depth > maxDepth || walk.seen.includes(type) || walk.budget.left-- <= 0) return unknown;
  if (type.isUnion()) return unionShape(type, walk);
  if (type.isIntersection()) return intersectionShape(type, walk);
  if (
    has(
      type,
      ts.TypeFlags.TypeParameter | ts.TypeFlags.Conditional | ts.TypeFlags.IndexedAccess | ts.TypeFlags.Index,
    )
  ) {
    const constraint = walk.reader.checker.getBaseConstraintOfType(type);
    // A type argument does not add depth to the value.
    const aside = { ...inner(walk, type), depth: walk.depth };
    return constraint === undefined || constraint === type ? unknown : shape(constraint, aside);
  }
  if (has(type, ts.TypeFlags.NonPrimitive)) return { kind: 'object', properties: [] };
  return has(type, ts.TypeFlags.Object) ? objectShape(type as ts.ObjectType, walk) : unknown;
}

const isExported = (node: ts.Declaration): boolean =>
  (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Export) !== 0 && ts.isSourceFile(node.parent);

/** The access of an enum's member, when its file exports the enum by name. */
function withEnumMember(
  literal: TypeShape & { kind: 'literal' },
  type: ts.Type,
  reader: ShapeReader,
): TypeShape {
  const member = symbolOf(type)?.valueDeclaration;
  if (member === undefined || !ts.isEnumMember(member) || !isExported(member.parent)) return literal;
  const module = reader.fileOf(member);
  if (module === null || !ts.isIdentifier(member.name)) return literal;
  const name = member.parent.name.text;
  return { ...literal, access: { module, export: { kind: 'named', name }, members: [member.name.text] } };
}

/** The alias that names a branded primitive, when its file exports it by name. */
function brandOf(type: ts.Type, reader: ShapeReader): Access | null {
  const [alias] = type.aliasSymbol?.declarations ?? [];
  if (alias === undefined || !ts.isTypeAliasDeclaration(alias) || !isExported(alias)) return null;
  const module = alias.typeParameters === undefined ? reader.fileOf(alias) : null;
  return module === null ? null : { module, export: { kind: 'named', name: alias.name.text }, members: [] };
}

function primitiveShape(type: ts.Type): TypeShape | null {
  const { TypeFlags } = ts;
  if (has(type, TypeFlags.Any | TypeFlags.Unknown | TypeFlags.Never)) return unknown;
  if (type.isStringLiteral() || type.isNumberLiteral()) return { kind: 'literal', value: type.value };
  if (has(type, TypeFlags.BooleanLiteral)) {
    return { kind: 'literal', value: (type as { intrinsicName?: string }).intrinsicName === 'true' };
  }
  if (has(type, TypeFlags.Boolean)) return { kind: 'boolean' };
  if (has(type, TypeFlags.TemplateLiteral)) return templateShape(type as ts.TemplateLiteralType);
  if (has(type, TypeFlags.StringLike) && !type.isUnion()) return { kind: 'string' };
  if (has(type, TypeFlags.NumberLike) && !type.isUnion()) return { kind: 'number' };
  if (has(type, TypeFlags.BigIntLike)) return { kind: 'bigint' };
  if (has(type, TypeFlags.ESSymbolLike)) return { kind: 'symbol' };
  if (has(type, TypeFlags.Null)) return { kind: 'null' };
  return has(type, TypeFlags.Undefined | TypeFlags.Void) ? { kind: 'undefined' } : null;
}

/** Some texts that a template literal type allows. */
function templateShape({ texts, types }: ts.TemplateLiteralType): TypeShape {
  const fillings = [0, 1, 2].map((round) =>
    types.map((type) => {
      const isText = has(type, ts.TypeFlags.String);
      return (isText ? ['a', 'abc', 'x1'] : has(type, ts.TypeFlags.NumberLike) ? ['1', '10', '2.5'] : [])[
        round
      ];
    }),
  );
  const literals = fillings.flatMap((filling): TypeShape[] =>
    filling.includes(undefined)
      ? []
      : [{ kind: 'literal', value: texts.map((text, index) => text + (filling[index] ?? '')).join('') }],
  );
  return literals.length === 0 ? { kind: 'string' } : makeUnion(literals);
}

function unionShape(type: ts.UnionType, walk: TypeWalk): TypeShape {
  return makeUnion(type.types.slice(0, maxMembers).map((member) => shape(member, walk)));
}

function intersectionShape(type: ts.IntersectionType, walk: TypeWalk): TypeShape {
  // A primitive with properties is a brand; at run time it is the primitive.
  const primitive = type.types
    .map(primitiveShape)
    .find((found) => found !== null && found.kind !== 'unknown');
  if (primitive == null) return structure(type, walk);
  const brand =
    primitive.kind === 'string' || primitive.kind === 'number' ? brandOf(type, walk.reader) : null;
  return brand === null ? primitive : { kind: primitive.kind as 'string' | 'number', brand };
}

function objectShape(type: ts.ObjectType, walk: TypeWalk): TypeShape {
  const { checker } = walk.reader;
  const args = (): readonly ts.Type[] => checker.getTypeArguments(type as ts.TypeReference);
  if (checker.isTupleType(type)) return tupleShape(type as ts.TupleTypeReference, walk);
  if (checker.isArrayType(type)) {
    const [element] = args();
    return { kind: 'array', of: element === undefined ? unknown : shape(element, inner(walk, type)) };
  }
  const list = listElement(type, checker);
  if (list !== null) return { kind: 'array', of: shape(list, inner(walk, type)) };
  const builtin = builtinName(type);
  if (builtin === 'Function') return { kind: 'function', params: [], returns: unknown };
  if (builtin === 'Object') return { kind: 'object', properties: [] };
  if (builtin !== null) {
    const count = /Array$|^Buffer$/.test(builtin) ? 0 : /Map$/.test(builtin) ? 2 : 1;
    const given = (type.objectFlags & ts.ObjectFlags.Reference) === 0 ? [] : args().slice(0, count);
    return { kind: 'builtin', name: builtin, args: given.map((arg) => shape(arg, inner(walk, type))) };
  }
  const symbol = symbolOf(type);
  // Where declarations describe JavaScript, what a class makes may be an interface.
  const isInterface = type.isClassOrInterface() && !type.isClass();
  const node = isInterface ? symbol?.declarations?.[0] : symbol?.valueDeclaration;
  if ((node !== undefined && type.isClassOrInterface()) || isInstanceReference(type)) {
    const found = node === undefined ? null : walk.reader.findClass(node, walk.depth);
    if (found !== null) return withClasses({ kind: 'class', ...found, ...givenBy(type, walk) }, type, walk);
  }
  const [signature] = type.getCallSignatures();
  if (signature !== undefined && checker.getPropertiesOfType(type).length === 0) {
    return signatureShape(signature, type, walk);
  }
  return withClasses(structure(type, walk), type, walk);
}

/** The host's producers of the type. */
function givenBy(type: ts.Type, { reader, depth }: TypeWalk): Given {
  const found = depth > maxGivenDepth || isForeign(type) ? [] : reader.producers.producersOf(type, reader);
  return found.length === 0 ? {} : { givenBy: found };
}

/** The shape, or an instance of an exported class that extends or implements it. */
function withClasses(own: TypeShape, type: ts.Type, { reader, depth }: TypeWalk): TypeShape {
  if (depth > 1 || isForeign(type) || !type.isClassOrInterface()) return own;
  const classes = reader.producers
    .classesOf(type)
    .map((node) => reader.findClass(node, depth))
    .filter((found) => found !== null)
    .map((found): TypeShape => ({ kind: 'class', ...found }));
  return classes.length === 0 ? own : makeUnion([own, ...classes]);
}

/** The element of something that is a list by its numbered members and its length, and no class of its own. */
function listElement(type: ts.ObjectType, checker: ts.TypeChecker): ts.Type | null {
  if (type.getProperty('length') === undefined || checker.getPropertiesOfType(type).length > 1) return null;
  return checker.getIndexTypeOfType(type, ts.IndexKind.Number) ?? null;
}

function isInstanceReference(type: ts.ObjectType): boolean {
  const { target } = type as Partial<ts.TypeReference>;
  const node = symbolOf(type)?.valueDeclaration;
  if (target !== undefined) return (target.objectFlags & ts.ObjectFlags.Class) !== 0;
  return node !== undefined && ts.isClassLike(node) && type.getConstructSignatures().length === 0;
}

function tupleShape(type: ts.TupleTypeReference, walk: TypeWalk): TypeShape {
  const flagsAt = (index: number): ts.ElementFlags =>
    type.target.elementFlags[index] ?? ts.ElementFlags.Required;
  const elements = walk.reader.checker.getTypeArguments(type).map((element, index) => ({
    flags: flagsAt(index),
    type: shape(element, inner(walk, type)),
  }));
  const isRest = ({ flags }: { flags: ts.ElementFlags }): boolean => (flags & ts.ElementFlags.Variable) !== 0;
  const rest = elements.find(isRest)?.type;
  const of = elements
    .filter((element) => !isRest(element))
    .map(({ flags, type: found }) =>
      (flags & ts.ElementFlags.Optional) === 0 ? found : makeUnion([found, { kind: 'undefined' }]),
    );
  return rest === undefined ? { kind: 'tuple', of } : { kind: 'tuple', of, rest };
}

function signatureShape(signature: ts.Signature, type: ts.Type, outer: TypeWalk): TypeShape {
  const walk = inner(outer, type);
  const { checker } = walk.reader;
  const params = signature.getParameters().map((symbol) => shape(checker.getTypeOfSymbol(symbol), walk));
  const returns = shape(signature.getReturnType(), walk);
  return { kind: 'function', params, returns, ...givenBy(type, outer) };
}

function propertyShape(symbol: ts.Symbol, walk: TypeWalk): PropertyShape {
  const type = walk.reader.checker.getTypeOfSymbol(symbol);
  const optional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
  const found = shape(type, walk);
  return { name: symbol.name, type: optional ? withoutUndefined(found) : found, optional };
}

/** Whether a type comes from a package or the language, whose objects are seldom worth making by hand. */
export const isForeign = (type: ts.Type): boolean =>
  symbolOf(type)?.declarations?.[0]?.getSourceFile().fileName.includes('/node_modules/') ?? false;

function structure(type: ts.Type, walk: TypeWalk): TypeShape {
  const { checker } = walk.reader;
  const members = checker.getPropertiesOfType(type);
  if (walk.depth > 0 && isForeign(type) && members.length > mostForeignMembers) return unknown;
  const next = { ...inner(walk, type), depth: walk.depth + (isForeign(type) ? 2 : 1) };
  const properties = members
    // Symbols and private names are no properties that a test could write down.
    .filter(({ name }) => !name.startsWith('__@') && !name.startsWith('__#'))
    .slice(0, maxProperties)
    .map((symbol) => propertyShape(symbol, next));
  const indexed = checker.getIndexInfosOfType(type)[0]?.type;
  const symbol = type.aliasSymbol ?? symbolOf(type);
  const name = symbol === undefined || symbol.name.startsWith('__') ? null : symbol.name;
  return {
    kind: 'object',
    ...(name === null ? {} : { name }),
    properties,
    ...(indexed === undefined ? {} : { index: shape(indexed, next) }),
    ...(isOpaque(type, checker) ? { isOpaque: true } : {}),
    ...givenBy(type, walk),
  };
}

/** Whether no literal is of the type: it asks for a member of a class, for one keyed by a symbol, or for a constructor. */
function isOpaque(type: ts.Type, checker: ts.TypeChecker): boolean {
  if (type.getConstructSignatures().length > 0) return true;
  return checker.getPropertiesOfType(type).some((symbol) => {
    const isAsked = (symbol.flags & ts.SymbolFlags.Optional) === 0;
    const isHidden = symbol.declarations?.some(
      (node) =>
        (ts.getCombinedModifierFlags(node) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0,
    );
    return isHidden === true || (isAsked && /^__[@#]/.test(symbol.name));
  });
}
