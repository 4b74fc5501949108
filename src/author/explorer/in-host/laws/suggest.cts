/** Suggests the laws of a unit, and tries them. */
import type { Unit } from '../../notation/plan.js';
import type { BrokenProperty, LawProperty, SuggestedLaw } from '../../notation/property.js';
import type { ExecutionContext } from '../run/execute.cjs';
import { classHistories } from './class-histories.cjs';
import { functionLaws, functionsAmong } from './function-laws.cjs';
import { subjectOf } from './instances.cjs';
import { functionOf } from './subject.cjs';
import { trySuggested, type JestExpect } from './try-property.cjs';

/** More laws of one unit are not read. */
const MOST_HELD = 3;

function suggest(unit: Unit, units: readonly Unit[], context: ExecutionContext): SuggestedLaw[] {
  const subject = functionOf(unit);
  if (subject) return functionLaws(subject, functionsAmong(units), context);
  const owner = subjectOf(unit, context);
  return owner ? classHistories(owner) : [];
}

interface FoundLaws {
  held: LawProperty[];
  broken: BrokenProperty[];
}

/** The laws of a unit that hold, and those that names promise and sensible input breaks; `units` are those of its file. */
export function findLaws(
  unit: Unit,
  { units, context, expect }: { units: readonly Unit[]; context: ExecutionContext; expect: JestExpect },
): FoundLaws {
  const found: FoundLaws = { held: [], broken: [] };
  const known = new Set<string>();
  for (const law of suggest(unit, units, context)) {
    if (found.held.length >= MOST_HELD) break;
    // Others of its kind say the same once more.
    if (known.has(law.kind)) continue;
    const { held, broken } = trySuggested(law, context, expect);
    if (held || broken) known.add(law.kind);
    if (held) found.held.push(held);
    if (broken) found.broken.push(broken);
  }
  return found;
}
