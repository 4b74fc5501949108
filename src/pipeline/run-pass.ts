/** One pass over a host, from detection to report. */
import type { Config } from '../domain/config.js';
import { NightshiftError } from '../domain/errors.js';
import type { Observer } from '../domain/events.js';
import type { Report } from '../domain/report.js';
import type { Totals } from '../domain/coverage.js';
import type { Target } from '../domain/target.js';

export interface PassRequest {
  /** The host's folder as the user gave it. */
  dir: string;
  config: Config;
  observer: Observer;
  signal: AbortSignal;
  /** Host-relative source files to restrict the pass to; undefined means all. */
  onlyFiles?: readonly string[];
}

export interface RankedTarget {
  target: Target;
  before: Totals;
  /** What closing the gap is worth; larger first. */
  worth: number;
}

/** Runs one pass and returns its report; also after an interruption, with what was reached. */
export function runPass(request: PassRequest): Promise<Report> {
  throw new NightshiftError('internal', `not there yet: ${request.dir}`);
}

/** The ranked gaps of a host; measures the baseline but writes nothing to the host. */
export function listTargets(request: PassRequest): Promise<RankedTarget[]> {
  throw new NightshiftError('internal', `not there yet: ${request.dir}`);
}
