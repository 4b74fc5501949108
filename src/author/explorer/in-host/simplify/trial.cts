/** Tries changes of a case, and keeps those that are accepted. */
import type { Case } from '../../notation/case.js';

/** Whether the case still does what it was chosen for, and ends in the same way. */
export type Accepts = (scenario: Case) => Promise<boolean>;

/** Takes a case when it is accepted, within a bound of tries for each kind of change. */
export interface Trial {
  best: Case;
  takes(scenario: Case): Promise<boolean>;
  /** Begins another kind of change, with so many tries. */
  allow(tries: number): void;
}

export function openTrial(start: Case, accepts: Accepts): Trial {
  let left = 0;
  const trial: Trial = {
    best: start,
    async takes(scenario) {
      if (left <= 0) return false;
      left--;
      if (!(await accepts(scenario))) return false;
      trial.best = scenario;
      return true;
    },
    allow(tries) {
      left = tries;
    },
  };
  return trial;
}
