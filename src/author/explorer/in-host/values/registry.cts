/** Holds what the host itself gives for arguments: planned producers by their access. */
import type { PlannedProducer } from '../../notation/plan.js';
import type { Access } from '../../../../domain/target.js';
import type { Producer, TypeShape } from '../../../../domain/type-shape.js';
import type { Random } from './random.cjs';

/** How often what the host gives is taken where a literal or a stub would do as well. */
const GIVEN_SHARE = 0.3;
/** The same for a member of a union. */
const GIVEN_MEMBER_SHARE = 0.4;
/** Deeper than this nothing is called that needs arguments itself. */
const MAX_CALL_DEPTH = 2;

/** One plan is carried out at a time. */
let planned = new Map<string, PlannedProducer>();

const keyOf = ({ access, isCall }: Producer): string =>
  JSON.stringify([access.module, access.export, access.members, isCall]);

/** Forgets what an earlier plan had. */
export function registerProducers(producers: readonly PlannedProducer[]): void {
  planned = new Map(producers.map((producer) => [keyOf(producer), producer]));
}

/** The planned producer that is meant; undefined where it cannot be used. */
export const findProducer = (producer: Producer): PlannedProducer | undefined => planned.get(keyOf(producer));

/** Whether two lead to the same. */
export const isSameAccess = (a: Access, b: Access): boolean =>
  keyOf({ access: a, isCall: false }) === keyOf({ access: b, isCall: false });

const needsNothing = ({ isCall, params }: PlannedProducer): boolean =>
  !isCall || params.every(({ optional, rest }) => optional || rest);

/** A producer of the host for a type; null when there is none, or when another kind of value is due. */
export function chooseProducer(shape: TypeShape, random: Random, depth: number): PlannedProducer | null {
  const given = 'givenBy' in shape ? (shape.givenBy ?? []) : [];
  const isNeeded = shape.kind === 'object' && shape.isOpaque;
  if (given.length === 0 || (!isNeeded && !random.chance(GIVEN_SHARE))) return null;
  const usable = given.flatMap((producer) => findProducer(producer) ?? []);
  const fit = depth > MAX_CALL_DEPTH ? usable.filter(needsNothing) : usable;
  return fit.length === 0 ? null : random.pick(fit);
}

/** A member of a union; those that the host gives values of come often. */
export function chooseMember(of: readonly TypeShape[], random: Random): TypeShape {
  if (of.length === 0) return { kind: 'unknown' };
  const given = of.filter((member) => 'givenBy' in member);
  return random.pick(given.length > 0 && random.chance(GIVEN_MEMBER_SHARE) ? given : of);
}
