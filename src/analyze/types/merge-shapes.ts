/** Joins shapes: members of unions, parameters of overloads. */
import type { Parameter, TypeShape } from '../../domain/type-shape.js';

/** A union without nesting or repetition; one member stands for itself, and both booleans for `boolean`. */
export function makeUnion(members: readonly TypeShape[]): TypeShape {
  const flat = members.flatMap((member) => (member.kind === 'union' ? member.of : [member]));
  const byText = new Map(flat.map((member) => [JSON.stringify(member), member]));
  const [yes, no] = [true, false].map((value) => JSON.stringify({ kind: 'literal', value }));
  if (yes !== undefined && no !== undefined && byText.has(yes) && byText.has(no)) {
    byText.delete(yes);
    byText.delete(no);
    byText.set('{"kind":"boolean"}', { kind: 'boolean' });
  }
  const of = [...byText.values()];
  const [only] = of;
  if (only === undefined) return { kind: 'unknown' };
  return of.length === 1 ? only : { kind: 'union', of };
}

type ObjectShape = Extract<TypeShape, { kind: 'object' }>;

function mergeObjects(a: ObjectShape, b: ObjectShape): ObjectShape {
  const own = a.properties.map((property) => {
    const other = b.properties.find(({ name }) => name === property.name);
    return other === undefined ? property : { ...property, type: mergeUses([property.type, other.type]) };
  });
  const known = new Set(own.map(({ name }) => name));
  return { ...b, ...a, properties: [...own, ...b.properties.filter(({ name }) => !known.has(name))] };
}

/** Two shapes that the uses of one value suggest, as one; null where they are of different kinds. */
function mergeTwo(a: TypeShape, b: TypeShape): TypeShape | null {
  if (a.kind === 'unknown') return b;
  if (b.kind === 'unknown') return a;
  if (a.kind === 'object' && b.kind === 'object') return mergeObjects(a, b);
  if (a.kind === 'array' && b.kind === 'array') return { kind: 'array', of: mergeUses([a.of, b.of]) };
  if (a.kind === 'function' && b.kind === 'function') return a.params.length < b.params.length ? b : a;
  if (a.kind === 'string' && b.kind === 'string') return a.holds === undefined ? b : a;
  return JSON.stringify(a) === JSON.stringify(b) ? a : null;
}

/** Joins the shapes that the uses of one value suggest: its lists are one list, its objects one object. */
export function mergeUses(shapes: readonly TypeShape[]): TypeShape {
  const merged: TypeShape[] = [];
  for (const shape of shapes.flatMap((one) => (one.kind === 'union' ? one.of : [one]))) {
    const at = merged.findIndex((other) => mergeTwo(other, shape) !== null);
    const known = merged[at];
    if (known === undefined) merged.push(shape);
    else merged[at] = mergeTwo(known, shape) ?? known;
  }
  return makeUnion(merged);
}

/** A shape without `undefined`, for what may be left out anyhow. */
export function withoutUndefined(type: TypeShape): TypeShape {
  if (type.kind !== 'union') return type;
  return makeUnion(type.of.filter(({ kind }) => kind !== 'undefined'));
}

function mergeParameter(all: readonly (Parameter | undefined)[]): Parameter | null {
  const given = all.filter((parameter) => parameter !== undefined);
  const [first] = given;
  if (first === undefined) return null;
  const declared = [...new Set(given.map((parameter) => parameter.declared ?? 'unknown'))].join(' | ');
  const types = given.map(({ type, rest }) => (rest && type.kind === 'array' ? type.of : type));
  if (given.some(({ rest }) => rest)) {
    return { ...first, declared, optional: false, rest: true, type: { kind: 'array', of: makeUnion(types) } };
  }
  const optional = given.length < all.length || given.some((parameter) => parameter.optional);
  return { ...first, declared, optional, type: makeUnion(types) };
}

/** The parameters of overloads taken together, position by position. */
export function mergeOverloads(lists: readonly Parameter[][]): Parameter[] {
  if (lists.length === 1) return lists[0] ?? [];
  const longest = Math.max(0, ...lists.map((list) => list.length));
  const merged = Array.from({ length: longest }, (_, index) =>
    mergeParameter(lists.map((list) => list[index])),
  ).filter((parameter) => parameter !== null);
  const rest = merged.findIndex((parameter) => parameter.rest);
  return rest === -1 ? merged : merged.slice(0, rest + 1);
}
