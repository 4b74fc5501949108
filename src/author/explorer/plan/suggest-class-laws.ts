/** Which laws the members of a class suggest by their names: what was stored is found again, whatever was done before. */
import type { Parameter } from '../../../domain/target.js';
import type { TypeShape } from '../../../domain/type-shape.js';
import type { ClassLaw } from '../notation/law.js';
import type { UnitMember } from '../notation/plan.js';

const storing = /^(set|put|store|insert|register|define|add|push|append|enqueue)$/;
const removing = /^(delete|remove|unset|unregister|discard|evict)$/;
const finding = /^(get|lookup|fetch|read|resolve)$/;
const asking = /^(has|contains|includes|exists)$/;
const counting = /^(size|length|count)$/;
const clearing = /^(clear|reset|empty|removeAll|deleteAll)$/;

const required = ({ params }: UnitMember): number =>
  params.filter(({ optional, rest }) => !optional && !rest).length;

/** The shape to generate for a parameter: any value when its type is unknown. */
function inputOf({ type, rest }: Parameter): TypeShape | null {
  const shape = rest && type.kind === 'array' ? type.of : type;
  if (shape.kind === 'unknown') return { kind: 'number' };
  const isPlain = shape.kind === 'string' || shape.kind === 'number';
  return isPlain && shape.brand === undefined ? shape : null;
}

/** Arguments that make an instance with room for what is put into it; null when they are unknown. */
function constructorArgs(params: readonly Parameter[]): ClassLaw['construct'] | null {
  const needed = params.filter(({ optional, rest }) => !optional && !rest);
  const args = needed.map(({ type }): string | number | null =>
    type.kind === 'number' ? 100 : type.kind === 'string' ? 'a' : null,
  );
  return args.some((arg) => arg === null) ? null : args.filter((arg) => arg !== null);
}

/** The laws that are worth trying for a class; each is credited to another of its members. */
export function suggestClassLaws(
  members: readonly UnitMember[],
  constructorParams: readonly Parameter[],
): ClassLaw[] {
  const construct = constructorArgs(constructorParams);
  if (construct === null) return [];
  const find = (name: RegExp, count: number, kind: UnitMember['kind'] = 'call'): UnitMember | undefined =>
    members.find(
      (member) =>
        member.kind === kind && !member.isAsync && name.test(member.name ?? '') && required(member) === count,
    );
  const write = find(storing, 2) ?? find(storing, 1) ?? find(/^(add|push)$/, 0);
  if (!write?.name || write.params.length === 0) return [];
  const inputs = write.params.slice(0, Math.max(1, required(write))).map(inputOf);
  const known = inputs.filter((input) => input !== null);
  if (known.length < inputs.length) return [];
  const remove = find(removing, 1)?.name ?? null;
  const common = { construct, write: write.name, inputs: known, remove };
  const laws: ClassLaw[] = [];
  const add = (
    law: ClassLaw['law'],
    credited: UnitMember | undefined,
    read: UnitMember | undefined,
  ): void => {
    if (!credited?.name || !read?.name) return;
    laws.push({
      ...common,
      law,
      target: credited.target,
      member: credited.name,
      read: { member: read.name, isCall: read.kind === 'call' },
    });
  };
  const ask = find(asking, 1);
  if (known.length === 2) add('recalls', find(finding, 1), find(finding, 1));
  add('contains', ask, ask);
  add('forgets', find(removing, 1), ask);
  if (/^(push|add)$/.test(write.name) && known.length === 1)
    add('last-in', find(/^pop$/, 0), find(/^pop$/, 0));
  add('empties', find(clearing, 0), find(counting, 0, 'get') ?? find(counting, 0));
  return laws;
}
