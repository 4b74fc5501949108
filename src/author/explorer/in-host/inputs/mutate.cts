/** Varies an input a little: most new branches are one small change away from an input that was useful. */
import { literal, paramsOf } from '../../notation/algebra.cjs';
import type { Case } from '../../notation/case.js';
import type { Expression } from '../../notation/expression.js';
import type { Unit, UnitMember } from '../../notation/plan.js';
import type { Parameter } from '../../../../domain/target.js';
import type { TypeShape } from '../../../../domain/type-shape.js';
import type { InputGenerator } from './generate.cjs';
import { agree } from './agree.cjs';
import { actingAs } from './vary-functions.cjs';
import { isDocument } from '../sense/documents.cjs';
import { findProducer } from '../values/registry.cjs';
import { placesOf } from '../values/places.cjs';
import type { Random } from '../values/random.cjs';

function mutateString(generator: InputGenerator, text: string): string {
  const { random } = generator;
  const at = random.below(text.length + 1);
  const piece = random.chance(0.6) ? generator.text() : String.fromCharCode(32 + random.below(95));
  switch (random.below(7)) {
    case 0:
      return text.slice(0, at) + piece + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1 + random.below(2));
    case 2:
      return text.slice(0, at) + piece + text.slice(at + piece.length);
    case 3:
      return text.slice(at);
    case 4:
      return text.slice(0, at) + text.slice(Math.max(0, at - 2), at) + text.slice(at);
    case 5:
      return random.chance(0.5) ? text.toUpperCase() : text.toLowerCase();
    default:
      return piece;
  }
}

function mutateNumber(generator: InputGenerator, value: number): number {
  const { random } = generator;
  const roll = random.below(7);
  const changed = [value + 1, value - 1, -value, value * 10, Math.floor(value / 2), value + random.next()][
    roll
  ];
  return changed === undefined || Object.is(changed, -0) ? generator.number() : changed;
}

function mutateItems(generator: InputGenerator, items: readonly Expression[], of: TypeShape): Expression[] {
  const { random } = generator;
  const copy = [...items];
  const at = random.below(copy.length + 1);
  const roll = random.below(4);
  if (copy.length === 0 || roll === 0) copy.splice(at, 0, generator.value(of, 1));
  else if (roll === 1) copy.splice(Math.min(at, copy.length - 1), 1);
  else if (roll === 2) copy.splice(at, 0, random.pick(copy));
  else {
    const index = Math.min(at, copy.length - 1);
    copy[index] = mutate(generator, copy[index] as Expression, of);
  }
  return copy;
}

function mutateObject(
  generator: InputGenerator,
  expression: Expression & { k: 'obj' },
  shape: TypeShape,
): Expression {
  const { pools, random } = generator;
  const props = expression.props.map((prop): [string, Expression] => [...prop]);
  const known = shape.kind === 'object' ? shape.properties : [];
  const roll = random.next();
  const missing = known.filter((property) => !props.some(([key]) => key === property.name));
  if (missing.length > 0 && roll < 0.3) {
    const property = random.pick(missing);
    props.push([property.name, generator.value(property.type, 1, property.name)]);
  } else if (roll < 0.42 && !pools.isTyped && pools.properties.length > 0) {
    const name = random.pick(pools.properties);
    const isNew = name !== '__proto__' && !props.some(([key]) => key === name);
    if (isNew) props.push([name, generator.value({ kind: 'unknown' }, 1, name)]);
  } else if (props.length > 0) {
    const index = random.below(props.length);
    const [key, value] = props[index] as [string, Expression];
    const declared = known.find((property) => property.name === key);
    if (random.chance(0.15) && (declared?.optional ?? !pools.isTyped)) props.splice(index, 1);
    else props[index] = [key, mutate(generator, value, declared?.type ?? { kind: 'unknown' }, key)];
  }
  return { ...expression, props };
}

/** The call returns the same type for all arguments. */
function mutateCall(generator: InputGenerator, call: Expression & { k: 'call' }): Expression {
  const params = findProducer({ access: call.access, isCall: true })?.params;
  if (!params && generator.pools.isTyped) return call;
  return { ...call, args: mutateArgs(generator, call.args, params ?? []) };
}

const elementOf = (shape: TypeShape): TypeShape => (shape.kind === 'array' ? shape.of : { kind: 'unknown' });

