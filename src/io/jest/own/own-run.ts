/** A run of test files by the repository's own runner. */
import type { TestFileResult } from '../run/read-run.js';

/** How a run by the repository's command ended. */
export interface OwnRun {
  /** Whether the runner came to its end and said how each file went. */
  isComplete: boolean;
  files: TestFileResult[];
  /** The runner's own words where it did not. */
  message: string;
}

export interface OwnRunRequest {
  /** Host-relative. */
  testFiles: readonly string[];
  timeoutMs: number;
  signal: AbortSignal;
}
