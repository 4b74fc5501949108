/** Collects the functions that a unit's calls may give. */
import type { MadeFunction, Target } from '../../../domain/target.js';

const MAX_OF_UNIT = 60;
const MAX_OF_FILE = 150;

/** All functions that the code of a file makes. */
export const madeIn = (targets: readonly Target[]): MadeFunction[] =>
  targets.flatMap(({ makes }) => makes ?? []).slice(0, MAX_OF_FILE);

/** The functions that the code of these targets makes, and that of what they call among the others. */
export const madeBy = (own: ReadonlySet<string | null>, targets: readonly Target[]): MadeFunction[] =>
  madeIn(
    targets.filter(
      ({ id, reachedThrough }) => own.has(id) || reachedThrough.some((caller) => own.has(caller)),
    ),
  ).slice(0, MAX_OF_UNIT);
