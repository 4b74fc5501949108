/** The files that are to be explored, and what comes of it. */
import type { Candidate } from '../../domain/candidate.js';
import type { Finding } from '../../domain/finding.js';
import type { Target } from '../../domain/target.js';
import type { ArgumentCount } from './notation/explore-line.js';
import type { Technique } from './notation/techniques.js';

export interface ExploreRequest {
  /** Host-relative source file. */
  file: string;
  sourceText: string;
  /** Targets of the file that are to be explored. */
  targets: readonly Target[];
  /** All targets of the host, to find inverses among. */
  allTargets: readonly Target[];
  /** Where the tests of the file will stand; the exploring test stands beside it. */
  testFile: string;
  /** Counters of the file that are covered already. */
  covered: ReadonlySet<string>;
  seed: number;
  cpuMsPerTarget: number | null;
  /** Techniques that are switched off; none by default. */
  without?: readonly Technique[];
}

export interface ExploreOptions {
  /** Ends the search without a result. */
  signal: AbortSignal;
  /** CPU seconds of search for all files together, dealt out by size, in place of seconds for each target. */
  totalSeconds?: number;
  /** Milliseconds by the clock that each file may take, for when there is little time. */
  wallMs?: number;
  /** Ends the search; what was written down by then is handed over. */
  until?: AbortSignal;
}

/** The cost of searching one unit. */
export interface SearchCost {
  unit: string;
  calls: number;
  /** Counted work; see `budget.ts`. */
  work: number;
  /** CPU milliseconds of the search, without loading, shrinking and recording. */
  cpuMs: number;
  /** The most memory that the process had held by then. */
  peakBytes: number;
}

/** The quality of a candidate made from a recorded case. */
export interface CaseQuality {
  candidate: string;
  /** Whether all it says is that the engine throws. */
  assertsEngineError: boolean;
  args: ArgumentCount;
}

export interface ExploreResult {
  candidates: Candidate[];
  findings: Finding[];
  /** Targets that could not be explored, with the reason. */
  skipped: { target: string; reason: string }[];
  /** Whether the search was ended before it was through. */
  isCut: boolean;
  searches: SearchCost[];
  cases: CaseQuality[];
}
