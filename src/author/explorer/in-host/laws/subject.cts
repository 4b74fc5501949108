/** The functions that laws speak of, with values for their parameters. */
import type { Access, Parameter, TargetId } from '../../../../domain/target.js';
import type { TypeShape } from '../../../../domain/type-shape.js';
import type { Unit, UnitMember } from '../../notation/plan.js';
import type { Arbitrary } from '../../notation/property.js';
import { arbitraryOf, type Width } from './arbitraries.cjs';

/** A named function that can be called without an instance. */
export interface PureFunction {
  unit: Unit;
  target: TargetId;
  access: Access;
  /** The last part of its name. */
  name: string;
  params: readonly Parameter[];
}

const nameOfAccess = ({ export: from, members, module }: Access): string =>
  members.at(-1) ?? (from.kind === 'named' ? from.name : (/([\w$]+)\.[^/]*$/.exec(module)?.[1] ?? ''));

/** The function of a unit, or null for a class and for what does not give its result at once. */
export function functionOf(unit: Unit): PureFunction | null {
  const [member] = unit.members;
  if (unit.isClass || !member || member.isAsync) return null;
  if (member.params.some(({ type }) => type.kind === 'function')) return null;
  const { target, params } = member;
  return { unit, target, access: unit.access, name: nameOfAccess(unit.access), params };
}

export type Input = [name: string, of: Arbitrary];

const reserved =
  /^(?:new|delete|in|of|if|else|for|do|case|class|default|function|this|var|let|const|return|switch|typeof|void|with|yield|await|static|enum|null|true|false|fc|expect|test)$/;

/** A name that a generated value may have. */
export const inputName = (name: string, at = 0): string =>
  /^[A-Za-z_$][\w$]*$/.test(name) && !reserved.test(name)
    ? name.replace(/\$/g, '_')
    : `value${at > 0 ? at + 1 : ''}`;

/** The object without known properties that an options parameter is, with those that the code was seen to read. */
export type ReadNames = (at: number) => readonly string[];

interface ParameterDraw {
  unit: Unit;
  width: Width;
  /** Whether optional parameters are given too. */
  isFull: boolean;
  readNames?: ReadNames;
}

const withRead = (type: TypeShape, names: readonly string[]): TypeShape =>
  type.kind === 'object' && type.properties.length === 0
    ? { ...type, properties: names.map((name) => ({ name, type: { kind: 'unknown' }, optional: true })) }
    : type;

/** Arbitraries for the parameters; null where a required one has none. */
export function drawParams(
  params: readonly Parameter[],
  { unit, width, isFull, readNames }: ParameterDraw,
): Input[] | null {
  const inputs: Input[] = [];
  for (const [at, { name, type, optional, rest }] of params.entries()) {
    if (rest || (optional && !isFull)) break;
    const of = arbitraryOf({ name, type: withRead(type, readNames?.(at) ?? []) }, unit, width);
    if (of === null && (optional || at > 1)) break;
    if (of === null) return null;
    inputs.push([inputName(name, at), of]);
  }
  return inputs;
}

/** The inputs under names that none of the others has. */
export function apart(taken: readonly string[], inputs: readonly Input[]): Input[] {
  return inputs.map(([name, of]) => {
    let free = name;
    for (let count = 2; taken.includes(free); count++) free = `${name}${count}`;
    return [free, of];
  });
}

export const namesOf = (inputs: readonly Input[]): string => inputs.map(([name]) => name).join(', ');

/** Several of something, by its name in the singular. */
export const plural = (noun: string): string =>
  /(?:s|x|ch|sh)$/.test(noun) ? `${noun}es` : noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`;

/** A method of a class. */
export type Method = UnitMember & { name: string };

export const isMethod = (member: UnitMember): member is Method =>
  member.kind === 'call' && !member.isAsync && member.name !== null && !member.name.startsWith('_');
