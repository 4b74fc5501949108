/** The daemon: turns saves, branch switches and commits into passes, one at a time. */
import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { watch, type FSWatcher } from 'chokidar';
import type { Config } from '../domain/config.js';
import { NightshiftError } from '../domain/errors.js';
import type { Observer } from '../domain/events.js';
import type { Report } from '../domain/report.js';
import type { PassRequest } from '../pipeline/run-pass.js';
import { changeKind, isIgnored } from './change-kind.js';
import { createChangeQueue, type ChangeQueue } from './change-queue.js';
import { findGitFolder, readNewestHead } from './head-log.js';

export interface WatchRequest {
  /** The host's folder. */
  dir: string;
  config: Config;
  observer: Observer;
  /** Aborting it ends the watch after the running pass has ended. */
  signal: AbortSignal;
  runPass: (request: PassRequest) => Promise<Report>;
  onReport: (report: Report) => void | Promise<void>;
  /** Whether to begin with a pass over everything. Default true. */
  initial?: boolean;
}

/** The work that a set of changes requires: a full pass, a pass over some files, or none. */
type WatchWork = { kind: 'everything' } | { kind: 'files'; files: string[] } | { kind: 'nothing' };

/** Stands in the queue for a commit or a branch switch; no host-relative path is empty. */
const headMoved = '';
const configFile = 'nightshift.config.json';

interface Watch {
  request: WatchRequest;
  root: string;
  gitFolder: string | null;
  queue: ChangeQueue;
  /** Wakes the loop when a change arrives. */
  wake: () => void;
  /** Commits that Nightshift made itself. */
  ownCommits: Set<string>;
}

const relative = (root: string, file: string): string => path.relative(root, file).split(path.sep).join('/');

const isBelow = (folder: string, file: string): boolean =>
  file === folder || file.startsWith(folder + path.sep);

function openWatcher(state: Watch): FSWatcher {
  const { root, gitFolder, request, queue } = state;
  const headFiles =
    gitFolder === null ? [] : [path.join(gitFolder, 'HEAD'), path.join(gitFolder, 'logs', 'HEAD')];
  const isHead = (file: string): boolean => headFiles.includes(path.resolve(file));
  const watcher = watch([root, ...headFiles], {
    ignoreInitial: true,
    followSymlinks: false,
    ignored: (file) => {
      if (isHead(file)) return false;
      const resolved = path.resolve(file);
      return !isBelow(root, resolved) || isIgnored(relative(root, resolved));
    },
  });
  watcher.on('all', (event, file) => {
    if (event === 'addDir' || event === 'unlinkDir') return;
    queue.add(isHead(file) ? headMoved : relative(root, path.resolve(file)));
    state.wake();
  });
  watcher.on('error', (error) => {
    request.observer({ type: 'note', level: 'warning', text: describeWatchError(error) });
  });
  return watcher;
}

function describeWatchError(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (!/ENOSPC|EMFILE/.test(text)) return `watching failed: ${text}`;
  return `the system watches too few files for this repository (${text}); raise fs.inotify.max_user_watches with sysctl`;
}

const ready = (watcher: FSWatcher, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    watcher.once('ready', () => resolve());
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** Waits for changes and for the pause after them; an empty list means that the watch was aborted. */
async function nextChanges(state: Watch): Promise<string[]> {
  const { signal } = state.request;
  while (!signal.aborted) {
    const waitMs = state.queue.waitMs();
    if (waitMs === 0) return state.queue.take();
    if (waitMs !== null) await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    else await untilWoken(state);
  }
  return [];
}

function untilWoken(state: Watch): Promise<void> {
  const { signal } = state.request;
  return new Promise((resolve) => {
    const done = (): void => {
      signal.removeEventListener('abort', done);
      state.wake = () => undefined;
      resolve();
    };
    state.wake = done;
    signal.addEventListener('abort', done, { once: true });
  });
}

async function decideWork(state: Watch, changes: readonly string[]): Promise<WatchWork> {
  const { root, gitFolder, ownCommits, request } = state;
  if (changes.includes(configFile)) {
    const text = `${configFile} changed; start the watch again to use it`;
    request.observer({ type: 'note', level: 'warning', text });
  }
  if (changes.includes(headMoved) && gitFolder !== null) {
    const head = await readNewestHead(gitFolder);
    if (head === null || !ownCommits.has(head)) return { kind: 'everything' };
  }
  const files = changes.filter((file) => file !== headMoved);
  if (files.some((file) => changeKind(file) === 'everything')) return { kind: 'everything' };
  // An editor that saves by renaming deletes the file for a moment; what is gone by now was deleted.
  const sources = files.filter((file) => changeKind(file) === 'source' && existsSync(path.join(root, file)));
  return sources.length === 0 ? { kind: 'nothing' } : { kind: 'files', files: sources };
}

async function pass(state: Watch, onlyFiles: string[] | null): Promise<void> {
  const { dir, config, observer, signal, runPass, onReport } = state.request;
  const report = await runPass({
    dir,
    config,
    signal,
    observer: (event) => {
      if (event.type === 'delivered' && event.commit !== null) state.ownCommits.add(event.commit);
      observer(event);
    },
    ...(onlyFiles === null ? {} : { onlyFiles }),
  });
  await onReport(report);
}

/**
 * A pass whose errors are reported and do not end the watch, since the next save may fix them. The first pass is
 * different: no save fixes a wrong setting or a missing sandbox.
 */
async function passAndTell(state: Watch, onlyFiles: string[] | null, isFirst: boolean): Promise<void> {
  const { observer, signal } = state.request;
  try {
    await pass(state, onlyFiles);
  } catch (error) {
    if (!(error instanceof NightshiftError)) throw error;
    if (isFirst && (error.code === 'usage' || error.code === 'sandbox')) throw error;
    if (error.code === 'interrupted') return;
    const remedy = error.remedy === undefined ? '' : ` (${error.remedy})`;
    observer({ type: 'note', level: 'warning', text: `this pass failed: ${error.message}${remedy}` });
  }
  if (!signal.aborted) observer({ type: 'idle' });
}

/**
 * Watches a host until the signal aborts, and runs a pass for each set of changes. Passes never overlap: what changes
 * during a pass is collected for the next.
 *
 * @throws NightshiftError `usage` or `sandbox` from the first pass; anything that is not a NightshiftError from any.
 */
export async function watchHost(request: WatchRequest): Promise<void> {
  const root = await realpath(request.dir);
  const state: Watch = {
    request,
    root,
    gitFolder: await findGitFolder(root),
    queue: createChangeQueue({ quietMs: 300, maxMs: 2000, now: () => performance.now() }),
    wake: () => undefined,
    ownCommits: new Set(),
  };
  const isOver = (): boolean => request.signal.aborted;
  const watcher = openWatcher(state);
  try {
    await ready(watcher, request.signal);
    if (isOver()) return;
    if (request.initial === false) request.observer({ type: 'idle' });
    else await passAndTell(state, null, true);
    while (!isOver()) {
      const work = await decideWork(state, await nextChanges(state));
      if (work.kind === 'nothing' || isOver()) continue;
      await passAndTell(state, work.kind === 'files' ? work.files : null, false);
    }
  } finally {
    await watcher.close();
  }
}