/** A neighbour of the expression, of the same shape where types are checked. */
function mutate(generator: InputGenerator, expression: Expression, shape: TypeShape, name = ''): Expression {
  const { pools, random } = generator;
  if (expression.k === 'call' && expression.args.length > 0 && random.chance(0.6))
    return mutateCall(generator, expression);
  const mayVary =
    !pools.isTyped || shape.kind === expression.k || shape.kind === 'unknown' || isOpen(shape, expression);
  if (!mayVary || random.chance(0.15)) return generator.value(shape, 1, name);
  const chosen =
    shape.kind === 'union' ? (shape.of.find((member) => fits(member, expression)) ?? shape) : shape;
  switch (expression.k) {
    case 'lit':
      if (expression.access) return generator.value(shape, 1);
      if (typeof expression.v === 'string' && isDocument(expression.v) && random.chance(0.6))
        return generator.value(chosen, 1);
      if (typeof expression.v === 'string')
        return { ...expression, v: mutateString(generator, expression.v) };
      if (typeof expression.v === 'number')
        return { ...expression, v: mutateNumber(generator, expression.v) };
      if (typeof expression.v === 'boolean') return literal(!expression.v);
      return generator.value(shape, 1);
    case 'arr':
      if (chosen.kind === 'tuple') return generator.value(chosen, 1);
      return { k: 'arr', items: mutateItems(generator, expression.items, elementOf(chosen)) };
    case 'obj':
      return mutateObject(generator, expression, chosen);
    case 'construct': {
      if (expression.args.length === 0 || chosen.kind !== 'unknown') return generator.value(shape, 1);
      const at = random.below(expression.args.length);
      const args = expression.args.map((arg, index) =>
        index === at ? mutate(generator, arg, { kind: 'unknown' }) : arg,
      );
      return { ...expression, args };
    }
    case 'date':
      return { k: 'date', ms: (expression.ms ?? 0) + (random.below(400) - 200) * 3_600_000 };
    case 'fn': {
      const acting = random.chance(0.4) ? actingAs(generator, expression) : null;
      if (acting) return acting;
      if (expression.acts && random.chance(0.7)) return { k: 'fn', returns: expression.returns };
      const returns = chosen.kind === 'function' ? chosen.returns : { kind: 'unknown' as const };
      return { k: 'fn', returns: mutate(generator, expression.returns, returns) };
    }
    default:
      return generator.value(shape, 1);
  }
}

function fits(shape: TypeShape, expression: Expression): boolean {
  switch (expression.k) {
    case 'lit':
      return shape.kind === typeof expression.v;
    case 'arr':
      return shape.kind === 'array' || shape.kind === 'tuple';
    case 'obj':
      return shape.kind === 'object';
    case 'fn':
      return shape.kind === 'function';
    case 'date':
      return shape.kind === 'builtin' && shape.name === 'Date';
    default:
      return false;
  }
}

const isOpen = (shape: TypeShape, expression: Expression): boolean =>
  shape.kind === 'union' ? shape.of.some((member) => fits(member, expression)) : fits(shape, expression);

function mutateArgs(
  generator: InputGenerator,
  args: readonly Expression[],
  params: readonly Parameter[],
): Expression[] {
  const { random } = generator;
  const copy = [...args];
  const known = params.length === 0 && copy.length === 0;
  if (known) return copy;
  if (random.chance(0.12) || copy.length === 0) return generator.args(params);
  const next = params[copy.length];
  if (next && !next.rest && random.chance(0.15)) return [...copy, generator.value(next.type, 0, next.name)];
  const index = random.below(copy.length);
  const param = params[Math.min(index, params.length - 1)];
  const type =
    param?.rest && param.type.kind === 'array'
      ? param.type.of
      : (param?.type ?? { kind: 'unknown' as const });
  copy[index] = mutate(generator, copy[index] as Expression, type, param?.name);
  return copy;
}

function newStep(generator: InputGenerator, member: UnitMember): Case['steps'][number] {
  return {
    member: member.name,
    kind: member.kind,
    args: givenArgs(generator, member.examples) ?? generator.args(member.params),
  };
}

/** At times, arguments as people gave them. */
function givenArgs(
  { random }: InputGenerator,
  examples: readonly Expression[][] | undefined,
): Expression[] | null {
  if (!examples || examples.length === 0 || !random.chance(0.3)) return null;
  return [...random.pick(examples)];
}

const callable = (unit: Unit): UnitMember[] => unit.members.filter((member) => member.kind !== 'construct');

/** A fresh case: a call, or an instance with one to four steps. */
export function generateCase(generator: InputGenerator): Case {
  const { unit, pools, random } = generator;
  const members = callable(unit);
  const construct = unit.isClass
    ? (givenArgs(generator, unit.constructorExamples) ?? generator.args(unit.constructorParams))
    : null;
  if (members.length === 0) return { construct, steps: [] };
  const isLong = unit.isClass && pools.uses('sequences');
  const length = isLong ? random.pick([1, 1, 1, 2, 2, 3, 4]) : 1;
  const steps = Array.from({ length }, () => newStep(generator, random.pick(members)));
  if (unit.isClass && unit.constructorTarget !== null && random.chance(0.08)) return { construct, steps: [] };
  return { construct, steps };
}

