/** Recognises a repository in which an earlier pass has done all there was to do, so that the next one need not begin. */
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { isComplete } from '../../domain/coverage.js';
import type { Host } from '../../domain/host.js';
import type { Report } from '../../domain/report.js';
import { reasons } from '../../domain/verdict.js';
import { ownVersion } from '../../io/system/own-version.js';
import { hashWorkTree, readBranches } from '../../io/git/work-tree-state.js';
import { openLedger } from '../../ledger/ledger.js';
import { ensureStateFolder } from '../../io/git/state-folder.js';
import type { FoundHost, OpenPass, PassRequest } from '../pass.js';
import { newRunId } from '../prepare/open-host.js';

/** Written by package managers whenever they change what is installed. */
const installMarks = ['.package-lock.json', '.yarn-integrity', '.yarn-state.yml', '.modules.yaml'];

/** The state of a repository, in two parts: what a pass reads, and where it delivers to. */
interface RepositoryState {
  sources: string;
  branches: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** One address for both parts. */
const addressOf = ({ sources, branches }: RepositoryState): string => sha256(`${sources}\n${branches}`);

/** The state now; null where it cannot be had, or where the pass looks at some files only. */
export async function readState(
  { config, onlyFiles }: PassRequest,
  { host, git }: FoundHost,
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

/** The report of a pass over a repository in which an earlier one has left nothing to do; null for any other. */
export async function repeatEarlier(
  { observer }: PassRequest,
  { host }: FoundHost,
  { state, startedAt }: { state: RepositoryState; startedAt: Date },
): Promise<Report | null> {
  if (!existsSync(path.join(host.root, '.nightshift'))) return null;
  const ledger = openLedger(path.join((await ensureStateFolder(host.root)).path, 'ledger.db'));
  try {
    const earlier = ledger.unfinishedDeliveries().length === 0 ? ledger.runInState(addressOf(state)) : null;
    if (earlier === null) return null;
    const text = `Nothing has changed since the pass of ${earlier.startedAt}, so there is nothing to do. Search again with another --seed.`;
    observer({ type: 'note', level: 'info', text });
    return repeatReport(earlier.report, { id: newRunId(startedAt), startedAt: startedAt.toISOString() });
  } finally {
    ledger.close();
  }
}

/** Notes that a pass has left nothing to do, unless the sources have changed meanwhile: that is left to the next pass. */
export async function rememberState(
  request: PassRequest,
  { ledger, ...found }: Pick<OpenPass, 'ledger' | 'host' | 'git'>,
  { before, runId }: { before: RepositoryState; runId: string },
): Promise<void> {
  const now = await readState(request, found);
  if (now && now.sources === before.sources) ledger.recordState(runId, addressOf(now));
}

const noneOf = (counts: Report['funnel']['rejected']): Report['funnel']['rejected'] => {
  const none = { ...counts };
  for (const reason of reasons) none[reason] = 0;
  return none;
};

/** The report of a pass that had nothing to do: the figures are those that the earlier one ended with. */
function repeatReport(earlier: Report, run: Pick<Report['run'], 'id' | 'startedAt'>): Report {
  const { after } = earlier.coverage;
  return {
    ...earlier,
    run: {
      ...earlier.run,
      ...run,
      seconds: Math.round((Date.now() - Date.parse(run.startedAt)) / 100) / 10,
    },
    coverage: { ...earlier.coverage, before: after, after },
    nothing: 'nothing has changed since an earlier pass; search again with another --seed',
    ...(earlier.files === undefined
      ? {}
      : {
          files: earlier.files.map(({ file, after: reached }) => ({ file, before: reached, after: reached })),
        }),
    targets: earlier.targets.map(({ id, file, line, after: reached }) => ({
      ...{ id, file, line, before: reached, after: reached },
      status: isComplete(reached) ? 'complete' : 'unchanged',
    })),
    funnel: { proposed: 0, rejected: noneOf(earlier.funnel.rejected), accepted: 0, delivered: 0 },
    tests: [],
    model: { requests: 0, inputTokens: 0, outputTokens: 0, usd: null },
  };
}
