/** Recognises a repository whose dependencies are not installed, or in a way that no other program can use. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { NightshiftError } from '../../domain/errors.js';
import type { Host } from '../../domain/host.js';

const installCommands: readonly [lockFile: string, command: string][] = [
  ['pnpm-lock.yaml', 'pnpm install'],
  ['yarn.lock', 'yarn install'],
  ['package-lock.json', 'npm ci'],
  ['npm-shrinkwrap.json', 'npm ci'],
  ['bun.lock', 'bun install'],
  ['bun.lockb', 'bun install'],
];

/** The error for a host whose command starts a Jest that is not there; null where it is there, or another runner is started. */
export function findMissingRunner({ root, workspaceRoot, jest, runner }: Host): NightshiftError | null {
  if (runner.name !== 'jest' || runner.version !== null || jest.origin === 'host') return null;
  const has = (file: string): boolean =>
    [root, workspaceRoot].some((folder) => existsSync(path.join(folder, file)));
  const starts = `\`${runner.command}\` starts ${runner.tool}`;
  if (has('.pnp.cjs') || has('.pnp.js'))
    return new NightshiftError('host', `${starts} by Yarn's Plug'n'Play, which has no node_modules folder`, {
      remedy: '`yarn config set nodeLinker node-modules && yarn install`, then try again.',
    });
  const [, command] = installCommands.find(([lockFile]) => has(lockFile)) ?? ['', 'npm install'];
  return new NightshiftError('host', `${starts}, but no Jest is installed here`, {
    remedy: `Install the dependencies (\`${command}\`), then try again.`,
  });
}
