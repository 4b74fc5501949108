/** Opens a box: copies the host, makes its dependencies resolve, and runs Node in it under the tier's containment. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { NightshiftError } from '../../../domain/errors.js';
import type { SandboxTier } from '../../../domain/report.js';
import { runProcess } from '../../system/process.js';
import type { Box, BoxCommand, BoxResult } from './box.js';
import { createBoxFolder, removeTempFolder } from '../../files/temp-folder.js';
import { insideHome, insideTemp, prepareBubblewrap } from '../tiers/bubblewrap.js';
import type { Committed } from '../../git/committed.js';
import { copyHost, refreshCopy } from '../copy/copy-host.js';
import { newCopyState, type CopyPlan, type CopyView } from '../copy/copy-plan.js';
import { findExamples } from '../copy/example-files.js';
import { findDependencyNeeds, jestFolder } from '../copy/dependencies.js';
import { insideEnvironment } from '../tiers/environment.js';
import { planLayout, type BoxHost, type BoxLayout } from '../copy/layout.js';
import { prepareDeathSignal, prepareLimits, type Launch } from '../tiers/limits.js';
import { keepCopy, takeKept } from '../copy/kept-copies.js';
import { linkDependencies, preparePermissions } from '../tiers/permission-model.js';
import { seatbeltLaunch } from '../tiers/seatbelt.js';
import { findTool } from '../../system/tools.js';
import { readHelp } from '../tiers/read-help.js';
import { findOwnFiles, restoreCopy } from '../copy/restore-copy.js';
import { trimScratch } from './trim-scratch.js';
import { type Bounds, createWatchdog, defaultBounds } from './watchdog.js';

export interface OpenBoxOptions {
  host: BoxHost;
  tier: SandboxTier;
  /** Absolute folders that are readable inside at their own path, besides the host's dependencies and Jest. */
  seeInside: readonly string[];
  /** Names of environment variables that are passed on when they are set. */
  passEnv: readonly string[];
  /** Secret-looking files that belong to the copy all the same, relative to what is copied; none by default. */
  tracked?: ReadonlySet<string>;
  /** The commit that is copied in place of the work tree; null copies the work tree. */
  committed?: Committed | null;
  /** The limits of a run, where they differ from the defaults. */
  bounds?: Partial<Bounds>;
  /** Whether the copy outlives the box, for the next box of the same host in this process. */
  keepCopy?: boolean;
  /** A folder of the repository whose programs are not to be taken for the system's. Default: the host. */
  near?: string;
  signal?: AbortSignal | undefined;
}

/** How a tier starts Node, and which folders it gives as home and temp. */
interface Containment {
  launch(nodeArgs: readonly string[], writable: boolean): Promise<Launch>;
  home: string;
  temp: string;
  /** Whether killing the launched process with SIGKILL takes everything inside with it. */
  diesWithParent: boolean;
}

/**
 * Opens a box in the given tier. Aborting `signal` ends the copying and whatever runs in the box; `run` then throws.
 *
 * @throws NightshiftError `host` when the copy cannot be made, `sandbox` when Node does not start in it,
 * `interrupted` when `signal` aborts.
 */
export async function openBox(options: OpenBoxOptions): Promise<Box> {
  const kept = options.keepCopy === true ? await takeKept(options.host) : undefined;
  const folder = kept?.folder ?? (await createBoxFolder());
  try {
    const layout = planLayout(options.host, folder);
    const examples = findExamples(layout.copied.from, options.tracked ?? new Set());
    const view = await makeView(options, folder);
    for (const [file, example] of examples)
      view.instead.set(file, view.instead.get(example) ?? join(layout.copied.from, example));
    const plan: CopyPlan = {
      ...layout.copied,
      view,
      skip: [folder],
      state: kept?.state ?? newCopyState(),
      signal: options.signal,
    };
    const { outwardLinks } = kept ? await restoreCopy(plan, apartIn(layout)) : await copyHost(plan);
    const containment = await contain(options, layout, outwardLinks);
    const box = makeBox(options, { layout, plan, containment, examples });
    await checkStart(box);
    return box;
  } catch (error) {
    await removeTempFolder(folder);
    throw error;
  }
}

interface BoxParts {
  layout: BoxLayout;
  plan: CopyPlan;
  containment: Containment;
  examples: ReadonlyMap<string, string>;
}

