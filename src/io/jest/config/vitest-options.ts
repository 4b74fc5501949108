/** The options of the repository's own command that Vitest gets, and its binary. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Host, HostRunner } from '../../../domain/host.js';

/** Options whose value may be a word of its own. */
const withValue = new Set([
  ...[
    '-r',
    '--root',
    '-c',
    '--config',
    '-t',
    '--testNamePattern',
    '--dir',
    '--api',
    '--environment',
    '--pool',
  ],
  ...[
    '--mode',
    '--project',
    '--workspace',
    '--exclude',
    '--testTimeout',
    '--hookTimeout',
    '--retry',
    '--shard',
  ],
  ...['--reporter', '--outputFile', '--maxWorkers', '--minWorkers', '--configLoader', '--diff', '--bail'],
]);

/** Options of ours, or that make Vitest do something else than run tests once. */
const left =
  /^--?(?:w|watch|u|update|ui|open|api|reporter|outputFile|coverage(?:\..*)?|shard|changed|standalone|silent|typecheck(?:\..*)?|passWithNoTests)(?:=.*)?$/;

/** The options of the command, without the files that it names and without what is ours to say. */
export function vitestOptions({ args }: Pick<HostRunner, 'args'>): string[] {
  const kept: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (!word.startsWith('-')) continue;
    const next = args[at + 1];
    const takesNext = withValue.has(word) && next !== undefined && !next.startsWith('-');
    if (!left.test(word)) kept.push(word, ...(takesNext ? [next] : []));
    if (takesNext) at++;
  }
  return kept;
}

/** The file by which Node starts the Vitest of the host, in the copy at `root`; null where there is none. */
export function vitestBinary(host: Host, root: string): string | null {
  const folders = host.dependencyFolders.map(({ at }) => path.join(at, 'vitest', 'vitest.mjs'));
  const found = folders.find((file) => existsSync(file));
  return found === undefined ? null : path.join(root, path.relative(host.root, found));
}
