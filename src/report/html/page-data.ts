/** The facts of a page: the report, and what git and the ledger know beside it. */
import type { Report } from '../../domain/report.js';
import type { DeliveryView } from '../delivery.js';

/** A source file as it was tested. */
export interface PageSource {
  text: string;
  /** A state for each line; see `linesOf` in `domain/measurement`. */
  states: string;
}

/** The facts that the gate has of a kept test beside the report. */
export interface PageTest {
  /** The body of the test. */
  code: string;
  /** Runs in which it passed. */
  runs: number;
}

/** The figures of an earlier run, or of this one. */
export type PageRun = Pick<Report, 'run' | 'coverage' | 'findings'> & { kept: number };

export interface PageData {
  /** The name of the repository. */
  name: string;
  report: Report;
  delivery: DeliveryView | null;
  /** By host-relative path; files that have changed since are not there. */
  sources: ReadonlyMap<string, PageSource>;
  /** By the id of the test. */
  tests: ReadonlyMap<string, PageTest>;
  /** Runs of this repository, the oldest first; the last is the one of the report. */
  runs: readonly PageRun[];
}
