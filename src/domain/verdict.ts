/** The gate's decision about a candidate, with its measurements. */
import type { Candidate } from './candidate.js';

/** Every reason for which the gate rejects; the order is the order of the checks. */
export const reasons = [
  'syntax',
  'policy',
  'types',
  'fails',
  'timeout',
  'crash',
  'flaky',
  'no-gain',
  'weak',
  'redundant',
  'interferes',
] as const;

export type Reason = (typeof reasons)[number];

export interface Evidence {
  /** Runs of the test under the host's Jest in which it passed. */
  runs: number;
  /** Statements and branch paths that nothing covered before it. */
  gain: { statements: number; branches: number };
  mutants: { killed: number; tried: number };
}

export type Verdict =
  | { status: 'accepted'; evidence: Evidence }
  /** `detail` says what was seen, in words or as the runner's message; at most a few lines. */
  | { status: 'rejected'; reason: Reason; detail: string };

export interface Judged {
  candidate: Candidate;
  verdict: Verdict;
}

export interface Accepted {
  candidate: Candidate;
  evidence: Evidence;
}
