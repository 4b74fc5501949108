/** Reads parameters off a declared type, as a declaration file gives it for JavaScript. */
import { ts } from 'ts-morph';
import type { Parameter, TypeShape } from '../../domain/type-shape.js';
import { mergeOverloads, withoutUndefined } from './merge-shapes.js';
import type { ShapeReader } from './shape-reader.js';
import { shapeOfType } from './type-shapes.js';

const maxOverloads = 12;
const longestTuple = 8;

/** A rest parameter of tuple type stands for as many parameters as the tuple has elements. */
function spread(parameter: Parameter): Parameter[] {
  const { type, rest } = parameter;
  if (!rest || type.kind !== 'tuple' || type.rest !== undefined || type.of.length > longestTuple)
    return [parameter];
  return type.of.map((element, index) => ({
    ...parameter,
    name: `${parameter.name}${index + 1}`,
    type: withoutUndefined(element),
    optional: element.kind === 'union' && element.of.some(({ kind }) => kind === 'undefined'),
    rest: false,
  }));
}

function readSymbol(symbol: ts.Symbol, reader: ShapeReader, depth: number): Parameter[] {
  const node = symbol.valueDeclaration;
  const declaration = node !== undefined && ts.isParameter(node) ? node : null;
  const type = shapeOfType(reader.checker.getTypeOfSymbol(symbol), reader, depth);
  const rest = declaration?.dotDotDotToken !== undefined;
  const optional = !rest && declaration !== null && reader.checker.isOptionalParameter(declaration);
  const name = /^\w+$/.test(symbol.name) && !symbol.name.startsWith('__') ? symbol.name : 'options';
  const declared =
    declaration?.type?.getText() ?? reader.checker.typeToString(reader.checker.getTypeOfSymbol(symbol));
  return spread({ name, type: rest ? type : withoutUndefined(type), declared, optional, rest });
}

const isThis = (symbol: ts.Symbol): boolean => symbol.name === 'this';

/** The parameters of all signatures, overloads merged; null without a signature. */
function readSignatures(
  signatures: readonly ts.Signature[],
  reader: ShapeReader,
  depth: number,
): Parameter[] | null {
  if (signatures.length === 0) return null;
  const lists = signatures.slice(0, maxOverloads).map((signature) =>
    signature
      .getParameters()
      .filter((symbol) => !isThis(symbol))
      .flatMap((symbol) => readSymbol(symbol, reader, depth)),
  );
  return mergeOverloads(lists);
}

/** The parameters of a value of the type; null when it cannot be called. */
export const callParameters = (type: ts.Type, reader: ShapeReader, depth = 0): Parameter[] | null =>
  readSignatures(type.getCallSignatures(), reader, depth);

/** The parameters of `new` with a value of the type; null when it is no constructor. */
export function constructParameters(type: ts.Type, reader: ShapeReader, depth = 0): Parameter[] | null {
  const made = type.getConstructSignatures();
  return readSignatures(made.length > 0 ? made : type.getCallSignatures(), reader, depth);
}

/** The result type of calling a value of the type. */
export function callResult(type: ts.Type, reader: ShapeReader): TypeShape | null {
  const [signature] = type.getCallSignatures();
  return signature === undefined ? null : shapeOfType(signature.getReturnType(), reader, 1);
}
