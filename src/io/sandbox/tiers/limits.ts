/** The resource limits of a process in a box, through prlimit. */
import { readFile } from 'node:fs/promises';
import { findTool } from '../../system/tools.js';
import { readHelp } from './read-help.js';

/** A program with its arguments. */
export interface Launch {
  file: string;
  args: string[];
}

const gibibyte = 1024 ** 3;

/**
 * Limits by prlimit's option, with the name that `/proc/self/limits` gives them. The address space is not limited:
 * V8 reserves far more of it than it uses.
 */
const wanted = [
  { option: 'data', label: 'Max data size', value: 4 * gibibyte },
  { option: 'fsize', label: 'Max file size', value: gibibyte },
  { option: 'core', label: 'Max core file size', value: 0 },
  { option: 'nofile', label: 'Max open files', value: 8192 },
] as const;

/**
 * prlimit's options, given the text of `/proc/self/limits`: never above a hard limit that holds already, because only
 * root may raise one.
 */
export function limitOptions(limits: string): string[] {
  return wanted.map(({ option, label, value }) => {
    const line = limits.split('\n').find((each) => each.startsWith(label));
    const hard = Number(line?.slice(label.length).trim().split(/\s+/)[1]);
    return `--${option}=${Number.isFinite(hard) ? Math.min(hard, value) : value}`;
  });
}

/** Returns what puts a launch under the limits; where there is no prlimit, launches stay as they are. For `near` see `findTool`. */
export async function prepareLimits(near: string): Promise<(launch: Launch) => Launch> {
  const prlimit = findTool('prlimit', near);
  if (prlimit === undefined) return (launch) => launch;
  const options = limitOptions(await readFile('/proc/self/limits', 'utf8').catch(() => ''));
  return ({ file, args }) => ({ file: prlimit, args: [...options, '--', file, ...args] });
}

/**
 * Limits the number of threads of Node inside the box. The kernel counts by user and user namespace, so only a limit
 * that is set inside counts the box alone. It does not bind root: there the watchdog has to see to it.
 */
export function limitThreadsInside(launch: Launch, threads: number, near: string): Launch {
  const prlimit = process.getuid?.() === 0 ? undefined : findTool('prlimit', near);
  // Only the system's folders are seen inside under their own names.
  if (prlimit === undefined || !/^\/(?:usr\/)?s?bin\//.test(prlimit)) return launch;
  return { file: prlimit, args: [`--nproc=${threads}`, '--', launch.file, ...launch.args] };
}

/**
 * Returns what has a launch killed when we die, even by SIGKILL. For launches other than bubblewrap's, which sees to
 * that itself; where setpriv cannot do it, launches stay as they are.
 */
export async function prepareDeathSignal(near: string): Promise<(launch: Launch) => Launch> {
  const setpriv = process.platform === 'linux' ? findTool('setpriv', near) : undefined;
  if (setpriv === undefined || !(await readHelp(setpriv)).includes('--pdeathsig')) return (launch) => launch;
  return ({ file, args }) => ({ file: setpriv, args: ['--pdeathsig', 'KILL', '--', file, ...args] });
}
