/** What a pass tells whoever watches it, while it works. */
import type { Candidate } from './candidate.js';
import type { Totals } from './coverage.js';
import type { Finding } from './finding.js';
import type { Host } from './host.js';
import type { SandboxTier } from './report.js';
import type { Verdict } from './verdict.js';

export type PassEvent =
  | { type: 'host'; host: Host; commit: string | null; branch: string | null }
  | { type: 'sandbox'; tier: SandboxTier; detail: string }
  /** A step began that may take a while: `copying the host`, `running the host's tests`. */
  | { type: 'step'; text: string }
  /** The daemon waits for the next change. */
  | { type: 'idle' }
  | { type: 'baseline'; coverage: Totals; testFiles: number; failingFiles: string[] }
  | { type: 'selected'; targets: number; withGaps: number; files: number }
  | { type: 'file'; file: string; index: number; of: number; targets: number }
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
