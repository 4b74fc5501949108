/** The contract of a box: a copy of the host in which untrusted code runs. */
import type { Duplex } from 'node:stream';
import type { SandboxTier } from '../../../domain/report.js';

export interface BoxCommand {
  /** Arguments for Node, the script first. */
  argv: string[];
  /** The whole environment inside; nothing else is passed on, apart from PATH, HOME and the temp folder. */
  env: Record<string, string>;
  timeoutMs: number;
  /** Whether the copy of the host may be written. The scratch folder always may. */
  writable: boolean;
  /** Standard output and error are each cut at this many bytes. Default 4 MiB. */
  maxOutputBytes?: number;
  signal?: AbortSignal;
  /**
   * Called about once a second with the process's id while it runs; returning a text kills the process group and becomes
   * `killedBy` of the result. For watchdogs that judge by progress.
   */
  watch?: (pid: number) => string | undefined;
  /** Given our end of a two-way channel that the process has as descriptor 3; see `ProcessOptions`. */
  onChannel?: (channel: Duplex) => void;
}

export interface BoxResult {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  timedOut: boolean;
  /** The reason returned by `watch` when it ended the process. */
  killedBy?: string;
  /** Which bound on processes, memory or disk it went over, in words; it was killed for that. */
  exceeded?: string;
  stdout: string;
  stderr: string;
}

export interface Box {
  readonly tier: SandboxTier;
  /** Absolute path of the copy of the host; the same inside the box and outside. */
  readonly root: string;
  /** Absolute path of a folder that the box may write and the parent reads; the same inside and outside. */
  readonly scratch: string;
  /** Files that the copy lacks because they look like secrets and git does not track them, relative to what was copied. */
  readonly withheld: readonly string[];
  /** The tracked examples that the copy has in the place of files that it lacks, by those files. */
  readonly examples: ReadonlyMap<string, string>;
  run(command: BoxCommand): Promise<BoxResult>;
  /** Brings the copy up to date with the host for these host-relative files (changed, added or deleted). */
  refresh(files: readonly string[]): Promise<void>;
  /** Removes the copy and the scratch folder. Safe to call twice. */
  dispose(): Promise<void>;
}
