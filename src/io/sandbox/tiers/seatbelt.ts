/** The full tier on macOS: a profile for sandbox-exec. Untested: written from its documentation, for the probe to try. */
import { dirname } from 'node:path';
import type { DependencyNeeds } from '../copy/dependencies.js';
import { dropNested, type BoxLayout } from '../copy/layout.js';
import type { Launch } from './limits.js';

const systemFolders = ['/usr/lib', '/usr/bin', '/bin', '/usr/share', '/System', '/Library/Apple'];
const devices = ['/dev/null', '/dev/random', '/dev/urandom', '/dev/zero'];

interface SeatbeltSetup {
  sandboxExec: string;
  layout: BoxLayout;
  needs: DependencyNeeds;
  seeInside: readonly string[];
}

/** The profile: everything is refused but reading what is named and writing the scratch folder, and the copy if asked. */
export function seatbeltProfile(setup: SeatbeltSetup, writable: boolean): string {
  const { layout, needs } = setup;
  const readable = dropNested([
    ...systemFolders,
    layout.folder,
    dirname(process.execPath),
    ...setup.seeInside,
    ...layout.dependencies.map(({ real }) => real),
    ...needs.packages.map(({ source }) => source),
  ]);
  const writes = writable ? [layout.scratch, layout.copied.to] : [layout.scratch];
  return [
    '(version 1)',
    '(deny default)',
    '(allow process-fork)',
    '(allow process-exec)',
    '(allow signal (target same-sandbox))',
    '(allow sysctl-read)',
    '(allow file-read-metadata)',
    `(allow file-read* ${readable.map(subpath).join(' ')} ${devices.map(literal).join(' ')} (literal "/"))`,
    `(allow file-write* ${writes.map(subpath).join(' ')} (literal "/dev/null"))`,
    '(deny network*)',
  ].join('\n');
}

/** Turns a Node command into a launch under the profile. */
export function seatbeltLaunch(setup: SeatbeltSetup, nodeArgs: readonly string[], writable: boolean): Launch {
  const profile = seatbeltProfile(setup, writable);
  return { file: setup.sandboxExec, args: ['-p', profile, process.execPath, ...nodeArgs] };
}

const quote = (path: string) => `"${path.replace(/[\\"]/g, '\\$&')}"`;
const subpath = (path: string) => `(subpath ${quote(path)})`;
const literal = (path: string) => `(literal ${quote(path)})`;
