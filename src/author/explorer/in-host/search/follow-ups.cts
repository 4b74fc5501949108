/**
 * Goes on with what calls gave: a returned function is called, and methods and accessors of returned objects are used, in one
 * chain, or one after the other on a result that is held.
 */
import type { Case, Step } from '../../notation/case.js';
import type { Expression } from '../../notation/expression.js';
import type { Entry } from './archive.cjs';
import type { Execution } from '../run/execute.cjs';
import type { InputGenerator } from '../inputs/generate.cjs';
import type { KnownFinder } from '../run/live-functions.cjs';
import { membersOf } from '../values/members.cjs';

/** Something that a step can do with a result. */
interface NextMember {
  kind: Exclude<Step['kind'], 'construct'>;
  name: string | null;
  arity: number;
  /** Its index among the functions of which it is known what they take. */
  takes?: number;
}

/** A next step on the result of a case, or on the object that it holds. */
interface FollowUp {
  entry: Entry;
  members: NextMember[];
  /** Whether the members are those of the result that the case holds, or that it may hold. */
  isHeld: boolean;
}

export interface FollowUps {
  /** Remembers what an execution can be followed up by; true when nothing offered the like before. */
  look(entry: Entry, done: Execution): boolean;
  isEmpty(): boolean;
  /** A case that goes further than one that was kept. */
  goOn(): Case;
}

const MAX_ALIKE = 12;
const MAX_STEPS = 14;
/** Steps on a held result at the most: what takes more is nothing that a person would read. */
const MAX_HELD = 8;

function someArgs(generator: InputGenerator, arity: number): Expression[] {
  const { pools, random } = generator;
  // Where types are checked, only their number is known of the parameters, and that is kept to.
  const length = pools.isTyped || random.chance(0.75) ? arity : random.below(4);
  return Array.from({ length }, () =>
    random.chance(0.25)
      ? { k: 'fn', returns: generator.value({ kind: 'unknown' }, 2) }
      : generator.value({ kind: 'unknown' }, 1),
  );
}

function stepOf(generator: InputGenerator, member: NextMember, on: Required<Step>['on']): Step {
  const { kind, name, arity, takes } = member;
  if (kind === 'get') return { member: name, kind, args: [], on };
  if (kind === 'set') return { member: name, kind, args: [generator.value({ kind: 'unknown' }, 1)], on };
  const known = takes === undefined ? undefined : generator.unit.made?.[takes];
  if (takes === undefined || known === undefined)
    return { member: name, kind, args: someArgs(generator, arity), on };
  return { member: name, kind, args: generator.args(known.params), on, takes };
}

const sameAs = (step: Step, members: readonly NextMember[]): NextMember | undefined =>
  members.find(({ name, kind }) => name === step.member && kind === step.kind);

function atOnce(step: Step): Step {
  const unwaited = { ...step };
  delete unwaited.isAwaited;
  return unwaited;
}

/** Steps with one more, one less, one twice, or one that is waited for, on the result that is held. */
function varyHeld(generator: InputGenerator, steps: readonly Step[], members: NextMember[]): Step[] {
  const { random } = generator;
  const first = steps.findIndex(({ on }) => on === 'held');
  const root = first < 0 ? [...steps] : steps.slice(0, first);
  const held = first < 0 ? [] : steps.slice(first);
  const fresh = (): Step => stepOf(generator, random.pick(members), 'held');
  const at = random.below(held.length + 1);
  const chosen = held[at];
  const roll = random.below(8);
  if (held.length === 0) held.push(...Array.from({ length: random.pick([1, 1, 2, 3, 4]) }, fresh));
  else if (roll < 4 || !chosen) held.splice(random.chance(0.6) ? held.length : at, 0, fresh());
  else if (roll === 4) held.splice(at, 0, chosen);
  else if (roll === 5 && held.length > 1) held.splice(at, 1);
  else if (roll === 6) held[at] = stepOf(generator, sameAs(chosen, members) ?? random.pick(members), 'held');
  else if (chosen.isAwaited) held[at] = atOnce(chosen);
  else held[at] = { ...chosen, isAwaited: true };
  return [...root, ...held.slice(0, MAX_HELD)];
}

/** The members of a value, with what is known of the functions among them. */
const knownMembers = (value: unknown, indexOf: KnownFinder): NextMember[] =>
  membersOf(value).map(({ live, ...member }) => {
    const takes = live === undefined ? -1 : indexOf(live);
    return takes < 0 ? member : { ...member, takes };
  });

export function createFollowUps(generator: InputGenerator, indexOf: KnownFinder): FollowUps {
  const { pools, random } = generator;
  const byShape = new Map<string, FollowUp[]>();
  const add = (followUp: FollowUp): boolean => {
    if (followUp.members.length === 0) return false;
    const names = followUp.members.map(({ kind, name, arity }) => name ?? `${kind} ${arity}`);
    const shape = `${followUp.isHeld ? 'held ' : ''}${names.join()}`;
    const alike = byShape.get(shape);
    if (!alike) byShape.set(shape, [followUp]);
    else if (alike.length < MAX_ALIKE) alike.push(followUp);
    else alike[followUp.entry.touched.length % MAX_ALIKE] = followUp;
    return !alike;
  };
  return {
    look(entry, done) {
      const { steps, construct } = entry.scenario;
      if (steps.length >= MAX_STEPS || steps.length === 0 || done.ended !== 'returned') return false;
      const mayHold = construct === null && pools.uses('held-results');
      if (mayHold && done.isHeld) add({ entry, members: knownMembers(done.instance, indexOf), isHeld: true });
      const isResult = done.shape === 'plain' && done.value !== done.instance;
      if (!isResult && done.shape !== 'promise') return false;
      const members = knownMembers(done.value, indexOf);
      let isNew = isResult && add({ entry, members, isHeld: false });
      if (mayHold && !done.isHeld && add({ entry: held(entry, done), members, isHeld: true })) isNew = true;
      return isNew;
    },
    isEmpty: () => byShape.size === 0,
    goOn() {
      const { entry, members, isHeld } = random.pick(random.pick([...byShape.values()]));
      const { scenario } = entry;
      if (isHeld) return { ...scenario, steps: varyHeld(generator, scenario.steps, members) };
      const usable = members.filter(({ kind }) => kind !== 'set');
      if (usable.length === 0) return scenario;
      return { ...scenario, steps: [...scenario.steps, stepOf(generator, random.pick(usable), 'result')] };
    },
  };
}

/** The entry as it has to be for its result to be held: a promise is waited for. */
function held(entry: Entry, { shape }: Execution): Entry {
  const { scenario } = entry;
  const last = scenario.steps.at(-1);
  if (shape !== 'promise' || !last) return entry;
  return {
    ...entry,
    scenario: { ...scenario, steps: [...scenario.steps.slice(0, -1), { ...last, isAwaited: true }] },
  };
}
