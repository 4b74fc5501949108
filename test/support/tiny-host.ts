/** Tiny host repositories, and the built command line run on them as a user would run it. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Report, reportSchema } from '../../src/domain/report.js';
import { tempRepo, type TempRepo } from './temp-repo.js';

const project = fileURLToPath(new URL('../../', import.meta.url));
const program = join(project, 'dist/cli/main.js');
const ownJest = join(project, 'node_modules/jest/bin/jest.js');

export const signSource = `exports.sign = function sign(n) {
  if (n < 0) return 'negative';
  return n > 0 ? 'positive' : 'zero';
};
`;

/** A host with a package.json, these files and one commit; with Jest installed unless told otherwise. */
export function tinyHost(
  files: Record<string, string> = { 'sign.js': signSource },
  { jest = true, type = 'commonjs' } = {},
): TempRepo {
  const manifest = `${JSON.stringify({ name: 'tiny', version: '1.0.0', type })}\n`;
  const repo = tempRepo({ 'package.json': manifest, '.gitignore': 'node_modules\n', ...files });
  if (jest) linkModules(repo.dir);
  return repo;
}

/** Lets a host use the packages that are installed here. */
export function linkModules(dir: string): void {
  symlinkSync(join(project, 'node_modules'), join(dir, 'node_modules'));
}

export interface RunOptions {
  args?: readonly string[];
  env?: Record<string, string>;
  /** Shell commands that run first, in a mount namespace of their own: what they mount is gone afterwards. */
  mounts?: string;
  /** Sends SIGINT so many milliseconds after the text came up on standard error. */
  interruptAt?: { text: string; afterMs: number };
}

export interface RunResult {
  exitCode: number | null;
  /** Standard error: progress and refusals. */
  err: string;
  /** Standard output: the report for people. */
  out: string;
  /** What the run left in the temp folder it was given. */
  leftovers: string[];
  report: Report | null;
}

/** Runs `nightshift run` on a folder, with a temp folder of its own beside it. */
export async function runNightshift(dir: string, options: RunOptions = {}): Promise<RunResult> {
  const temp = join(dir, '..', 'temp');
  mkdirSync(temp, { recursive: true });
  const json = join(dir, '..', `report-${Date.now()}.json`);
  const { args = [], mounts, interruptAt } = options;
  const command = [process.execPath, program, 'run', dir, '--target-seconds', '0.3', '--json', json, ...args];
  const argv =
    mounts === undefined ? command : ['unshare', '-m', 'sh', '-c', `${mounts}; exec "$@"`, 'sh', ...command];
  const [file = '', ...rest] = argv;
  const child = spawn(file, rest, {
    cwd: join(dir, '..'),
    env: { ...cleanEnvironment(), TMPDIR: temp, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let err = '';
  let out = '';
  let isInterrupted = false;
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
    if (!interruptAt || isInterrupted || !err.includes(interruptAt.text)) return;
    isInterrupted = true;
    setTimeout(() => child.kill('SIGINT'), interruptAt.afterMs);
  });
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const report = existsSync(json) ? reportSchema.parse(JSON.parse(readFileSync(json, 'utf8'))) : null;
  return { exitCode, err, out, leftovers: readdirSync(temp), report };
}

/** Runs another command of the built command line, and waits for it. */
export function nightshift(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): { exitCode: number | null; out: string; err: string } {
  const done = spawnSync(process.execPath, [program, ...args], {
    cwd: options.cwd,
    env: { ...cleanEnvironment(), ...options.env },
    encoding: 'utf8',
  });
  return { exitCode: done.status, out: done.stdout, err: done.stderr };
}

/** The same as the beginning of a shell's command line. */
nightshift.command = `'${process.execPath}' '${program}'`;

/** The environment without what would switch on the model author, colours or another Jest. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const isOurs = (name: string): boolean => /^(OPENAI_|FORCE_COLOR|NODE_OPTIONS|JEST_)/.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isOurs(name)));
}

/** Runs the command that the report prints after `run them`, and returns its exit code and output. */
export function runAsTold(dir: string, { out }: RunResult): { exitCode: number | null; output: string } {
  const told = /^ *run them +(.+)$/m.exec(out)?.[1] ?? 'false';
  // Without a registry: the Jest and the compiler that are installed here.
  const command = told.replace(/npx --yes (?:--package \S+ )*jest(?:@\d+)?/, `node ${ownJest}`);
  const done = spawnSync('sh', ['-c', command], { cwd: dir, env: cleanEnvironment(), encoding: 'utf8' });
  return { exitCode: done.status, output: done.stdout + done.stderr };
}

/** The lines of an error as the user sees them: from `nightshift:` on. */
export function refusalOf({ err }: RunResult): string[] {
  const lines = err.trimEnd().split('\n');
  return lines.slice(lines.findIndex((line) => line.startsWith('nightshift:')));
}

/** Whether this process may mount things in a namespace of its own. */
const canMount = spawnSync('unshare', ['-m', 'sh', '-c', 'mount -t tmpfs none /mnt']).status === 0;

/** A test that needs to mount; its title says so where that is refused. */
export const testWithMounts: (title: string, body: () => Promise<void>) => void = canMount
  ? (title, body) => {
      test(title, body);
    }
  : (title, body) => {
      test.skip(`${title} (skipped: mounting is refused here)`, body);
    };

/** Command lines of the processes that mention a folder; nothing where the system does not tell. */
export function processesUnder(folder: string): string[] {
  if (!existsSync('/proc/self/cmdline')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')];
      } catch {
        return [];
      }
    })
    .filter((line) => line.includes(folder));
}
