/** Separates the steps of a case that only prepare from those that it is about. */
import type { Step } from '../../notation/case.js';

/** Whether a step only prepares for the last one: it neither makes what the last one acts on, nor does that act on its result. */
export const isPreparation = (steps: readonly Step[], index: number): boolean =>
  index < steps.length - 1 &&
  !steps.slice(index + 1).every(({ on }) => on === 'result') &&
  !isRoot(steps, index);

/** The held object is made by the steps before the first that acts on it. */
const isRoot = (steps: readonly Step[], index: number): boolean =>
  index < steps.findIndex(({ on }) => on === 'held');
