/** `nightshift init`: writes a config; adds dev dependencies only when asked. */
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { configFileName, readConfigFile } from '../../config/config-file.js';
import { NightshiftError } from '../../domain/errors.js';
import type { Host } from '../../domain/host.js';
import { findPackageManager as findProgram, safePath } from '../../io/system/tools.js';
import { findPackageManager, installCommand } from '../setup/package-manager.js';
import { resolveDir } from '../setup/pass-setup.js';
import type { OutputOptions, Terminal } from '../terminal/terminal.js';

/** The keys that a user would change, with their defaults. */
const firstSettings = {
  include: [],
  exclude: [],
  deliver: 'branch',
  branch: null,
  maxMinutes: null,
  maxTokens: null,
  maxUsd: null,
  sandbox: 'auto',
  seed: 1,
};

const refuse = (file: string): never => {
  throw new NightshiftError('usage', `${file} already holds settings; nothing was changed`);
};

async function refuseExisting(dir: string): Promise<void> {
  const existing = await readConfigFile(dir);
  if (existing !== null) refuse(path.join(dir, existing.file));
}

async function writeConfig(dir: string): Promise<void> {
  const file = path.join(dir, configFileName);
  const text = `${JSON.stringify(firstSettings, null, 2)}\n`;
  await writeFile(file, text, { flag: 'wx' }).catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') refuse(file);
    throw new NightshiftError('usage', `${file} cannot be written`, { cause });
  });
}

/** Dev dependencies that delivered tests need and the host lacks. */
export const missingPackages = (host: Host): string[] => [
  ...(host.jest.origin === 'host' ? [] : ['jest']),
  ...(host.hasFastCheck ? [] : ['fast-check']),
];

/** With the folder of this Node first, which the package manager is a script for. */
const packageManagerPath = (dir: string): string =>
  [path.dirname(process.execPath), safePath(dir)].join(path.delimiter);

/** Runs the host's own package manager, with its output shown as it comes. */
async function install(command: readonly string[], dir: string, terminal: Terminal): Promise<void> {
  const [file = 'npm', ...args] = command;
  const program = findProgram(file, dir);
  if (program === undefined) {
    throw new NightshiftError('usage', `${file} was not found outside of the repository`, {
      remedy: `install ${file}, or run \`${command.join(' ')}\` yourself`,
    });
  }
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: dir,
      env: { ...process.env, PATH: packageManagerPath(dir) },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: terminal.signal,
      shell: process.platform === 'win32',
    });
    child.stdout.on('data', (data: Buffer) => terminal.out(data.toString()));
    child.stderr.on('data', (data: Buffer) => terminal.err(data.toString()));
    child.on('error', (cause) => {
      reject(new NightshiftError('usage', `${file} could not be started: ${cause.message}`, { cause }));
    });
    child.on('close', resolve);
  });
  if (exitCode === 0) return;
  throw new NightshiftError('host', `\`${command.join(' ')}\` failed; the config was written`, {
    remedy: 'fix what it reports and run the same command again',
  });
}

/** Writes the config, installs or names what is missing, and returns the exit code. */
export async function initCommand(
  dirArgument: string | undefined,
  options: OutputOptions & { install?: boolean },
  terminal: Terminal,
): Promise<number> {
  const dir = resolveDir(dirArgument, terminal);
  await refuseExisting(dir);
  const { readHost } = await import('../../analyze/process/read-host.js');
  const missing = missingPackages(await readHost(dir, terminal.signal));
  await writeConfig(dir);
  terminal.out(`wrote ${path.join(dir, configFileName)}\n`);
  if (missing.length > 0) {
    const command = installCommand(findPackageManager(dir), missing);
    if (options.install === true) await install(command, dir, terminal);
    else terminal.out(`not there yet: ${missing.join(' and ')}; add with: ${command.join(' ')}\n`);
  }
  terminal.out('next: nightshift doctor, then nightshift run\n');
  return 0;
}
