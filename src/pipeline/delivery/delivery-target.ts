/** Opens the way by which accepted tests reach the host, as the config asks and the repository allows. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Config, DeliveryMode } from '../../domain/config.js';
import { NightshiftError } from '../../domain/errors.js';
import type { Host } from '../../domain/host.js';
import { supportFiles } from '../../test-file/own-folder.js';
import { ownMarker } from '../../test-file/test-file.js';
import { openBranchDelivery } from '../../deliver/deliver-branch.js';
import { openCommitDelivery } from '../../deliver/deliver-commit.js';
import { findPatch, writePatch } from '../../deliver/deliver-patch.js';
import { tidyStagingFolder, writeToWorktree } from '../../deliver/deliver-worktree.js';
import { findPlace, type FileText } from '../../deliver/place.js';
import type { GitState } from '../../io/git/git.js';
import { errorCode, errorMessage } from '../../io/system/system-error.js';

export interface Delivered {
  commit: string | null;
  branch: string | null;
  patch: string | null;
}

/** The state of a delivery that an earlier run began. */
export type Trace =
  | { state: 'there'; delivered: Delivered }
  /** Some of it was done, and doing it again completes it. */
  | { state: 'begun' }
  /** Nothing was done; the place holds this text, or no file. */
  | { state: 'absent'; current: string | null }
  /** It is unknown, or no longer useful. */
  | { state: 'lost' };

export interface DeliveryTarget {
  mode: DeliveryMode;
  /** Short name of the branch that takes the tests, where there is one. */
  branch: string | null;
  /** Looks for what an earlier run was about to deliver. */
  trace(runId: string, file: FileText): Promise<Trace>;
  /** Whether something of somebody else would have to give way for a test at this host-relative path. */
  isTaken: (path: string) => boolean;
  /**
   * Test files of earlier passes that the copy of the host lacks, or has in another state: host-relative path and text, null
   * for those that were retired.
   */
  earlier: Map<string, string | null>;
  /** Carries out one delivery; `previous` holds the earlier content at each path, null for new files. */
  deliver(
    files: readonly FileText[],
    message: string,
    previous: ReadonlyMap<string, string | null>,
  ): Promise<Delivered>;
}

export interface DeliveryTargetRequest {
  config: Config;
  host: Host;
  git: GitState | null;
  runId: string;
  stateFolder: string;
  /** One line for the user when the asked-for way is not possible. */
  note: (text: string) => void;
}

export const contentHash = (text: string): string => createHash('sha256').update(text).digest('hex');

const isOwn = (_: string, text: string): boolean => text.startsWith(ownMarker);

/** Falls back to a patch where there is no git, or no commit to stand on. */
export async function openDeliveryTarget(request: DeliveryTargetRequest): Promise<DeliveryTarget> {
  return withSupport(request.host, await openTarget(request));
}

/** Delivers the files that tests in a folder of their own need together with the first of those tests. */
function withSupport(host: Host, target: DeliveryTarget): DeliveryTarget {
  const support = supportFiles(host);
  if (support.length === 0) return target;
  let first: Promise<Map<string, string | null>> | null = null;
  return {
    ...target,
    deliver: async (files, message, previous) => {
      const isFirst = first === null;
      first ??= Promise.all(
        support.map(async ({ path: file }) => [file, await readOwnFile(host, file)] as const),
      ).then((entries) => new Map(entries));
      const before = await first;
      if (!isFirst) return target.deliver(files, message, previous);
      return target.deliver([...support, ...files], message, new Map([...before, ...previous]));
    },
  };
}

async function openTarget(request: DeliveryTargetRequest): Promise<DeliveryTarget> {
  const { config, git } = request;
  const needsGit = config.deliver === 'branch' || config.deliver === 'commit';
  if (!needsGit) {
    await tidyStagingFolder(request.stateFolder);
    const deliveryTarget = openPlainTarget(request, config.deliver);
    return config.deliver === 'worktree' ? orAsPatch(request, deliveryTarget) : deliveryTarget;
  }
  if (git?.head == null) {
    request.note(`${whyNoCommit(git)}, so the tests are delivered as a patch.`);
    return openPlainTarget(request, 'patch');
  }
  const deliveryTarget = await (config.deliver === 'branch'
    ? openBranchTarget(request, git)
    : openCommitTarget(request, git));
  return orAsPatch(request, deliveryTarget);
}

function whyNoCommit(git: GitState | null): string {
  if (git === null) return 'This folder is not a git repository';
  return git.obstacle === 'work-tree-elsewhere'
    ? `The repository's work tree is elsewhere by its config (core.worktree is ${git.toplevel})`
    : 'The repository has no commit yet';
}

const isNoWay = (error: unknown): boolean => error instanceof NightshiftError || errorCode(error) !== '';

