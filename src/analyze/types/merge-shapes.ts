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