function makeBox(options: OpenBoxOptions, { layout, plan, containment, examples }: BoxParts): Box {
  const closing = new AbortController();
  const active = new Set<Promise<unknown>>();
  const { home, temp } = containment;
  let isDisposed = false;
  const bounds = { ...defaultBounds, ...options.bounds };
  const inCopy = (file: string): string => relative(plan.from, join(options.host.root, file));

  const run = async (command: BoxCommand): Promise<BoxResult> => {
    const signals = [closing.signal, options.signal, command.signal].filter((each) => each !== undefined);
    await Promise.all([ensureFolder(layout, home), ensureFolder(layout, temp)]);
    const launch = await containment.launch(command.argv, command.writable);
    const before = await readdir(layout.scratch);
    const ours = command.writable ? await findOwnFiles(plan, apartIn(layout)) : undefined;
    const result = await runProcess({
      ...launch,
      cwd: layout.root,
      env: environmentOf(options, command, containment),
      timeoutMs: command.timeoutMs,
      maxOutputBytes: command.maxOutputBytes,
      signal: AbortSignal.any(signals),
      watch: command.watch,
      onChannel: command.onChannel,
      checkBounds: createWatchdog(bounds, [layout.scratch, layout.copied.to]),
      killAtOnce: containment.diesWithParent,
    });
    // A process that writes in the copy may leave links there that lead our later writes elsewhere.
    if (ours !== undefined) await restoreCopy(plan, apartIn(layout), ours);
    if (result.exceeded !== undefined) await trimScratch(layout.scratch, before);
    return result;
  };

  return {
    tier: options.tier,
    root: layout.root,
    scratch: layout.scratch,
    async run(command) {
      const running = run(command);
      active.add(running);
      try {
        return await running;
      } finally {
        active.delete(running);
      }
    },
    withheld: [...plan.state.withheld].sort(),
    examples,
    refresh: (files) => refreshCopy(plan, files.map(inCopy)),
    async dispose() {
      closing.abort();
      await Promise.allSettled(active);
      if (options.keepCopy !== true) await removeTempFolder(layout.folder);
      else if (!isDisposed) await keepCopy(options.host, { folder: layout.folder, state: plan.state });
      isDisposed = true;
    },
  };
}

const environmentOf = (
  { passEnv }: OpenBoxOptions,
  { env: command }: BoxCommand,
  { home, temp }: Containment,
): Record<string, string> =>
  insideEnvironment({
    command,
    passEnv,
    outside: process.env,
    home,
    temp,
    nodeFolder: dirname(process.execPath),
  });

/**
 * The host's files that belong to the copy. Differing files of the commit are laid aside in the folder of the box.
 */
async function makeView(
  { tracked, committed }: OpenBoxOptions,
  folder: string,
): Promise<CopyView & { instead: Map<string, string> }> {
  const instead = new Map<string, string>();
  const aside = join(folder, 'committed');
  await rm(aside, { recursive: true, force: true });
  if (committed && committed.contents.size > 0) await mkdir(aside);
  for (const [path, content] of committed?.contents ?? []) {
    const file = join(aside, String(instead.size));
    await writeFile(file, content);
    instead.set(path, file);
  }
  const known = new Set<string>();
  for (const path of tracked ?? [])
    for (let at = path; at !== '.' && at !== ''; at = dirname(at)) known.add(at);
  return { tracked: known, hidden: committed?.uncommitted ?? new Set(), instead };
}

/** The folders in the copy that are not of the host. */
const apartIn = (layout: BoxLayout): ReadonlySet<string> =>
  new Set(layout.dependencies.map(({ place }) => place));

/** Home and temp lie in the scratch folder in tiers without a tmpfs; the code may have removed them. */
async function ensureFolder(layout: BoxLayout, folder: string): Promise<void> {
  if (folder.startsWith(layout.scratch)) await mkdir(folder, { recursive: true });
}

async function contain(
  options: OpenBoxOptions,
  layout: BoxLayout,
  outwardLinks: readonly string[],
): Promise<Containment> {
  const needs = await findDependencyNeeds(options.host, layout);
  const near = options.near ?? options.host.root;
  const jest = await jestFolder(options.host);
  const seeInside = jest === undefined ? options.seeInside : [...options.seeInside, jest];
  const limited = await prepareLimits(near);
  const mortal = await prepareDeathSignal(near);
  const inScratch = {
    home: join(layout.scratch, 'home'),
    temp: join(layout.scratch, 'temp'),
    diesWithParent: false,
  };

  if (options.tier === 'none') {
    await linkDependencies(layout, needs);
    return {
      ...inScratch,
      launch: (args) => Promise.resolve(mortal(limited({ file: process.execPath, args: [...args] }))),
    };
  }
  if (options.tier === 'reduced') {
    const grants = await preparePermissions({ layout, needs, seeInside, outwardLinks });
    return {
      ...inScratch,
      launch: async (args, writable) =>
        mortal(limited({ file: process.execPath, args: [...(await grants(writable)), ...args] })),
    };
  }
  const sandboxExec = process.platform === 'darwin' ? findTool('sandbox-exec', near) : undefined;
  if (sandboxExec !== undefined) {
    await linkDependencies(layout, needs);
    const setup = { sandboxExec, layout, needs, seeInside };
    return {
      ...inScratch,
      launch: (args, writable) => Promise.resolve(seatbeltLaunch(setup, args, writable)),
    };
  }
  const bwrap = findTool('bwrap', near);
  if (bwrap === undefined)
    throw new NightshiftError('sandbox', 'The full sandbox needs bubblewrap, which is missing.');
  const help = await readHelp(bwrap);
  const launch = await prepareBubblewrap({
    bwrap,
    help,
    layout,
    needs,
    seeInside,
    threads: defaultBounds.threads,
    near,
  });
  return {
    home: insideHome,
    temp: insideTemp,
    diesWithParent: true,
    launch: (args, writable) => Promise.resolve(limited(launch(args, writable))),
  };
}

/** Distinguishes a box that cannot start Node from a host whose tests fail. */
async function checkStart(box: Box): Promise<void> {
  const { exitCode, stderr } = await box.run({
    argv: ['-e', '0'],
    env: {},
    timeoutMs: 20_000,
    writable: false,
  });
  if (exitCode === 0) return;
  const why = stderr.trim().split('\n').slice(0, 3).join(' ') || 'no message';
  throw new NightshiftError('sandbox', `Node does not start in the ${box.tier} sandbox: ${why}`);
}
