/** Makes the data of documents: whole records first, then such as differ from them in one field. */
import type { Parameter, TextContent, TypeShape } from '../../../../domain/type-shape.js';
import { literal } from '../../notation/algebra.cjs';
import type { Expression } from '../../notation/expression.js';
import type { Unit } from '../../notation/plan.js';
import { valuesFor } from './sensible-values.cjs';

const MAX_FIELDS = 12;
/** Other values that are tried for one field. */
const MAX_OTHERS = 4;

interface Field {
  name: string;
  values: Expression[];
}

const isCell = ({ k }: Expression): boolean => k === 'lit';
const isData = ({ k }: Expression): boolean => k === 'lit' || k === 'arr' || k === 'obj';

/** Values of a field; where the data is a table, only what a cell can hold. */
function fieldsOf(shape: TypeShape, unit: Unit, isTable: boolean): Field[] {
  const { properties } = shape.kind === 'object' ? shape : { properties: [] };
  return properties.slice(0, MAX_FIELDS).flatMap(({ name, type }): Field[] => {
    const values = valuesFor({ type, name }, unit);
    const own = values.filter(isTable ? isCell : isData);
    const fitting = own.length > 0 ? own : valuesFor({ type: { kind: 'string' }, name }, unit);
    return fitting.length === 0 ? [] : [{ name, values: fitting }];
  });
}

type Pairs = readonly [string, Expression][];

const recordOf = (chosen: Pairs): Expression => ({ k: 'obj', props: [...chosen] });

/** A whole record; `turn` makes several of them differ. */
const wholeRecord = (fields: readonly Field[], turn = 0): Pairs =>
  fields.map(({ name, values }): [string, Expression] => [
    name,
    values[Math.min(turn, values.length - 1)] ?? literal(''),
  ]);

/** The record with one field changed or taken away. */
function* variants(whole: Pairs, fields: readonly Field[]): Generator<Pairs> {
  for (const [at, { name, values }] of fields.entries()) {
    const withValue = (value: Expression): Pairs =>
      whole.map((pair, index): [string, Expression] => (index === at ? [name, value] : pair));
    yield whole.filter((_, index) => index !== at);
    yield withValue(literal('hello'));
    for (const value of values.slice(1, 1 + MAX_OTHERS)) yield withValue(value);
  }
}

/** Data of the shape, the plainest and fullest first. */
export function dataFor(shape: TypeShape, unit: Unit): Expression[] {
  const isTable = shape.kind === 'array';
  const of = isTable ? shape.of : shape;
  const fields = fieldsOf(of, unit, isTable);
  if (fields.length === 0) return [];
  const whole = wholeRecord(fields);
  const records = [whole, ...variants(whole, fields)];
  if (!isTable) return records.map(recordOf);
  const table = (...rows: Pairs[]): Expression => ({ k: 'arr', items: rows.map(recordOf) });
  const second = wholeRecord(fields, 1);
  const sameKey = second.map((pair, index) => (index === 0 ? (whole[0] ?? pair) : pair));
  return [
    table(whole),
    table(whole, second),
    table(whole, sameKey),
    table(whole, whole),
    ...records.slice(1).flatMap((record) => [table(record), table(whole, record)]),
  ];
}

/** The contents of the texts that parameters of these types take. */
export const contentsOf = (params: readonly Parameter[]): TextContent[] =>
  params.flatMap(({ type }) => contentsIn(type));

function contentsIn(shape: TypeShape): TextContent[] {
  if (shape.kind === 'string') return shape.holds ? [shape.holds] : [];
  if (shape.kind === 'union') return shape.of.flatMap(contentsIn);
  if (shape.kind === 'array') return contentsIn(shape.of);
  return shape.kind === 'object' ? shape.properties.flatMap(({ type }) => contentsIn(type)) : [];
}
