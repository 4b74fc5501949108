/**
 * Objects of which a test gives a part: of a large class or interface, such as a repository of an ORM, people write down the two
 * methods that the code calls, and cast.
 */
import { ts } from 'ts-morph';
import type { PropertyShape, ImportedType, TypeShape, TypeText } from '../../domain/type-shape.js';
import type { ShapeReader } from './shape-reader.js';
import { isForeign, shapeOfType } from './type-shapes.js';

type LargeType = Extract<TypeShape, { kind: 'object' }>;

/** So many members a person still writes down to make a value of a type. */
const mostWritten = 6;

/** Whether the use of a value says more than its type, which is one of a page, say, because a comment happens to have its name. */
export const isForeignAndLarge = (type: ts.Type, shape: TypeShape): boolean =>
  isObject(shape) && isTooMuch(shape) && isForeign(type);

const isObject = (shape: TypeShape): shape is LargeType => shape.kind === 'object';

/** Whether nobody would write a value of the type down as a whole, or nobody could. */
const isTooMuch = ({ properties, isOpaque }: LargeType): boolean =>
  isOpaque === true || properties.filter(({ optional }) => !optional).length > mostWritten;

/** The members that the code uses of a parameter of a large type; null where the whole can be given, or nothing is used. */
export function partOf(
  node: ts.ParameterDeclaration,
  { whole, used }: { whole: TypeShape; used: () => TypeShape },
  reader: ShapeReader,
): TypeShape | null {
  if (node.type === undefined || !isObject(whole) || !isTooMuch(whole)) return null;
  const part = used();
  if (!isObject(part)) return null;
  const properties = part.properties.flatMap((property) => declaredAs(property, node, reader));
  if (properties.length === 0) return null;
  const { name } = whole;
  return {
    kind: 'object',
    ...(name === undefined ? {} : { name }),
    properties,
    cast: textOf(node.type, reader),
  };
}

/** The property with its declared type, where that says more than its use; none where the type has no such property. */
function declaredAs(
  property: PropertyShape,
  node: ts.ParameterDeclaration,
  reader: ShapeReader,
): PropertyShape[] {
  const { checker } = reader;
  const symbol = checker.getPropertyOfType(
    checker.getNonNullableType(checker.getTypeAtLocation(node)),
    property.name,
  );
  if (symbol === undefined) return [];
  const declared = shapeOfType(checker.getTypeOfSymbol(symbol), reader, 1);
  return [{ ...property, type: saysMore(property.type, declared) ? property.type : declared }];
}

/** Whether the use of something says more about it than its declared type. */
function saysMore(used: TypeShape, declared: TypeShape): boolean {
  if (declared.kind === 'unknown') return true;
  if (declared.kind !== 'function' || used.kind !== 'function') return false;
  return holds(used.returns) && !holds(declared.returns);
}

/** Whether the type says what a value of it holds. */
function holds(type: TypeShape): boolean {
  if (type.kind === 'builtin' && type.name === 'Promise') return type.args.some(holds);
  return type.kind !== 'unknown';
}

const nameless: TypeText = { text: 'never', names: [] };

/** The text of a type and what a test has to import for it; `never`, which fits everywhere, where it cannot be imported. */
function textOf(type: ts.TypeNode, reader: ShapeReader): TypeText {
  const names = new Map<string, ImportedType>();
  const isKnown = (node: ts.Node): boolean => {
    if (ts.isImportTypeNode(node) || ts.isTypeQueryNode(node) || ts.isQualifiedName(node)) return false;
    if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) {
      const found = whereFrom(node.typeName, reader);
      if (found === null) return false;
      if (found !== 'global') names.set(node.typeName.text, found);
    }
    return ts.forEachChild(node, (child) => !isKnown(child) || undefined) === undefined;
  };
  const text = type.getText().replaceAll(/\s+/g, ' ');
  return isKnown(type) ? { text, names: [...names.values()] } : nameless;
}

/** Where a test imports the type of this name from; null where it cannot. */
function whereFrom(identifier: ts.Identifier, reader: ShapeReader): ImportedType | 'global' | null {
  const declaration = reader.checker.getSymbolAtLocation(identifier)?.declarations?.[0];
  const local = identifier.text;
  if (declaration === undefined || ts.isTypeParameterDeclaration(declaration)) return null;
  if (ts.isImportSpecifier(declaration)) {
    const { moduleSpecifier } = declaration.parent.parent.parent;
    const module = reader.checker.getSymbolAtLocation(moduleSpecifier)?.declarations?.[0];
    const file = module === undefined ? null : reader.fileOf(module);
    const name = { local, imported: (declaration.propertyName ?? declaration.name).text };
    if (file !== null) return { ...name, from: { kind: 'file', path: file } };
    const isPackage = ts.isStringLiteral(moduleSpecifier) && /^[@\w]/.test(moduleSpecifier.text);
    return isPackage ? { ...name, from: { kind: 'package', name: moduleSpecifier.text } } : null;
  }
  const file = reader.fileOf(declaration);
  if (declaration.getSourceFile() !== identifier.getSourceFile()) return file === null ? 'global' : null;
  const flags = ts.getCombinedModifierFlags(declaration);
  const has = (flag: ts.ModifierFlags): boolean => (flags & flag) !== 0;
  const isNamed = has(ts.ModifierFlags.Export) && !has(ts.ModifierFlags.Default);
  return isNamed && file !== null ? { local, imported: local, from: { kind: 'file', path: file } } : null;
}
