/** Finds out which sandbox tiers really work here, by trying to get out of each. */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { NightshiftError } from '../../../domain/errors.js';
import type { SandboxTier } from '../../../domain/report.js';
import { createBoxFolder, removeTempFolder } from '../../files/temp-folder.js';
import { requiredOptions } from '../tiers/bubblewrap.js';
import { escapeReport, escapeScript, type EscapeOrders } from './escape-script.js';
import { openBox } from '../box/open-box.js';
import { permissionOption } from '../tiers/permission-model.js';
import { installRemedy, namespaceRemedy } from './remedies.js';
import { keepProbe, recallProbe } from './probe-cache.js';
import { findTool } from '../../system/tools.js';
import { readHelp } from '../tiers/read-help.js';

interface TierProbe {
  works: boolean;
  /** The result, or the reason for a failure, in words for a person. */
  detail: string;
  /** The fix. */
  remedy?: string | undefined;
}

export type SandboxProbe = Record<SandboxTier, TierProbe> & {
  /** Whether an earlier run found it. */
  isRecalled?: boolean;
};

/**
 * The tiers that work here: from an earlier run on this machine, else by probing, which takes about a second. No
 * program of the repository around `near` takes part.
 */
export async function probeSandbox(near: string): Promise<SandboxProbe> {
  const kept = await recallProbe(near);
  return kept === null ? probeAnew(near) : { ...kept, none: noTier, isRecalled: true };
}

/** Probes every tier whatever is known, and keeps the result for later runs. */
export async function probeAnew(near: string): Promise<SandboxProbe> {
  const probe = await probeTiers(near);
  await keepProbe(near, probe);
  return probe;
}

/**
 * The tier to use. `auto` takes the strongest that works, but never `none`; `full` takes nothing less.
 *
 * @throws NightshiftError `sandbox`, with the remedy, when what is asked for does not work.
 */
export function chooseTier(requested: 'auto' | SandboxTier, probe: SandboxProbe): SandboxTier {
  if (requested === 'none') return 'none';
  if (requested === 'auto' && probe.full.works) return 'full';
  const tier = requested === 'auto' ? 'reduced' : requested;
  if (probe[tier].works) return tier;
  const remedy = (requested === 'auto' ? probe.full.remedy : undefined) ?? probe[tier].remedy;
  const reasons =
    requested === 'auto' ? [`full: ${probe.full.detail}`, `reduced: ${probe.reduced.detail}`] : [];
  const detail = reasons.length > 0 ? reasons.join('; ') : probe[tier].detail;
  const what = requested === 'auto' ? 'No sandbox works here' : `The ${tier} sandbox does not work here`;
  throw new NightshiftError('sandbox', `${what}: ${detail}`, remedy === undefined ? {} : { remedy });
}

async function probeTiers(near: string): Promise<SandboxProbe> {
  const full = await probeFull(near);
  const reduced = await probeReduced(near);
  return { full, reduced, none: noTier };
}

const noTier: TierProbe = { works: true, detail: 'nothing is held: the code may do what you may do' };

async function probeFull(near: string): Promise<TierProbe> {
  if (process.platform === 'darwin') return probeSeatbelt(near);
  if (process.platform !== 'linux') {
    return {
      works: false,
      detail: `there is none for ${process.platform}`,
      remedy: 'Run Nightshift on Linux or macOS.',
    };
  }
  const bwrap = findTool('bwrap', near);
  if (bwrap === undefined)
    return { works: false, detail: 'bubblewrap is not installed', remedy: installRemedy() };
  const help = await readHelp(bwrap);
  const missing = requiredOptions.filter((option) => !help.includes(option));
  if (missing.length > 0) {
    const remedy = 'Install bubblewrap 0.4 or later.';
    return { works: false, detail: `this bubblewrap is too old: it lacks ${missing.join(', ')}`, remedy };
  }
  const attempt = await tryToEscape('full', near);
  if (attempt.kind === 'failed') return { works: false, detail: attempt.why, remedy: namespaceRemedy() };
  if (attempt.gotOut.length > 0)
    return { works: false, detail: `code gets out: ${attempt.gotOut.join(', ')}` };
  const limits =
    findTool('prlimit', near) === undefined
      ? 'prlimit is missing, so memory and disk are not limited'
      : 'prlimit';
  return { works: true, detail: `bubblewrap and ${limits}` };
}

async function probeSeatbelt(near: string): Promise<TierProbe> {
  const attempt = await tryToEscape('full', near);
  if (attempt.kind === 'failed') return { works: false, detail: `sandbox-exec: ${attempt.why}` };
  if (attempt.gotOut.length > 0)
    return { works: false, detail: `code gets out: ${attempt.gotOut.join(', ')}` };
  return { works: true, detail: 'sandbox-exec' };
}

