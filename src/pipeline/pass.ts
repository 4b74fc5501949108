/** The types of one pass: what was asked for, what it is prepared with, and what it has reached so far. */
import type { CoverageMapData } from 'istanbul-lib-coverage';
import type { Account } from '../author/model/money/account.js';
import type { ModelClient } from '../author/model/server/client.js';
import type { AuthorName } from '../domain/candidate.js';
import type { Config } from '../domain/config.js';
import type { CounterSet } from '../domain/coverage.js';
import type { Observer } from '../domain/events.js';
import type { Finding } from '../domain/finding.js';
import type { Host } from '../domain/host.js';
import type { SandboxTier } from '../domain/report.js';
import type { Analysis, CommittedSources, Target, TargetId } from '../domain/target.js';
import type { Accepted, Judged } from '../domain/verdict.js';
import type { GitState } from '../io/git/git.js';
import type { JestSession } from '../io/jest/run/run-jest.js';
import type { Secrets } from '../io/system/redact.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Measurement } from '../measure/measure-host.js';
import type { DeliveryTarget } from './delivery/delivery-target.js';
import type { SecondSession } from '../io/jest/run/second-session.js';

export interface PassRequest {
  /** The host's folder as the user gave it. */
  dir: string;
  config: Config;
  observer: Observer;
  signal: AbortSignal;
  /** When the time of `--max-minutes` is up, in milliseconds since 1970; infinite or undefined without a limit. */
  endsAt?: number;
  /** Host-relative source files to restrict the pass to; undefined means all. */
  onlyFiles?: readonly string[];
}

/** A host that is detected. */
export interface FoundHost {
  host: Host;
  git: GitState | null;
}

/** A host that is copied into a box and analysed as well. */
export interface Opened extends FoundHost {
  tier: SandboxTier;
  session: JestSession;
  /** Another copy of the host, for work that rewrites sources while the first is in use. */
  second: SecondSession;
  analysis: Analysis;
  /** Paths at which Jest finds tests, at most one for each project, for measuring those that have none. */
  emptyTestFiles: readonly string[];
  /** How the commit that is tested differs from the work tree; null where the work tree is tested. */
  committed: CommittedSources | null;
}

/** An opened host with what a pass needs beside it from its beginning to its end. */
interface Equipped extends Opened {
  runId: string;
  startedAt: Date;
  /** Absolute path of the folder that holds the ledger. */
  stateFolder: string;
  deliveryTarget: DeliveryTarget;
  /** The secrets that must not reach a prompt, a test, the ledger or the report. */
  secrets: Secrets;
}

/** A pass that has begun. */
export interface OpenPass extends Equipped {
  request: PassRequest;
  /** Aborts with the signal of the request, and once the time is up. */
  signal: AbortSignal;
  ledger: Ledger;
  close: () => Promise<void>;
}

/** Everything that the steps after the baseline build on. */
export interface Preparation extends Equipped {
  measurement: Measurement;
  /** Packages that the host's package.json names. */
  allowedPackages: ReadonlySet<string>;
}

/** An accepted test with the file it went to and the commit that brought it. */
export type DeliveredTest = Accepted & { testFile: string; commit: string | null };

/** A test file as it was delivered last. */
export interface FileDelivery {
  file: string;
  testFile: string;
  content: string;
  message: string;
  candidateIds: string[];
}

/** The results of a pass so far; grows as units of work come through. */
export interface Progress {
  /** The counters covered by the host's tests and by all tests accepted so far. */
  covered: CounterSet;
  coverage: CoverageMapData;
  judged: Judged[];
  delivered: DeliveredTest[];
  findings: Finding[];
  /** Targets that were not tried, with the reason. */
  skipped: Map<TargetId, string>;
  /** The deliveries, by test file, for other machines to deliver again. */
  deliveries: Map<string, FileDelivery>;
  /** Text of each delivered test file as it is now. */
  texts: Map<string, string>;
}

/** The conversation of one pass with the model: its account, and whether it goes on. */
export interface ModelSession {
  client: ModelClient;
  account: Account;
  /**
   * Set when asking further is pointless: no key, no server, no budget, or one failure after the other. In words for the user.
   */
  closedBecause: string | null;
  /** Questions that the model answered. */
  answers: number;
  /** Findings that came of its expectations. */
  findings: number;
  /** Targets with a finding: a test of what they do now would pin it. */
  disputed: Set<TargetId>;
  /** Requests in a row that brought no answer of use. */
  failuresInRow: number;
  /** Files whose tests all ended in one error of the surroundings, by that error. */
  equalErrors: Map<string, number>;
}

/** The address of what an author does for a target, hexadecimal. */
export type InputsOf = (target: Target, author: AuthorName) => string;

/** The shared state of the steps of a pass. */
export interface Work {
  request: PassRequest;
  prepared: Preparation;
  ledger: Ledger;
  progress: Progress;
  /** Addresses what an author does for a target by its content. */
  inputsOf: InputsOf;
  model: ModelSession | null;
}
