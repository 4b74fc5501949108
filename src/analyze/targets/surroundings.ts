/** Finds a unit's surroundings: who calls it, and what it calls and reads. */
import type { Target } from '../../domain/target.js';
import type { Mentions } from '../access/call-graph.js';
import { mineHints } from '../examples/hints.js';
import type { FunctionNode, Value } from '../modules/module-values.js';
import type { TargetContext } from './target-context.js';

const maxCallers = 12;
/** Functions that literals are mined from for one target. */
const maxCallees = 40;

/** The functions of the host that a unit uses, the nearest first, at most three calls away. */
function calledNearby(unit: Value, mentions: ReadonlyMap<Value, Mentions>): Value[] {
  const found = new Set([unit]);
  let level = [unit];
  for (let depth = 0; depth < 3 && found.size < maxCallees; depth++) {
    level = level
      .flatMap((value) => [...(mentions.get(value)?.functions ?? [])])
      .filter((value) => !found.has(value));
    for (const value of level) found.add(value);
  }
  return [...found].slice(0, maxCallees);
}

/** Literals and names from the unit and from what it uses. */
export function hintsFor(unit: Value, mentions: ReadonlyMap<Value, Mentions>): Target['hints'] {
  const functions = calledNearby(unit, mentions);
  const tables = new Set(functions.flatMap((value) => [...(mentions.get(value)?.tables ?? [])]));
  return mineHints({ functions: functions.map(({ node }) => node as FunctionNode), tables: [...tables] });
}

/** Units with an access that lead to this one, nearest first. */
export function callersOf(unit: Value, { users, reach, subclasses, finder }: TargetContext): Value[] {
  const seen = new Set([unit]);
  const callers: Value[] = [];
  const owner = unit.home?.holder.prototypeOf ?? null;
  // Where no test can make an instance, whoever does leads to its methods.
  const isMade = owner !== null && finder.forInstances(owner, null) === null;
  const makers = isMade ? [owner, ...(subclasses.get(owner) ?? [])] : [];
  let level = [unit, ...makers];
  while (level.length > 0 && callers.length < maxCallers) {
    const next = [...new Set(level.flatMap((value) => users.get(value) ?? []))].filter(
      (user) => !seen.has(user),
    );
    for (const user of next) seen.add(user);
    const isReached = (user: Value): boolean => (reach.get(user)?.access ?? null) !== null;
    callers.push(...next.filter(isReached));
    level = next.filter((user) => !isReached(user));
  }
  return callers.slice(0, maxCallers);
}
