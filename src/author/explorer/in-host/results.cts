/** Writes down what the explorer finds, line by line, and what it is at. */
// Without `node:`, which Jest before 27 does not resolve.
import fs from 'fs';
import type { Case } from '../notation/case.js';
import type { ExploreLine } from '../notation/explore-line.js';
import type { ExplorePlan } from '../notation/plan.js';

const BEAT_MS = 500;
// Taken before the clock is changed.
const realNow = Date.now;
// Taken before the explored code can put another in its place.
const { stringify } = JSON;

export interface Results {
  write(line: ExploreLine): void;
  /** Remembers the case that is about to run, for the case that it never returns. */
  note(scenario: Case): void;
  /** Shows the watchdog that calls come back: an empty line now and then. */
  beat(): void;
}

export function openResults(plan: ExplorePlan): Results {
  const current = fs.openSync(plan.currentFile, 'w');
  let lastBeat = 0;
  return {
    beat() {
      const now = realNow();
      if (now - lastBeat < BEAT_MS) return;
      lastBeat = now;
      fs.appendFileSync(plan.resultFile, '\n');
    },
    write: (line) => fs.appendFileSync(plan.resultFile, `${stringify(line)}\n`),
    note(scenario) {
      const text = stringify(scenario);
      fs.writeSync(current, `${text.length}\n${text}\n`, 0);
    },
  };
}
