/** The single checks of the doctor. */
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfig } from '../../config/load-config.js';
import type { Config } from '../../domain/config.js';
import { NightshiftError, type ErrorCode } from '../../domain/errors.js';
import type { Host } from '../../domain/host.js';
import { readGitState } from '../../io/git/git.js';
import { runGit } from '../../io/git/run-git.js';
import { missingPackages } from './init.js';
import { findPackageManager, installCommand } from '../setup/package-manager.js';

export interface Check {
  name: string;
  status: 'ok' | 'warning' | 'missing';
  detail: string;
  /** The command or step that mends it. */
  remedy?: string;
  /** The error code of a pass without it; undefined when a pass works without it. */
  essential?: ErrorCode;
}

const leastNode = [20, 19] as const;
const leastTempBytes = 1024 ** 3;

const withRemedy = (remedy: string | undefined): { remedy?: string } =>
  remedy === undefined ? {} : { remedy };

/** Node's version against the oldest that is supported. */
export function checkNode(version: string): Check[] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < leastNode[0] || (major === leastNode[0] && minor < leastNode[1]);
  if (!isOld) return [{ name: 'Node', status: 'ok', detail: version }];
  const remedy = `install Node ${leastNode.join('.')} or later`;
  return [{ name: 'Node', status: 'missing', detail: `${version} is too old`, remedy, essential: 'host' }];
}

/** Git, and where the host stands in it. */
export async function checkGit(dir: string): Promise<Check[]> {
  const name = 'Git';
  const version = await runGit(tmpdir(), ['--version']);
  if (version.exitCode === null) {
    return [
      {
        name,
        status: 'warning',
        detail: 'git is missing, so tests are delivered as a patch',
        remedy: 'install git',
      },
    ];
  }
  const state = await readGitState(dir).catch((error: unknown) => {
    if (error instanceof NightshiftError) return error;
    throw error;
  });
  if (state instanceof NightshiftError) {
    return [
      { name, status: 'missing', detail: state.message, ...withRemedy(state.remedy), essential: state.code },
    ];
  }
  const program = version.stdout
    .toString('utf8')
    .trim()
    .replace(/^git version /, '');
  if (state === null) {
    const detail = `${program}, but this is no repository, so tests come as a patch`;
    return [{ name, status: 'warning', detail, remedy: 'git init && git add . && git commit -m "start"' }];
  }
  if (state.obstacle === 'work-tree-elsewhere') {
    const detail = `${program}, but core.worktree names ${state.toplevel}, so tests come as a patch`;
    return [{ name, status: 'warning', detail, remedy: 'git config --unset core.worktree' }];
  }
  if (state.head === null) {
    const detail = `${program}, but nothing is committed, so tests come as a patch`;
    return [{ name, status: 'warning', detail, remedy: 'git add . && git commit -m "start"' }];
  }
  const where = state.branch === null ? 'no branch (HEAD is detached)' : `branch ${state.branch}`;
  return [{ name, status: 'ok', detail: `${program}, on ${where}` }];
}

function checkPackages(host: Host): Check[] {
  const remedy = installCommand(findPackageManager(host.root), missingPackages(host)).join(' ');
  const { jest } = host;
  const checks: Check[] =
    jest.origin === 'host'
      ? [{ name: 'Jest', status: 'ok', detail: `${jest.version}, of the repository` }]
      : [
          {
            name: 'Jest',
            status: 'warning',
            detail: `the repository has none; Nightshift uses its own ${jest.version}`,
            remedy,
          },
        ];
  const fastCheck = { name: 'fast-check', remedy };
  if (host.hasFastCheck)
    checks.push({ ...fastCheck, status: 'ok', detail: 'property tests can be delivered' });
  else
    checks.push({
      ...fastCheck,
      status: 'warning',
      detail: 'not installed in the repository, so property tests are skipped',
    });
  const typescript = host.typescript === null ? 'JavaScript' : `TypeScript ${host.typescript}`;
  checks.push({
    name: 'Host',
    status: 'ok',
    detail: `${host.name}: ${typescript}, modules ${host.moduleSystem}`,
  });
  return checks;
}

