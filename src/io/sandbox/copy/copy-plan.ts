/** The plan of a copy: from where to where, less what, and its state so far. */
import type { BigIntStats } from 'node:fs';
import { NightshiftError } from '../../../domain/errors.js';
import { errorCode } from '../../system/system-error.js';

export interface CopyPlan {
  /** The host's root: absolute and real. */
  from: string;
  /** The root of the copy. */
  to: string;
  /** Absolute folders inside the host that are not copied, for example the box itself. */
  skip: readonly string[];
  /** Which files of the host belong to the copy, where their names or the work tree do not say. */
  view: CopyView;
  signal?: AbortSignal | undefined;
  /** The files copied so far; grows and shrinks with the copy. */
  state: CopyState;
}

/** Paths are relative to the root of the copy. */
export interface CopyView {
  /**
   * Tracked files belong to the copy, also those that look like a secret. Files and the folders on the way to them.
   */
  tracked: ReadonlySet<string>;
  /** Files of the work tree that are not copied. */
  hidden: ReadonlySet<string>;
  /** Files that are copied from another place, by its absolute path: as they are in the commit. */
  instead: ReadonlyMap<string, string>;
}

/** The files of the copy, by copy-relative path, so that a change on either side is visible. */
export interface CopyState {
  /** The host's file and its copy as they were after copying: the time of change cannot be set by code in the box. */
  files: Map<string, { source: string; copy: string }>;
  /** The text of each link. */
  links: Map<string, string>;
  /** Files left out because they look like a secret. */
  withheld: Set<string>;
}

/** The state of a copy that is still empty. */
export const newCopyState = (): CopyState => ({ files: new Map(), links: new Map(), withheld: new Set() });

/** A file or link that belongs to the copy, by copy-relative path. */
export type CopyEntry = { path: string } & (
  { kind: 'file'; stats: BigIntStats } | { kind: 'link'; text: string }
);

/** Drops what is known about a path. */
export function forget(state: CopyState, path: string): void {
  state.files.delete(path);
  state.links.delete(path);
}

/** Does the work; a failure becomes an error that names the place and the fix. */
export async function asHostError<T>({ to, signal }: CopyPlan, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NightshiftError) throw error;
    if (signal?.aborted) {
      throw new NightshiftError('interrupted', 'Interrupted while the repository was copied.', {
        cause: error,
      });
    }
    const isTooLong = errorCode(error) === 'ENAMETOOLONG';
    const why = errorCode(error) === 'ENOSPC' ? 'the disk is full' : String(error);
    throw new NightshiftError('host', `Could not copy the host to ${to}: ${why}`, {
      cause: error,
      remedy: isTooLong
        ? 'That path is too long for this system: set TMPDIR to a folder with a shorter one.'
        : 'Make room there, or set TMPDIR to a folder that can be written and has room.',
    });
  }
}
