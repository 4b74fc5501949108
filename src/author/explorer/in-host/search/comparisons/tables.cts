/** Tries the rows of tables that the code looks texts of its input up in, each with what the row's pattern asks for. */
import type { Case } from '../../../notation/case.js';
import { placesOf } from '../../values/places.cjs';
import {
  MAX_CASES_OF_ONE,
  substituteValue,
  substitutes,
  takeCases,
  type Site,
  type TracedCase,
} from './substitute.cjs';
import { isTable } from './trace-comparisons.cjs';

const MAX_ROWS = 200;

/**
 * A case for each row of the tables that a text of the input was looked up in.
 * @param known the places whose rows were given out before
 */
export function rowsOf({ scenario, traced, random, scratch }: TracedCase, known: Set<string>): Case[] {
  const places = placesOf(scenario);
  const site: Site = { places, traced, random, scratch, instancesOf: () => [] };
  const cases: Case[] = [];
  for (const { site: label, kind, left, right } of traced.comparisons) {
    if (kind !== 'key' || known.has(label) || !isTable(right) || traced.origins.has(right)) continue;
    const before = cases.length;
    for (const name of Object.keys(right).slice(0, MAX_ROWS))
      takeCases(cases, substituteValue(site, left, name), 1);
    if (cases.length > before) known.add(label);
  }
  return cases;
}

/** Neighbours of the case that bring it to the patterns that it was traced not to match. */
export function matchingCases({ scenario, traced, isSettled, random, scratch }: TracedCase): Case[] {
  const site: Site = { places: placesOf(scenario), traced, random, scratch, instancesOf: () => [] };
  const cases: Case[] = [];
  for (const comparison of traced.comparisons)
    if (comparison.kind === 'regex' && !isSettled(comparison.site))
      takeCases(cases, substitutes(site, comparison), MAX_CASES_OF_ONE);
  return cases;
}
