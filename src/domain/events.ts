/** The events that a pass reports while it works. */
import type { Candidate } from './candidate.js';
import type { Totals } from './coverage.js';
import type { Finding } from './finding.js';
import type { Host } from './host.js';
import type { SandboxTier } from './report.js';
import type { Verdict } from './verdict.js';

/** How far the work has come. */
export interface PassProgress {
  targets: { done: number; running: number; waiting: number };
  /** Accepted tests. */
  kept: number;
  /** With the tests that were accepted so far. */
  coverage: Totals;
  /** Of `--max-minutes`; null without a limit. */
  secondsLeft: number | null;
}

export type PassEvent =
  | { type: 'host'; host: Host; commit: string | null; branch: string | null }
  | { type: 'sandbox'; tier: SandboxTier; detail: string }
  /** A step began that may take a while: `copying the host`; with `file`, a step in the work on that file. */
  | { type: 'step'; text: string; file?: string }
  /** The daemon waits for the next change. */
  | { type: 'idle' }
  | { type: 'baseline'; coverage: Totals; testFiles: number; failingFiles: string[] }
  | { type: 'selected'; targets: number; withGaps: number; files: number }
  /** The work on a source file began. */
  | { type: 'file'; file: string; targets: number }
  /** A source file is through; `index` counts those that are. */
  | { type: 'file-done'; file: string; index: number; of: number; proposed: number; kept: number }
  | { type: 'progress'; progress: PassProgress }
  | { type: 'verdict'; candidate: Candidate; verdict: Verdict }
  /** Tests reached the host: by a commit on `branch`, in the patch file `patch`, or in the work tree (both null). */
  | {
      type: 'delivered';
      file: string;
      testFile: string;
      tests: number;
      commit: string | null;
      branch: string | null;
      patch: string | null;
    }
  | { type: 'finding'; finding: Finding }
  /** One line for the user about something that did not go the ordinary way. */
  | { type: 'note'; level: 'info' | 'warning'; text: string };

export type Observer = (event: PassEvent) => void;
