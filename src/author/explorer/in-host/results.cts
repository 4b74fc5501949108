/** Writes down what was found, what is being tried, and that calls come back. */
// Without `node:`, which Jest before 27 does not resolve.
import fs = require('fs');
import type { BranchPlace, Case, ExploreLine, ExplorePlan } from '../expression.js' with {
  'resolution-mode': 'import',
};

const BEAT_MS = 500;
// Taken before the clock is changed.
const realNow = Date.now;

interface Results {
  write(line: ExploreLine): void;
  /** Remembers the case that is about to run, for the case that it never returns. */
  note(kase: Case): void;
  /** Shows the watchdog that calls come back: an empty line now and then. */
  beat(): void;
}

function openResults(plan: ExplorePlan): Results {
  const current = fs.openSync(plan.currentFile, 'w');
  let lastBeat = 0;
  return {
    beat() {
      const now = realNow();
      if (now - lastBeat < BEAT_MS) return;
      lastBeat = now;
      fs.appendFileSync(plan.resultFile, '\n');
    },
    write: (line) => fs.appendFileSync(plan.resultFile, `${JSON.stringify(line)}\n`),
    note(kase) {
      const text = JSON.stringify(kase);
      fs.writeSync(current, `${text.length}\n${text}\n`, 0);
    },
  };
}

/** Where Istanbul says that branches stand. */
function branchPlaces(branchMap: Record<string, unknown>): Record<string, BranchPlace> {
  return Object.fromEntries(
    Object.entries(branchMap).map(([id, branch]) => {
      const { type, loc, locations } = branch as {
        type: string;
        loc: { start: { line: number; column: number } };
        locations: BranchPlace['paths'];
      };
      return [id, { type, line: loc.start.line, column: loc.start.column, paths: locations }];
    }),
  );
}

const exported = { branchPlaces, openResults };
declare namespace exported {
  export type { Results };
}
export = exported;
