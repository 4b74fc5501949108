/** Finds programs of the system, and never those that a package has put on the PATH. */
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { runProcess } from '../process.js';

const systemFolders = [
  '/usr/bin',
  '/bin',
  '/usr/local/bin',
  '/usr/sbin',
  '/sbin',
  '/run/current-system/sw/bin',
];

/** The absolute path of a program, from the system's folders first and then from the PATH, or undefined. */
export function findTool(name: string): string | undefined {
  const onPath = (process.env['PATH'] ?? '').split(delimiter);
  const trusted = onPath.filter((folder) => isAbsolute(folder) && !folder.includes('node_modules'));
  return [...systemFolders, ...trusted].map((folder) => join(folder, name)).find(isExecutable);
}

/** The text of a program's `--help`. */
export async function readHelp(file: string): Promise<string> {
  const result = await runProcess({ file, args: ['--help'], env: {}, cwd: '/', timeoutMs: 10_000 });
  return result.stdout + result.stderr;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