/** The host and what its tests need. */
export async function checkHost(dir: string, signal: AbortSignal): Promise<Check[]> {
  const { findMissingRunner } = await import('../../analyze/host/missing-runner.js');
  const { readHost } = await import('../../analyze/process/read-host.js');
  try {
    const host = await readHost(dir, signal);
    const missing = findMissingRunner(host);
    if (missing) throw missing;
    return checkPackages(host);
  } catch (error) {
    if (!(error instanceof NightshiftError)) throw error;
    const { message, remedy, code } = error;
    return [{ name: 'Host', status: 'missing', detail: message, ...withRemedy(remedy), essential: code }];
  }
}

/** The tiers of the sandbox, by trying to get out of each, whatever earlier runs have found. */
export async function checkSandbox(dir: string): Promise<Check[]> {
  const { probeAnew } = await import('../../io/sandbox/probe/probe.js');
  const { full, reduced } = await probeAnew(dir);
  const name = 'Sandbox';
  if (full.works) return [{ name, status: 'ok', detail: `full: ${full.detail}` }];
  const remedy = withRemedy(full.remedy);
  if (reduced.works) {
    const detail = `only reduced (${reduced.detail}); full does not work: ${full.detail}`;
    return [{ name, status: 'warning', detail, ...remedy }];
  }
  const detail = `none works; full: ${full.detail}; reduced: ${reduced.detail}`;
  return [{ name, status: 'missing', detail, ...remedy, essential: 'sandbox' }];
}

/** The settings, and whether the model author can work. Reports whether a key is set, never the key. */
export async function checkModel(
  dir: string,
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<Check[]> {
  try {
    const { config, file, notes } = await loadConfig({ dir, flags: {}, env });
    const key = env['OPENAI_API_KEY'] ? 'OPENAI_API_KEY is set' : 'OPENAI_API_KEY is not set';
    const settings: Check = {
      name: 'Settings',
      status: 'ok',
      detail: file ?? 'defaults; there is no config file',
    };
    if (config.model !== null) return [settings, await tryModel(config, env['OPENAI_API_KEY'], signal)];
    const note = notes[0];
    if (note !== undefined)
      return [
        settings,
        { name: 'Model', status: 'warning', detail: note, remedy: 'export OPENAI_MODEL=NAME' },
      ];
    return [
      settings,
      { name: 'Model', status: 'ok', detail: `off, which is fine: the explorer needs none; ${key}` },
    ];
  } catch (error) {
    if (!(error instanceof NightshiftError)) throw error;
    const { message, remedy, code } = error;
    return [{ name: 'Settings', status: 'missing', detail: message, ...withRemedy(remedy), essential: code }];
  }
}

/** One small question, because only an answer shows that key, address and name are right. */
async function tryModel(
  { model, modelOptions }: Config,
  key: string | undefined,
  signal: AbortSignal,
): Promise<Check> {
  const { probeModel, describeDialect } = await import('../../author/model/server/probe-model.js');
  const { name, baseUrl } = model ?? { name: '', baseUrl: null };
  const { effort, headers, query } = modelOptions;
  const probe = await probeModel({ model: name, baseUrl, key, effort, headers, query }, signal);
  if (!probe.works) return { name: 'Model', status: 'warning', detail: `${name}: ${probe.problem}` };
  const where = `${name} at ${baseUrl ?? 'the default server'}`;
  const detail = `${where} answers (${describeDialect(probe.dialect)}; asked once, ${probe.tokens} tokens)`;
  return { name: 'Model', status: 'ok', detail };
}

/** Whether copies of the host can be made in the temp folder. */
export async function checkTemp(): Promise<Check[]> {
  const folder = tmpdir();
  const name = 'Temp folder';
  const remedy = 'set TMPDIR to a folder with room';
  try {
    await rm(await mkdtemp(path.join(folder, 'nightshift-doctor-')), { recursive: true });
  } catch {
    return [{ name, status: 'missing', detail: `${folder} cannot be written`, remedy, essential: 'host' }];
  }
  const { bavail, bsize } = await statfs(folder);
  const free = `${((bavail * bsize) / 1024 ** 3).toFixed(1)} GiB free in ${folder}`;
  return [{ name, status: bavail * bsize < leastTempBytes ? 'warning' : 'ok', detail: free, remedy }];
}
