/** Guesses at values of which nothing is declared: properties that are looked for in vain, and values of other types. */
import type { Case } from '../../../notation/case.js';
import type { Expression } from '../../../notation/expression.js';
import type { TracedComparisons, Missing } from './comparison.cjs';
import { placesOf, type Place } from '../../values/places.cjs';
import type { Random } from '../../values/random.cjs';
import type { Scratch } from '../../values/scratch.cjs';
import { anything, builtins, expressionOf, samplesByType } from './samples.cjs';

/** The places of a case, and what was traced while it ran. */
export interface TracedPlaces {
  places: readonly Place[];
  traced: TracedComparisons;
  scratch: Scratch;
}

/** Values for a property that was looked for in vain; what it was compared with right after comes first. */
function valuesFor(missing: Missing, traced: TracedComparisons, scratch: Scratch): Expression[] {
  const next = traced.comparisons.slice(missing.at, missing.at + 3);
  const met = next.flatMap(({ kind, left, right }): Expression[] => {
    if (kind === 'type' && left === undefined) return samplesByType[String(right)] ?? [];
    if (kind === 'instance' && left === undefined) {
      const sample = builtins[(right as { name?: string } | null)?.name ?? ''];
      return sample ? [sample] : [];
    }
    if (kind !== 'equal' && kind !== 'order') return [];
    const other = left === undefined ? right : right === undefined ? left : undefined;
    const near = typeof other === 'number' ? [other, other + 1, other - 1] : [other];
    return near.flatMap((value) => (value === undefined ? [] : (expressionOf(value, scratch) ?? [])));
  });
  return [...met, ...anything];
}

/** Cases in which the object has the property that was looked for in vain. */
export function* withProperty({ places, traced, scratch }: TracedPlaces, missing: Missing): Generator<Case> {
  const { holder, name } = missing;
  if (name === '__proto__' || holder.k !== 'obj') return;
  const place = places.find(({ expression }) => expression === holder);
  if (!place) return;
  for (const value of valuesFor(missing, traced, scratch))
    yield place.replace({ ...holder, props: [...holder.props, [name, value]] });
}

/** The case with each value replaced by one of another type, where types are not declared. */
export function retyped(scenario: Case, random: Random): Case[] {
  const cases: Case[] = [];
  for (const place of placesOf(scenario).slice(0, 12))
    for (const value of anything) if (random.chance(0.6)) cases.push(place.replace(value));
  return cases;
}
