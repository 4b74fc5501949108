/** The first station of a unit of work: the explorer proposes tests for the targets of one file. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { exploreFiles } from '../../author/explorer/explore-files.js';
import type { ExploreOptions } from '../../author/explorer/explore-request.js';
import type { Candidate } from '../../domain/candidate.js';
import type { CounterSet } from '../../domain/coverage.js';
import type { Finding } from '../../domain/finding.js';
import type { Target } from '../../domain/target.js';
import type { FileWork } from '../../select/rank-gaps.js';
import type { Work } from '../pass.js';
import { placeTests, whyNoPlace } from '../delivery/place-tests.js';
import { timeWasUp } from '../time-limit.js';
import type { Look, TimePlan } from './time-plan.js';

/** A search that is asked to end after some time comes to its end a little later. */
const PATIENCE = 2;

export interface SearchTerms {
  plan: TimePlan;
  look: Look;
  /** The counters of the file that tests cover by now. */
  covered: CounterSet;
}

export interface Explored {
  candidates: Candidate[];
  /** The search was ended before it was through, and may go on. */
  isCut: boolean;
}

const nothing: Explored = { candidates: [], isCut: false };

/**
 * The candidates for one file. They follow from the file, what it uses, the config and the seed alone: what other files'
 * tests happen to cover plays no part, so that units may be worked on in any order.
 */
export async function exploreFile(
  work: Work,
  { file, targets }: FileWork,
  { plan, look, covered }: SearchTerms,
): Promise<Explored> {
  const { prepared, progress, request } = work;
  const { observer, config } = request;
  const testFile = placeTests(prepared.session, file, prepared.deliveryTarget.isTaken);
  if (testFile === null) {
    const reason = whyNoPlace(prepared.session, file);
    for (const { id } of targets) progress.skipped.set(id, reason);
    return nothing;
  }
  for (const { id } of targets) if (progress.skipped.get(id) === timeWasUp) progress.skipped.delete(id);
  const searchMs = plan.searchMs(file, look);
  if (searchMs === null) {
    noteUnfinished(work, targets);
    return nothing;
  }
  observer({ type: 'step', file, text: `exploring ${path.basename(file)}` });
  const [found] = await exploreFiles(
    prepared.session,
    [
      {
        file,
        sourceText:
          prepared.committed?.texts[file] ?? (await readFile(path.join(prepared.host.root, file), 'utf8')),
        targets,
        allTargets: prepared.analysis.targets,
        testFile,
        covered: covered.get(file) ?? new Set(),
        seed: config.seed,
        cpuMsPerTarget: config.targetSeconds === null ? null : config.targetSeconds * 1000,
      },
    ],
    { signal: request.signal, ...boundsOf(plan, searchMs) },
  );
  if (!found) return nothing;
  const mayGoOn = found.isCut && look === 'first';
  if (found.isCut && !mayGoOn) plan.noteCut();
  // So it stays where the time is up before the search goes on.
  if (found.isCut) noteUnfinished(work, targets);
  for (const { target, reason } of found.skipped) progress.skipped.set(target, reason);
  noteFindings(work, found.findings);
  // An earlier look at the file may have found the same.
  const known = new Set(progress.judged.map(({ candidate }) => candidate.id));
  return { candidates: found.candidates.filter(({ id }) => !known.has(id)), isCut: mayGoOn };
}

function noteFindings({ progress, request }: Work, findings: readonly Finding[]): void {
  const known = new Set(progress.findings.map((finding) => JSON.stringify(finding)));
  for (const finding of findings) {
    if (known.has(JSON.stringify(finding))) continue;
    progress.findings.push(finding);
    request.observer({ type: 'finding', finding });
  }
}

/** The limits of the search in a file. */
const boundsOf = (plan: TimePlan, searchMs: number): Omit<ExploreOptions, 'signal'> =>
  Number.isFinite(searchMs)
    ? {
        wallMs: searchMs,
        until: AbortSignal.any([plan.searching, AbortSignal.timeout(Math.round(searchMs * PATIENCE))]),
      }
    : { until: plan.searching };

function noteUnfinished({ progress }: Work, targets: readonly Target[]): void {
  for (const { id } of targets) if (!progress.skipped.has(id)) progress.skipped.set(id, timeWasUp);
}