/** Falls back to a patch when the requested delivery fails, so that no proven test is lost. */
function orAsPatch(request: DeliveryTargetRequest, deliveryTarget: DeliveryTarget): DeliveryTarget {
  const patch = openPlainTarget(request, 'patch');
  const written = new Map<string, string | null>();
  const explained = new Set<string>();
  const deliverPatch = async (files: readonly FileText[], message: string): Promise<Delivered> => {
    // A patch is made for the work tree, which may hold less than the branch does.
    const previous = new Map<string, string | null>();
    for (const { path: file } of files)
      previous.set(
        file,
        written.has(file) ? (written.get(file) ?? null) : await readOwnFile(request.host, file),
      );
    const delivered = await patch.deliver(files, message, previous);
    for (const { path: file, content } of files) written.set(file, content);
    return delivered;
  };
  return {
    ...deliveryTarget,
    deliver: async (files, message, previous) => {
      try {
        return await deliveryTarget.deliver(files, message, previous);
      } catch (error) {
        if (!isNoWay(error)) throw error;
        const remedy = error instanceof NightshiftError ? error.remedy : undefined;
        const why = errorMessage(error) + (remedy === undefined ? '' : ` (${remedy})`);
        // One place that is taken says nothing about the next file; one branch that moved says it each time.
        if (!explained.has(why))
          request.note(
            `The ${deliveryTarget.mode} cannot be written, so the tests are delivered as a patch: ${why}`,
          );
        explained.add(why);
        return deliverPatch(files, message);
      }
    },
  };
}

const nowhere: Delivered = { commit: null, branch: null, patch: null };

async function openBranchTarget(
  { config, runId, note }: DeliveryTargetRequest,
  git: GitState,
): Promise<DeliveryTarget> {
  const delivery = await openBranchDelivery({ git, branch: config.branch, runId });
  if (delivery.note !== null) note(delivery.note);
  const { branch } = delivery;
  return {
    mode: 'branch',
    branch,
    isTaken: delivery.isTaken,
    earlier: await delivery.listNightshiftFiles(),
    trace: async (run, { path: file }) => {
      const commit = await delivery.findCommit(file, run);
      if (commit !== null) return { state: 'there', delivered: { ...nowhere, commit, branch } };
      return { state: 'absent', current: (await delivery.existingFiles([file])).get(file) ?? null };
    },
    deliver: async (files, message) => ({
      ...nowhere,
      commit: await delivery.commit({ files, message }),
      branch,
    }),
  };
}

async function openCommitTarget(
  { runId, stateFolder }: DeliveryTargetRequest,
  git: GitState,
): Promise<DeliveryTarget> {
  await tidyStagingFolder(stateFolder);
  const delivery = await openCommitDelivery({ git, runId, isOwn, stagingFolder: stateFolder });
  const { branch } = delivery;
  return {
    mode: 'commit',
    branch,
    isTaken: delivery.isTaken,
    earlier: new Map(),
    trace: async (_, file) => {
      const found = await delivery.look(file);
      if (found.state !== 'there') return found;
      return { state: 'there', delivered: { ...nowhere, commit: found.commit, branch } };
    },
    deliver: async (files, message, previous) => ({
      ...nowhere,
      commit: await delivery.commit({ files: withPrevious(files, previous), message }),
      branch,
    }),
  };
}

const withPrevious = (
  files: readonly FileText[],
  previous: ReadonlyMap<string, string | null>,
): (FileText & { previous: string | null })[] =>
  files.map((file) => ({ ...file, previous: previous.get(file.path) ?? null }));

function openPlainTarget(request: DeliveryTargetRequest, mode: DeliveryMode): DeliveryTarget {
  const { host, runId, stateFolder } = request;
  return {
    mode,
    branch: null,
    isTaken: () => false,
    earlier: new Map(),
    trace: (run, file) => tracePlain(request, mode, { runId: run, file }),
    deliver: async (files, _, previous) => {
      const changes = withPrevious(files, previous);
      if (mode === 'patch')
        return {
          ...nowhere,
          patch: await writePatch({ dir: host.root, runId, stateFolder, files: changes }),
        };
      if (mode === 'worktree')
        await writeToWorktree({ dir: host.root, files: changes, isOwn, stagingFolder: stateFolder });
      return nowhere;
    },
  };
}

async function tracePlain(
  { host, stateFolder }: DeliveryTargetRequest,
  mode: DeliveryMode,
  { runId, file }: { runId: string; file: FileText },
): Promise<Trace> {
  if (mode === 'worktree') {
    const { current } = await findPlace(host.root, file.path);
    if (current !== file.content) return { state: 'absent', current };
    return { state: 'there', delivered: nowhere };
  }
  const patch = mode === 'patch' ? await findPatch(stateFolder, runId, file.path) : null;
  // The patch of each run holds all that the work tree lacks, so that nothing is missing in the next one.
  return patch === null ? { state: 'lost' } : { state: 'there', delivered: { ...nowhere, patch } };
}

/** The text of a file of ours in the work tree, or null. */
export async function readOwnFile(host: Host, file: string): Promise<string | null> {
  const text = await readFile(path.join(host.root, file), 'utf8').catch(() => null);
  return text?.startsWith(ownMarker) === true ? text : null;
}
