/** Gathers what the page of a report shows: from the report, the ledger, git and the work tree. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { readBelow } from '../../io/files/below.js';
import { readGitState } from '../../io/git/git.js';
import { readTexts } from '../../io/git/objects.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { FinishedRun } from '../../ledger/rows.js';
import type { PageData, PageSource } from '../../report/html/page-data.js';
import { findDelivery } from './find-delivery.js';

const maxRuns = 60;
const maxSourceBytes = 2 * 1024 * 1024;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The texts of files as they were at a commit, by host-relative path; empty where git does not have them. */
async function textsAt(
  dir: string,
  commit: string | null,
  files: readonly string[],
): Promise<Map<string, string>> {
  if (commit === null || files.length === 0) return new Map();
  const state = await readGitState(dir);
  if (state === null) return new Map();
  const paths = files.map((file) => state.prefix + file);
  // A clone may lack the commit of an old run.
  const texts = await readTexts(state.toplevel, commit, paths).catch(() => new Map<string, string>());
  return new Map([...texts].map(([file, text]) => [file.slice(state.prefix.length), text]));
}

/** The sources as they were tested; those that can be had in no such state are left out. */
async function gatherSources(
  dir: string,
  ledger: Ledger,
  { report }: FinishedRun,
): Promise<Map<string, PageSource>> {
  const recorded = ledger.linesOf(report.run.id);
  const committed = await textsAt(
    dir,
    report.run.commit,
    recorded.map(({ file }) => file),
  );
  const sources = new Map<string, PageSource>();
  for (const { file, sourceHash, states } of recorded) {
    const known = committed.get(file);
    if (known !== undefined && hashOf(known) === sourceHash) {
      sources.set(file, { text: known, states });
      continue;
    }
    const found = await readBelow(dir, path.join(dir, file), maxSourceBytes);
    if (found.ok && hashOf(found.text) === sourceHash) sources.set(file, { text: found.text, states });
  }
  return sources;
}

/** Everything that the page of a run shows. */
export async function gatherPage(dir: string, ledger: Ledger, last: FinishedRun): Promise<PageData> {
  const { report } = last;
  const runs = ledger.finishedRuns(maxRuns).reverse();
  const accepted = ledger.acceptedIn(report.run.id);
  return {
    name: path.basename(dir),
    report,
    delivery: await findDelivery(dir, report),
    sources: await gatherSources(dir, ledger, last),
    tests: new Map(
      accepted.map(({ candidateId, code, runs: count }) => [candidateId, { code, runs: count ?? 0 }]),
    ),
    runs: runs.map((each) => ({
      run: each.report.run,
      coverage: each.report.coverage,
      findings: each.report.findings,
      kept: each.report.funnel.accepted,
    })),
  };
}
