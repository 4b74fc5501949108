/** The result of a check: the candidates that it keeps, and those that it rejects with a reason. */
import type { Candidate } from '../domain/candidate.js';
import { fullNameOf } from '../test-file/test-file.js';
import type { Reason } from '../domain/verdict.js';
import type { PlacedFile } from './placed-files.js';
import type { TestResult } from './read-results.js';

export interface Rejection {
  candidate: Candidate;
  reason: Reason;
  /** The observation in words, at most a few lines. */
  detail: string;
}

/** The result of a check. */
export interface Sifted<T = PlacedFile> {
  kept: T[];
  /** At most one for each candidate. */
  rejected: Rejection[];
}

/** Decides which candidates of the files it rejects. */
type SiftingCheck = (files: readonly PlacedFile[]) => Promise<readonly Rejection[]> | readonly Rejection[];

/** Puts files through one check after the other, each about what those before it kept. The first reason stays. */
export async function siftThrough(
  files: readonly PlacedFile[],
  checks: readonly SiftingCheck[],
): Promise<Sifted> {
  let kept = [...files];
  const rejected = new Map<string, Rejection>();
  for (const check of checks) {
    for (const rejection of await check(kept)) {
      const { id } = rejection.candidate;
      if (!rejected.has(id)) rejected.set(id, rejection);
    }
    kept = onlyThose(kept, ({ id }) => !rejected.has(id));
  }
  return { kept, rejected: [...rejected.values()] };
}

export const candidatesOf = (files: readonly PlacedFile[]): Candidate[] =>
  files.flatMap((file) => file.candidates);

/** The files with the candidates that `keep` lets through, without those that are empty then. */
export const onlyThose = (
  files: readonly PlacedFile[],
  keep: (candidate: Candidate) => boolean,
): PlacedFile[] =>
  files
    .map((file) => ({ ...file, candidates: file.candidates.filter(keep) }))
    .filter((file) => file.candidates.length > 0);

/** The files without rejected candidates. */
export function withoutRejected(files: readonly PlacedFile[], rejected: readonly Rejection[]): PlacedFile[] {
  const ids = new Set(rejected.map(({ candidate }) => candidate.id));
  return onlyThose(files, ({ id }) => !ids.has(id));
}

/** The rejections of those that did not pass; a plain failure counts as `flaky` where it passed before. */
export function rejectFailed(
  candidates: readonly Candidate[],
  results: ReadonlyMap<string, TestResult>,
  { hadPassed }: { hadPassed: boolean },
): Rejection[] {
  return candidates.flatMap((candidate): Rejection[] => {
    const result = results.get(candidate.id);
    if (result?.ok === true) return [];
    const { reason, detail } = result ?? { reason: 'fails' as const, detail: 'it was not run' };
    return [{ candidate, reason: reason === 'fails' && hadPassed ? 'flaky' : reason, detail }];
  });
}

/** Names a test as the records of a run do. */
export const keyOf = (file: PlacedFile, candidate: Candidate): string =>
  `${file.path}\n${fullNameOf(candidate)}`;
