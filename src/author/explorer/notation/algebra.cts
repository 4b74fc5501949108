/** Small operations on the notation that all rooms need. */
import type { Step } from './case.js';
import type { Expression } from './expression.js';
import type { Unit, UnitMember } from './plan.js';

/** A text, a number, a truth value or null as it is printed. */
export const literal = (v: string | number | boolean | null): Expression => ({ k: 'lit', v });

/** The member of a unit that a step uses; undefined for a step on what a call gave. */
export const memberOf = (
  { members }: Unit,
  step: Pick<Step, 'member' | 'kind'> | undefined,
): UnitMember | undefined => members.find(({ name, kind }) => name === step?.member && kind === step.kind);
