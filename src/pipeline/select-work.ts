/** Chooses what a pass works on: the gaps that it was asked about, by file, the worthiest first. */
import type { findChangedTargets as FindChangedTargets } from '../analyze/changed-targets.js';
import { countOpen } from '../domain/measurement.js';
import type { Target } from '../domain/target.js';
import { changedSince } from '../io/git/git.js';
import { weightOf } from '../author/explorer/plan/budget.js';
import { takeShard } from '../select/take-shard.js';
import { type Gap, groupByFile, rankGaps } from '../select/rank-gaps.js';
import { planIntentions, type PlannedFile } from './model/select-intentions.js';
import type { Opened, PassRequest, Work } from './pass.js';

/** Loaded with the compiler, on the first call only. */
const changedTargets: typeof FindChangedTargets = async (...args) =>
  (await import('../analyze/changed-targets.js')).findChangedTargets(...args);

/** The gaps that this pass was asked to look at. */
export async function restrictGaps(
  request: PassRequest,
  opened: Pick<Opened, 'host' | 'analysis'>,
  gaps: readonly Gap[],
): Promise<Gap[]> {
  const isWanted = await scopeOf(request, opened);
  return gaps.filter(({ target }) => isWanted(target));
}

/** Whether a target is among those that this pass was asked about. */
async function scopeOf(
  request: PassRequest,
  { host, analysis }: Pick<Opened, 'host' | 'analysis'>,
): Promise<(target: Target) => boolean> {
  const { since } = request.config;
  const before = since === null ? null : await changedSince(host.root, since, analysis.files);
  const changed = before && (await changedTargets(host.root, analysis.targets, before));
  const only = request.onlyFiles ? new Set(request.onlyFiles) : null;
  return (target) => (changed?.has(target.id) ?? true) && (only?.has(target.file) ?? true);
}

/** The files to work on, and the numbers of targets with a gap: in all, and among those that were asked for. */
export interface SelectedWork {
  files: PlannedFile[];
  gaps: { all: number; wanted: number };
}

/** Ranks the gaps, leaves out what cannot or need not be tried, and says why. */
export async function selectWork(work: Work): Promise<SelectedWork> {
  const { request, prepared, progress, ledger } = work;
  const { analysis, measurement, tier } = prepared;
  const isWanted = await scopeOf(request, prepared);
  const all = rankGaps(analysis.targets, measurement.coverage);
  const gaps = all.filter(({ target }) => isWanted(target));
  const mayBeTried = (target: Target): boolean => {
    const open = countOpen(measurement.coverage, target.file);
    const isSettled = request.config.authors.every((author) =>
      ledger.isSettled({ targetId: target.id, hash: work.inputsOf(target, author), author }, open),
    );
    const reason = isSettled
      ? 'nothing that it depends on has changed since an earlier pass'
      : tier !== 'full' && target.reachesOutside.length > 0
        ? `imports ${target.reachesOutside.slice(0, 3).join(', ')}, which this sandbox cannot hold`
        : null;
    if (reason !== null) progress.skipped.set(target.id, reason);
    return reason === null;
  };
  const grouped = groupByFile(gaps, analysis.targets)
    .map((file) => ({ ...file, targets: file.targets.filter(mayBeTried) }))
    .filter((file) => file.targets.length > 0);
  const { shard } = request.config;
  const planned = planIntentions(work, grouped, isWanted);
  const weigh = ({ targets, intentions }: PlannedFile): number => weightOf([...targets, ...intentions]);
  const files = shard === null ? planned : takeShard(planned, shard, weigh);
  request.observer({
    type: 'selected',
    targets: analysis.targets.length,
    withGaps: gaps.length,
    files: files.length,
  });
  return { files, gaps: { all: all.length, wanted: gaps.length } };
}
