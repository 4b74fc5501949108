/** Names the command that would make the full sandbox work on this machine. */
import { existsSync, readFileSync } from 'node:fs';
import { findTool } from '../../system/tools.js';

const installers = [
  ['apt-get', 'apt-get install bubblewrap'],
  ['dnf', 'dnf install bubblewrap'],
  ['apk', 'apk add bubblewrap util-linux-misc'],
  ['pacman', 'pacman -S bubblewrap'],
  ['zypper', 'zypper install bubblewrap'],
] as const;

/** How bubblewrap is installed here. */
export function installRemedy(): string {
  const known = installers.find(([tool]) => findTool(tool, process.cwd()) !== undefined);
  return known ? known[1] : 'Install bubblewrap with the package manager of your system.';
}

/** Settings of the kernel by which unprivileged user namespaces are refused: file, refusing value, remedy. */
const switches = [
  ['/proc/sys/kernel/unprivileged_userns_clone', '0', 'sysctl -w kernel.unprivileged_userns_clone=1'],
  [
    '/proc/sys/kernel/apparmor_restrict_unprivileged_userns',
    '1',
    'sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
  ],
  ['/proc/sys/user/max_user_namespaces', '0', 'sysctl -w user.max_user_namespaces=15000'],
] as const;

/** Where the kernel keeps those settings. */
export const kernelSwitches: readonly string[] = switches.map(([file]) => file);

/** The remedy when bubblewrap is installed and may not create namespaces. */
export function namespaceRemedy(read: (file: string) => string | undefined = readSetting): string {
  const refusing = switches.find(([file, value]) => read(file) === value);
  if (refusing) return refusing[2];
  if (existsSync('/.dockerenv') || existsSync('/run/.containerenv')) {
    return 'Start the container with --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined.';
  }
  return 'Allow unprivileged user namespaces for bubblewrap on this machine.';
}

function readSetting(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}
