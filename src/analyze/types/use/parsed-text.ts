/** Recognises texts that a function parses, by what the code then reads from the result. */
import { ts } from 'ts-morph';
import type { TypeShape } from '../../../domain/type-shape.js';
import type { FunctionNode } from '../../modules/module-values.js';
import type { Callees } from './callees.js';

/** Functions that make data of a text. */
const parsing = /^(?:parse|read|decode|deserialize|deserialise|load|from|unmarshal|unpack|scan)/i;

const lastName = (callee: ts.Expression): string =>
  ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();

/** Whether something is read from the data by name. */
function hasMembers(shape: TypeShape): boolean {
  if (shape.kind === 'array') return hasMembers(shape.of);
  if (shape.kind === 'union') return shape.of.some(hasMembers);
  return shape.kind === 'object' && shape.properties.length > 0;
}

/** The parts of a union that are read by name; the others are what the parser gives for something else. */
const readPart = (shape: TypeShape): TypeShape =>
  shape.kind === 'union' ? (shape.of.find(hasMembers) ?? shape) : shape;

/** The text that a call parses; null where it parses none, or where nothing is read from the result by name. */
export function parsedFrom(
  call: ts.CallExpression | ts.NewExpression,
  owner: FunctionNode | null,
  { callees, resultOf }: { callees: Callees; resultOf: (call: ts.Expression) => TypeShape },
): TypeShape | null {
  if (!ts.isCallExpression(call)) return null;
  const isJson = call.expression.getText() === 'JSON.parse';
  const isParser = isJson || (owner !== null && parsing.test(lastName(call.expression)));
  if (!isParser) return null;
  const parser = isJson || owner === null ? { reader: null, writers: [] } : callees.parser(owner);
  const of = parser === null ? null : resultOf(call);
  if (parser === null || of === null || !hasMembers(of)) return isJson ? { kind: 'string' } : null;
  return { kind: 'string', holds: { of: readPart(of), ...parser } };
}
