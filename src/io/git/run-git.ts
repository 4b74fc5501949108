/** Runs git with a clean environment: nothing inherited from a hook, no hooks, no prompts, no background work. */
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { NightshiftError } from '../../domain/errors.js';
import { errorMessage } from '../system/system-error.js';
import { findOnPath, safePath } from '../system/tools.js';

const settings = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'commit.gpgSign=false',
  'log.showSignature=false',
  'log.follow=false',
  'core.quotePath=false',
  // Trailers are read by git's own rules, whatever the config says.
  'trailer.separators=:',
  'core.alternateRefsCommand=',
  'core.askPass=',
  // Another git may be moving the same ref.
  'core.filesRefLockTimeout=1000',
  'i18n.commitEncoding=UTF-8',
  'i18n.logOutputEncoding=UTF-8',
];

const defaultTimeoutMs = 120_000;
const maxOutputBytes = 256 * 1024 * 1024;

interface GitOptions {
  /** Written to git's standard input, which is closed either way. */
  input?: string;
  env?: Readonly<Record<string, string>>;
  /** Further `-c key=value` settings for this call. */
  config?: readonly string[];
  timeoutMs?: number;
}

interface GitResult {
  /** Null when there is no git to start. */
  exitCode: number | null;
  stdout: Buffer;
  stderr: string;
}

const notFound: GitResult = { exitCode: null, stdout: Buffer.alloc(0), stderr: 'git was not found' };

/** Runs `git <args>` in a folder and returns how it ended; throws only when git hangs, is killed or floods. */
export function runGit(cwd: string, args: readonly string[], options: GitOptions = {}): Promise<GitResult> {
  const program = findOnPath('git', cwd);
  if (program === undefined) return Promise.resolve(notFound);
  const config = [...settings, ...(options.config ?? [])].flatMap((setting) => ['-c', setting]);
  return new Promise((resolve, reject) => {
    const fail = (why: string): void =>
      reject(new NightshiftError('internal', `git ${nameOf(args)} did not finish: ${why}`));
    const child = spawn(program, [...config, ...args], {
      cwd,
      env: { ...cleanEnvironment(cwd), ...options.env },
      // A signal to our process group must not kill a git that holds a lock of the user's repository.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    // Node's own limit would go on running, and keep us running, where no git could be started.
    const timer = setTimeout(() => child.kill(), options.timeoutMs ?? defaultTimeoutMs);
    const stdout = collect(child.stdout, () => child.kill());
    const stderr = collect(child.stderr, () => child.kill());
    child.on('error', (error) => {
      clearTimeout(timer);
      fail(errorMessage(error));
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (code === null) fail(`it was ended by ${signal ?? 'a signal'}`);
      else
        resolve({ exitCode: code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() });
    });
    // A git that ends without reading its input closes the pipe early; its exit code reports the rest.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
  });
}

/** Keeps what a stream brings, up to a limit. */
function collect(stream: Readable, onFlood: () => void): Buffer[] {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxOutputBytes) onFlood();
    else chunks.push(chunk);
  });
  return chunks;
}

/** Runs `git <args>` and returns its standard output as text; any exit code but 0 is an error with git's own words. */
export async function git(cwd: string, args: readonly string[], options: GitOptions = {}): Promise<string> {
  return (await gitBytes(cwd, args, options)).toString('utf8');
}

/** As {@link git}, with the output as bytes. */
export async function gitBytes(
  cwd: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<Buffer> {
  const result = await runGit(cwd, args, options);
  if (result.exitCode === 0) return result.stdout;
  const words = result.stderr.trim().split('\n')[0] ?? '';
  throw new NightshiftError('internal', `git ${nameOf(args)} failed in ${cwd}: ${words}`);
}

/** The first word of git's output that is a whole line, or null when git said no. */
export async function gitLine(cwd: string, args: readonly string[]): Promise<string | null> {
  const result = await runGit(cwd, args);
  return result.exitCode === 0 ? result.stdout.toString('utf8').replace(/\r?\n$/, '') : null;
}

/** Splits git's `-z` output. */
export const splitNul = (output: string): string[] => output.split('\0').filter((part) => part !== '');

const nameOf = (args: readonly string[]): string => args[0] ?? '';

function cleanEnvironment(cwd: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.toUpperCase().startsWith('GIT_'));
  return {
    ...Object.fromEntries(inherited),
    PATH: safePath(cwd),
    LC_ALL: 'C',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_PAGER: 'cat',
    // Where objects are missing in a partial clone, git would fetch them, by programs that the config names.
    GIT_NO_LAZY_FETCH: '1',
    // By these a commit may show as another than the one that its id names.
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_GRAFT_FILE: '/dev/null',
    GIT_ALLOW_PROTOCOL: 'none',
  };
}
