/** Recognises a repository in which an earlier pass has done all there was to do, so that the next one need not begin. */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';
import { isComplete } from '../../domain/coverage.js';
import type { Host } from '../../domain/host.js';
import type { Report } from '../../domain/report.js';
import { reasons } from '../../domain/verdict.js';
import type { GitState } from '../../io/git/git.js';
import { ownVersion } from '../../io/system/own-version.js';
import { hashWorkTree, readBranches } from '../../io/git/work-tree-state.js';
import type { PassRequest } from '../pass.js';

/** Written by package managers whenever they change what is installed. */
const installMarks = ['.package-lock.json', '.yarn-integrity', '.yarn-state.yml', '.modules.yaml'];

/** The state of a repository, in two parts: what a pass reads, and where it delivers to. */
export interface RepositoryState {
  sources: string;
  branches: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** One address for both parts. */
export const addressOf = ({ sources, branches }: RepositoryState): string =>
  sha256(`${sources}\n${branches}`);

/** The state now; null where it cannot be had, or where the pass looks at some files only. */
export async function readState(
  { config, onlyFiles }: PassRequest,
  host: Host,
  git: GitState | null,
): Promise<RepositoryState | null> {
  if (git?.head == null || onlyFiles !== undefined) return null;
  const tree = await hashWorkTree(git.toplevel);
  if (tree === null) return null;
  const settings = { ...config, maxMinutes: null };
  const versions = [ownVersion(), process.version, host.jest.version];
  const read = [git.head, git.prefix, tree, versions, settings, host.dependencyFolders.map(installedIn)];
  return { sources: sha256(JSON.stringify(read)), branches: await readBranches(git.toplevel) };
}

function installedIn({ real }: Host['dependencyFolders'][number]): string[] {
  return ['', ...installMarks].map((mark) => {
    const stats = statSync(path.join(real, mark), { throwIfNoEntry: false });
    return stats === undefined ? '' : `${stats.mtimeMs} ${stats.size}`;
  });
}

const noneOf = (counts: Report['funnel']['rejected']): Report['funnel']['rejected'] => {
  const none = { ...counts };
  for (const reason of reasons) none[reason] = 0;
  return none;
};

/** The report of a pass that had nothing to do: the figures are those that the earlier one ended with. */
export function repeatReport(earlier: Report, run: Pick<Report['run'], 'id' | 'startedAt'>): Report {
  const { after } = earlier.coverage;
  return {
    ...earlier,
    run: {
      ...earlier.run,
      ...run,
      seconds: Math.round((Date.now() - Date.parse(run.startedAt)) / 100) / 10,
    },
    coverage: { ...earlier.coverage, before: after, after },
    targets: earlier.targets.map(({ id, file, line, after: reached }) => ({
      ...{ id, file, line, before: reached, after: reached },
      status: isComplete(reached) ? 'complete' : 'unchanged',
    })),
    funnel: { proposed: 0, rejected: noneOf(earlier.funnel.rejected), accepted: 0, delivered: 0 },
    tests: [],
    model: { requests: 0, inputTokens: 0, outputTokens: 0, usd: null },
  };
}
