/** Tries the laws that a class's members suggest, after random calls of the members that store and remove. */
import type { ClassLaw } from '../../notation/law.js';
import { build, resolveAccess } from '../values/build.cjs';
import type { ExecutionContext } from '../run/execute.cjs';
import type { InputGenerator } from '../inputs/generate.cjs';
import { makeInput } from './laws.cjs';

type Instance = Record<string, unknown>;
type InstanceConstructor = new (...args: unknown[]) => Instance;

const TRIES = 200;
const MOST_EARLIER = 8;
const MIN_DISTINCT = 10;

const call = (instance: Instance, member: string, args: readonly unknown[]): unknown =>
  Reflect.apply(instance[member] as (...args: unknown[]) => unknown, instance, args);

function holds(instance: Instance, law: ClassLaw, values: readonly unknown[]): boolean {
  const { member, isCall } = law.read;
  const read = (...args: unknown[]): unknown => (isCall ? call(instance, member, args) : instance[member]);
  call(instance, law.write, values);
  switch (law.law) {
    case 'recalls':
      return Object.is(read(values[0]), values[1]);
    case 'contains':
      return read(values[0]) === true;
    case 'forgets':
      call(instance, law.member, values.slice(0, 1));
      return read(values[0]) === false;
    case 'last-in':
      return Object.is(read(), values[0]);
    case 'empties':
      call(instance, law.member, []);
      return read() === 0;
  }
}

/** Something that is done before the law is looked at. */
function begin(instance: Instance, { write, remove }: ClassLaw, values: readonly unknown[]): void {
  call(instance, write, values);
  if (remove !== null) call(instance, remove, values.slice(0, 1));
}

/** Whether the law held after each of many random beginnings. */
export function tryClassLaw(context: ExecutionContext, law: ClassLaw, generator: InputGenerator): boolean {
  const { random } = generator;
  const owner = resolveAccess(context.unit.access, context.modules) as InstanceConstructor;
  const some = (): unknown[] => law.inputs.map((shape) => build(makeInput(generator, shape), context));
  const seen = new Set<string>();
  for (let round = 0; round < TRIES; round++) {
    context.takeRefused();
    context.counters.reset(200_000);
    try {
      const instance = new owner(...law.construct);
      const earlier = Array.from({ length: random.below(MOST_EARLIER) }, some);
      for (const values of earlier)
        begin(instance, random.chance(0.5) ? law : { ...law, remove: null }, values);
      // At times something that is in there already.
      const values = earlier.length > 0 && random.chance(0.3) ? random.pick(earlier) : some();
      seen.add(JSON.stringify(values));
      if (!holds(instance, law, values)) return false;
    } catch {
      return false;
    }
    if (context.takeRefused().length > 0 || context.counters.ranDry()) return false;
  }
  return seen.size >= MIN_DISTINCT;
}