/** Two objects as one; of a property that both have, the second's. */
function mergeObjects(a: Expression, b: Expression): Expression {
  if (a.k !== 'obj' || b.k !== 'obj') return b;
  const props = new Map([...a.props, ...b.props]);
  return { ...b, props: [...props] };
}

/** Arguments of the one step, with some of another call of the same in their place; objects are joined. */
function crossArgs(args: readonly Expression[], other: readonly Expression[], random: Random): Expression[] {
  const crossed = [...args];
  for (const [index, theirs] of other.entries()) {
    const own = crossed[index];
    if (index > crossed.length || random.chance(0.5)) continue;
    crossed[index] = own && random.chance(0.6) ? mergeObjects(own, theirs) : theirs;
  }
  return crossed;
}

function crossSteps(steps: Case['steps'], others: Case['steps'], random: Random): Case['steps'] {
  return steps.map((step) => {
    const partners = others.filter(({ member, kind }) => member === step.member && kind === step.kind);
    if (partners.length === 0) return step;
    return { ...step, args: crossArgs(step.args, random.pick(partners).args, random) };
  });
}

function mutateSteps(generator: InputGenerator, steps: Case['steps']): Case['steps'] {
  const { unit, pools, random } = generator;
  const members = callable(unit);
  const copy = [...steps];
  const isOpen = unit.isClass && pools.uses('sequences') && members.length > 0;
  if (isOpen && (copy.length === 0 || random.chance(0.4))) {
    const at = random.below(copy.length + 1);
    if (copy.length > 1 && random.chance(0.3)) copy.splice(Math.min(at, copy.length - 1), 1);
    // The same once more: much code asks whether it has seen this before.
    else if (copy.length < 8 && copy.length > 0 && random.chance(0.2)) copy.splice(at, 0, random.pick(copy));
    else if (copy.length < 8) copy.splice(at, 0, newStep(generator, random.pick(members)));
    return copy;
  }
  if (copy.length === 0) return copy;
  const index = random.below(copy.length);
  const step = copy[index] as Case['steps'][number];
  const params = paramsOf(unit, step) ?? [];
  copy[index] = { ...step, args: mutateArgs(generator, step.args, params) };
  return copy;
}

const textOf = ({ k, ...rest }: Expression): string | null =>
  k === 'lit' && 'v' in rest && typeof rest.v === 'string' && !('access' in rest) ? rest.v : null;

/** Says in one place of the case what stands in another, or a word of it: many inputs have to agree with each other. */
function correlate(scenario: Case, random: Random): Case {
  const places = placesOf(scenario);
  const texts = places.flatMap(({ expression }) => {
    const keys = expression.k === 'obj' ? expression.props.map(([key]) => key) : [];
    return [...keys, textOf(expression) ?? ''].filter((text) => text !== '');
  });
  const into = places.filter(({ expression }) => textOf(expression) !== null || expression.k === 'arr');
  if (texts.length === 0 || into.length === 0) return scenario;
  const words = random
    .pick(texts)
    .split(/[^\w$]+/)
    .filter((word) => word !== '');
  const text = words.length > 0 && random.chance(0.6) ? random.pick(words) : random.pick(texts);
  const place = random.pick(into);
  const { expression } = place;
  if (expression.k === 'arr')
    return place.replace({ ...expression, items: [...expression.items, literal(text)] });
  return place.replace({ ...expression, v: text } as Expression);
}

/** How often an object that was only made is made in another way, in place of being used. */
const BARE_SHARE = 0.4;

/** A neighbour of a case that was useful; at times the two halves of two of them. */
export function mutateCase(generator: InputGenerator, parent: Case, other: Case): Case {
  const { unit, pools, random } = generator;
  if (unit.isClass && pools.uses('splicing') && pools.uses('sequences') && random.chance(0.12)) {
    return { construct: parent.construct, steps: [...parent.steps, ...other.steps].slice(0, 8) };
  }
  if (pools.uses('correlation') && random.chance(0.06)) return correlate(parent, random);
  if (pools.uses('correlation') && parent.steps.length > 1 && random.chance(0.12))
    return agree(generator, parent);
  if (pools.uses('splicing') && random.chance(0.15)) {
    const construct =
      parent.construct && other.construct
        ? crossArgs(parent.construct, other.construct, random)
        : parent.construct;
    const crossed = { construct, steps: crossSteps(parent.steps, other.steps, random) };
    if (random.chance(0.5)) return crossed;
    parent = crossed;
  }
  const isBare = parent.steps.length === 0;
  const touchesConstruct = parent.construct !== null && random.chance(isBare ? BARE_SHARE : 0.25);
  if (touchesConstruct && parent.construct) {
    return { ...parent, construct: mutateArgs(generator, parent.construct, unit.constructorParams) };
  }
  const rounds = random.pick([1, 1, 2, 3]);
  let steps = parent.steps;
  for (let round = 0; round < rounds; round++) steps = mutateSteps(generator, steps);
  return { ...parent, steps };
}