/** The escapes that the permission model is not made to stop; the policy of the reduced tier has to. */
const expectedInReduced = new Set<Escape>(['connects to the network', 'signals this process']);

async function probeReduced(near: string): Promise<TierProbe> {
  if (permissionOption() === undefined) {
    const remedy = 'Use Node 20.19 or later.';
    return { works: false, detail: `Node ${process.version} has no permission model`, remedy };
  }
  const attempt = await tryToEscape('reduced', near);
  if (attempt.kind === 'failed') return { works: false, detail: attempt.why };
  const unexpected = attempt.gotOut.filter((escape) => !expectedInReduced.has(escape));
  if (unexpected.length > 0) return { works: false, detail: `code gets out: ${unexpected.join(', ')}` };
  const detail =
    "Node's permission model holds files, child processes and workers; it does not hold the network, native addons and signals";
  return { works: true, detail };
}

const escapes = [
  'writes outside',
  'writes outside through a link',
  'reads outside',
  'sees our environment',
  'connects to the network',
  'signals this process',
  'starts programs',
  'changes settings of the kernel',
] as const;
type Escape = (typeof escapes)[number];

type Attempt = { kind: 'tried'; gotOut: Escape[] } | { kind: 'failed'; why: string };

/** Opens a box for a tiny host and has a script in it attempt what a hostile test would. */
async function tryToEscape(tier: SandboxTier, near: string): Promise<Attempt> {
  const folder = await createBoxFolder();
  const canary = randomUUID();
  const canaryName = 'NIGHTSHIFT_PROBE_CANARY';
  const listener = await listen();
  let signals = 0;
  const onSignal = () => signals++;
  process.on('SIGURG', onSignal);
  process.env[canaryName] = canary;
  try {
    const orders = {
      outsideFile: join(folder, 'written'),
      outsideFileByLink: join(folder, 'written-by-link'),
      secretFile: join(folder, 'secret'),
      port: listener.port,
      parentPid: process.pid,
      canary,
      environHash: await hashEnviron(),
    };
    await writeFile(orders.secretFile, 'secret');
    const said = await runEscape({ tier, near, folder }, orders);
    if (typeof said === 'string') return { kind: 'failed', why: said };
    const happened: Record<Escape, boolean> = {
      'writes outside': existsSync(orders.outsideFile),
      'writes outside through a link': existsSync(orders.outsideFileByLink),
      'reads outside': said.readOutside,
      'sees our environment': said.sawCanary,
      'connects to the network': listener.connections() > 0,
      'signals this process': signals > 0,
      'starts programs': said.startedChild && tier === 'reduced',
      'changes settings of the kernel': said.canSetKernel,
    };
    const gotOut = escapes.filter((escape) => happened[escape]);
    return { kind: 'tried', gotOut };
  } catch (error) {
    if (error instanceof NightshiftError && error.code === 'sandbox')
      return { kind: 'failed', why: error.message };
    throw error;
  } finally {
    process.removeListener('SIGURG', onSignal);
    Reflect.deleteProperty(process.env, canaryName);
    listener.server.close();
    await removeTempFolder(folder);
  }
}

/** Runs the script in a box; returns what it says, or in words why it did not come to its end. */
async function runEscape(
  { tier, near, folder }: { tier: SandboxTier; near: string; folder: string },
  orders: Omit<EscapeOrders, 'scratch'>,
) {
  const root = join(folder, 'tiny');
  await mkdir(root);
  await writeFile(join(root, 'escape.cjs'), escapeScript);
  const box = await openBox({
    host: { root, dependencyFolders: [] },
    tier,
    near,
    seeInside: [],
    passEnv: [],
  });
  try {
    const complete: EscapeOrders = { ...orders, scratch: box.scratch };
    const result = await box.run({
      argv: ['escape.cjs', JSON.stringify(complete)],
      env: {},
      timeoutMs: 15_000,
      writable: false,
    });
    if (result.exitCode !== 0) return `the probe ended early: ${result.stderr.trim().slice(0, 300)}`;
    return escapeReport.parse(JSON.parse(await readFile(join(box.scratch, 'report.json'), 'utf8')));
  } finally {
    await box.dispose();
  }
}

async function hashEnviron(): Promise<string> {
  const environ = await readFile('/proc/self/environ').catch(() => undefined);
  return environ === undefined ? '' : createHash('sha256').update(environ).digest('hex');
}

async function listen(): Promise<{ server: Server; port: number; connections: () => number }> {
  let count = 0;
  const server = createServer((socket) => {
    count++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { server, port, connections: () => count };
}
